//! Phrases of nearly every record. To compare the places of their signs in a million records takes far longer than to
//! answer; so such a phrase is read widely first. The wide answer is taken where the total only has to be at least so
//! many: when all records that may be shown have the phrase, and every one of a sample of all has it. Facets then count
//! the wide reading.

use tantivy::query::{ConstScoreQuery, EnableScoring, Scorer};
use tantivy::{DocAddress, DocId, Term};

use super::collect::Found;
use super::compile::{Boxed, all_of, any_of, at_least, exact, phrase_in, term};
use crate::error::Result;
use crate::index::Searcher;
use crate::query::{Atom, Query};
use crate::text::{Gram, all_phrase_grams};

/// How near to the letter the phrases that a record must have are read. Their scores are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phrases {
    /// All signs in their places.
    Exact,
    /// Their rarest bigrams, anywhere in the record: finds all that the exact reading finds.
    Wide,
}

/// Bigrams that a phrase is read widely by, and scored by. The rarest tell it best; each of the others would be one more
/// pass over as many records or more.
const TELLING: usize = 3;

/// Records of the wide reading that are looked at. If one in fifty lacked the phrase, none of them would be met in one of
/// 10¹⁷ searches.
pub(super) const SAMPLE: usize = 2_000;

/// How many of `found` records have what all records of their sample have.
pub(super) fn surely(found: u64) -> u64 {
    if found <= SAMPLE as u64 {
        return found;
    }
    found - found / 50
}

impl Phrases {
    /// The records with a phrase in their text. The rarest bigrams give the score, not the phrase.
    pub(super) fn clause(self, searcher: &Searcher, phrase: &str) -> Result<Boxed> {
        let fields = &searcher.fields;
        let grams = rarest_first(searcher, phrase)?;
        if grams.len() < 2 {
            return Ok(phrase_in(fields, fields.text, phrase));
        }
        let telling = grams.iter().take(TELLING);
        let bigrams: Vec<Boxed> = telling.map(|(_, gram)| term(fields.text, gram)).collect();
        let enough = bigrams.len();
        let wide = at_least(bigrams, enough);
        Ok(match self {
            Self::Wide => wide,
            Self::Exact => {
                let in_place = ConstScoreQuery::new(phrase_in(fields, fields.text, phrase), 0.0);
                all_of(vec![wide, Box::new(in_place)])
            }
        })
    }
}

/// What the exact reading asks beyond the wide one, if any phrase may stand in more than `many` records.
pub(super) fn asked_beyond_wide(searcher: &Searcher, query: &Query, many: u64) -> Result<Option<Boxed>> {
    let mut is_frequent = false;
    for phrase in query.required.iter().flatten().filter_map(phrase_of) {
        is_frequent |= may_be_in_more_than(searcher, phrase, many)?;
    }
    if !is_frequent {
        return Ok(None);
    }
    let has_phrase = |alternatives: &&Vec<Atom>| alternatives.iter().any(|atom| phrase_of(atom).is_some());
    let clauses = query.required.iter().filter(has_phrase).map(|alternatives| {
        let to_the_letter = alternatives.iter().map(|atom| exact(&searcher.fields, atom));
        any_of(to_the_letter.collect())
    });
    Ok(Some(all_of(clauses.collect())))
}

fn phrase_of(atom: &Atom) -> Option<&String> {
    match atom {
        Atom::Phrase(phrase) => Some(phrase),
        _ => None,
    }
}

/// Not where the phrase is a single bigram, which is always exact.
fn may_be_in_more_than(searcher: &Searcher, phrase: &str, many: u64) -> Result<bool> {
    let grams = rarest_first(searcher, phrase)?;
    Ok(grams.len() > 1 && grams[0].0 > many)
}

/// The bigrams of a phrase, each once, with how many records have it.
fn rarest_first(searcher: &Searcher, phrase: &str) -> Result<Vec<(u64, String)>> {
    let frequency = |gram: Gram| {
        let term = Term::from_field_text(searcher.fields.text, &gram.text);
        Ok((searcher.tantivy.doc_freq(&term)?, gram.text))
    };
    let grams = all_phrase_grams(phrase).into_iter().map(frequency);
    let mut grams = grams.collect::<Result<Vec<_>>>()?;
    grams.sort_unstable();
    grams.dedup();
    Ok(grams)
}

impl Searcher {
    /// Whether `query` finds every one of these that may be shown, and every one of their sample.
    pub(super) fn all_meet(&self, query: &Boxed, found: &Found) -> Result<bool> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.tantivy))?;
        let shown = found.head.iter().map(|candidate| candidate.address);
        let mut addresses: Vec<DocAddress> = shown.chain(found.sample.records()).collect();
        addresses.sort_unstable();
        let look = |of_segment: &[DocAddress]| -> tantivy::Result<bool> {
            let segment = self.tantivy.segment_reader(of_segment[0].segment_ord);
            let mut scorer = weight.scorer(segment, 1.0)?;
            Ok(of_segment
                .iter()
                .all(|address| stands_at(&mut *scorer, address.doc_id)))
        };
        let by_segment = addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord);
        let all_of_each = self.cores().map(look, by_segment)?;
        Ok(all_of_each.into_iter().all(|all| all))
    }
}

/// Whether a scorer, asked in the order of the records, has this one.
fn stands_at(scorer: &mut dyn Scorer, record: DocId) -> bool {
    if scorer.doc() < record {
        scorer.seek(record);
    }
    scorer.doc() == record
}

#[cfg(test)]
mod tests;
