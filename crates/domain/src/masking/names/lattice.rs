//! Reads a text as words and names: of all ways to cut it, the one that costs least.
//!
//! Costs are twice the natural logarithm of how rare a thing is, so that the cheapest reading is the likeliest one.
//! This decides both ends of a name at once: 张国栋|当即 costs less than 张国|栋|当即 because 栋 alone is rare, and
//! 高风险 is no name because 风险 is a word.

use std::collections::BTreeSet;
use std::ops::Range;

use super::evidence;
use super::peoples;
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;

/// A character that is no word.
pub(super) const UNKNOWN: i32 = 28;
/// About one word in twenty is a name.
const NAME: i32 = 6;
/// Names of two characters are the rarer ones.
const SHORT: i32 = 3;

/// Few bear two surnames.
const BOTH: i32 = 10;
/// A Japanese surname.
const FOREIGN: i32 = 20;
/// A surname that no list has, behind a role.
const STRANGE: i32 = 22;

/// Where members of lists of names begin or end.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) starts: BTreeSet<usize>,
    pub(super) ends: BTreeSet<usize>,
}

/// A text that is read run by run. What stands between the runs costs nothing and no word reaches from one into the next,
/// so that each is read by itself, and again only when a list is found to reach into it.
pub(super) struct Reading<'a> {
    text: &'a [char],
    runs: Vec<Run>,
    lists: Lists,
    /// The best step from each place; those between the runs are never looked at and cost nothing.
    steps: Vec<Step>,
}

/// Han characters of which nothing is fixed.
struct Run {
    place: Range<usize>,
    /// Where the next place begins that is fixed.
    limit: usize,
    is_read: bool,
}

#[derive(Clone, Copy)]
struct Step {
    /// From here to the end of the run.
    cost: i32,
    length: usize,
    is_name: bool,
}

impl<'a> Reading<'a> {
    /// Nothing is read yet. What is `fixed`, in order, is read already: foreign and masked names.
    pub(super) fn new(text: &'a [char], fixed: &[Range<usize>]) -> Self {
        let nothing = Step {
            cost: 0,
            length: 1,
            is_name: false,
        };
        Self {
            text,
            runs: runs(text, fixed),
            lists: Lists::default(),
            steps: vec![nothing; text.len() + 1],
        }
    }

    /// The names of the cheapest reading.
    pub(super) fn names(&mut self) -> Vec<Range<usize>> {
        let mut names = Vec::new();
        for run in &mut self.runs {
            if !run.is_read {
                read(self.text, run, &self.lists, &mut self.steps);
                run.is_read = true;
            }
            let mut at = run.place.start;
            while at < run.place.end {
                let step = self.steps[at];
                if step.is_name {
                    names.push(at..at + step.length);
                }
                at += step.length;
            }
        }
        names
    }

    /// A member of a list begins at `at`.
    pub(super) fn note_start(&mut self, at: usize) {
        if self.lists.starts.insert(at) {
            self.unread(at);
        }
    }

    /// A member of a list ends before `end`.
    pub(super) fn note_end(&mut self, end: usize) {
        if end > 0 && self.lists.ends.insert(end) {
            self.unread(end - 1);
        }
    }

    /// Whether everything is read with the lists that are known.
    pub(super) fn is_done(&self) -> bool {
        self.runs.iter().all(|run| run.is_read)
    }

    /// The run at `at`, if there is one, is to be read again.
    fn unread(&mut self, at: usize) {
        let first = self.runs.partition_point(|run| run.place.end <= at);
        if let Some(run) = self.runs.get_mut(first).filter(|run| run.place.contains(&at)) {
            run.is_read = false;
        }
    }
}

fn runs(text: &[char], fixed: &[Range<usize>]) -> Vec<Run> {
    let limits = fixed.iter().map(|range| range.start).chain([text.len()]);
    let starts = std::iter::once(0).chain(fixed.iter().map(|range| range.end));
    let mut runs = Vec::new();
    for (mut at, limit) in starts.zip(limits) {
        while let Some(between) = text[at..limit].iter().position(|c| is_han(*c)) {
            let start = at + between;
            let length = text[start..limit].iter().take_while(|c| is_han(**c)).count();
            at = start + length;
            runs.push(Run {
                place: start..at,
                limit,
                is_read: false,
            });
        }
    }
    runs
}

