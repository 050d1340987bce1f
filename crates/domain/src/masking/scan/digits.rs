//! Runs of digits, with the separators that people put into them.

use crate::masking::word_set::CharSet;
use std::sync::LazyLock;

/// What numbers are written with.
pub(super) static DIGITS: LazyLock<CharSet> = LazyLock::new(|| CharSet::of('0'..='9'));

/// Whether a number may start here: nothing of a longer number, code or decimal stands before.
pub(super) fn starts_number(text: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    let c = text[before];
    let decimal = matches!(c, '.' | ',') && before > 0 && text[before - 1].is_ascii_digit();
    !c.is_ascii_alphanumeric() && !decimal
}

/// Whether a number may end here.
pub(super) fn ends_number(text: &[char], end: usize) -> bool {
    let digit_at = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    match text.get(end) {
        None => true,
        Some('.') => !digit_at(end + 1),
        Some(c) => !c.is_ascii_alphanumeric(),
    }
}

/// Where digits in groups of these sizes end; one space or dash may stand between groups.
pub(super) fn groups_end(text: &[char], start: usize, groups: &[usize]) -> Option<usize> {
    let mut end = start;
    for size in groups {
        if end > start && matches!(text.get(end), Some(' ' | '-')) {
            end += 1;
        }
        let group = text.get(end..end + size)?;
        if !group.iter().all(char::is_ascii_digit) {
            return None;
        }
        end += size;
    }
    Some(end)
}

/// The digits, and where they end.
pub(super) fn grouped(text: &[char], start: usize, groups: &[usize]) -> Option<(Vec<u8>, usize)> {
    let end = groups_end(text, start, groups)?;
    let digits = text[start..end].iter().filter_map(|c| digit(*c));
    Some((digits.collect(), end))
}

/// A decimal digit.
pub(super) fn digit(c: char) -> Option<u8> {
    c.to_digit(10).and_then(|d| u8::try_from(d).ok())
}

/// Whether `month` and `day` can be a date.
pub(super) fn is_day(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// The number that some digits spell.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, d| sum * 10 + u32::from(*d))
}

/// Labels after which a long number is that of a document or a body, not of a person.
pub(super) const DOCUMENT_LABELS: [&str; 16] = [
    "编号",
    "文号",
    "单号",
    "案号",
    "决定书",
    "字第",
    "流水号",
    "信用代码",
    "注册号",
    "许可证号",
    "批准文号",
    "保单号",
    "合同号",
    "凭证号",
    "票号",
    "警号",
];

/// Where the label before a number ends: colons, spaces, 第 and № are skipped backwards.
pub(super) fn label_end(text: &[char], mut at: usize) -> usize {
    while at > 0 && matches!(text[at - 1], ':' | ' ' | '第' | '为' | '是' | '系' | '(' | '[') {
        at -= 1;
    }
    at
}
