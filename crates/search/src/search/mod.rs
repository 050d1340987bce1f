//! The one function behind every list: words, filters, order, facets, page.

mod at_least;
mod collect;
mod compile;
mod cores;
mod facet;
mod filter;
mod measured;
mod newcomers;
mod numbers;
mod phrases;
mod rerank;
mod sample;
mod similar;

use std::time::Instant;

use domain::listing::{DEEPEST, Matched, Sort};
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};
use uuid::Uuid;

use crate::ask::{Ask, MOST_ON_A_PAGE};
use crate::cursor::{Cursor, Place, SortKey};
use crate::error::{Result, SearchError};
use crate::highlight::Highlighter;
use crate::index::{Searcher, guarded};
use crate::query::{Query, Slots};
use crate::results::{EXACT_TOTAL, Hit, SearchResults};
use collect::{Candidate, Found, PageCollector};
use compile::Reading;
pub use measured::{Measured, Span};
pub use newcomers::Newcomers;
use phrases::Phrases;

/// Hits that the second stage orders anew.
const HEAD: usize = 200;

impl Searcher {
    /// Answers one search against this snapshot of the index. Damaged files are an error, never a panic.
    pub fn search(&self, ask: &Ask) -> Result<SearchResults> {
        guarded(|| self.answer(ask, EXACT_TOTAL))
    }

    /// A total with text is exact up to `exact_up_to`.
    fn answer(&self, ask: &Ask, exact_up_to: u64) -> Result<SearchResults> {
        let began = Instant::now();
        let query = Query::parse(&ask.q)?;
        let synonyms = ask.synonyms.then_some(&*self.synonyms);
        let slots = Slots::of(&query.words, synonyms);
        let page = Page::of(ask, !query.is_empty())?;
        let highlighter = Highlighter::with_slots(&query, &slots);
        let scored = page.sort == Sort::Relevance;
        let collector = || PageCollector::new(&self.columns, ask, &page, scored);
        let compile = |reading, phrases| compile::compile(self, &query, &slots, reading, phrases);
        let asked_beyond = phrases::asked_beyond_wide(self, &query, exact_up_to)?;
        let find = |reading| -> Result<Found> {
            if let Some(beyond) = &asked_beyond {
                let wide = compile(reading, Phrases::Wide)?;
                let found = self.collect(&*wide, &collector().sampling(phrases::SAMPLE))?;
                if phrases::surely(found.total) > exact_up_to && self.all_meet(beyond, &found)? {
                    return Ok(found);
                }
            }
            Ok(self.collect(&*compile(reading, Phrases::Exact)?, &collector())?)
        };
        let mut found = find(Reading::Strict)?;
        // By day or amount a part of what was asked for would stand before the better answers; and parts of a document
        // number stand in every other one.
        let may_loosen = scored && !query.words.is_empty() && query.number_sought().is_none();
        let loosened = found.total == 0 && may_loosen;
        let any_is_enough = slots.any_is_enough() && query.number_sought().is_none();
        if loosened {
            found = find(Reading::Loose)?;
        }

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
        let total_is_exact = !has_text || found.total <= exact_up_to;
        Ok(SearchResults {
            total: if total_is_exact { found.total } else { exact_up_to },
            matched: match found.total {
                0 => Matched::Asked,
                _ if loosened => Matched::Loosely,
                _ if any_is_enough => Matched::AnyWord,
                _ => Matched::Asked,
            },
            total_is_exact,
            hits,
            facets: found.facets.into_facets(ask),
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

/// As many hits: a number that [`DEEPEST`] bounds fits everywhere.
fn hits(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Which part of the order is wanted.
#[derive(Debug, Clone, Copy)]
struct Page {
    sort: Sort,
    after: Option<SortKey>,
    skip: usize,
    limit: usize,
    /// Whether the page begins within the head that the second stage orders.
    ranked: bool,
}

impl Page {
    fn of(ask: &Ask, has_text: bool) -> Result<Self> {
        let limit = hits(ask.per_page.min(MOST_ON_A_PAGE));
        let sort = match ask.sort {
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
        match ask.cursor {
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
            None if ask.page.saturating_mul(ask.per_page) > DEEPEST => Err(SearchError::TooDeep),
            None => Ok(Self {
                skip: hits(ask.offset()),
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
    fn next(&self, boundary: Option<SortKey>) -> Option<Cursor> {
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
