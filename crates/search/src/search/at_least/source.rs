//! Where a clause's records and scores come from, within one segment.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25Weight, EnableScoring, Scorer};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::scorer::Stretch;

/// A term for all segments; without a weight nothing is scored.
pub(super) struct TermSource {
    term: Term,
    weight: Option<Bm25Weight>,
}

impl TermSource {
    pub(super) fn of(term: &Term, scoring: EnableScoring<'_>) -> tantivy::Result<Self> {
        let weight = match scoring {
            EnableScoring::Enabled {
                statistics_provider, ..
            } => Some(Bm25Weight::for_terms(
                statistics_provider,
                std::slice::from_ref(term),
            )?),
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Self {
            term: term.clone(),
            weight,
        })
    }

    /// None where no record of the segment has the term.
    pub(super) fn in_segment(
        &self,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Option<Source>> {
        let field = self.term.field();
        let index = segment.inverted_index(field)?;
        let option = match self.weight {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        };
        let Some(postings) = index.read_block_postings(&self.term, option)? else {
            return Ok(None);
        };
        let norms = segment.fieldnorms_readers().get_field(field)?;
        Ok(Some(Source::Term(Box::new(TermBlocks {
            postings,
            at: 0,
            weight: self.weight.as_ref().map(|weight| weight.boost_by(boost)),
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1)),
        }))))
    }
}

/// A clause in one segment, standing at one of its records.
pub(super) enum Source {
    Term(Box<TermBlocks>),
    Other(Box<dyn Scorer>),
}

impl Source {
    pub(super) fn other(scorer: Box<dyn Scorer>) -> Self {
        Self::Other(scorer)
    }

    /// About how many records it has, never changing.
    pub(super) fn size(&self) -> u32 {
        match self {
            Self::Term(blocks) => blocks.postings.doc_freq(),
            Self::Other(scorer) => scorer.size_hint(),
        }
    }

    /// Where it stands; [`TERMINATED`] behind the last.
    pub(super) fn doc(&self) -> DocId {
        match self {
            Self::Term(blocks) => blocks.doc(),
            Self::Other(scorer) => scorer.doc(),
        }
    }

    /// Goes to the first record that is not before `target`.
    pub(super) fn seek(&mut self, target: DocId) {
        match self {
            Self::Term(blocks) => blocks.seek(target),
            Self::Other(scorer) if scorer.doc() < target => drop(scorer.seek(target)),
            Self::Other(_) => {}
        }
    }

    /// Adds to every record that it has in the stretch, and goes behind it.
    pub(super) fn walk(&mut self, stretch: &mut Stretch) {
        match self {
            Self::Term(blocks) => blocks.walk(stretch),
            Self::Other(scorer) => {
                let end = stretch.end();
                let mut doc = scorer.doc();
                while doc < end {
                    stretch.add(stretch.place(doc), scorer.score());
                    doc = scorer.advance();
                }
            }
        }
    }

    /// Adds to those of the records at these places that it has as well.
    pub(super) fn look_up(&mut self, stretch: &mut Stretch, places: &[usize]) {
        for place in places {
            let doc = stretch.doc(*place);
            self.seek(doc);
            if self.doc() == doc {
                let score = match self {
                    Self::Term(blocks) => blocks.score(),
                    Self::Other(scorer) => scorer.score(),
                };
                stretch.add(*place, score);
            }
        }
    }
}

/// The postings of a term, a block at a time.
pub(super) struct TermBlocks {
    postings: BlockSegmentPostings,
    /// The place within the block.
    at: usize,
    weight: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl TermBlocks {
    fn doc(&self) -> DocId {
        self.postings.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn score(&self) -> Score {
        self.score_of(self.at, self.doc())
    }

    fn score_of(&self, at: usize, doc: DocId) -> Score {
        self.weight.as_ref().map_or(0.0, |weight| {
            weight.score(self.norms.fieldnorm_id(doc), self.postings.freq(at))
        })
    }

    fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.at = self.postings.seek(target);
        }
    }

    fn walk(&mut self, stretch: &mut Stretch) {
        let end = stretch.end();
        loop {
            let rest = self.postings.docs().get(self.at..).unwrap_or_default();
            let inside = rest.partition_point(|doc| *doc < end);
            for (at, doc) in (self.at..).zip(&rest[..inside]) {
                stretch.add(stretch.place(*doc), self.score_of(at, *doc));
            }
            let is_block_done = inside == rest.len();
            self.at += inside;
            if !is_block_done || self.postings.block_len() == 0 {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}
