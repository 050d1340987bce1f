//! 隐名 and 去标识化: makes texts of decisions fit for the public.
//!
//! The rules are those of 公安机关执法公开规定 (公通字〔2018〕26号): art. 14 keeps the surname of a natural person and
//! writes 某 for the rest; art. 15 deletes addresses, places of work, means of contact, identity numbers, state of
//! health and number plates, with × where a deletion would hurt understanding; art. 16 leaves all else as it was.
//! Names of bodies, document numbers, articles, amounts and officers acting in office therefore stay.
//!
//! The engine is pure: no input or output, no clock, the same result for the same texts. It masks until nothing more
//! is found, so that masking twice is masking once.

mod bodies;
pub mod choice;
pub mod findable;
mod given;
mod lexicon;
mod names;
mod passage;
mod profile;
mod record;
mod resolve;
mod scan;
mod span;
mod trie;
mod word_set;
mod wrapped;

#[cfg(test)]
mod tests;

pub use profile::Profile;
pub use span::{Kind, Masked, Span};

use crate::record::PartyType;
use choice::Choices;
use names::{Found, Labels, Registry};
use passage::plain;
use record::{Part, Record};

/// The field whose text is the party's name.
pub const PARTY_FIELD: &str = "party_name";

/// A replacement can bring two halves of a secret together; after this many looks all are found in practice.
const LOOKS: usize = 4;

/// Masks texts by one profile, and by what people chose beside it.
#[derive(Debug, Clone, Default)]
pub struct Masker {
    profile: Profile,
    choices: Choices,
}

impl Masker {
    /// A masker for this profile.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            choices: Choices::default(),
        }
    }

    /// The same masker, minding what people chose.
    #[must_use]
    pub fn by(mut self, choices: Choices) -> Self {
        self.choices = choices;
        self
    }

    /// Masks one text that belongs to no record.
    #[must_use]
    pub fn mask_text(&self, text: &str) -> Masked {
        let mut masked = self.mask_record(&[("text", text)], None);
        masked.pop().expect("one field in, one field out")
    }

    /// Masks the texts of one record so that a person bears one label in all of them; the result has the order of
    /// `fields`. The field [`PARTY_FIELD`] is read as a list of parties, and so is `party`, whose name is searched
    /// for in every field without being among the results itself.
    #[must_use]
    pub fn mask_record(&self, fields: &[(&str, &str)], party: Option<(&str, PartyType)>) -> Vec<Masked> {
        let mut record = Record::new(fields, party, &self.choices);
        for _ in 0..LOOKS {
            if !self.look(&mut record) {
                break;
            }
        }
        fields
            .iter()
            .zip(record.into_spans(fields.len()))
            .map(|((_, text), spans)| self.carried_out(text, spans))
            .collect()
    }

    /// One look at what is new; says whether anything was found.
    fn look(&self, record: &mut Record) -> bool {
        record.note_bodies();
        let parts = record.parts.iter();
        let mut spans: Vec<Vec<Span>> = parts.map(|part| self.secrets(part)).collect();
        let parts = record.parts.iter();
        let hidden: Vec<Vec<Span>> = parts.map(|part| self.choices.hidden_in(&part.plain)).collect();
        if self.profile.hides(Kind::Name) {
            read_names(record, &hidden, &spans);
            self.name_persons(record, &mut spans);
        }
        let mut is_found = false;
        for ((part, mut spans), hidden) in record.parts.iter_mut().zip(spans).zip(hidden) {
            // Behind the names, whose labels say more.
            spans.extend(hidden);
            is_found |= part.mask(resolve::merged(spans));
        }
        is_found
    }

    /// The secrets in a part that are no names.
    fn secrets(&self, part: &Part) -> Vec<Span> {
        if part.is_new {
            scan::all(&part.plain, &self.profile)
        } else {
            Vec::new()
        }
    }

    /// A text with the maskings that nobody refused. They are taken back at the end, so that what is shown changes
    /// nothing that the rules find beside it.
    fn carried_out(&self, text: &str, mut spans: Vec<Span>) -> Masked {
        if !self.choices.is_empty() {
            let plain = plain(text);
            spans.retain(|span| !self.choices.shows(span.kind, &plain[span.start..span.end]));
        }
        let text = resolve::applied(text, &spans);
        Masked { text, spans }
    }

    /// Gives each person of the record a label and each mention of one a span.
    fn name_persons(&self, record: &Record, spans: &mut [Vec<Span>]) {
        let registry = persons_of(record);
        let mut labels = Labels::default();
        let parts = record.parts.iter();
        let mentions: Vec<_> = parts
            .map(|part| registry.mentions(&part.plain, &part.persons))
            .collect();
        for (part, mentions) in record.parts.iter().zip(&mentions) {
            labels.note(&part.plain, mentions, &registry, self.profile.keep_officials);
        }
        labels.assign();
        for ((part, mentions), spans) in record.parts.iter().zip(&mentions).zip(spans) {
            spans.extend(mentions.iter().filter_map(|mention| {
                let label = labels.of(&part.plain, mention)?;
                Some(Span::new(mention.start, mention.end, Kind::Name, label))
            }));
        }
    }
}

/// Reads the names in the parts that are new, around what else is secret in them.
fn read_names(record: &mut Record, hidden: &[Vec<Span>], spans: &[Vec<Span>]) {
    let new = record.parts.iter_mut().zip(hidden).zip(spans);
    for ((part, hidden), spans) in new.filter(|((part, _), _)| part.is_new) {
        let text = &part.plain;
        let mut taken = record.bodies.places(text);
        taken.extend(spans.iter().map(|span| span.start..span.end));
        let found = if part.names_parties {
            names::find_in_party(text, record.party_type, &taken)
        } else {
            names::find(text, &taken)
        };
        part.persons = with_hidden(found, hidden);
    }
}

/// Everybody whom the parts name, and the party.
fn persons_of(record: &Record) -> Registry {
    let mut registry = Registry::default();
    // Whoever is a party as a natural person is one wherever the name stands.
    let is_person = record.party_type != PartyType::Organization;
    if let Some(plain) = &record.party {
        for found in names::find_in_party(plain, record.party_type, &record.bodies.places(plain)) {
            registry.learn(plain, &found, is_person);
        }
    }
    for part in &record.parts {
        for found in &part.persons {
            let is_sure = part.names_parties && is_person || names::is_introduced(&part.plain, found);
            registry.learn(&part.plain, found, is_sure);
        }
    }
    registry
}

/// The names found, and those that people say are some, in the order of the text.
fn with_hidden(mut found: Vec<Found>, hidden: &[Span]) -> Vec<Found> {
    let names = hidden.iter().filter(|span| span.kind == Kind::Name);
    found.extend(names.map(|span| Found {
        start: span.start,
        end: span.end,
        official: false,
    }));
    found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
    found
}
