//! At least so many of some clauses, their scores added up: what a question is made of.
//!
//! Tantivy's own query walks the clauses record by record through a heap. This one takes a stretch of records at a
//! time: every clause adds to the counts and scores of the stretch, then those that have enough are told. Where the
//! rarest clauses, one of which a record needs in any case, are far fewer than the rest, only they are walked, and the
//! others are looked up for what they found.

mod scorer;
mod source;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use scorer::AtLeastScorer;
use source::{Source, TermSource};

/// Records of one stretch: their counts and scores stay in the processor's second cache.
const STRETCH: usize = 1 << 14;

/// The query.
#[derive(Debug)]
pub(super) struct AtLeast {
    clauses: Vec<Box<dyn Query>>,
    minimum: usize,
    stretch: usize,
}

impl AtLeast {
    /// Records that meet at least `minimum` of the clauses, which are no more than [`u16::MAX`].
    pub(super) fn of(clauses: Vec<Box<dyn Query>>, minimum: usize) -> Self {
        Self {
            clauses,
            minimum,
            stretch: STRETCH,
        }
    }
}

impl Clone for AtLeast {
    fn clone(&self) -> Self {
        Self {
            clauses: self.clauses.iter().map(|clause| clause.box_clone()).collect(),
            ..*self
        }
    }
}

impl Query for AtLeast {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses = self
            .clauses
            .iter()
            .map(|clause| Part::of(&**clause, scoring))
            .collect::<tantivy::Result<_>>()?;
        Ok(Box::new(AtLeastWeight {
            clauses,
            minimum: self.minimum,
            stretch: self.stretch,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for clause in &self.clauses {
            clause.query_terms(visitor);
        }
    }
}

/// A clause for all segments.
enum Part {
    /// Read block by block.
    Term(TermSource),
    /// Read record by record.
    Other(Box<dyn Weight>),
}

impl Part {
    fn of(clause: &dyn Query, scoring: EnableScoring<'_>) -> tantivy::Result<Self> {
        Ok(match clause.downcast_ref::<TermQuery>() {
            Some(term) => Self::Term(TermSource::of(term.term(), scoring)?),
            None => Self::Other(clause.weight(scoring)?),
        })
    }

    fn in_segment(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Option<Source>> {
        match self {
            Self::Term(term) => term.in_segment(segment, boost),
            Self::Other(weight) => Ok(Some(Source::other(weight.scorer(segment, boost)?))),
        }
    }
}

struct AtLeastWeight {
    clauses: Vec<Part>,
    minimum: usize,
    stretch: usize,
}

impl AtLeastWeight {
    fn open(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<AtLeastScorer> {
        let mut sources = Vec::with_capacity(self.clauses.len());
        for clause in &self.clauses {
            sources.extend(clause.in_segment(segment, boost)?);
        }
        let records = usize::try_from(segment.max_doc()).unwrap_or(usize::MAX);
        let stretch = self.stretch.min(records);
        Ok(AtLeastScorer::of(sources, self.minimum.max(1), stretch))
    }
}

impl Weight for AtLeastWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.open(segment, boost)?))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.open(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let reason = format!("record {doc} does not match");
            return Err(tantivy::TantivyError::InvalidArgument(reason));
        }
        Ok(Explanation::new("sum of the clauses met", scorer.score()))
    }

    fn for_each(
        &self,
        segment: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let mut scorer = self.open(segment, 1.0)?;
        while scorer.doc() != TERMINATED {
            scorer.tell_stretch(callback);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
