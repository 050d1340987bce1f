//! What the surroundings of a candidate say for and against it, in the costs of the reading.

use super::Found;
use super::body::{body_ahead, body_at, cuts_body, in_number, is_hamlet, is_trade, names_office};
use super::lattice::Lists;
use super::place;
use super::verb::{is_inflected, is_verb, parts_purpose};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, any_before, ends_clause, has_at, is_han};
use crate::masking::word_set::CharSet;
use std::sync::LazyLock;

/// Called by a role, or addressed: 对张三给予警告.
const STRONG: i32 = 8;
/// A label and a name are the whole of a field: 当事人：方圆.
const FIELD: i32 = 12;
const LISTED: i32 = 11;
const DETAILED: i32 = 10;
const FOLLOWED: i32 = 4;
/// Persons alone are drunk, confess and beat others.
const ACTING: i32 = 12;
/// … also behind a word more: 仍拒不开门.
const ACTING_AFTER_ALL: i32 = 8;
/// … and where a clause begins with them they are its subject: 高原因殴打他人被处罚.
const SUBJECT: i32 = 6;
/// No more than this speaks for a name behind it.
const MOST_BEHIND: i32 = ACTING + 2 * SUBJECT;
/// 被张三, 由张三.
const LED: i32 = 3;
const FREE: i32 = 2;
/// Words of two characters are often alone; of three, hardly.
const FREE_LONG: i32 = 5;
/// Behind 县 or 镇 stand the names of bodies.
const AFTER_PLACE: i32 = 8;
/// 高原 is more often a word than a name.
const IS_WORD: i32 = 6;
/// 于|上周 are two.
const ARE_WORDS: i32 = 8;
/// 跌了 is said of a person, and ends none.
const INFLECTED: i32 = 12;
/// 常家镇 is no person, and 金鼎茶楼 surely none.
const IN_PLACE_NAME: i32 = 24;
const IN_BODY: i32 = 64;
/// 柳林派出所, 柳林镇 and 明公(柳林)罚字 name no person, whatever else speaks for it.
const IN_OFFICE: i32 = 1_000;

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

/// What stands between a person and the act.
static ADVERBS: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of("又仍还也便遂先后再却曾均都已则即就才竟于现另早尚".chars()));

/// What nothing but a name follows.
const NAMING: [&str; 5] = ["我叫", "名叫", "叫做", "姓名", "户名"];

/// What to add to the cost of the name from `at` to `end`; none as soon as it must reach `budget`.
pub(super) fn cost_within(budget: i32, text: &[char], at: usize, end: usize, lists: &Lists) -> Option<i32> {
    let called = is_called(text, at);
    let behind = if called { MOST_BEHIND } else { ACTING + SUBJECT };
    let mut cost = listed(text, at, end, lists) + before(text, at, end, called);
    if cost - behind >= budget {
        return None;
    }
    cost += is_word(text, at, end);
    if cost - behind >= budget || ends_call(text, at + 1) {
        return None;
    }
    cost += after(text, at, end, called);
    let is_place = || place::is_one(text, at, end, called);
    if cost < budget && (names_office(text, end) || in_number(text, at, end) || is_place()) {
        cost += IN_OFFICE;
    }
    (cost < budget).then_some(cost)
}

fn before(text: &[char], at: usize, end: usize, called: bool) -> i32 {
    let addressed = at > 0 && text[at - 1] == '对' && is_treated(text, end);
    match at.checked_sub(1).map(|before| text[before]) {
        Some(c) if called && (c == ':' || any_before(text, at, &NAMING)) && ends_item(text, end) => {
            -STRONG - FIELD
        }
        _ if addressed || called => -STRONG,
        Some('“') if text.get(end) != Some(&'”') => IN_PLACE_NAME,
        Some('县' | '市' | '省' | '镇' | '乡' | '区' | '州' | '旗') => AFTER_PLACE,
        Some(_) if is_led(text, at) => -LED,
        Some(c) if is_han(c) => 0,
        _ => -free(at, end),
    }
}

fn free(at: usize, end: usize) -> i32 {
    if end - at == 2 { FREE } else { FREE_LONG }
}

/// Whether a role, an office or an act done to a person stands before `at`.
pub(super) fn is_called(text: &[char], at: usize) -> bool {
    LEXICON.before.longest_before(text, label_end(text, at)).is_some()
}

/// Whether a word stands before `at` that persons often follow.
pub(super) fn is_led(text: &[char], at: usize) -> bool {
    LEXICON.leads.longest_before(text, at).is_some()
}

/// Whether nothing more stands in the field that ends at `end`.
fn ends_field(text: &[char], end: usize) -> bool {
    text.get(end).is_none_or(|c| ends_clause(*c) || *c == ' ')
}

