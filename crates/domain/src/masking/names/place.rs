//! Places that look like persons: towns, and what stands behind a number or before the name of a district.

use super::{evidence, way};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;

/// Units that what stands behind a number is counted in, though they are surnames.
const COUNTED: &str = "元年月日时分秒米";
/// What goods are counted in.
const PACKED: &str = "包沓";
const NUMERALS: &str = "〇零一二三四五六七八九十百千万两余多";
/// Surnames that lead to a place as prepositions.
const LEADING: &str = "于从由向经";
const UNITS: &str = "县市区镇乡";
const PARTS: &str = "室楼层组";

/// Whether this is a place, or the end of a sum or a date, rather than a person; most names of places only where no
/// role calls it.
pub(super) fn is_one(text: &[char], at: usize, end: usize, called: bool) -> bool {
    let is_unit = || is_town(text, at, end) || is_counted(text, at) || is_district(text, at, end);
    leads_to_place(text, at, end)
        || is_time(&text[at..end])
        || way::is_one(text, at, end, called)
        || !called && (is_unit() || way::is_moment(text, at, end) || way::is_scene(text, at, end))
}

/// When a person does something, also behind a role: 店主|平时|报警.
fn is_time(name: &[char]) -> bool {
    const TIMES: [&str; 20] = [
        "平时",
        "平日",
        "平常",
        "时常",
        "时而",
        "常年",
        "常常",
        "经常",
        "曾经",
        "清晨",
        "案发前",
        "案发后",
        "当晚",
        "当日",
        "当天",
        "及时",
        "从来",
        "向来",
        "连夜",
        "后来",
    ];
    TIMES.iter().any(|time| time.chars().eq(name.iter().copied()))
}

/// 白沙镇, but not whoever acts or is penalised: 对李安镇警告.
fn is_town(text: &[char], at: usize, end: usize) -> bool {
    let is_subject = evidence::begins_clause(text, at) || "被与和跟由".contains(text[at - 1]);
    let acts = is_subject && evidence::is_acting(text, end);
    let is_addressed = at > 0 && text[at - 1] == '对' && evidence::is_treated(text, end);
    let name = &text[at..end];
    let is_called_so = match name {
        [_, '镇'] => is_inside(text, at),
        [.., '镇'] => true,
        [_, _, '镇', _] => LEXICON.surname_at(text, at) == Some(1),
        _ => false,
    };
    is_called_so && !acts && !is_addressed || before_town(text, end)
}

/// 柳林|镇郑强, but 王玲|镇长.
fn before_town(text: &[char], end: usize) -> bool {
    text.get(end) == Some(&'镇') && text.get(end + 1) != Some(&'长')
}

/// 3200元|依法, 2025年|春节, 一小包|香烟.
fn is_counted(text: &[char], at: usize) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
    COUNTED.contains(text[at]) && at > 0 && is_number(text[at - 1]) || is_packed(text, at)
}

/// 一小包|香烟, but not what stands behind the number of a row (1包大山) or 之一.
fn is_packed(text: &[char], at: usize) -> bool {
    let before = &text[..at];
    let number = before
        .strip_suffix(&['小'])
        .or_else(|| before.strip_suffix(&['大']))
        .unwrap_or(before);
    let Some(last) = number.last() else {
        return false;
    };
    let first = || number.iter().rev().find(|c| !c.is_ascii_digit());
    PACKED.contains(text[at])
        && (NUMERALS.contains(*last) && !number.ends_with(&['之', '一'])
            || last.is_ascii_digit() && first().is_some_and(|c| is_han(*c)))
}

/// 莲浦区|宝利来: few are called 区, and nobody in the middle of a clause without a word that leads to him.
fn is_district(text: &[char], at: usize, end: usize) -> bool {
    text[at] == '区' && is_inside(text, at) || text[at + 1..end].contains(&'区')
}

/// 羁押于|沅平县, 关押于|二室: the unit that ends the place stands at most two characters behind.
fn leads_to_place(text: &[char], at: usize, end: usize) -> bool {
    let length = end - at;
    let mut place = text[end..]
        .iter()
        .take(5 - length.min(4))
        .take_while(|c| is_han(**c));
    let is_unit = |c: &char| UNITS.contains(*c);
    let is_part =
        length == 2 && NUMERALS.contains(text[at + 1]) && text.get(end).is_some_and(|c| PARTS.contains(*c));
    LEADING.contains(text[at]) && is_inside(text, at) && (is_part || place.any(is_unit))
}

/// Whether a Han character stands before, of no word that leads to persons.
fn is_inside(text: &[char], at: usize) -> bool {
    at > 0 && is_han(text[at - 1]) && !evidence::is_led(text, at)
}
