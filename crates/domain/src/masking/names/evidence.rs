//! What speaks for and against a candidate.

use super::Found;
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_before, has_at, is_han};

/// The last name of a list, with the bracket behind it: what follows a 、 is likely a name too.
#[derive(Clone, Copy)]
pub(super) struct ListEnd {
    pub(super) end: usize,
    pub(super) official: bool,
}

/// How strongly the text before a place speaks for a name there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) weight: i32,
    pub(super) official: bool,
}

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

/// Evidence before `at`; none means that `at` is inside a word.
pub(super) fn left(text: &[char], at: usize, list: Option<ListEnd>) -> Option<Left> {
    let plain = |weight| {
        Some(Left {
            weight,
            official: false,
        })
    };
    if let Some(list) = list
        && let Some(weight) = link_weight(&text[list.end..at])
    {
        return Some(Left {
            weight,
            official: list.official,
        });
    }
    let label_end = skip_back(text, at);
    if let Some(length) = LEXICON.officials.longest_before(text, label_end) {
        let official = !any_before(text, label_end - length, &VICTIMS);
        return Some(Left { weight: 3, official });
    }
    if LEXICON.strong_before.longest_before(text, label_end).is_some() {
        return plain(3);
    }
    if LEXICON.weak_before.longest_before(text, at).is_some() {
        return plain(2);
    }
    match at.checked_sub(1).map(|before| text[before]) {
        Some(c) if is_han(c) => None,
        _ => plain(1),
    }
}

/// Back over what may part a label from its value.
fn skip_back(text: &[char], mut at: usize) -> usize {
    while at > 0 && matches!(text[at - 1], ':' | ' ' | '“' | '"' | '为' | '是') {
        at -= 1;
    }
    at
}

/// How well the text between two names joins a list.
fn link_weight(link: &[char]) -> Option<i32> {
    match link {
        [] => Some(1),
        ['、' | '和' | '与' | '及' | '跟' | '同'] | ['以', '及'] | ['、', ' '] => Some(3),
        [',' | ';' | ' ' | '/'] | [' ', ' '] => Some(2),
        _ => None,
    }
}

/// How strongly what follows `end` speaks for a name that ends there; none where the word goes on.
pub(super) fn right(text: &[char], end: usize) -> Option<i32> {
    let Some(&next) = text.get(end) else {
        return Some(2);
    };
    if matches!(next, '(' | '[' | ',') {
        return Some(if LEXICON.details.longest_at(text, end + 1).is_some() {
            4
        } else {
            2
        });
    }
    if LEXICON.strong_after.longest_at(text, end).is_some() {
        return Some(3);
    }
    if LEXICON.weak_after.longest_at(text, end).is_some() || !is_han(next) {
        return Some(2);
    }
    None
}

/// Whether the words of a penalty follow: 警告, 给予, 处以 …
pub(super) fn penalty_follows(text: &[char], end: usize) -> bool {
    [
        "警告", "给予", "予以", "处以", "并处", "罚款", "分别", "禁止", "取消", "终身", "合计",
    ]
    .iter()
    .any(|w| has_at(text, end, w))
}

/// The weight of the name itself; none where it cannot be one.
pub(super) fn likelihood(text: &[char], at: usize, surname: usize, end: usize) -> Option<i32> {
    let name = text.get(at..end)?;
    let (family, given) = name.split_at(surname);
    if given
        .iter()
        .any(|c| !is_han(*c) || LEXICON.never_in_given_names(*c))
    {
        return None;
    }
    let mut weight = i32::from(LEXICON.is_common_surname(family));
    weight += if given.iter().all(|c| LEXICON.usual_in_given_names(*c)) {
        1
    } else {
        -1
    };
    if LEXICON.is_wordlike(family) {
        weight -= 3;
    }
    if given.last().is_some_and(|c| LEXICON.names_a_body(*c)) {
        weight -= 2;
    }
    weight -= match LEXICON.words.longest_at(text, at) {
        Some(length) if surname == 2 && length <= 2 => 0,
        Some(length) if length >= name.len() => 3,
        Some(_) => 2,
        None => 0,
    };
    Some(weight)
}

/// Past the bracket that describes the person, so that the list may go on behind it.
pub(super) fn list_end(text: &[char], found: &Found) -> ListEnd {
    let mut end = found.end;
    if matches!(text.get(end), Some('(' | '[')) {
        let mut depth = 0;
        for (offset, c) in text[end..].iter().take(120).enumerate() {
            depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
            if depth == 0 {
                end += offset + 1;
                break;
            }
        }
    }
    ListEnd {
        end,
        official: found.official,
    }
}
