//! Persons of whom no doubt is left, whatever their names look like: penalised, acting as persons alone do, or listed
//! between others.

use super::finder::joins;
use super::{Found, body, evidence, party};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, ends_clause, is_han};
use std::collections::{BTreeMap, BTreeSet};

/// Adds them to the found, which are in order.
pub(super) fn note(text: &[char], found: &mut Vec<Found>) {
    let mut persons = Persons(found.iter().map(|name| (name.start, name.end)).collect());
    note_penalised(text, &mut persons);
    note_acting(text, &mut persons);
    note_members(text, &mut persons);
    note_called(text, &mut persons);
    *found = persons
        .0
        .into_iter()
        .map(|(start, end)| name(start, end))
        .collect();
}

/// Where names begin and end, in order: a long list grows by many members, each anywhere.
struct Persons(BTreeSet<(usize, usize)>);

impl Persons {
    /// Adds those that touch none of the others.
    fn add(&mut self, new: impl IntoIterator<Item = Found>) {
        for name in new {
            if self
                .last_before(name.end)
                .is_none_or(|(_, end)| end <= name.start)
            {
                self.0.insert((name.start, name.end));
            }
        }
    }

    /// The last that begins before `at`.
    fn last_before(&self, at: usize) -> Option<(usize, usize)> {
        self.0.range(..(at, 0)).next_back().copied()
    }

    /// The first that begins at `at` or behind it.
    fn first_from(&self, at: usize) -> Option<(usize, usize)> {
        self.0.range((at, 0)..).next().copied()
    }

    fn starts_at(&self, at: usize) -> bool {
        self.first_from(at).is_some_and(|(start, _)| start == at)
    }

    fn ends_at(&self, at: usize) -> bool {
        self.last_before(at).is_some_and(|(_, end)| end == at)
    }
}

/// Whoever stands between 对 and the penalty is a person, whatever the surname (对旺堆警告), and even where the name is
/// a word as well (对黄河警告); and so is what begins a list of names behind 对
/// or stands between two names of one (张三、国力、李四).
fn note_called(text: &[char], persons: &mut Persons) {
    for at in 1..text.len() {
        let addressed = text[at - 1] == '对';
        let listed = addressed || text[at - 1] == '、' && persons.ends_at(at - 1);
        if !listed && text[at - 1] != '、' {
            continue;
        }
        let end = (2..=4).map(|length| at + length).find(|&end| {
            let penalised = listed && evidence::penalty_follows(text, end);
            let between = listed && text.get(end) == Some(&'、') && persons.starts_at(end + 1);
            (penalised || between) && may_be_called(text, at, end)
        });
        if let Some(end) = end {
            persons.add([name(at, end)]);
        }
    }
}

/// All members of a list between 对 and the penalty are persons, also those whose names are words (对田野、江河、李松警告).
fn note_penalised(text: &[char], persons: &mut Persons) {
    let mut fates = BTreeMap::new();
    for start in (1..text.len()).filter(|&at| text[at - 1] == '对') {
        let members = penalised(start, &mut fates, |at| member(text, at));
        persons.add(members.unwrap_or_default());
    }
}

/// The members of the list at `start`, two at least, if a penalty follows it; those left out that another list had
/// already. `fates` tells of each member behind the first of a list whether a penalty follows, so that none is looked
/// at again where many lists have one end (对甲、对乙、对丙、…).
fn penalised(
    start: usize,
    fates: &mut BTreeMap<usize, bool>,
    mut member: impl FnMut(usize) -> Option<Member>,
) -> Option<Vec<Found>> {
    let mut members = Vec::new();
    let mut at = start;
    let is_penalised = loop {
        if let Some(&fate) = fates.get(&at) {
            break fate;
        }
        let Some(next) = member(at) else {
            break false;
        };
        members.push(name(at, next.end));
        if next.is_last {
            break members.len() >= 2;
        }
        at = next.end + 1;
    };
    // No list goes on with the first member, which stands behind 对.
    let later = members.iter().map(|member| member.start).chain([at]);
    fates.extend(later.filter(|&at| at != start).map(|at| (at, is_penalised)));
    is_penalised.then_some(members)
}

struct Member {
    end: usize,
    is_last: bool,
}

