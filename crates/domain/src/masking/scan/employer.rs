//! Places of work and schools (art. 15 (1)): behind a label, or told in a sentence.

use std::ops::Range;
use std::sync::LazyLock;

use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, any_before, has_at, is_han, skip_label_end, value_length};
use crate::masking::span::{Kind, Span};
use crate::masking::word_set::WordSet;

static WORK: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "工作单位",
        "就业单位",
        "所在单位",
        "服务处所",
        "就职于",
        "供职于",
        "任职于",
        "就读于",
        "就读学校",
        "工作于",
    ])
});
/// Whoever is 系…职工. An office that the decision is about (负责人, 经理) is no place of work to be hidden.
static POSTS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "职工",
        "员工",
        "工人",
        "教师",
        "老师",
        "学生",
        "保安",
        "护士",
        "医生",
        "护工",
        "干部",
        "司机",
        "厨师",
        "服务员",
        "公务员",
        "保洁",
        "会计",
        "临时工",
        "合同工",
        "退休",
        "业务员",
        "销售员",
        "营业员",
        "收银员",
        "店员",
        "快递员",
        "外卖员",
        "驾驶员",
        "技术员",
        "保育员",
        "文员",
        "出纳",
        "雇员",
    ])
});
static WORKS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_list(&[
        "上班", "工作", "务工", "打工", "做工", "任教", "就读", "上学", "读书", "就职", "任职", "供职",
    ])
});
const NO_VALUE: [&str; 12] = [
    "无",
    "不详",
    "未知",
    "/",
    "-",
    "×",
    "个体",
    "自由职业",
    "务农",
    "农民",
    "待业",
    "退休",
];

/// The place of work or school after its label, and in the sentences 系…职工 and 在…上班.
pub(super) fn employers(text: &[char], spans: &mut Vec<Span>) {
    values(text, &WORK, |_| false, Kind::Employer, spans);
    for at in 0..text.len() {
        let told = match text[at] {
            '单' => after_bare_label(text, at),
            '系' => before_word(text, at + 1, &POSTS),
            '在' => before_word(text, at + 1, &WORKS),
            _ => None,
        };
        if let Some(range) = told {
            spans.push(Span::crossed(range.start, range.end, Kind::Employer));
        }
    }
}

/// What stands behind 单位: at the head of a clause.
fn after_bare_label(text: &[char], at: usize) -> Option<Range<usize>> {
    let heads = at == 0 || !is_han(text[at - 1]);
    if !heads || !has_at(text, at, "单位:") {
        return None;
    }
    let start = skip_label_end(text, at + 2);
    let end = clause_end(text, start, 40);
    let told = text[start..end].iter().any(|c| is_han(*c)) && !tells_nothing(text, start);
    told.then_some(start..end)
}

/// What makes another word of 工作: 在临水县汽车站工作中发现.
const AT_WORK: [&str; 4] = ["工作中", "工作组", "工作站", "工作室"];
/// What stands between a body and whoever belongs to it: 临水县第一中学|在校学生.
const STANDINGS: [&str; 10] = [
    "在校", "在读", "在职", "在编", "高一", "高二", "高三", "初一", "初二", "初三",
];
/// Said of a body that is named elsewhere.
const POINTING: &str = "该本其此";

/// A body from `start` to one of these words: 在|临水县自来水公司|上班.
fn before_word(text: &[char], start: usize, words: &WordSet) -> Option<Range<usize>> {
    let tells = |at: usize| words.longest_at(text, at).is_some() && any_at(text, at, &AT_WORK).is_none();
    let end = (start + 3..clause_end(text, start, 24)).find(|&at| tells(at))?;
    let end = end - usize::from(text[end - 1] == '的');
    let end = if any_before(text, end, &STANDINGS) {
        end - 2
    } else {
        end
    };
    let is_named =
        !POINTING.contains(text[start]) && !text[start..end].iter().any(|c| matches!(c, '某' | '×'));
    let is_body = (2..=4).any(|length| LEXICON.bodies.longest_at(text, end - length) == Some(length))
        || "局所院校厂队站园社部店室库场".contains(text[end - 1]);
    (is_named && is_body).then_some(start..end)
}

fn clause_end(text: &[char], start: usize, most: usize) -> usize {
    start + value_length(text, start, most)
}

/// The values behind labels, up to the end of the clause or a character that stops them.
pub(super) fn values(
    text: &[char],
    labels: &WordSet,
    stops: impl Fn(char) -> bool,
    kind: Kind,
    spans: &mut Vec<Span>,
) {
    let mut next = 0;
    while let Some(at) = labels.firsts().next_in(text, next) {
        let Some(length) = labels.longest_at(text, at) else {
            next = at + 1;
            continue;
        };
        let start = skip_label_end(text, at + length);
        let value = text[start..clause_end(text, start, 40)].iter();
        let value = value.take_while(|c| !stops(**c)).count();
        let told = value > 0 && !tells_nothing(text, start);
        if told {
            spans.push(Span::crossed(start, start + value, kind));
        }
        next = start.max(at + length) + if told { value } else { 0 };
    }
}

/// 无, 不详, or crossed out already.
fn tells_nothing(text: &[char], start: usize) -> bool {
    any_at(text, start, &NO_VALUE).is_some()
}
