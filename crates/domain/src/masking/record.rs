//! The texts of a record while they are masked, in parts that are read by themselves: a look costs no more than what the
//! last one changed.

use super::bodies::Bodies;
use super::names::Found;
use super::passage::{lines, plain};
use super::resolve;
use super::span::Span;
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
    /// What is masked, in places of the original part.
    pub(super) spans: Vec<Span>,
    /// Whether nobody has looked since it changed. Where nothing was found nothing will be.
    pub(super) is_new: bool,
    /// The persons found in it when it was new.
    pub(super) persons: Vec<Found>,
}

impl Record {
    /// The fields with their texts, of which [`super::PARTY_FIELD`] lists parties, and a party told beside them.
    pub(super) fn new(fields: &[(&str, &str)], party: Option<(&str, PartyType)>) -> Self {
        let texts = fields.iter().enumerate();
        Self {
            parts: texts.flat_map(|(text, field)| parts_of(text, *field)).collect(),
            party: party.map(|(name, _)| plain(name)),
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
            let moved = part.spans.into_iter().map(|span| Span {
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

fn parts_of(text: usize, (field, content): (&str, &str)) -> Vec<Part> {
    let names_parties = field == super::PARTY_FIELD;
    let mut start = 0;
    let part = |content: &str| {
        let plain = plain(content);
        let part = Part {
            text,
            start,
            names_parties,
            spans: Vec::new(),
            is_new: true,
            persons: Vec::new(),
            plain,
        };
        start += part.plain.len();
        part
    };
    if names_parties {
        std::iter::once(content).map(part).collect()
    } else {
        lines(content).map(part).collect()
    }
}
