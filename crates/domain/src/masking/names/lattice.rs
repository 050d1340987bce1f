//! Reads a text as words and names: of all ways to cut it, the one that costs least.
//!
//! Costs are twice the natural logarithm of how rare a thing is, so that the cheapest reading is the likeliest one.
//! This decides both ends of a name at once: 张国栋|当即 costs less than 张国|栋|当即 because 栋 alone is rare, and
//! 高风险 is no name because 风险 is a word.

use std::ops::Range;

use super::evidence;
use super::peoples;
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;

/// A character that is no word.
const UNKNOWN: i32 = 28;
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

/// What is known before reading.
#[derive(Default)]
pub(super) struct Known {
    /// Places that are read already, in order: foreign and masked names.
    pub(super) fixed: Vec<Range<usize>>,
    /// Where a member of a list of names begins or ends.
    pub(super) list_starts: Vec<usize>,
    pub(super) list_ends: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Step {
    cost: i32,
    length: usize,
    is_name: bool,
}

/// The names of the cheapest reading.
pub(super) fn names(text: &[char], known: &Known) -> Vec<Range<usize>> {
    let steps = steps(text, known);
    let mut names = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let step = steps[at];
        if step.is_name {
            names.push(at..at + step.length);
        }
        at += step.length;
    }
    names
}

/// The best step from each place, found from the end backwards.
fn steps(text: &[char], known: &Known) -> Vec<Step> {
    let end = Step {
        cost: 0,
        length: 1,
        is_name: false,
    };
    let mut steps = vec![end; text.len() + 1];
    let mut fixed = known.fixed.iter().rev().peekable();
    let mut limit = text.len();
    for at in (0..text.len()).rev() {
        if fixed.peek().is_some_and(|range| range.start == at) {
            let range = fixed.next().expect("it was seen");
            limit = at;
            steps[at] = Step {
                cost: steps[range.end].cost,
                length: range.len(),
                is_name: false,
            };
        } else if fixed.peek().is_none_or(|range| range.end <= at) {
            steps[at] = best_step(text, at, limit, known, &steps);
        }
    }
    steps
}

fn best_step(text: &[char], at: usize, limit: usize, known: &Known, steps: &[Step]) -> Step {
    let step = |cost: i32, length: usize, is_name| Step {
        cost: cost + steps[at + length].cost,
        length,
        is_name,
    };
    if !is_han(text[at]) {
        return step(0, 1, false);
    }
    let mut best = step(UNKNOWN, 1, false);
    for (length, cost) in LEXICON.words.words_at(text, at) {
        let word = step(i32::from(cost), length, false);
        if at + length <= limit && word.cost < best.cost {
            best = word;
        }
    }
    let known_names = candidates(text, at).chain(peoples::sounds_at(text, at));
    for (length, cost) in known_names.chain(stranger(text, at, known)) {
        let end = at + length;
        if end > limit {
            continue;
        }
        let budget = best.cost - cost - steps[end].cost;
        if let Some(evidence) = evidence::cost_within(budget, text, at, end, known) {
            best = step(cost + evidence, length, true);
        }
    }
    best
}

/// Who is called by a role or stands in a list bears a name, also where no list has the surname.
fn stranger(text: &[char], at: usize, known: &Known) -> Option<(usize, i32)> {
    let usual = |at: usize| text.get(at).is_some_and(|c| LEXICON.usual_in_given_names(*c));
    let may_be = usual(at + 1) && usual(at + 2) && LEXICON.surname_at(text, at).is_none();
    let called = may_be && (known.list_starts.contains(&at) || evidence::is_called(text, at));
    let given = LEXICON
        .given_cost(text[at])
        .and(LEXICON.given_cost(*text.get(at + 1)?))?;
    called.then_some((
        3,
        NAME + STRANGE + given + LEXICON.last_given_cost(*text.get(at + 2)?)?,
    ))
}

/// The length and cost of what may be a name at `at`, its surroundings left aside.
fn candidates(text: &[char], at: usize) -> impl Iterator<Item = (usize, i32)> {
    let given = |at: usize| text.get(at).and_then(|c| LEXICON.given_cost(*c));
    let last = |at: usize| text.get(at).and_then(|c| LEXICON.last_given_cost(*c));
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
    .into_iter()
    .flatten()
}
