//! Lines that a word processor broke in the middle of a sentence, so that a name or a day of birth may go over their end:
//! 被害人王⏎小明. Such a text is read once more with its lines joined; what then goes over a break parts it no longer, and
//! every other break stays one. Addresses, employers and states of health end with their line: joined with the next they
//! would take what stands there with them.

use super::names::{self, Registry};
use super::passage::{break_around, is_han};
use super::scan;
use super::span::Span;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// So far a sentence has so many characters at least before it goes on in another line; headings and labels are shorter.
const SHORTEST: usize = 12;
/// What headings, signatures and document numbers end with, which stand on lines of their own in nearly every decision;
/// names have none of it.
const HEADING_ENDS: &str = "队局所书号";
/// What tells a day of birth stands so near.
const AROUND_BIRTH: usize = 18;
/// Names are no longer; of a longer row of characters there is no end of searching.
const LONGEST_NAME: usize = 24;

/// Whether a line of the text ends in the middle of a sentence.
pub(super) fn is_one(text: &[char]) -> bool {
    wraps(text).next().is_some()
}

/// The breaks within a name, a day of birth or what people hide, with the blanks around them, in order.
pub(super) fn breaks(text: &[char], names: &Names, hidden: &[Span]) -> Vec<Range<usize>> {
    let crossed = Joined::of(text).crossed(names);
    let is_hidden = |around: &Range<usize>| {
        let mut over = hidden.iter();
        over.any(|span| span.start < around.start && around.end < span.end)
    };
    let around = breaks_of(text).map(|at| break_around(text, at));
    around
        .filter(|around| {
            crossed.contains(&around.start)
                || is_hidden(around)
                || names.goes_on(&text[..around.start], &text[around.end..])
        })
        .collect()
}

fn breaks_of(text: &[char]) -> impl Iterator<Item = usize> {
    text.iter()
        .enumerate()
        .filter(|(_, c)| **c == '\n')
        .map(|(at, _)| at)
}

/// The breaks in the middle of a sentence that is long so far, with the blanks around them. The sentence is counted and
/// not the line, so that a break that is passed over changes nothing for the next.
fn wraps(text: &[char]) -> impl Iterator<Item = Range<usize>> {
    let is_running = |c: &char| is_han(*c) || c.is_ascii_digit() || *c == '·';
    let goes_on = move |before: char, behind: char| {
        is_running(&before) && is_running(&behind) && !HEADING_ENDS.contains(before)
    };
    let around = breaks_of(text).map(|at| break_around(text, at));
    let mut start = 0;
    around.filter(move |around| {
        let before = around.start.checked_sub(1).map(|at| text[at]);
        let both = before.zip(text.get(around.end).copied());
        if !both.is_some_and(|(before, behind)| goes_on(before, behind)) {
            start = around.end;
            return false;
        }
        around.start - start >= SHORTEST
    })
}

/// A text without the breaks in its sentences.
struct Joined {
    text: Vec<char>,
    /// Where in it each of these stood, and where in the text.
    breaks: Vec<(usize, Range<usize>)>,
}

impl Joined {
    fn of(text: &[char]) -> Self {
        let mut joined = Self {
            text: Vec::with_capacity(text.len()),
            breaks: Vec::new(),
        };
        let mut next = 0;
        for around in wraps(text) {
            joined.text.extend(&text[next..around.start]);
            next = around.end;
            joined.breaks.push((joined.text.len(), around));
        }
        joined.text.extend(&text[next..]);
        joined
    }

    fn breaks_at(&self, place: usize) -> bool {
        self.breaks.binary_search_by_key(&place, |(at, _)| *at).is_ok()
    }

    /// Where the breaks begin that a name or a day of birth goes over.
    fn crossed(self, names: &Names) -> HashSet<usize> {
        if self.breaks.is_empty() {
            return HashSet::new();
        }
        let births = scan::births(&self.text);
        let is_within = |at: usize| {
            let (before, behind) = self.text.split_at(at);
            names.goes_on(before, behind) || parts_birth(&self.text, at, &births)
        };
        let breaks = self.breaks.iter().filter(|(at, _)| is_within(*at));
        breaks.map(|(_, around)| around.start).collect()
    }
}

/// Whether the break at `at` stands in a day of birth, or between it and what alone tells that it is one: 1988年3月2日出⏎生.
fn parts_birth(text: &[char], at: usize, births: &[Span]) -> bool {
    let first = births.partition_point(|birth| birth.end + AROUND_BIRTH <= at);
    let mut near = births[first..]
        .iter()
        .take_while(|birth| birth.start < at + AROUND_BIRTH);
    near.any(|birth| {
        let before = birth.start.saturating_sub(AROUND_BIRTH)..at;
        let behind = at..text.len().min(birth.end + AROUND_BIRTH);
        let is_told_apart = at <= birth.start && is_told(text, behind, birth)
            || at >= birth.end && is_told(text, before, birth);
        !is_told_apart
    })
}

/// Whether a part of the text tells by itself that this is a day of birth.
fn is_told(text: &[char], part: Range<usize>, birth: &Span) -> bool {
    let births = scan::births(&text[part.clone()]);
    births.iter().any(|alone| part.start + alone.start == birth.start)
}

/// A name, and how many of its characters stand before a break.
type Parted = (Vec<char>, usize);

/// Who is named in a record, to tell where a break stands within a name.
#[derive(Default)]
pub(super) struct Names {
    /// By two neighbours in a name.
    by_pair: HashMap<(char, char), BTreeSet<Parted>>,
    /// Those who are called in another line than they stand in: 违法行为人⏎江山.
    pub(super) called: Registry,
}

impl Names {
    /// The names in lists of parties.
    pub(super) fn of(lists: impl Iterator<Item = Vec<char>>) -> Self {
        let mut names = Self::default();
        lists.for_each(|list| names.add(&list));
        names
    }

    /// The names in a text, read with its lines joined.
    pub(super) fn learn(&mut self, text: &[char]) {
        let joined = Joined::of(text);
        for found in names::find(&joined.text, &[]) {
            self.add(&joined.text[found.start..found.end]);
            if joined.breaks_at(found.start) || joined.breaks_at(found.end) {
                let is_sure = names::is_introduced(&joined.text, &found);
                self.called.learn(&joined.text, &found, is_sure);
            }
        }
    }

    fn add(&mut self, list: &[char]) {
        let names = list.split(|c| !is_han(*c) && *c != '·');
        for name in names.filter(|name| (2..=LONGEST_NAME).contains(&name.len())) {
            for (at, pair) in name.windows(2).enumerate() {
                let names = self.by_pair.entry((pair[0], pair[1])).or_default();
                names.insert((name.to_vec(), at + 1));
            }
        }
    }

    /// Whether a name goes on from one text to the next.
    fn goes_on(&self, before: &[char], behind: &[char]) -> bool {
        let (Some(last), Some(next)) = (before.last(), behind.first()) else {
            return false;
        };
        let mut names = self.by_pair.get(&(*last, *next)).into_iter().flatten();
        names.any(|(name, at)| {
            let (head, tail) = name.split_at(*at);
            before.ends_with(head) && behind.starts_with(tail)
        })
    }
}
