//! State of health (art. 15 (1)). The injury that the act caused is part of the facts and stays.

use std::sync::LazyLock;

use super::employer::values;
use crate::masking::passage::any_at;
use crate::masking::span::{Kind, Span};
use crate::masking::word_set::{CharSet, WordSet};

static SUFFERS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_list(&["患有", "身患", "罹患", "确诊为", "确诊患", "诊断为"]));
static DISEASES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::forward(
        include_str!("../data/diseases.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace),
    )
});
const CARRIERS: [&str; 8] = [
    "病毒携带者",
    "病毒感染者",
    "携带者",
    "感染者",
    "患者",
    "病毒",
    "阳性",
    "病人",
];
/// A disease in the name of an insurance, a hospital or a campaign is nobody's.
const OF_BODIES: [&str; 10] = [
    "险", "保险", "医院", "防治", "防控", "专科", "筛查", "宣传", "检测", "中心",
];
/// The law speaks of the pregnant too.
const OF_LAW: [&str; 6] = ["或", "、", "的", "妇", "哺", "期"];
static DISABILITIES: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_list(&["听力", "视力", "肢体", "言语", "智力", "精神", "多重"]));
static PREGNANCY: LazyLock<WordSet> = LazyLock::new(|| WordSet::of_list(&["怀孕", "妊娠"]));
static STARTS: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::union([
        &CharSet::of(['患'].into_iter()),
        DISEASES.firsts(),
        DISABILITIES.firsts(),
        PREGNANCY.firsts(),
    ])
});
/// What ends the name of a disease that is not in the list: 急性胰腺炎.
const ENDS: &str = "炎病症癌瘤喘痨痹梗疹疮";

/// Diseases by name, disabilities, pregnancy, and whatever a person is said to suffer from.
pub(super) fn health(text: &[char], spans: &mut Vec<Span>) {
    values(text, &SUFFERS, ends_disease, Kind::Health, spans);
    let mut next = 0;
    while let Some(at) = STARTS.next_in(text, next) {
        next = at + 1;
        let length = disease_at(text, at)
            .or_else(|| disability_at(text, at))
            .or_else(|| pregnancy_at(text, at));
        if let Some(length) = length {
            spans.push(Span::crossed(at, at + length, Kind::Health));
        } else if let Some(length) = suffered_at(text, at) {
            spans.push(Span::crossed(at + 1, at + 1 + length, Kind::Health));
        }
    }
}

fn ends_disease(c: char) -> bool {
    matches!(
        c,
        '的' | '并' | '且' | '需' | '而' | '至' | '在' | '多' | '已' | '住'
    )
}

fn disease_at(text: &[char], at: usize) -> Option<usize> {
    let length = DISEASES.longest_at(text, at)?;
    let whole = length + any_at(text, at + length, &CARRIERS).unwrap_or(0);
    any_at(text, at + length, &OF_BODIES).is_none().then_some(whole)
}

/// 听力二级残疾, 肢体残疾.
fn disability_at(text: &[char], at: usize) -> Option<usize> {
    let kind = DISABILITIES.longest_at(text, at)?;
    let level = any_at(text, at + kind, &["一级", "二级", "三级", "四级"]).unwrap_or(0);
    any_at(text, at + kind + level, &["残疾"]).map(|word| kind + level + word)
}

fn pregnancy_at(text: &[char], at: usize) -> Option<usize> {
    let length = PREGNANCY.longest_at(text, at)?;
    any_at(text, at + length, &OF_LAW).is_none().then_some(length)
}

/// The length of a disease behind a bare 患.
fn suffered_at(text: &[char], at: usize) -> Option<usize> {
    if text[at] != '患'
        || text.get(at + 1) == Some(&'有')
        || at > 0 && "隐后医病忧祸身罹".contains(text[at - 1])
    {
        return None;
    }
    let name = text[at + 1..].iter().take(10).take_while(|c| c.is_alphanumeric());
    let end = name.enumerate().filter(|(_, c)| ENDS.contains(**c)).last()?;
    (end.0 >= 1).then_some(end.0 + 1)
}
