//! Whether somebody can be found by a public text although every name in it is masked.
//!
//! A surname with 某 is de-identified, not anonymous (个人信息保护法 第七十三条), and 公安机关执法公开规定 第十五条 deletes
//! whatever else tells who somebody is. No single passage does; together they may. The measure looks for a *place*
//! finer than a town (a village, a housing estate, a school, a small shop), an exact *day*, and *marks* of a person. What
//! somebody is (age, trade, office, kin, child or pupil, nickname) weighs two, what happened (hour, rare event) weighs
//! one, each kind once. With place and day a weight of two is enough where the unit made fewer than five like decisions
//! in that month ([`PUBLIC_MIN`], as for statistics); among more, four are needed: many hide who differs in one thing
//! and not who differs in two. So another mark never takes a warning away, and neither does another place or a rarer
//! violation.
//!
//! The name of an organisation that is a party is public, and so are its premises, its officers and the hour of an
//! inspection: in its records a shop is no place, and office and circumstances are no marks.

mod mark;
mod person;
mod place;
#[cfg(test)]
mod tests;

pub use mark::Mark;

use super::passage::Reading;
use crate::record::{Content, PartyType};
use crate::statistics::PUBLIC_MIN;
use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::ops::Range;

/// Enough where few decisions are like this one.
const ENOUGH: u32 = 2;
/// Enough where many are.
const ENOUGH_AMONG_MANY: u32 = 4;

/// A passage that helps to find a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// In which of [`Content::texts`].
    pub text: usize,
    /// Where in the public text, in Unicode scalars.
    pub place: Range<usize>,
    /// What it tells.
    pub mark: Mark,
    /// Its characters.
    pub passage: String,
}

/// Passages of a public text that find somebody if hardly anybody else is meant by them: [`Traces::among`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traces(Vec<Trace>);

/// A public text that makes somebody findable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    traces: Vec<Trace>,
    alike: u64,
}

impl Traces {
    /// What a masked record leaves standing; nothing where place, day or marks are missing.
    pub fn of(public: &Content) -> Option<Self> {
        let texts = public.texts();
        let readings: Vec<Reading> = texts.iter().map(|(_, text)| Reading::of(text)).collect();
        let tells_day = public.decided_on.or(public.acted_on).is_some()
            || readings.iter().any(|reading| person::tells_day(&reading.plain));
        let is_of_a_person = public.effective_party_type() == PartyType::Person;
        let mut traces = Vec::new();
        for (text, (reading, (_, original))) in readings.iter().zip(&texts).enumerate() {
            let original: Vec<char> = original.chars().collect();
            let found = marks(&reading.plain)
                .into_iter()
                .map(|(read, mark)| (reading.place(&read), mark));
            let counting = found.filter(|(_, mark)| is_of_a_person || mark.counts_beside_a_body());
            traces.extend(counting.map(|(place, mark)| Trace {
                text,
                passage: original[place.clone()].iter().collect(),
                place,
                mark,
            }));
        }
        traces.sort_by_key(|trace| (trace.text, trace.place.start, trace.mark));
        let traces = Self(traces);
        let has_place = traces.0.iter().any(|trace| trace.mark.is_place());
        (tells_day && has_place && traces.weight() >= ENOUGH).then_some(traces)
    }

    /// What they come to where the unit made so many like decisions in the month, this one among them.
    pub fn among(self, alike: u64) -> Option<Findable> {
        let needed = if alike < PUBLIC_MIN {
            ENOUGH
        } else {
            ENOUGH_AMONG_MANY
        };
        (self.weight() >= needed).then_some(Findable {
            traces: self.0,
            alike,
        })
    }

    fn weight(&self) -> u32 {
        let marks: BTreeSet<Mark> = self.0.iter().map(|trace| trace.mark).collect();
        marks.into_iter().map(Mark::weight).sum()
    }
}

/// Every mark of a text. What stands in the name of a place marks nobody: 兄弟烧烤店.
fn marks(text: &[char]) -> Vec<(Range<usize>, Mark)> {
    let mut marks = place::marks(text);
    let mut of_persons = person::marks(text);
    // Both stand in the order of the text, and neither overlaps its own kind.
    let mut at = 0;
    of_persons.retain(|(place, _)| {
        while marks.get(at).is_some_and(|(taken, _)| taken.end <= place.start) {
            at += 1;
        }
        marks.get(at).is_none_or(|(taken, _)| place.end <= taken.start)
    });
    marks.append(&mut of_persons);
    marks
}

impl Findable {
    /// The passages that make it so, in the order of the texts.
    pub fn traces(&self) -> &[Trace] {
        &self.traces
    }

    /// Each passage once, with what it tells.
    pub fn passages(&self) -> Vec<(Mark, &str)> {
        let traces = self.traces.iter();
        let passages = traces.map(|trace| (trace.mark, trace.passage.as_str()));
        let mut told = HashSet::new();
        passages.filter(|passage| told.insert(*passage)).collect()
    }
}

/// 村名＋年龄＋职业；本单位当月同类决定仅 1 件.
impl fmt::Display for Findable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let marks: BTreeSet<Mark> = self.traces.iter().map(|trace| trace.mark).collect();
        let labels: Vec<&str> = marks.into_iter().map(Mark::label).collect();
        let only = if self.alike < PUBLIC_MIN { "仅" } else { "" };
        let alike = self.alike;
        write!(f, "{}；本单位当月同类决定{only} {alike} 件", labels.join("＋"))
    }
}
