//! Persons of whom no doubt is left, whatever their names look like: penalised, acting as persons alone do, or listed
//! between others.

use super::finder::joins;
use super::{Found, body, evidence, party};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::{any_at, ends_clause, is_han};

/// Adds them to the found, which are in order.
pub(super) fn note(text: &[char], found: &mut Vec<Found>) {
    note_penalised(text, found);
    note_acting(text, found);
    note_members(text, found);
    note_called(text, found);
}

/// Whoever stands between 对 and the penalty is a person, whatever the surname (对旺堆警告), and even where the name is
/// a word as well (对黄河警告); and so is what begins a list of names behind 对
/// or stands between two names of one (张三、国力、李四).
fn note_called(text: &[char], found: &mut Vec<Found>) {
    for at in 1..text.len() {
        let addressed = text[at - 1] == '对';
        let listed = addressed || text[at - 1] == '、' && ends_at(found, at - 1);
        if !listed && text[at - 1] != '、' {
            continue;
        }
        let end = (2..=4).map(|length| at + length).find(|&end| {
            let penalised = listed && evidence::penalty_follows(text, end);
            let between = listed && text.get(end) == Some(&'、') && starts_at(found, end + 1);
            (penalised || between) && may_be_called(text, at, end)
        });
        if let Some(end) = end {
            add(found, [name(at, end)]);
        }
    }
}

/// All members of a list between 对 and the penalty are persons, also those whose names are words (对田野、江河、李松警告).
fn note_penalised(text: &[char], found: &mut Vec<Found>) {
    for start in (1..text.len()).filter(|&at| text[at - 1] == '对') {
        add(found, penalised(text, start).unwrap_or_default());
    }
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
        members.push(name(at, end));
        if text[end] != '、' {
            return (members.len() >= 2).then_some(members);
        }
        at = end + 1;
    }
}

/// Whoever does what persons alone do, or is counted with others, is one (成功被抓获; 常识、胡同二人).
fn note_acting(text: &[char], found: &mut Vec<Found>) {
    let mut next = 0;
    while let Some(at) = LEXICON.sure.firsts().next_in(text, next) {
        next = at + 1;
        if LEXICON.sure.longest_at(text, at).is_some() {
            let members = subjects(text, at, found).unwrap_or_default();
            add(found, members);
        }
    }
}

/// The members of the list that is the subject of what begins at `end`, if all may be names.
fn subjects(text: &[char], mut end: usize, found: &[Found]) -> Option<Vec<Found>> {
    let mut members = Vec::new();
    while !ends_at(found, end) {
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
fn note_members(text: &[char], found: &mut Vec<Found>) {
    let mut index = 1;
    while index < found.len() {
        let (before, last) = (&found[index - 1], &found[index]);
        let is_list =
            before.end + 1 == last.start && text[before.end] == '、' && text.get(last.end) == Some(&'、');
        let next = is_list.then(|| item(text, last.end + 1)).flatten();
        add(found, next);
        index += 1;
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

/// Adds those that touch none of the found.
fn add(found: &mut Vec<Found>, new: impl IntoIterator<Item = Found>) {
    for name in new {
        let place = found.partition_point(|other| other.end <= name.start);
        if found.get(place).is_none_or(|other| name.end <= other.start) {
            found.insert(place, name);
        }
    }
}

fn starts_at(found: &[Found], at: usize) -> bool {
    found.binary_search_by_key(&at, |name| name.start).is_ok()
}

fn ends_at(found: &[Found], at: usize) -> bool {
    found.binary_search_by_key(&at, |name| name.end).is_ok()
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
