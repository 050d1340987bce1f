//! What the surroundings of a candidate say for and against it, in the costs of the reading.

use super::Found;
use super::lattice::Known;
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, any_before, has_at, is_han};

/// Called by a role, or addressed: 对张三给予警告.
const STRONG: i32 = 8;
const LISTED: i32 = 9;
const DETAILED: i32 = 8;
const FOLLOWED: i32 = 4;
const FREE: i32 = 2;
/// Behind 县 or 镇 stand the names of bodies.
const AFTER_PLACE: i32 = 8;
/// 高原 is more often a word than a name.
const IS_WORD: i32 = 6;
/// 常家镇 is no person, and 金鼎茶楼 surely none.
const IN_PLACE_NAME: i32 = 16;
const IN_BODY: i32 = 40;
/// 柳林派出所 and 明公(柳林)罚字 name no person, whatever else speaks for it.
const IN_OFFICE: i32 = 1_000;

/// Offices that are called by their place; shops may be called by their keeper.
const OFFICES: [&str; 18] = [
    "派出所",
    "公安局",
    "公安分局",
    "分局",
    "支队",
    "大队",
    "中队",
    "交警大队",
    "交通警察大队",
    "刑警大队",
    "巡警大队",
    "治安大队",
    "检查站",
    "警务室",
    "司法所",
    "法院",
    "检察院",
    "政府",
];

/// What hardly stands in the name of a body.
const STOPS: &str = "的在将对把被与给系因向从是经为以于及称到至入出去来上下打偷抢骗拿驾持某";

const VICTIMS: [&str; 8] = [
    "被侵害人",
    "被害人",
    "受害人",
    "伤者",
    "证人",
    "殴打",
    "辱骂",
    "嫌疑人",
];

/// What to add to the cost of the name from `at` to `end`; none as soon as it must reach `budget`.
pub(super) fn cost_within(budget: i32, text: &[char], at: usize, end: usize, known: &Known) -> Option<i32> {
    let mut cost = listed(text, at, end, known);
    if cost - STRONG - DETAILED >= budget {
        return None;
    }
    cost += before(text, at, end) + is_word(text, at, end);
    if names_office(text, end) || in_number(text, at, end) {
        cost += IN_OFFICE;
    }
    if cost - DETAILED >= budget || ends_call(text, at + 1) {
        return None;
    }
    cost += after(text, end);
    (cost < budget).then_some(cost)
}

fn before(text: &[char], at: usize, end: usize) -> i32 {
    let addressed = at > 0 && text[at - 1] == '对' && penalty_follows(text, end);
    let called = LEXICON.before.longest_before(text, label_end(text, at)).is_some();
    match at.checked_sub(1).map(|before| text[before]) {
        _ if addressed || called => -STRONG,
        Some('县' | '市' | '省' | '镇' | '乡' | '区' | '州' | '旗') => AFTER_PLACE,
        Some(c) if is_han(c) => 0,
        _ => -FREE,
    }
}

fn after(text: &[char], end: usize) -> i32 {
    match text.get(end) {
        _ if cuts_body(text, end) => IN_BODY,
        Some('(' | '[' | ',') if LEXICON.details.longest_at(text, end + 1).is_some() => -DETAILED,
        Some(c) if is_han(*c) => match LEXICON.bodies.longest_at(text, end) {
            Some(_) => IN_BODY,
            None if LEXICON.trades.longest_at(text, end).is_some() => IN_PLACE_NAME,
            None if LEXICON.after.longest_at(text, end).is_some() => -FOLLOWED,
            None if body_ahead(text, end) => IN_BODY,
            None => 0,
        },
        _ => -FREE,
    }
}

fn listed(text: &[char], at: usize, end: usize, known: &Known) -> i32 {
    let free = at == 0 || !is_han(text[at - 1]) || text[at - 1] == '对';
    let marks =
        i32::from(known.list_starts.contains(&at)) + i32::from(free && known.list_ends.contains(&end));
    -LISTED * marks
}