/// Finds the best step from each place of a run, from its end backwards.
fn read(text: &[char], run: &Run, lists: &Lists, steps: &mut [Step]) {
    for at in run.place.clone().rev() {
        steps[at] = best_step(text, at, run, lists, steps);
    }
}

fn best_step(text: &[char], at: usize, run: &Run, lists: &Lists, steps: &[Step]) -> Step {
    let step = |cost: i32, length: usize, is_name| Step {
        cost: cost + steps[at + length].cost,
        length,
        is_name,
    };
    let mut best = step(UNKNOWN, 1, false);
    for (length, cost) in LEXICON.words.words_at(&text[..run.limit], at) {
        // What goes on behind the run costs nothing there: 卡拉|OK.
        let word = step(i32::from(cost), length.min(run.place.end - at), false);
        if word.cost < best.cost {
            best = word;
        }
    }
    let mut weigh = |(length, cost): (usize, i32)| {
        let end = at + length;
        if end <= run.limit {
            let budget = best.cost - cost - steps[end].cost;
            if let Some(evidence) = evidence::cost_within(budget, text, at, end, lists) {
                best = step(cost + evidence, length, true);
            }
        }
    };
    if LEXICON.name_starts.contains(text[at]) || text.get(at + 1) == Some(&'氏') {
        candidates(text, at).into_iter().flatten().for_each(&mut weigh);
    }
    peoples::sounds_at(text, at).for_each(&mut weigh);
    stranger(text, at, lists).into_iter().for_each(weigh);
    best
}

/// Who is called by a role or stands in a list bears a name, also where no list has the surname.
fn stranger(text: &[char], at: usize, lists: &Lists) -> Option<(usize, i32)> {
    let usual = |at: usize| text.get(at).is_some_and(|c| LEXICON.given.is_usual(*c));
    let may_be = usual(at + 1) && usual(at + 2) && LEXICON.surname_at(text, at).is_none();
    if !(may_be && (lists.starts.contains(&at) || evidence::is_called(text, at))) {
        return None;
    }
    let [first, second] = [text[at], text[at + 1]].map(|c| LEXICON.given.cost(c));
    let last = LEXICON.given.last_cost(text[at + 2]);
    Some((3, NAME + STRANGE + first.and(second)? + last?))
}

/// The length and cost of what may be a name at `at`, its surroundings left aside.
fn candidates(text: &[char], at: usize) -> [Option<(usize, i32)>; 8] {
    let given = |at: usize| text.get(at).and_then(|c| LEXICON.given.cost(*c));
    let last = |at: usize| text.get(at).and_then(|c| LEXICON.given.last_cost(*c));
    let surname = LEXICON
        .surname_at(text, at)
        .filter(|length| LEXICON.courtesies.longest_at(text, at + length).is_none());
    let family = surname.map_or(0, |length| NAME + LEXICON.surname_cost(&text[at..at + length]));
    let one = surname.and_then(|length| Some((length + 1, family + SHORT + given(at + length)?)));
    let two =
        surname.and_then(|length| Some((length + 2, family + given(at + length)? + last(at + length + 1)?)));
    let vietnamese = (text.get(at + 1) == Some(&'氏'))
        .then(|| Some((4, family + given(at + 2)? + last(at + 3)?)))
        .flatten();
    let vietnamese_one = (text.get(at + 1) == Some(&'氏'))
        .then(|| Some((3, family + given(at + 2)?)))
        .flatten();
    // A mother's surname after the father's: 吴姚陵阳.
    let both = surname.filter(|length| *length == 1).and_then(|_| {
        let second = LEXICON.surname_at(text, at + 1).filter(|length| *length == 1)?;
        let family = family + BOTH + LEXICON.surname_cost(&text[at + 1..=at + second]);
        Some((4, family + given(at + 2)? + last(at + 3)?))
    });
    let foreign = LEXICON
        .foreign_surnames
        .longest_at(text, at)
        .map(|length| (at + length, NAME + FOREIGN));
    let foreign_one = foreign.and_then(|(at, family)| Some((3, family + SHORT + given(at)?)));
    let foreign_two = foreign.and_then(|(at, family)| Some((4, family + given(at)? + last(at + 1)?)));
    [
        one,
        two,
        both,
        vietnamese,
        vietnamese_one,
        foreign_one,
        foreign_two,
        peoples::name_at(text, at),
    ]
}