/// Whether the field ends at `end`, or goes on with a further name.
fn ends_item(text: &[char], end: usize) -> bool {
    ends_field(text, end) || text[end] == '、'
}

fn after(text: &[char], at: usize, end: usize, called: bool) -> i32 {
    match text.get(end) {
        _ if is_inflected(text, end) || parts_purpose(text, at, end) => INFLECTED,
        _ if cuts_body(text, at, end) => IN_BODY,
        _ if is_hamlet(&text[at..end]) => IN_PLACE_NAME,
        Some('(' | '[' | ',') if LEXICON.details.longest_at(text, end + 1).is_some() => -DETAILED,
        Some(c) if is_han(*c) => match body_at(text, end) {
            Some(_) => IN_BODY,
            None if is_trade(text, end) => IN_PLACE_NAME,
            None => match said(text, end) {
                0 if body_ahead(text, end) => IN_BODY,
                ACTING if called => -MOST_BEHIND,
                said if said > 0 && (begins_clause(text, at) || called || is_led(text, at)) => {
                    -said - SUBJECT
                }
                said => -said,
            },
        },
        _ if end - at == 2 && at > 0 && is_han(text[at - 1]) && called => -FREE - SUBJECT,
        _ => -free(at, end),
    }
}

/// How surely what begins at `end` is said of a person: an act, also behind an adverb (仍拒不, 于当晚被抓), or a word that
/// seldom follows anything else.
fn said(text: &[char], end: usize) -> i32 {
    let acts = |at: usize| LEXICON.acts.longest_at(text, at).is_some();
    let follows = LEXICON.after.longest_at(text, end);
    let adverb = ADVERBS.contains(text[end]);
    if acts(end) {
        ACTING
    } else if follows.is_some_and(|length| acts(end + length)) || adverb && acts(end + 1) {
        ACTING_AFTER_ALL
    } else if follows.is_some()
        || adverb && LEXICON.after.longest_at(text, end + 1).is_some()
        || is_verb(text, end)
    {
        FOLLOWED
    } else {
        0
    }
}

/// Whether an act of a person begins at `at`.
pub(super) fn is_acting(text: &[char], at: usize) -> bool {
    LEXICON.acts.longest_at(text, at).is_some()
}

pub(super) fn begins_clause(text: &[char], at: usize) -> bool {
    at == 0 || !is_han(text[at - 1])
}

fn listed(text: &[char], at: usize, end: usize, lists: &Lists) -> i32 {
    let free = || begins_clause(text, at) || text[at - 1] == '对' || is_called(text, at);
    let marks = i32::from(lists.starts.contains(&at)) + i32::from(lists.ends.contains(&end) && free());
    -LISTED * marks
}

fn is_word(text: &[char], at: usize, end: usize) -> i32 {
    let word = |at: usize, end: usize| {
        LEXICON
            .words
            .words_at(text, at)
            .any(|(length, _)| at + length == end)
    };
    if end - at == 3 && is_trade(text, end - 1) && word(at, end - 1) {
        IN_PLACE_NAME
    } else if word(at, end) {
        IS_WORD
    } else if end - at == 3 && LEXICON.is_like_a_word(text[at]) && word(at + 1, end) {
        ARE_WORDS
    } else {
        0
    }
}

/// Whether the text before `at` names somebody who acts in office.
pub(super) fn is_in_office(text: &[char], at: usize) -> bool {
    let end = label_end(text, at);
    let role = LEXICON.before.longest_before(text, end);
    LEXICON
        .officials
        .longest_before(text, end)
        .is_some_and(|length| role == Some(length) && !any_before(text, end - length, &VICTIMS))
}

/// 时任 and 查明 end with the characters of surnames, but 发现|任 does not.
fn ends_call(text: &[char], end: usize) -> bool {
    if any_before(text, end - 1, &["发现"]) {
        return false;
    }
    LEXICON
        .before
        .longest_before(text, end)
        .is_some_and(|length| length >= 2)
}

/// Back over what may part a label from its value.
fn label_end(text: &[char], mut at: usize) -> usize {
    // No further than what is ever typed there: a text may go on like this for long.
    let first = at.saturating_sub(20);
    while at > first && matches!(text[at - 1], ':' | ' ' | '“' | '"' | '为' | '是' | '系') {
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

/// Whether the words of a penalty or of another measure follow.
pub(super) fn is_treated(text: &[char], end: usize) -> bool {
    const MEASURES: [&str; 14] = [
        "处", "作出", "从轻", "从重", "减轻", "行政", "强制", "暂扣", "吊销", "停止", "传唤", "采取", "进行",
        "实施",
    ];
    penalty_follows(text, end) || any_at(text, end, &MEASURES).is_some()
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
