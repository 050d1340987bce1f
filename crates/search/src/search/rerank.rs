//! The second stage: a few linear features order the head of the list anew.
//!
//! Postings are sought for the candidates only, so that the cost does not grow with the index.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use super::HEAD;
use super::collect::Candidate;
use crate::error::Result;
use crate::index::Searcher;
use crate::query::{Query, Slot, Slots};
use crate::schema::title_words;

/// Weights of the features, each between 0 and 1.
const BM25: f32 = 1.0;
const COVERAGE: f32 = 0.5;
const ADJACENT: f32 = 0.2;
const TITLE: f32 = 0.3;
const TITLE_WORDS: f32 = 0.2;
const RECENT: f32 = 0.05;
/// A decision this many days older than the newest candidate has half its recency.
const HALF_LIFE_DAYS: f32 = 730.0;

/// Orders the first [`HEAD`] candidates by their features; the others stay behind them.
pub(super) fn rerank(
    searcher: &Searcher,
    slots: &Slots,
    query: &Query,
    head: &mut [Candidate],
) -> Result<()> {
    let length = head.len().min(HEAD);
    let head = &mut head[..length];
    if length < 2 {
        return Ok(());
    }
    let features = Features::gather(searcher, slots, query, head)?;
    let mut scored: Vec<(f32, Candidate)> = head
        .iter()
        .enumerate()
        .map(|(index, c)| (features.score(index, c), *c))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    for (slot, (score, candidate)) in head.iter_mut().zip(scored) {
        *slot = Candidate { score, ..candidate };
    }
    Ok(())
}

struct Features {
    best_score: f32,
    coverage: Vec<f32>,
    adjacent: Vec<f32>,
    title: Vec<f32>,
    title_words: Vec<f32>,
    recency: Vec<f32>,
}

impl Features {
    fn gather(searcher: &Searcher, slots: &Slots, query: &Query, head: &[Candidate]) -> Result<Self> {
        let grams: Vec<String> = slots.list.iter().flat_map(typed_grams).collect();
        let fields = &searcher.fields;
        let in_text = presence(searcher, fields.text, &grams, head)?;
        let in_title = presence(searcher, fields.title, &grams, head)?;
        let words = title_words(&query.plain_text());
        let in_words = presence(searcher, fields.words, &words, head)?;
        Ok(Self {
            best_score: head
                .iter()
                .map(|candidate| candidate.score)
                .fold(f32::MIN_POSITIVE, f32::max),
            coverage: in_text.share(head.len()),
            adjacent: in_text.neighbours(head.len()),
            title: in_title.share(head.len()),
            title_words: in_words.share(head.len()),
            recency: recency(searcher, head),
        })
    }

    fn score(&self, index: usize, candidate: &Candidate) -> f32 {
        BM25 * candidate.score / self.best_score
            + COVERAGE * self.coverage[index]
            + ADJACENT * self.adjacent[index]
            + TITLE * self.title[index]
            + TITLE_WORDS * self.title_words[index]
            + RECENT * self.recency[index]
    }
}

fn typed_grams(slot: &Slot) -> Vec<String> {
    match slot {
        Slot::Gram(gram) => vec![gram.clone()],
        Slot::Concept(concept) => concept.typed.clone(),
    }
}

/// Which terms each candidate has, and what each term is worth.
struct Presence {
    /// By term, by candidate.
    has: Vec<Vec<bool>>,
    weight: Vec<f32>,
}

impl Presence {
    /// Weight of the terms a candidate has, of the weight of all.
    fn share(&self, candidates: usize) -> Vec<f32> {
        let all: f32 = self.weight.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let of = |candidate: usize| -> f32 {
            self.has
                .iter()
                .zip(&self.weight)
                .filter(|(has, _)| has[candidate])
                .map(|(_, weight)| weight)
                .sum()
        };
        (0..candidates).map(|candidate| of(candidate) / all).collect()
    }

    /// Share of neighbouring terms that a candidate has both of.
    #[expect(clippy::cast_precision_loss, reason = "a few hundred terms at most")]
    fn neighbours(&self, candidates: usize) -> Vec<f32> {
        let pairs = self.has.len().saturating_sub(1).max(1) as f32;
        let of = |candidate: usize| {
            self.has
                .windows(2)
                .filter(|pair| pair[0][candidate] && pair[1][candidate])
                .count() as f32
        };
        (0..candidates).map(|candidate| of(candidate) / pairs).collect()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "weights need no more than seven digits"
)]
fn presence(searcher: &Searcher, field: Field, terms: &[String], head: &[Candidate]) -> Result<Presence> {
    let by_segment = candidates_by_segment(searcher, head);
    let documents = searcher.tantivy.num_docs() as f32;
    let mut presence = Presence {
        has: Vec::new(),
        weight: Vec::new(),
    };
    for text in terms {
        let term = Term::from_field_text(field, text);
        let frequency = searcher.tantivy.doc_freq(&term)? as f32;
        let mut has = vec![false; head.len()];
        for (segment, candidates) in by_segment.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
            let reader = &searcher.tantivy.segment_readers()[segment];
            let index = reader.inverted_index(field)?;
            if let Some(postings) = index
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(tantivy::TantivyError::from)?
            {
                mark(postings, candidates, &mut has);
            }
        }
        presence.has.push(has);
        presence
            .weight
            .push((1.0 + (documents + 0.5) / (frequency + 0.5)).ln());
    }
    Ok(presence)
}

/// Candidates of each segment as (document, index in the head), by document.
fn candidates_by_segment(searcher: &Searcher, head: &[Candidate]) -> Vec<Vec<(DocId, usize)>> {
    let mut by_segment = vec![Vec::new(); searcher.tantivy.segment_readers().len()];
    for (index, candidate) in head.iter().enumerate() {
        if let Some(list) = usize::try_from(candidate.address.segment_ord)
            .ok()
            .and_then(|s| by_segment.get_mut(s))
        {
            list.push((candidate.address.doc_id, index));
        }
    }
    for list in &mut by_segment {
        list.sort_unstable();
    }
    by_segment
}

fn mark(mut postings: impl Postings, candidates: &[(DocId, usize)], has: &mut [bool]) {
    for &(doc, index) in candidates {
        let at = if postings.doc() < doc {
            postings.seek(doc)
        } else {
            postings.doc()
        };
        has[index] = at == doc;
    }
}

#[expect(clippy::cast_precision_loss, reason = "days of a few centuries fit")]
fn recency(searcher: &Searcher, head: &[Candidate]) -> Vec<f32> {
    let day = |candidate: &Candidate| {
        let segment = searcher.tantivy.segment_reader(candidate.address.segment_ord);
        searcher
            .columns
            .get(&segment.segment_id())?
            .day(candidate.address.doc_id)
    };
    let days: Vec<_> = head.iter().map(day).collect();
    let newest = days.iter().flatten().max().copied().unwrap_or(0);
    let half = |day: i64| HALF_LIFE_DAYS / (HALF_LIFE_DAYS + (newest - day) as f32);
    days.into_iter().map(|day| day.map_or(0.0, half)).collect()
}
