//! Mobile numbers: eleven digits, as one row or in the groups that people make of them.

use super::digits::{end_of, ends_number, groups_end, is_counted, is_parted_evenly, parted};
use crate::masking::passage::any_at;

/// The end of a mobile number at `at`, with the code of the country before it or without.
pub(super) fn mobile_end(text: &[char], at: usize) -> Option<usize> {
    let is_decimal = at > 1 && text[at - 1] == '.' && text[at - 2].is_ascii_digit();
    if is_decimal || at > 0 && text[at - 1].is_ascii_digit() {
        return None;
    }
    if !matches!(text[at], '+' | '0' | '1' | '8' | '(') {
        return None;
    }
    let start = skip_country(text, at);
    let second = text.get(start + 1)?;
    if text.get(start) != Some(&'1') || !('3'..='9').contains(second) {
        return None;
    }
    let end = [&[11][..], &[3, 4, 4], &[3, 3, 5], &[4, 3, 4]]
        .iter()
        .find_map(|groups| groups_end(text, start, groups))
        .or_else(|| half_hidden(text, start))
        .filter(|end| ends_number(text, *end) && (*end == start + 11 || !is_counted(text, *end)))
        .or_else(|| mobile_in_groups(text, start))?;
    ends_number(text, end).then_some(end)
}

/// The end of a mobile number in one of the usual groupings, with the same marks or a bracket between groups.
fn mobile_in_groups(text: &[char], start: usize) -> Option<usize> {
    let places = parted(text, start, 11);
    let end = end_of(text, &places, 11)?;
    let parts: Vec<usize> = (1..11).filter(|&nth| places[nth - 1] + 1 < places[nth]).collect();
    let is_close = || {
        parts.iter().all(|&nth| {
            (places[nth - 1] + 1..places[nth]).all(|at| matches!(text[at], ' ' | '-' | '.' | '·' | ')'))
        })
    };
    let is_usual = match parts[..] {
        [3 | 4, 7] | [3, 6] => is_parted_evenly(text, &places) || is_close(),
        [3 | 7] => is_close(),
        _ => false,
    };
    (is_usual && !is_counted(text, end)).then_some(end)
}

/// 138****1234 still tells seven digits.
fn half_hidden(text: &[char], start: usize) -> Option<usize> {
    let number = text.get(start..start + 11)?;
    let hidden = number.iter().filter(|c| **c == '*').count();
    (hidden > 0 && number.iter().all(|c| c.is_ascii_digit() || *c == '*')).then_some(start + 11)
}

fn skip_country(text: &[char], at: usize) -> usize {
    let length = any_at(
        text,
        at,
        &["+86-", "+86 ", "+86", "0086-", "0086", "86-", "(+86)"],
    );
    at + length.unwrap_or(0)
}
