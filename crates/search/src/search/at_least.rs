//! At least so many of some clauses, their scores added up: what a question is made of.
//!
//! Tantivy's own query walks the clauses record by record through a heap. This one takes a stretch of records at a
//! time: every clause adds to the counts and scores of the stretch, then those that have enough are told. Where the
//! rarest clauses, one of which a record needs in any case, are far fewer than the rest, only they are walked, and the
//! others are looked up for what they found.

mod source;

use std::fmt;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use source::{Source, TermSource};

/// Records of one stretch: their counts and scores stay in the processor's second cache.
const STRETCH: usize = 1 << 14;
/// To look a record up costs as much as to walk over this many.
const LOOK_UP: u64 = 5;

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
        while scorer.doc != TERMINATED {
            scorer.tell_stretch(callback);
        }
        Ok(())
    }
}

/// Counts and scores of some records that follow each other.
struct Stretch {
    start: DocId,
    counts: Vec<u16>,
    scores: Vec<Score>,
}

impl Stretch {
    /// Begins anew at `start`, with nothing counted.
    fn begin(&mut self, start: DocId) {
        self.start = start;
        self.counts.fill(0);
        self.scores.fill(0.0);
    }

    fn end(&self) -> DocId {
        let length = DocId::try_from(self.counts.len()).unwrap_or(TERMINATED);
        self.start.saturating_add(length).min(TERMINATED)
    }

    /// The place of a record that is not before the start.
    fn place(&self, doc: DocId) -> usize {
        usize::try_from(doc - self.start).unwrap_or(usize::MAX)
    }

    /// The record of a place.
    fn doc(&self, place: usize) -> DocId {
        DocId::try_from(place).map_or(TERMINATED, |place| self.start + place)
    }

    fn add(&mut self, place: usize, score: Score) {
        self.counts[place] += 1;
        self.scores[place] += score;
    }
}

struct AtLeastScorer {
    /// Rarest first.
    sources: Vec<Source>,
    /// How many of them are walked; the others are looked up.
    walked: usize,
    minimum: u16,
    stretch: Stretch,
    doc: DocId,
}

impl AtLeastScorer {
    fn of(mut sources: Vec<Source>, minimum: usize, stretch: usize) -> Self {
        let empty = Stretch {
            start: 0,
            counts: Vec::new(),
            scores: Vec::new(),
        };
        if sources.len() < minimum {
            return Self {
                sources,
                walked: 0,
                minimum: 1,
                stretch: empty,
                doc: TERMINATED,
            };
        }
        sources.sort_by_key(Source::size);
        let mut scorer = Self {
            walked: walked(&sources, minimum),
            sources,
            minimum: u16::try_from(minimum).unwrap_or(u16::MAX),
            stretch: Stretch {
                counts: vec![0; stretch],
                scores: vec![0.0; stretch],
                ..empty
            },
            doc: 0,
        };
        scorer.doc = scorer.next_stretch();
        scorer
    }

    /// Tells this match and those behind it in its stretch, and goes on to the next stretch.
    fn tell_stretch(&mut self, callback: &mut dyn FnMut(DocId, Score)) {
        let first = self.stretch.place(self.doc);
        let counted = self.stretch.counts.iter().zip(&self.stretch.scores).enumerate();
        for (place, (count, score)) in counted.skip(first) {
            if *count >= self.minimum {
                callback(self.stretch.doc(place), *score);
            }
        }
        self.doc = self.next_stretch();
    }

    /// The first match at `place` of this stretch or behind it.
    fn match_behind(&mut self, place: usize) -> DocId {
        let counts = self.stretch.counts.get(place..).unwrap_or_default();
        match counts.iter().position(|count| *count >= self.minimum) {
            Some(further) => self.stretch.doc(place + further),
            None => self.next_stretch(),
        }
    }

    /// The first match of the next stretch that has one.
    fn next_stretch(&mut self) -> DocId {
        loop {
            let (walked, looked_up) = self.sources.split_at_mut(self.walked);
            let start = walked.iter().map(Source::doc).min().unwrap_or(TERMINATED);
            if start == TERMINATED {
                return TERMINATED;
            }
            self.stretch.begin(start);
            for source in walked {
                source.walk(&mut self.stretch);
            }
            look_up(looked_up, &mut self.stretch, self.minimum);
            let found = self
                .stretch
                .counts
                .iter()
                .position(|count| *count >= self.minimum);
            if let Some(place) = found {
                return self.stretch.doc(place);
            }
        }
    }
}

/// Asks about the walked records that can still have enough, and about no others.
fn look_up(sources: &mut [Source], stretch: &mut Stretch, minimum: u16) {
    if sources.is_empty() {
        return;
    }
    let counts = stretch.counts.iter().enumerate();
    let mut places: Vec<usize> = counts
        .filter(|(_, count)| **count > 0)
        .map(|(place, _)| place)
        .collect();
    for (left, source) in (1..=sources.len()).rev().zip(sources) {
        places.retain(|place| usize::from(stretch.counts[*place]) + left >= usize::from(minimum));
        source.look_up(stretch, &places);
    }
}

/// Without one of these no record has enough; all of them when to walk the rest costs less than to look it up.
fn walked(sources: &[Source], minimum: usize) -> usize {
    let size = |sources: &[Source]| -> u64 { sources.iter().map(|source| u64::from(source.size())).sum() };
    let (needed, rest) = sources.split_at(sources.len() + 1 - minimum);
    if size(needed) * (rest.len() as u64) * LOOK_UP < size(rest) {
        needed.len()
    } else {
        sources.len()
    }
}

impl DocSet for AtLeastScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc = self.match_behind(self.stretch.place(self.doc) + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if target >= self.stretch.end() {
            for source in &mut self.sources[..self.walked] {
                source.seek(target);
            }
            self.doc = self.next_stretch();
        } else {
            self.doc = self.match_behind(self.stretch.place(target));
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let walked = &self.sources[..self.walked];
        walked.iter().map(Source::size).max().unwrap_or(0)
    }

    fn cost(&self) -> u64 {
        self.sources.iter().map(|source| u64::from(source.size())).sum()
    }
}

impl Scorer for AtLeastScorer {
    fn score(&mut self) -> Score {
        let place = self.stretch.place(self.doc);
        self.stretch.scores.get(place).copied().unwrap_or(0.0)
    }
}

impl fmt::Debug for AtLeastScorer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtLeastScorer")
            .field("doc", &self.doc)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
