//! Walks a text and takes the best candidate at each place.

use super::evidence::{self, ListEnd};
use super::{Found, foreign, masked_at};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;

/// A candidate counts as a name from this weight on.
const ENOUGH: i32 = 5;

/// Every name that its surroundings give away.
pub(in crate::masking) fn find(text: &[char]) -> Vec<Found> {
    let dotted = foreign::dotted(text);
    let mut dotted = dotted.into_iter().peekable();
    let mut found: Vec<Found> = Vec::new();
    let mut list: Option<ListEnd> = None;
    let mut at = 0;
    while at < text.len() {
        if let Some(name) = dotted.next_if(|name| name.start <= at) {
            at = name.end.max(at);
            list = Some(evidence::list_end(text, &name));
            found.push(name);
        } else if let Some(length) = masked_at(text, at) {
            at += length;
            list = Some(ListEnd {
                end: at,
                official: false,
            });
        } else if let Some(name) = name_at(text, at, list) {
            at = name.end;
            list = Some(evidence::list_end(text, &name));
            found.push(name);
        } else {
            at += 1;
        }
        list = list.filter(|list| at <= list.end + 2 || at <= list.end);
    }
    found
}

fn name_at(text: &[char], at: usize, list: Option<ListEnd>) -> Option<Found> {
    let list = list.filter(|list| list.end <= at);
    if text[at].is_ascii_uppercase() {
        return foreign::latin_at(text, at)
            .filter(|_| evidence::left(text, at, list).is_some_and(|left| left.weight >= 3));
    }
    if !is_han(text[at]) {
        return None;
    }
    let named = LEXICON.surname_at(text, at).is_some();
    if ends_role(text, at + 1) || !named && !is_addressed(text, at, list) {
        return None;
    }
    let left = evidence::left(text, at, list)?;
    let end = weighed_end(text, at, left.weight).or_else(|| penalised_end(text, at, list))?;
    Some(Found {
        start: at,
        end,
        official: left.official,
    })
}

/// The end of the best candidate with a known surname; of two equal ones the longer.
fn weighed_end(text: &[char], at: usize, left: i32) -> Option<usize> {
    let surname = LEXICON.surname_at(text, at)?;
    let ends = [at + surname + 1, at + surname + 2];
    ends.into_iter()
        .filter_map(|end| {
            let after = evidence::right(text, end)?;
            let after = match between(text, at, end) {
                Between::Addressed => 4,
                Between::ListMarks => 3,
                // Two marks around a word are no evidence.
                Between::OtherMarks if left == 1 && after < 4 => after - 1,
                _ => after,
            };
            Some((left + after + evidence::likelihood(text, at, surname, end)?, end))
        })
        .filter(|(weight, _)| *weight >= ENOUGH)
        .max()
        .map(|(_, end)| end)
}

/// Whoever stands between 对 and the penalty is a person even if the surname is not known (对旺堆警告).
fn penalised_end(text: &[char], at: usize, list: Option<ListEnd>) -> Option<usize> {
    if !is_addressed(text, at, list) {
        return None;
    }
    (2..=4).map(|length| at + length).find(|&end| {
        text.get(at..end)
            .is_some_and(|name| name.iter().all(|c| is_personal(*c)))
            && evidence::penalty_follows(text, end)
    })
}

fn is_addressed(text: &[char], at: usize, list: Option<ListEnd>) -> bool {
    at > 0 && (text[at - 1] == '对' || list.is_some_and(|list| list.end + 1 == at && text[at - 1] == '、'))
}

fn is_personal(c: char) -> bool {
    LEXICON.usual_in_given_names(c) && !LEXICON.never_in_given_names(c) && !LEXICON.names_a_body(c)
}

/// 时任 and 查明 end with the characters of surnames.
fn ends_role(text: &[char], end: usize) -> bool {
    LEXICON
        .strong_before
        .longest_before(text, end)
        .is_some_and(|length| length >= 2)
}

enum Between {
    /// 对张三、 and 、张三、 and (张三丰): a member of a list, or alone in brackets.
    ListMarks,
    /// 对张三给予警告.
    Addressed,
    /// No Han character behind.
    OtherMarks,
    Words,
}

fn between(text: &[char], at: usize, end: usize) -> Between {
    let listed = at > 0 && matches!(text[at - 1], '对' | '、') && text.get(end) == Some(&'、');
    let alone = at > 0 && text[at - 1] == '(' && text.get(end) == Some(&')') && end - at == 3;
    let addressed = at > 0 && text[at - 1] == '对' && evidence::penalty_follows(text, end);
    match text.get(end) {
        _ if addressed => Between::Addressed,
        _ if listed || alone => Between::ListMarks,
        Some(c) if is_han(*c) => Between::Words,
        _ => Between::OtherMarks,
    }
}
