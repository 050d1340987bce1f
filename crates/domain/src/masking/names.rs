//! Finding natural persons in Chinese text (公安机关执法公开规定 art. 14: the surname stays, the rest becomes 某).
//!
//! There is no dictionary of names, so a candidate (surname and one to three characters) is weighed: what stands
//! before it, what after it, how usual its characters are, and whether a common word begins there. A name found
//! once is then known in the whole record.

mod body;
mod evidence;
mod finder;
mod foreign;
mod labels;
mod lattice;
mod party;
mod peoples;
mod place;
mod registry;
mod spaced;
mod sure;
mod verb;
mod way;
mod wording;

pub(super) use finder::find;
pub(super) use labels::Labels;
pub(super) use party::{bodies, find_in_party};
pub(super) use registry::Registry;
pub(super) use wording::is_introduced;

use super::lexicon::LEXICON;
use super::passage::is_han;
use std::ops::Range;

/// A person's name at a place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Acting in office: the name may stay.
    pub(super) official: bool,
}

/// No masked name has more; a text may have any number in a row.
const MOST_VEILS: usize = 20;

fn is_veil(c: char) -> bool {
    matches!(c, '某' | '×' | '*')
}

/// Where names stand that are masked already; some may overlap.
pub(super) fn masked(text: &[char]) -> impl Iterator<Item = Range<usize>> {
    let last = text.iter().rposition(|c| is_veil(*c)).unwrap_or(0);
    (0..last).filter_map(|at| Some(at..at + masked_at(text, at)?))
}

/// The length of a name that is masked already (张某, 张某某, 张某甲, 张××, 欧阳某) at `at`.
pub(super) fn masked_at(text: &[char], at: usize) -> Option<usize> {
    let veiled = |at: usize| text.get(at).is_some_and(|c| is_veil(*c));
    if !veiled(at + 1) && !veiled(at + 2) {
        return None;
    }
    let surname = LEXICON.surname_at(text, at).or_else(|| {
        text.get(at)
            .filter(|c| is_han(**c) || c.is_ascii_uppercase())
            .map(|_| 1)
    })?;
    if !veiled(at + surname) {
        return None;
    }
    let mut end = at + surname;
    while end < at + surname + MOST_VEILS && veiled(end) {
        end += 1;
    }
    while end < at + surname + 4 && text.get(end).is_some_and(|c| labels::STEMS.contains(*c)) {
        end += 1;
    }
    Some(end - at)
}
