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
mod lexicon;
mod names;
mod passage;
mod profile;
mod resolve;
mod scan;
mod span;
mod trie;
mod word_set;

#[cfg(test)]
mod tests;

pub use profile::Profile;
pub use span::{Kind, Masked, Span};

use crate::record::PartyType;
use bodies::Bodies;
use choice::Choices;
use names::{Found, Labels, Registry};
use passage::Passage;

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
        let mut texts: Vec<String> = fields.iter().map(|(_, text)| (*text).to_owned()).collect();
        let mut spans: Vec<Vec<Span>> = vec![Vec::new(); fields.len()];
        for _ in 0..LOOKS {
            let named: Vec<(&str, &str)> = fields
                .iter()
                .zip(&texts)
                .map(|((field, _), text)| (*field, text.as_str()))
                .collect();
            let passages: Vec<Passage> = texts.iter().map(|text| Passage::new(text)).collect();
            let found = self.look(&named, &passages, party);
            if found.iter().all(Vec::is_empty) {
                break;
            }
            for (index, new) in found.into_iter().enumerate() {
                texts[index] = resolve::applied(passages[index].original(), &new);
                spans[index] = resolve::composed(std::mem::take(&mut spans[index]), new);
            }
        }
        fields
            .iter()
            .zip(spans)
            .map(|((_, text), spans)| self.carried_out(text, spans))
            .collect()
    }

    /// One look at all texts.
    fn look(
        &self,
        fields: &[(&str, &str)],
        passages: &[Passage],
        party: Option<(&str, PartyType)>,
    ) -> Vec<Vec<Span>> {
        let mut spans: Vec<Vec<Span>> = passages
            .iter()
            .map(|passage| scan::all(passage, &self.profile))
            .collect();
        let hidden: Vec<_> = passages
            .iter()
            .map(|passage| self.choices.hidden_in(passage))
            .collect();
        if self.profile.hides(Kind::Name) {
            self.look_for_names(fields, passages, (party, &hidden), &mut spans);
        }
        for (spans, hidden) in spans.iter_mut().zip(hidden) {
            // Behind the names, whose labels say more.
            spans.extend(hidden);
        }
        spans.into_iter().map(resolve::merged).collect()
    }

    /// A text with the maskings that nobody refused. They are taken back at the end, so that what is shown changes
    /// nothing that the rules find beside it.
    fn carried_out(&self, text: &str, mut spans: Vec<Span>) -> Masked {
        let passage = Passage::new(text);
        spans.retain(|span| {
            !self
                .choices
                .shows(span.kind, &passage.plain[span.start..span.end])
        });
        let text = resolve::applied(passage.original(), &spans);
        Masked { text, spans }
    }

    fn look_for_names(
        &self,
        fields: &[(&str, &str)],
        passages: &[Passage],
        (party, hidden): (Option<(&str, PartyType)>, &[Vec<Span>]),
        spans: &mut [Vec<Span>],
    ) {
        let party_type = party.map_or(PartyType::Organization, |(_, kind)| kind);
        let mut registry = Registry::default();
        let mut labels = Labels::default();
        let party_passage = party.map(|(name, _)| Passage::new(name));
        let fields_of_parties = fields
            .iter()
            .zip(passages)
            .filter(|((field, _), _)| *field == PARTY_FIELD);
        let told = fields_of_parties
            .map(|(_, passage)| passage)
            .chain(&party_passage);
        let bodies = Bodies::named_in(told, party_type);
        if let Some(passage) = &party_passage {
            for found in names::find_in_party(&passage.plain, party_type, &bodies.places(&passage.plain)) {
                registry.learn(&passage.plain, &found);
            }
        }
        let found: Vec<_> = fields
            .iter()
            .zip(passages)
            .zip(hidden.iter().zip(&*spans))
            .map(|(((field, _), passage), (hidden, spans))| {
                let mut taken = bodies.places(&passage.plain);
                taken.extend(spans.iter().map(|span| span.start..span.end));
                let found = match *field {
                    PARTY_FIELD => names::find_in_party(&passage.plain, party_type, &taken),
                    _ => names::find(&passage.plain, &taken),
                };
                with_hidden(found, hidden)
            })
            .collect();
        for (passage, found) in passages.iter().zip(&found) {
            for f in found {
                registry.learn(&passage.plain, f);
            }
        }
        let mentions: Vec<_> = passages
            .iter()
            .zip(&found)
            .map(|(passage, found)| registry.mentions(&passage.plain, found))
            .collect();
        for (passage, mentions) in passages.iter().zip(&mentions) {
            labels.note(&passage.plain, mentions, &registry, self.profile.keep_officials);
        }
        labels.assign();
        for ((passage, mentions), spans) in passages.iter().zip(&mentions).zip(spans) {
            spans.extend(mentions.iter().filter_map(|mention| {
                let label = labels.of(&passage.plain, mention)?;
                Some(Span::new(mention.start, mention.end, Kind::Name, label))
            }));
        }
    }
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
