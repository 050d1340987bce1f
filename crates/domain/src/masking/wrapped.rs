//! Lines that a word processor broke in the middle of a sentence, so that a name or a day of birth may go over their end:
//! 被害人王⏎小明. Such a text is read once more with its lines joined; what then goes over a break parts it no longer, nor
//! does what goes over a passage that people hide or parts a day of birth from what tells it, and every other break stays
//! one. Addresses, employers and states of health end with their line: joined with the next they would take what stands
//! there with them.

use super::names;
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
/// Names are no longer; of a longer row of characters there is no end of searching.
const LONGEST_NAME: usize = 24;

/// What tells a day of birth stands no farther from it.
const AROUND_BIRTH: usize = 32;

/// Whether a line of the text ends in the middle of a sentence.
pub(super) fn is_one(text: &[char]) -> bool {
    wraps(text).next().is_some()
}

/// The breaks within a name, a day of birth or what people hide, and those between such a day and what tells that it is one,
/// with the blanks around them, in order.
pub(super) fn breaks(text: &[char], names: &Names, hidden: &[Span]) -> Vec<Range<usize>> {
    let crossed = Joined::of(text).crossed(names);
    let hidden = hidden.iter().flat_map(|span| span.start..span.end);
    let hidden: HashSet<usize> = hidden.filter(|at| text[*at] == '\n').collect();
    let is_within = |at: usize, around: &Range<usize>| {
        crossed.contains(&around.start)
            || hidden.contains(&at)
            || names.goes_on(&text[..around.start], &text[around.end..])
            || parts_birth(text, around)
    };
    let breaks = breaks_of(text).map(|at| (at, break_around(text, at)));
    let breaks = breaks.filter(|(at, around)| is_within(*at, around));
    breaks.map(|(_, around)| around).collect()
}

/// Whether a day of birth is one only if the text goes on behind this break: 1988年3⏎月2日出生; 1988年3月2日⏎出生.
fn parts_birth(text: &[char], around: &Range<usize>) -> bool {
    let before = &text[around.start.saturating_sub(AROUND_BIRTH)..around.start];
    let behind = &text[around.end..text.len().min(around.end + AROUND_BIRTH)];
    let goes_on = match (before, behind) {
        // 1988年3月2日出生⏎2025年3月2日 are two days, and behind 登记日期2025年3月2日⏎出生地 another field begins.
        ([.., '出', '生'], _) | (_, ['出', '生', '地' | '证' | '医' | '日' | '年' | '时', ..]) => {
            false
        }
        ([.., last], [next, ..]) => is_running(*last) && is_running(*next),
        _ => false,
    };
    let told = |line: &[char], from: usize| -> Vec<usize> {
        scan::births(line)
            .iter()
            .map(|birth| from + birth.start)
            .collect()
    };
    goes_on && {
        let alone = [told(before, 0), told(behind, before.len())].concat();
        let joined = told(&[before, behind].concat(), 0);
        joined.iter().any(|birth| !alone.contains(birth))
    }
}

/// Whether a sentence may go on with it behind the end of a line.
fn is_running(c: char) -> bool {
    is_han(c) || c.is_ascii_digit() || c == '·'
}

fn breaks_of(text: &[char]) -> impl Iterator<Item = usize> {
    text.iter()
        .enumerate()
        .filter(|(_, c)| **c == '\n')
        .map(|(at, _)| at)
}

/// The breaks in the middle of a sentence that is long so far, with the blanks around them. The sentence is counted and
/// not the line, so that a break that is passed over changes nothing for the next. Between two digits none is meant:
/// numbers are read across breaks by themselves.
fn wraps(text: &[char]) -> impl Iterator<Item = Range<usize>> {
    let goes_on = |before: char, behind: char| {
        is_running(before) && is_running(behind) && !HEADING_ENDS.contains(before)
    };
    let around = breaks_of(text).map(|at| break_around(text, at));
    let mut start = 0;
    around.filter(move |around| {
        let before = around.start.checked_sub(1).map(|at| text[at]);
        let both = before.zip(text.get(around.end).copied());
        let Some((before, behind)) = both.filter(|(before, behind)| goes_on(*before, *behind)) else {
            start = around.end;
            return false;
        };
        around.start - start >= SHORTEST && !(before.is_ascii_digit() && behind.is_ascii_digit())
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

    /// Where the breaks begin that a name or a day of birth goes over.
    fn crossed(self, names: &Names) -> HashSet<usize> {
        if self.breaks.is_empty() {
            return HashSet::new();
        }
        let births = scan::births(&self.text);
        let is_within = |at: usize| {
            let (before, behind) = self.text.split_at(at);
            names.goes_on(before, behind) || births.iter().any(|birth| birth.start < at && at < birth.end)
        };
        let breaks = self.breaks.into_iter().filter(|(at, _)| is_within(*at));
        breaks.map(|(_, around)| around.start).collect()
    }
}

/// A name, and how many of its characters stand before a break.
type Parted = (Vec<char>, usize);

/// Who is named in a record, to tell where a break stands within a name.
#[derive(Default)]
pub(super) struct Names {
    /// By two neighbours in a name.
    by_pair: HashMap<(char, char), BTreeSet<Parted>>,
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
