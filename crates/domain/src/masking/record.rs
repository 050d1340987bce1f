//! The texts of a record while they are masked, in parts that are read by themselves: a look costs no more than what the
//! last one changed.

use super::bodies::Bodies;
use super::choice::Choices;
use super::names::Found;
use super::passage::{Reading, lines};
use super::resolve;
use super::span::{Kind, Span};
use super::wrapped::{self, Names};
use crate::record::PartyType;

/// The texts of one record and whom they are about.
pub(super) struct Record {
    pub(super) parts: Vec<Part>,
    /// The party that is told beside the texts.
    pub(super) party: Option<Vec<char>>,
    pub(super) party_type: PartyType,
    /// As of the last look.
    pub(super) bodies: Bodies,
}

/// A list of parties, or a line of another text.
pub(super) struct Part {
    /// Which of the texts, and where in it, in characters of the original.
    pub(super) text: usize,
    pub(super) start: usize,
    pub(super) names_parties: bool,
    /// As scanners read it, as far as it is masked.
    pub(super) plain: Vec<char>,
    /// What is masked, in places of the original part; with what is left out of the reading, which nothing replaces.
    pub(super) spans: Vec<Span>,
    /// Whether nobody has looked since it changed. Where nothing was found nothing will be.
    pub(super) is_new: bool,
    /// The persons found in it when it was new.
    pub(super) persons: Vec<Found>,
}

impl Record {
    /// The fields with their texts, of which [`super::PARTY_FIELD`] lists parties, and a party told beside them.
    pub(super) fn new(fields: &[(&str, &str)], party: Option<(&str, PartyType)>, choices: &Choices) -> Self {
        let lists = fields.iter().filter(|(field, _)| *field == super::PARTY_FIELD);
        let lists = lists.map(|(_, list)| *list).chain(party.map(|(name, _)| name));
        let mut names = Names::of(lists.map(|list| Reading::of(list).plain));
        let readings: Vec<Reading> = fields.iter().map(|(_, text)| Reading::of(text)).collect();
        if readings.iter().any(|reading| wrapped::is_one(&reading.plain)) {
            for reading in &readings {
                names.learn(&reading.plain);
            }
        }
        let texts = readings.into_iter().zip(fields).enumerate();
        let lines = texts.flat_map(|(text, (reading, (field, _)))| {
            let breaks = wrapped::breaks(&reading.plain, &names, &choices.hidden_in(&reading.plain));
            parts_of(text, reading.without(&breaks), *field == super::PARTY_FIELD)
        });
        Self {
            parts: lines.collect(),
            party: party.map(|(name, _)| Reading::of(name).plain),
            party_type: party.map_or(PartyType::Organization, |(_, kind)| kind),
            bodies: Bodies::default(),
        }
    }

    /// Looks for organisations among the parties; where these have changed everything is to be read again.
    pub(super) fn note_bodies(&mut self) {
        let lists = self.parts.iter().filter(|part| part.names_parties);
        let lists = lists.map(|part| &part.plain).chain(&self.party);
        let bodies = Bodies::named_in(lists, self.party_type);
        if bodies != self.bodies {
            self.bodies = bodies;
            self.parts.iter_mut().for_each(|part| part.is_new = true);
        }
    }

    /// What is masked in each of so many texts, in places of the originals.
    pub(super) fn into_spans(self, texts: usize) -> Vec<Vec<Span>> {
        let mut spans = vec![Vec::new(); texts];
        for part in self.parts {
            let masked = part.spans.into_iter().filter(|span| !span.replacement.is_empty());
            let moved = masked.map(|span| Span {
                start: span.start + part.start,
                end: span.end + part.start,
                ..span
            });
            spans[part.text].extend(moved);
        }
        spans
    }
}

impl Part {
    /// Masks what was found in the text as it is now; says whether that was anything.
    pub(super) fn mask(&mut self, found: Vec<Span>) -> bool {
        self.is_new = !found.is_empty();
        if self.is_new {
            self.plain = resolve::replaced(&self.plain, &found);
            self.spans = resolve::composed(std::mem::take(&mut self.spans), found);
        }
        self.is_new
    }
}

fn parts_of(text: usize, reading: Reading, names_parties: bool) -> Vec<Part> {
    let lines = if names_parties {
        std::iter::once(0..reading.plain.len()).collect()
    } else {
        lines(&reading.plain)
    };
    let parts = lines.into_iter().filter(|line| !line.is_empty());
    let parts = parts.map(|line| {
        let start = reading.places[line.start];
        Part {
            text,
            start,
            names_parties,
            plain: reading.plain[line.clone()].to_vec(),
            spans: left_out(&reading.places[line], start),
            is_new: true,
            persons: Vec::new(),
        }
    });
    parts.collect()
}

/// What stands between the places that are read, as spans of a part that begins at `start`.
fn left_out(places: &[usize], start: usize) -> Vec<Span> {
    let gaps = places.windows(2).filter(|pair| pair[0] + 1 < pair[1]);
    let spans = gaps.map(|pair| Span::new(pair[0] + 1 - start, pair[1] - start, Kind::Name, ""));
    spans.collect()
}
