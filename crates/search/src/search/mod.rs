//! The one function behind every list: words, filters, order, facets, page.

mod collect;
mod compile;
mod facet;
mod filter;
mod rerank;
mod similar;

use std::time::Instant;

use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};
use uuid::Uuid;

use crate::error::{Result, SearchError};
use crate::highlight::Highlighter;
use crate::index::Searcher;
use crate::query::{Query, Slots};
use crate::request::{
    Cursor, DEEPEST, EXACT_TOTAL, Hit, MAX_LIMIT, Place, SearchRequest, SearchResults, Sort,
};
use collect::{Candidate, PageCollector};

/// Hits that the second stage orders anew.
const HEAD: usize = 200;

impl Searcher {
    /// Answers one request against this snapshot of the index.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults> {
        let began = Instant::now();
        let query = Query::parse(&request.q)?;
        let synonyms = request.synonyms.then_some(&*self.synonyms);
        let slots = Slots::of(&query.words, synonyms);
        let page = Page::of(request, !query.is_empty())?;
        let highlighter = Highlighter::with_slots(&query, &slots);
        let scored = page.sort == Sort::Relevance;
        let compiled = compile::compile(self, &query, &slots);
        let collector = PageCollector::new(request, &page, scored);
        let mut found = self.tantivy.search(&*compiled, &collector)?;

        let boundary = found
            .head
            .get(page.end().saturating_sub(1))
            .map(|candidate| candidate.key);
        if scored && page.ranked {
            rerank::rerank(self, &slots, &query, &mut found.head)?;
        }
        let more = found.head.len() > page.end();
        let shown = found.head.iter().skip(page.skip).take(page.limit);
        let hits = shown
            .map(|candidate| self.hit(candidate, scored))
            .collect::<Result<Vec<_>>>()?;
        let next = more.then(|| page.next(boundary)).flatten();
        let has_text = !query.is_empty();
        Ok(SearchResults {
            total: found.total,
            total_is_exact: !has_text || found.total <= EXACT_TOTAL,
            hits,
            facets: found.facets.into_facets(request),
            applied_synonyms: slots.applied,
            dropped: slots.dropped,
            next,
            highlighter,
            took: began.elapsed(),
        })
    }

    fn hit(&self, candidate: &Candidate, scored: bool) -> Result<Hit> {
        let (id, reference) = self.identity(candidate.address)?;
        Ok(Hit {
            id,
            reference,
            score: if scored { candidate.score } else { 0.0 },
        })
    }

    fn identity(&self, address: DocAddress) -> Result<(Uuid, String)> {
        let document: TantivyDocument = self.tantivy.doc(address)?;
        let text = |field| {
            document
                .get_first(field)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
        };
        let id = Uuid::parse_str(text(self.fields.id)).map_err(|_| damaged("id"))?;
        Ok((id, text(self.fields.reference).to_owned()))
    }
}

fn damaged(field: &str) -> SearchError {
    let comment = format!("stored {field} is missing");
    SearchError::Engine(tantivy::TantivyError::DataCorruption(
        tantivy::error::DataCorruption::comment_only(comment),
    ))
}

/// Which part of the order is wanted.
#[derive(Debug, Clone, Copy)]
struct Page {
    sort: Sort,
    after: Option<crate::request::SortKey>,
    skip: usize,
    limit: usize,
    /// Whether the page begins within the head that the second stage orders.
    ranked: bool,
}

impl Page {
    fn of(request: &SearchRequest, has_text: bool) -> Result<Self> {
        let limit = request.limit.min(MAX_LIMIT);
        let sort = match request.sort {
            Sort::Relevance if !has_text => Sort::Newest,
            sort => sort,
        };
        let start = Self {
            sort,
            after: None,
            skip: 0,
            limit,
            ranked: true,
        };
        match request.after {
            Some(cursor) if cursor.sort != sort => Err(SearchError::BadCursor),
            Some(Cursor {
                place: Place::Rank(rank),
                ..
            }) => Ok(Self { skip: rank, ..start }),
            Some(Cursor {
                place: Place::After(key),
                ..
            }) => Ok(Self {
                after: Some(key),
                ranked: false,
                ..start
            }),
            None if request.offset.saturating_add(limit) > DEEPEST => Err(SearchError::TooDeep),
            None => Ok(Self {
                skip: request.offset,
                ..start
            }),
        }
    }

    fn end(&self) -> usize {
        self.skip + self.limit
    }

    /// Candidates to keep: one more than shown tells whether there is a next page.
    fn keep(&self) -> usize {
        let shown = self.end() + 1;
        if self.sort == Sort::Relevance && self.ranked {
            shown.max(HEAD)
        } else {
            shown
        }
    }

    /// Within the head a place is a rank, for the second stage orders it anew; behind it is the last key.
    fn next(&self, boundary: Option<crate::request::SortKey>) -> Option<Cursor> {
        let within_head = self.sort == Sort::Relevance && self.ranked && self.end() < HEAD;
        let place = if within_head {
            Place::Rank(self.end())
        } else {
            Place::After(boundary?)
        };
        Some(Cursor {
            sort: self.sort,
            place,
        })
    }
}

#[cfg(test)]
mod tests;
