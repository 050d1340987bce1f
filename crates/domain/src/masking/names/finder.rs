//! The names of a text with the part that each plays: foreign and masked ones first, then those of the reading, then
//! once more those that a list makes likely, and last those of which no doubt is left.

use std::collections::HashSet;
use std::ops::Range;

use super::evidence;
use super::lattice::Reading;
use super::{Found, foreign, masked, spaced, sure};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;

/// A list is read again until no further member is found.
const ROUNDS: usize = 3;

/// Every name outside of what is taken.
pub(in crate::masking) fn find(text: &[char], taken: &[Range<usize>]) -> Vec<Found> {
    let mut foreign = foreign::names(text);
    foreign.extend(spaced::names(text));
    foreign.sort_by_key(|name| name.start);
    let mut reading = Reading::new(text, &fixed(text, &foreign, taken));
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        found = with_foreign(reading.names(), &foreign);
        note_lists(text, &found, &mut reading);
        if reading.is_done() {
            break;
        }
    }
    sure::note(text, &mut found);
    note_offices(text, &mut found);
    found
}

/// What no word may reach into: foreign and masked names, and the secrets of other kinds and bodies that are `taken`.
fn fixed(text: &[char], foreign: &[Found], taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let foreign = foreign.iter().map(|name| name.start..name.end);
    let mut fixed: Vec<Range<usize>> = foreign.chain(taken.iter().cloned()).chain(masked(text)).collect();
    fixed.sort_by_key(|range| range.start);
    fixed.dedup_by(|later, first| later.start < first.end);
    fixed
}

fn with_foreign(names: Vec<Range<usize>>, foreign: &[Found]) -> Vec<Found> {
    let names = names.into_iter().map(|name| Found {
        start: name.start,
        end: name.end,
        official: false,
    });
    let mut found: Vec<Found> = names.chain(foreign.iter().cloned()).collect();
    found.sort_by_key(|name| name.start);
    found
}

/// Where further members of the lists of names begin and end.
fn note_lists(text: &[char], found: &[Found], reading: &mut Reading) {
    let starts: HashSet<usize> = found.iter().map(|name| name.start).collect();
    let ends: HashSet<usize> = found.iter().map(|name| name.end).collect();
    for name in found {
        let end = evidence::past_bracket(text, name);
        if let Some(length) = evidence::link_at(text, end)
            && !starts.contains(&(end + length))
        {
            reading.note_start(end + length);
        }
        if name.start > 0 && joins(text, name.start - 1) && !ends.contains(&(name.start - 1)) {
            reading.note_end(name.start - 1);
        }
    }
}

/// Whether what joins two members of a list stands at `at`, and a name may end before it.
pub(super) fn joins(text: &[char], at: usize) -> bool {
    let may_end = || (2..=3).any(|length| at >= length && LEXICON.surname_at(text, at - length).is_some());
    text[at] == '、' || matches!(text[at], '与' | '和' | '跟' | '及') && may_end()
}

/// Officers are called by their office, before or behind their name, and so are those who follow in their list.
fn note_offices(text: &[char], found: &mut [Found]) {
    let mut last: Option<(usize, bool)> = None;
    for name in found {
        let follows = last.is_some_and(|(end, official)| {
            official && evidence::link_at(text, end).is_some_and(|length| end + length == name.start)
        });
        name.official = follows || evidence::is_in_office(text, name.start) || has_office(text, name.end);
        last = Some((evidence::past_bracket(text, name), name.official));
    }
}

/// Whether a bracket says the office of whom it follows, and nothing else: 王建国(民警).
fn has_office(text: &[char], end: usize) -> bool {
    const LONGEST: usize = 12;
    let inside = text.get(end + 1..).unwrap_or_default();
    let length = inside.iter().take(LONGEST).take_while(|c| is_han(**c)).count();
    text.get(end) == Some(&'(')
        && inside.get(length) == Some(&')')
        && length > 0
        && LEXICON.officials.longest_before(&inside[..length], length) == Some(length)
}