fn is_word(text: &[char], at: usize, end: usize) -> i32 {
    let mut words = LEXICON.words.words_at(text, at);
    if words.any(|(length, _)| length == end - at) {
        IS_WORD
    } else {
        0
    }
}

/// Whether the place is inside the end of a body's name: 岳池支|行.
fn cuts_body(text: &[char], end: usize) -> bool {
    (1..=2).any(|back| {
        LEXICON
            .bodies
            .longest_at(text, end - back)
            .is_some_and(|length| length > back)
    })
}

/// Whether an office goes on behind `end`: 柳林|派出所.
pub(super) fn names_office(text: &[char], end: usize) -> bool {
    any_at(text, end, &OFFICES).is_some()
}

/// Whether the brackets around belong to a document number: 明公(柳林)检查字[2025]12号.
pub(super) fn in_number(text: &[char], at: usize, end: usize) -> bool {
    let is_bracketed = at >= 2 && text[at - 1] == '(' && is_han(text[at - 2]) && text.get(end) == Some(&')');
    let behind = text.get(end + 1..).unwrap_or_default();
    let word = behind.iter().take(8).take_while(|c| is_han(**c)).count();
    is_bracketed && behind.get(word) == Some(&'[') && behind.get(word + 1).is_some_and(char::is_ascii_digit)
}

/// Whether what ends at `end` is part of the name of a body.
pub(super) fn in_body(text: &[char], end: usize) -> bool {
    LEXICON.bodies.longest_at(text, end).is_some() || body_ahead(text, end)
}

/// Whether a body's name or a document number goes on behind `end`: no verb stands before 公司, 酒店 or 〔2025〕.
fn body_ahead(text: &[char], end: usize) -> bool {
    for at in end..text.len().min(end + 20) {
        if !is_han(text[at]) {
            return text[at] == '[' && text.get(at + 1).is_some_and(char::is_ascii_digit);
        }
        if STOPS.contains(text[at]) {
            return false;
        }
        if LEXICON
            .bodies
            .longest_at(text, at)
            .is_some_and(|length| length >= 2)
        {
            return true;
        }
    }
    false
}

/// Whether the text before `at` names somebody who acts in office.
pub(super) fn is_in_office(text: &[char], at: usize) -> bool {
    let end = label_end(text, at);
    LEXICON
        .officials
        .longest_before(text, end)
        .is_some_and(|length| !any_before(text, end - length, &VICTIMS))
}

/// 时任 and 查明 end with the characters of surnames.
fn ends_call(text: &[char], end: usize) -> bool {
    LEXICON
        .before
        .longest_before(text, end)
        .is_some_and(|length| length >= 2)
}

/// Back over what may part a label from its value.
fn label_end(text: &[char], mut at: usize) -> usize {
    while at > 0 && matches!(text[at - 1], ':' | ' ' | '“' | '"' | '为' | '是' | '系') {
        at -= 1;
    }
    at
}

/// Whether the words of a penalty follow: 警告, 给予, 处以 …
pub(super) fn penalty_follows(text: &[char], end: usize) -> bool {
    [
        "警告", "给予", "予以", "处以", "并处", "罚款", "分别", "禁止", "取消", "终身", "合计", "不予",
    ]
    .iter()
    .any(|w| has_at(text, end, w))
}

/// The length of what joins two members of a list at `at`.
pub(super) fn link_at(text: &[char], at: usize) -> Option<usize> {
    any_at(
        text,
        at,
        &[
            "、", "、 ", "和", "与", "及", "以及", "跟", "同", "/", ";", " ", "  ",
        ],
    )
}

/// Past the bracket that describes the person, so that the list may go on behind it.
pub(super) fn past_bracket(text: &[char], found: &Found) -> usize {
    if !matches!(text.get(found.end), Some('(' | '[')) {
        return found.end;
    }
    let mut depth = 0;
    for (offset, c) in text[found.end..].iter().take(120).enumerate() {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        if depth == 0 {
            return found.end + offset + 1;
        }
    }
    found.end
}