/// What may be a member of a list at `at`, with a further one or a penalty behind it.
fn member(text: &[char], at: usize) -> Option<Member> {
    let goes_on = |end: usize| text.get(end) == Some(&'、');
    let end = (2..=4)
        .map(|length| at + length)
        .find(|&end| goes_on(end) || evidence::penalty_follows(text, end))?;
    may_be_called(text, at, end).then(|| Member {
        end,
        is_last: !goes_on(end),
    })
}

/// Whoever does what persons alone do, or is counted with others, is one (成功被抓获; 常识、胡同二人).
fn note_acting(text: &[char], persons: &mut Persons) {
    let mut next = 0;
    while let Some(at) = LEXICON.sure.firsts().next_in(text, next) {
        next = at + 1;
        if LEXICON.sure.longest_at(text, at).is_some() {
            let members = subjects(text, at, persons).unwrap_or_default();
            persons.add(members);
        }
    }
}

/// The members of the list that is the subject of what begins at `end`, if all may be names.
fn subjects(text: &[char], mut end: usize, persons: &Persons) -> Option<Vec<Found>> {
    let mut members = Vec::new();
    while !persons.ends_at(end) {
        let starts = (2..=3).filter_map(|length| end.checked_sub(length));
        let start = starts
            .filter(|&start| LEXICON.surname_at(text, start).is_some())
            .find(|&start| begins(text, start) || joins(text, start - 1))?;
        if !may_be_name(text, start, end) {
            return None;
        }
        members.push(name(start, end));
        if begins(text, start) && text[..start].last() != Some(&'、') {
            break;
        }
        end = start - 1;
    }
    Some(members)
}

/// Behind two persons of a list the next item is one too, though it is a word (车明、房俊、解放).
fn note_members(text: &[char], persons: &mut Persons) {
    let Some(mut before) = persons.first_from(0) else {
        return;
    };
    while let Some(last) = persons.first_from(before.0 + 1) {
        let is_list = before.1 + 1 == last.0 && text[before.1] == '、' && text.get(last.1) == Some(&'、');
        let next = is_list.then(|| item(text, last.1 + 1)).flatten();
        persons.add(next);
        before = last;
    }
}

/// The item of a list at `start`, if it may be a name.
fn item(text: &[char], start: usize) -> Option<Found> {
    LEXICON.surname_at(text, start)?;
    let ends = |end: usize| {
        text.get(end).is_none_or(|c| *c == '等' || ends_clause(*c)) || evidence::is_acting(text, end)
    };
    let end = (2..=3).map(|length| start + length).find(|&end| ends(end))?;
    may_be_called(text, start, end).then(|| name(start, end))
}

fn name(start: usize, end: usize) -> Found {
    Found {
        start,
        end,
        official: false,
    }
}

/// Whether a clause begins at `at`, or a role calls what stands there.
fn begins(text: &[char], at: usize) -> bool {
    at == 0 || !is_han(text[at - 1]) && !text[at - 1].is_ascii_digit() || evidence::is_called(text, at)
}

/// Whether the text can be a person's name rather than a role, a body or a matter.
fn may_be_called(text: &[char], at: usize, end: usize) -> bool {
    may_be_name(text, at, end) && !body::in_body(text, end)
}

/// The same, what stands behind left aside.
fn may_be_name(text: &[char], at: usize, end: usize) -> bool {
    const NEVER: &str = "因某其该此本上述各两二三双分全相有的等们均仍";
    const MATTERS: [&str; 32] = [
        "股东", "高管", "个人", "企业", "单位", "网点", "员工", "客户", "商户", "责任", "情节", "行为",
        "违法", "违规", "管理", "学生", "商家", "平台", "车辆", "成员", "家长", "师生", "党员", "房客",
        "明确", "司机", "群众", "干部", "常年", "时常", "平时", "随后",
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_member_is_looked_at_once_however_many_lists_it_ends() {
        for tail in ["赵刚警告", "赵刚。"] {
            let text: Vec<char> = ("对王建、李明、".repeat(500) + tail).chars().collect();
            let mut looks = 0;
            let mut fates = BTreeMap::new();
            let mut members = 0;
            for start in (1..text.len()).filter(|&at| text[at - 1] == '对') {
                let list = penalised(start, &mut fates, |at| {
                    looks += 1;
                    member(&text, at)
                });
                members += list.map_or(0, |list| list.len());
            }
            assert!(looks <= 1_500, "{looks} looks at 1,000 members");
            assert_eq!(members, if tail == "赵刚警告" { 1_500 } else { 0 });
        }
    }
}
