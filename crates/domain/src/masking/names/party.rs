//! The field that names the party: a person, a list of persons, or a body with persons in brackets.

use super::{Found, finder, foreign, masked_at, peoples};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{has_at, is_han};
use crate::record::{PartyType, ends_as_organization};
use std::ops::Range;

/// Function words that no name holds.
const NEVER: &str = "的了及等被们该";
/// Remains of the penalty that slip into the field: 张三给予, 张三警.
const REMAINS: [&str; 13] = [
    "给予", "分别", "处以", "予以", "终身", "警告", "罚款", "并处", "等人", "等", "警", "处", "违法",
];

/// The persons in a party field.
pub(in crate::masking) fn find_in_party(
    text: &[char],
    kind: PartyType,
    taken: &[Range<usize>],
) -> Vec<Found> {
    let items = items(text).into_iter();
    let mut found: Vec<Found> = items.filter_map(|item| name_of_item(text, item, kind)).collect();
    let of_items = found.len();
    for other in finder::find(text, taken) {
        let place = found[..of_items].partition_point(|item| item.end <= other.start);
        let is_apart = found[..of_items]
            .get(place)
            .is_none_or(|item| other.end <= item.start);
        if is_apart
            && found[of_items..]
                .last()
                .is_none_or(|last| last.end <= other.start)
        {
            found.push(other);
        }
    }
    found.sort_by_key(|f| f.start);
    found
}

/// The organisations in the field of a party that is one: their names stay whole, whatever looks like a person in
/// them (公安机关执法公开规定 art. 14 hides natural persons alone).
pub(in crate::masking) fn bodies(text: &[char], kind: PartyType) -> Vec<Range<usize>> {
    if kind != PartyType::Organization {
        return Vec::new();
    }
    let names = items(text).into_iter().map(|item| {
        let (start, end) = trim(text, item.start, head_end(text, &item));
        start..end
    });
    names.filter(|name| is_body(&text[name.clone()])).collect()
}

/// Whether a name is that of a body and tells of nobody besides.
fn is_body(name: &[char]) -> bool {
    const SHORTEST: usize = 4;
    name.len() >= SHORTEST
        && name.iter().all(|&c| is_han(c) && !NEVER.contains(c))
        && (ends_as_body(name) || ends_as_organization(&name.iter().collect::<String>()))
}

/// The items of the list, brackets and what stands in them included.
fn items(text: &[char]) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut start = 0;
    let mut depth = 0;
    for at in 0..=text.len() {
        let c = text.get(at).copied().unwrap_or('、');
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        if at == text.len() || (depth <= 0 && matches!(c, '、' | ',' | ';' | '/' | '\n' | '\t')) {
            items.push(start..at);
            start = at + 1;
        }
    }
    items
}

/// Where the item's first bracket begins, or the item ends.
fn head_end(text: &[char], item: &Range<usize>) -> usize {
    let head = text[item.clone()].iter();
    head.take_while(|c| !matches!(c, '(' | '[' | '<')).count() + item.start
}

/// The name that an item is, up to its bracket.
fn name_of_item(text: &[char], item: Range<usize>, kind: PartyType) -> Option<Found> {
    let head = head_end(text, &item);
    let (start, end) = (item.start, item.end);
    let (start, head) = trim(text, start, head);
    let (start, head) = trim(text, skip_role(text, start, head), head);
    if start >= head || masked_at(text, start).is_some() {
        return None;
    }
    let head = without_remains(text, start, head);
    let described = text.get(head..end).is_some_and(|rest| {
        rest.iter()
            .find(|c| **c != ' ')
            .is_some_and(|c| matches!(c, '(' | '['))
    });
    let is_name = is_latin(text, start, head, kind) || is_chinese(&text[start..head], kind, described);
    is_name.then_some(Found {
        start,
        end: head,
        official: false,
    })
}

fn trim(text: &[char], mut start: usize, mut end: usize) -> (usize, usize) {
    let blank = |c: char| c == ' ' || c == ':' || c.is_ascii_control();
    while start < end && blank(text[start]) {
        start += 1;
    }
    while start < end && blank(text[end - 1]) {
        end -= 1;
    }
    (start, end)
}

/// Past 当事人, 经营者 and their like.
fn skip_role(text: &[char], start: usize, end: usize) -> usize {
    (start + 2..end.saturating_sub(1))
        .rev()
        .find(|&at| LEXICON.before.longest_before(&text[start..], at - start) == Some(at - start))
        .unwrap_or(start)
}

fn without_remains(text: &[char], start: usize, mut end: usize) -> usize {
    while let Some(rest) = REMAINS
        .iter()
        .map(|r| (r, r.chars().count()))
        .find(|(r, length)| end - start >= length + 2 && has_at(text, end - length, r))
        .map(|(_, length)| length)
    {
        if end - start <= 3 && rest == 1 {
            break;
        }
        end -= rest;
    }
    end
}

fn is_latin(text: &[char], start: usize, end: usize, kind: PartyType) -> bool {
    kind == PartyType::Person && foreign::latin_at(text, start).is_some_and(|f| f.end == end)
}

fn is_chinese(item: &[char], kind: PartyType, described: bool) -> bool {
    let name: Vec<char> = item.iter().copied().filter(|c| *c != ' ').collect();
    if !name.iter().all(|c| is_han(*c)) || name.iter().any(|c| NEVER.contains(*c)) {
        return false;
    }
    // Who is told to be a person may be called 温泉 or 花园.
    let is_short = kind == PartyType::Person && name.len() == 2 && LEXICON.surname_at(&name, 0) == Some(1);
    if ends_as_body(&name) && !is_short {
        return false;
    }
    if peoples::is_name(&name) {
        return true;
    }
    let surname = LEXICON.surname_at(&name, 0);
    let word = LEXICON
        .words
        .longest_at(&name, 0)
        .is_some_and(|length| length >= name.len());
    let bodily = name.last().is_some_and(|c| LEXICON.names_a_body(*c));
    match (name.len(), surname, kind) {
        (2 | 3, _, PartyType::Person) => true,
        (2 | 3, Some(_), _) => !word && !bodily,
        (4 | 5, Some(2), _) => !bodily,
        (4, Some(_), PartyType::Person) if described => !bodily,
        (4, Some(_), PartyType::Person) => {
            !bodily
                && (name[1..].iter().all(|c| LEXICON.given.is_usual(*c))
                    || foreign::is_spelled_by_sound(&name))
        }
        (4..=6, _, PartyType::Person) => foreign::is_spelled_by_sound(&name) || !bodily && !has_words(&name),
        _ => false,
    }
}

/// Whether words are in it, as in the names of shops; names of other peoples make none.
fn has_words(name: &[char]) -> bool {
    (0..name.len()).any(|at| {
        LEXICON
            .words
            .longest_at(name, at)
            .is_some_and(|length| length >= 2)
    })
}

/// Whether the last word is a body or a trade: 网吧, 某某公司.
pub(super) fn ends_as_body(name: &[char]) -> bool {
    (2..=4)
        .filter_map(|length| name.len().checked_sub(length))
        .any(|at| {
            let end = LEXICON
                .bodies
                .longest_at(name, at)
                .or_else(|| LEXICON.trades.longest_at(name, at));
            end == Some(name.len() - at)
        })
}
