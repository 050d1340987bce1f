//! Phrases of nearly every record. To compare the places of their signs in a million records takes far longer than to
//! answer; so such a phrase is read widely first. The wide answer is taken where the total only has to be at least so
//! many: when so many records were seen to have the phrase, one after the other without an exception, and all that
//! may be shown have it. Facets then count the wide reading.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tantivy::query::{ConstScoreQuery, EnableScoring, Scorer};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::collect::{Candidate, PageCollector};
use super::compile::{Boxed, all_of, any_of, at_least, exact, phrase_in, term};
use crate::error::Result;
use crate::index::Searcher;
use crate::query::{Atom, Query};
use crate::schema::Fields;
use crate::text::all_phrase_grams;

/// How near to the letter the phrases that a record must have are read. Their scores are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phrases {
    /// All signs in their places.
    Exact,
    /// All of their bigrams, anywhere in the record: finds all that the exact reading finds.
    Wide,
}

impl Phrases {
    /// The records with a phrase in their text. The bigrams give the score, not the phrase.
    pub(super) fn clause(self, fields: &Fields, phrase: &str) -> Boxed {
        let grams = all_phrase_grams(phrase);
        if grams.len() < 2 {
            return phrase_in(fields, fields.text, phrase);
        }
        let bigrams: Vec<Boxed> = grams.iter().map(|gram| term(fields.text, &gram.text)).collect();
        let wide = at_least(bigrams, grams.len());
        match self {
            Self::Wide => wide,
            Self::Exact => {
                let in_place = ConstScoreQuery::new(phrase_in(fields, fields.text, phrase), 0.0);
                all_of(vec![wide, Box::new(in_place)])
            }
        }
    }
}

/// What the exact reading asks beyond the wide one, if any phrase may stand in more than `many` records.
pub(super) fn asked_beyond_wide(searcher: &Searcher, query: &Query, many: u64) -> Result<Option<Boxed>> {
    let mut is_frequent = false;
    let mut clauses = Vec::new();
    for alternatives in &query.required {
        let phrases: Vec<&String> = alternatives
            .iter()
            .filter_map(|atom| match atom {
                Atom::Phrase(phrase) => Some(phrase),
                _ => None,
            })
            .collect();
        for phrase in &phrases {
            is_frequent |= records_with_all(searcher, phrase)? > many;
        }
        if !phrases.is_empty() {
            let to_the_letter = alternatives.iter().map(|atom| exact(&searcher.fields, atom));
            clauses.push(any_of(to_the_letter.collect()));
        }
    }
    Ok(is_frequent.then(|| all_of(clauses)))
}

/// No more records than this have all bigrams of a phrase; none when it is a single one, which is always exact.
fn records_with_all(searcher: &Searcher, phrase: &str) -> Result<u64> {
    let grams = all_phrase_grams(phrase);
    if grams.len() < 2 {
        return Ok(0);
    }
    let mut fewest = u64::MAX;
    for gram in grams {
        let term = Term::from_field_text(searcher.fields.text, &gram.text);
        fewest = fewest.min(searcher.tantivy.doc_freq(&term)?);
    }
    Ok(fewest)
}

impl Searcher {
    /// Whether more than `many` records that `wide` finds and the filters let through meet `beyond`, and none that was
    /// looked at with them fails to.
    pub(super) fn agree(
        &self,
        (wide, beyond): (&Boxed, &Boxed),
        collector: &PageCollector,
        many: u64,
    ) -> Result<bool> {
        let scoring = || EnableScoring::disabled_from_searcher(&self.tantivy);
        let (wide, beyond) = (wide.weight(scoring())?, beyond.weight(scoring())?);
        let agreement = Agreement::about(many);
        let look = |segment: &SegmentReader| -> tantivy::Result<()> {
            let filters = collector.filters_in(segment)?;
            let (mut candidates, mut exact) = (wide.scorer(segment, 1.0)?, beyond.scorer(segment, 1.0)?);
            while candidates.doc() != TERMINATED && agreement.is_open() {
                let (mut seen, mut all_meet) = (0, true);
                while seen < AT_ONCE && all_meet && candidates.doc() != TERMINATED {
                    let record = candidates.doc();
                    if !segment.is_deleted(record) && filters.let_through(record) {
                        all_meet = stands_at(&mut *exact, record);
                        seen += 1;
                    }
                    candidates.advance();
                }
                agreement.note(seen, all_meet);
            }
            Ok(())
        };
        self.cores().map(look, self.tantivy.segment_readers().iter())?;
        Ok(agreement.is_proved())
    }

    /// Whether `query` finds every one of these.
    pub(super) fn all_meet(&self, query: &Boxed, head: &[Candidate]) -> Result<bool> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.tantivy))?;
        let mut addresses: Vec<DocAddress> = head.iter().map(|candidate| candidate.address).collect();
        addresses.sort_unstable();
        for of_segment in addresses.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = self.tantivy.segment_reader(of_segment[0].segment_ord);
            let mut scorer = weight.scorer(segment, 1.0)?;
            if !of_segment
                .iter()
                .all(|address| stands_at(&mut *scorer, address.doc_id))
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Records that are looked at before the other cores hear of them.
const AT_ONCE: u64 = 1_000;

/// What the cores saw together.
struct Agreement {
    enough: u64,
    seen: AtomicU64,
    is_broken: AtomicBool,
}

impl Agreement {
    /// Nothing seen yet; more than `many` records are asked for.
    const fn about(many: u64) -> Self {
        Self {
            enough: many,
            seen: AtomicU64::new(0),
            is_broken: AtomicBool::new(false),
        }
    }

    fn note(&self, seen: u64, all_meet: bool) {
        self.seen.fetch_add(seen, Ordering::Relaxed);
        self.is_broken.fetch_or(!all_meet, Ordering::Relaxed);
    }

    /// Whether looking at more may still tell something.
    fn is_open(&self) -> bool {
        !self.is_broken.load(Ordering::Relaxed) && self.seen.load(Ordering::Relaxed) <= self.enough
    }

    fn is_proved(&self) -> bool {
        !self.is_broken.load(Ordering::Relaxed) && self.seen.load(Ordering::Relaxed) > self.enough
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
