//! Values after a label or a telling word: place of work, state of health (art. 15 (1)).

use std::sync::LazyLock;

use crate::masking::passage::{any_at, ends_clause, has_at, skip_label_end};
use crate::masking::span::{CROSSES, Kind, Span};
use crate::masking::word_set::WordSet;

static WORK: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "工作单位",
        "就业单位",
        "服务处所",
        "就职于",
        "供职于",
        "任职于",
        "就读于",
        "就读学校",
        "工作于",
    ])
});
const NO_VALUE: [&str; 6] = ["无", "不详", "未知", "/", "-", "×"];
static SUFFERS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_list(&["患有", "身患", "罹患", "确诊为", "确诊患", "感染", "诊断为"]));
static DISEASES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "艾滋病",
        "艾滋",
        "HIV",
        "精神分裂症",
        "精神分裂",
        "双相情感障碍",
        "双相障碍",
        "抑郁症",
        "焦虑症",
        "癫痫",
        "乙肝",
        "丙肝",
        "乙型肝炎",
        "肺结核",
        "梅毒",
        "淋病",
        "尖锐湿疣",
        "糖尿病",
        "高血压",
        "冠心病",
        "心脏病",
        "尿毒症",
        "白血病",
        "肺癌",
        "肝癌",
        "胃癌",
        "乳腺癌",
        "恶性肿瘤",
        "精神病",
        "智力残疾",
        "精神残疾",
        "肢体残疾",
    ])
});

/// The place of work or school after its label.
pub(super) fn employers(text: &[char], spans: &mut Vec<Span>) {
    values(text, &WORK, Kind::Employer, |_| false, spans);
}

/// Diseases by name, and whatever a person is said to suffer from.
pub(super) fn health(text: &[char], spans: &mut Vec<Span>) {
    values(
        text,
        &SUFFERS,
        Kind::Health,
        |c| matches!(c, '的' | '并' | '且' | '需' | '而' | '至' | '在'),
        spans,
    );
    for at in 0..text.len() {
        if let Some(length) = DISEASES.longest_at(text, at)
            && !insured(text, at + length)
        {
            spans.push(Span::crossed(at, at + length, Kind::Health));
        }
    }
}

/// A disease in the name of an insurance, a hospital or a campaign is nobody's.
fn insured(text: &[char], end: usize) -> bool {
    any_at(
        text,
        end,
        &[
            "险", "保险", "医院", "防治", "防控", "专科", "筛查", "宣传", "检测",
        ],
    )
    .is_some()
}

fn values(text: &[char], labels: &WordSet, kind: Kind, stops: impl Fn(char) -> bool, spans: &mut Vec<Span>) {
    let mut at = 0;
    while at < text.len() {
        let Some(length) = labels.longest_at(text, at) else {
            at += 1;
            continue;
        };
        let start = skip_label_end(text, at + length);
        let value = text[start..]
            .iter()
            .take(40)
            .take_while(|c| !ends_clause(**c) && !stops(**c))
            .count();
        let told = value > 0
            && !NO_VALUE.iter().any(|none| has_at(text, start, none))
            && !has_at(text, start, CROSSES);
        if told {
            spans.push(Span::crossed(start, start + value, kind));
        }
        at = start.max(at + length) + if told { value } else { 0 };
    }
}
