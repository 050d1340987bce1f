//! The records of one segment that have enough, a stretch at a time.

use std::fmt;

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

use super::source::Source;

/// To look a record up costs as much as to walk over this many.
const LOOK_UP: u64 = 5;

/// Counts and scores of some records that follow each other.
pub(super) struct Stretch {
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

    pub(super) fn end(&self) -> DocId {
        let length = DocId::try_from(self.counts.len()).unwrap_or(TERMINATED);
        self.start.saturating_add(length).min(TERMINATED)
    }

    /// The place of a record that is not before the start.
    pub(super) fn place(&self, doc: DocId) -> usize {
        usize::try_from(doc - self.start).unwrap_or(usize::MAX)
    }

    /// The record of a place.
    pub(super) fn doc(&self, place: usize) -> DocId {
        DocId::try_from(place).map_or(TERMINATED, |place| self.start + place)
    }

    pub(super) fn add(&mut self, place: usize, score: Score) {
        self.counts[place] += 1;
        self.scores[place] += score;
    }
}

/// Stands at one match after the other of a segment.
pub(super) struct AtLeastScorer {
    /// Rarest first.
    sources: Vec<Source>,
    /// How many of them are walked; the others are looked up.
    walked: usize,
    minimum: u16,
    stretch: Stretch,
    doc: DocId,
}

impl AtLeastScorer {
    pub(super) fn of(mut sources: Vec<Source>, minimum: usize, stretch: usize) -> Self {
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
    pub(super) fn tell_stretch(&mut self, callback: &mut dyn FnMut(DocId, Score)) {
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
