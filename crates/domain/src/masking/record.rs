//! The texts of a record while they are masked, in parts that are read by themselves: a look costs no more than what the
//! last one changed.

use super::bodies::Bodies;
use super::names::Found;
use super::passage::{Reading, break_around, is_han, lines};
use super::resolve;
use super::span::{Kind, Span};
use crate::record::PartyType;
use std::collections::HashMap;
use std::ops::Range;

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
    pub(super) fn new(fields: &[(&str, &str)], party: Option<(&str, PartyType)>) -> Self {
        let lists = fields.iter().filter(|(field, _)| *field == super::PARTY_FIELD);
        let lists = lists.map(|(_, list)| *list).chain(party.map(|(name, _)| name));
        let known = Known::of(lists.map(|list| Reading::of(list).plain));
        let texts = fields.iter().enumerate();
        let lines = texts.flat_map(|(text, (field, content))| {
            parts_of(text, content, *field == super::PARTY_FIELD, &known)
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

fn parts_of(text: usize, content: &str, names_parties: bool, known: &Known) -> Vec<Part> {
    let reading = Reading::of(content);
    let breaks = known.breaks(&reading.plain);
    let reading = reading.without(&breaks);
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

/// Names are no longer; of a longer row of characters there is no end of searching.
const LONGEST_NAME: usize = 24;

/// What parties are called, to tell where a break stands within a name: 王建⏎业.
#[derive(Default)]
struct Known {
    names: Vec<Vec<char>>,
    /// By two neighbours in a name: which name, and how many characters stand before the second.
    pairs: HashMap<(char, char), Vec<(usize, usize)>>,
}

impl Known {
    fn of(lists: impl Iterator<Item = Vec<char>>) -> Self {
        let mut known = Self::default();
        for list in lists {
            for name in list
                .split(|c| !is_han(*c) && *c != '·')
                .filter(|name| (2..=LONGEST_NAME).contains(&name.len()))
            {
                let index = known.names.len();
                for (at, pair) in name.windows(2).enumerate() {
                    let places = known.pairs.entry((pair[0], pair[1])).or_default();
                    places.push((index, at + 1));
                }
                known.names.push(name.to_vec());
            }
        }
        known
    }

    /// The breaks within a name, with the blanks around them.
    fn breaks(&self, text: &[char]) -> Vec<Range<usize>> {
        let breaks = text
            .iter()
            .enumerate()
            .filter(|(_, c)| **c == '\n' && !self.names.is_empty());
        let around = breaks.map(|(at, _)| break_around(text, at));
        around.filter(|around| self.goes_on(text, around)).collect()
    }

    fn goes_on(&self, text: &[char], around: &Range<usize>) -> bool {
        let (before, behind) = (&text[..around.start], &text[around.end..]);
        let (Some(last), Some(next)) = (before.last(), behind.first()) else {
            return false;
        };
        let places = self.pairs.get(&(*last, *next)).into_iter().flatten();
        places.into_iter().any(|(name, at)| {
            let (head, tail) = self.names[*name].split_at(*at);
            before.ends_with(head) && behind.starts_with(tail)
        })
    }
}
