//! The names of a text with the part that each plays: foreign and masked ones first, then those of the reading, then
//! once more those that a list makes likely.

use std::ops::Range;

use super::evidence;
use super::lattice::{self, Known};
use super::{Found, body, foreign, masked_at, party, spaced};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, is_han};

/// A list is read again until no further member is found.
const ROUNDS: usize = 3;

/// Every name outside of what is taken.
pub(in crate::masking) fn find(text: &[char], taken: &[Range<usize>]) -> Vec<Found> {
    let mut foreign = foreign::names(text);
    foreign.extend(spaced::names(text));
    foreign.sort_by_key(|name| name.start);
    let mut known = Known {
        fixed: fixed(text, &foreign, taken),
        ..Known::default()
    };
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        found = with_foreign(lattice::names(text, &known), &foreign);
        let before = known.list_starts.len() + known.list_ends.len();
        note_lists(text, &found, &mut known);
        if known.list_starts.len() + known.list_ends.len() == before {
            break;
        }
    }
    note_penalised(text, &mut found);
    note_called(text, &mut found);
    note_offices(text, &mut found);
    found
}

/// What no word may reach into: foreign and masked names, and the secrets of other kinds and bodies that are `taken`.
fn fixed(text: &[char], foreign: &[Found], taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let foreign = foreign.iter().map(|name| name.start..name.end);
    let masked = (0..text.len()).filter_map(|at| Some(at..at + masked_at(text, at)?));
    let mut fixed: Vec<Range<usize>> = foreign.chain(taken.iter().cloned()).chain(masked).collect();
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
fn note_lists(text: &[char], found: &[Found], known: &mut Known) {
    for name in found {
        let end = evidence::past_bracket(text, name);
        if let Some(length) = evidence::link_at(text, end) {
            note(
                &mut known.list_starts,
                end + length,
                found.iter().any(|other| other.start == end + length),
            );
        }
        if name.start > 0 && joins(text, name.start - 1) {
            let end = name.start - 1;
            note(
                &mut known.list_ends,
                end,
                found.iter().any(|other| other.end == end),
            );
        }
    }
}

/// Whether what joins two members of a list stands at `at`, and a name may end before it.
fn joins(text: &[char], at: usize) -> bool {
    let may_end =
        || (2..=3).any(|length| at >= length && LEXICON.surname_at(text, at - length).is_some());
    text[at] == '、' || matches!(text[at], '与' | '和' | '跟' | '及') && may_end()
}

/// Places where a name stands already need no note.
fn note(places: &mut Vec<usize>, at: usize, is_found: bool) {
    if !is_found && !places.contains(&at) {
        places.push(at);
    }
}

/// Whoever stands between 对 and the penalty is a person, whatever the surname (对旺堆警告), and even where the name is
/// a word as well (对黄河警告); and so is what begins a list of names behind 对
/// or stands between two names of one (张三、国力、李四).
fn note_called(text: &[char], found: &mut Vec<Found>) {
    let between = |at: usize, end: usize, found: &[Found]| {
        text.get(end) == Some(&'、')
            && found.iter().any(|name| name.start == end + 1)
            && (text[at - 1] == '对' || found.iter().any(|name| name.end + 1 == at))
    };
    for at in 1..text.len() {
        if !matches!(text[at - 1], '对' | '、')
            || found.iter().any(|name| name.start <= at && at < name.end)
        {
            continue;
        }
        let listed = text[at - 1] == '对' || found.iter().any(|name| name.end + 1 == at);
        let end = (2..=4).map(|length| at + length).find(|&end| {
            let penalised = listed && evidence::penalty_follows(text, end);
            (penalised || between(at, end, found)) && may_be_called(text, at, end)
        });
        if let Some(end) = end {
            found.push(Found {
                start: at,
                end,
                official: false,
            });
            found.sort_by_key(|name| name.start);
        }
    }
}

/// All members of a list between 对 and the penalty are persons, also those whose names are words (对田野、江河、李松警告).
fn note_penalised(text: &[char], found: &mut Vec<Found>) {
    for start in (1..text.len()).filter(|&at| text[at - 1] == '对') {
        let members = penalised(text, start).unwrap_or_default();
        let new = members.into_iter().filter(|member| {
            found
                .iter()
                .all(|name| name.end <= member.start || member.end <= name.start)
        });
        let new: Vec<Found> = new.collect();
        found.extend(new);
    }
    found.sort_by_key(|name| name.start);
}

/// The members of the list at `start`, two at least, if a penalty follows it.
fn penalised(text: &[char], start: usize) -> Option<Vec<Found>> {
    let mut members = Vec::new();
    let mut at = start;
    loop {
        let end = (2..=4)
            .map(|length| at + length)
            .find(|&end| text.get(end) == Some(&'、') || evidence::penalty_follows(text, end))?;
        if !may_be_called(text, at, end) {
            return None;
        }
        members.push(Found {
            start: at,
            end,
            official: false,
        });
        if text[end] != '、' {
            return (members.len() >= 2).then_some(members);
        }
        at = end + 1;
    }
}

/// Whether the text can be a person's name rather than a role, a body or a matter.
fn may_be_called(text: &[char], at: usize, end: usize) -> bool {
    const NEVER: &str = "某其该此本上述各两二三双分全相有的等们均仍";
    const MATTERS: [&str; 16] = [
        "股东", "高管", "个人", "企业", "单位", "网点", "员工", "客户", "商户", "责任", "情节",
        "行为", "违法", "违规", "管理", "学生",
    ];
    let Some(name) = text.get(at..end) else {
        return false;
    };
    let is_role = LEXICON.before.longest_before(text, end).is_some();
    let is_matter = any_at(text, at, &MATTERS).is_some();
    name.iter()
        .all(|&c| is_han(c) && !LEXICON.names_a_body(c) && !NEVER.contains(c))
        && !is_role
        && !is_matter
        && !party::ends_as_body(name)
        && !body::in_body(text, end)
}

/// Officers are called by their office, and so are those who follow in their list.
fn note_offices(text: &[char], found: &mut [Found]) {
    let mut last: Option<(usize, bool)> = None;
    for name in found {
        let follows = last.is_some_and(|(end, official)| {
            official
                && evidence::link_at(text, end).is_some_and(|length| end + length == name.start)
        });
        name.official = follows || evidence::is_in_office(text, name.start);
        last = Some((evidence::past_bracket(text, name), name.official));
    }
}
