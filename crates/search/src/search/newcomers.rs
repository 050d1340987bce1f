//! Inverse matching: which of some new records a saved search finds. The searches run on an index of these records
//! alone, in memory, compiled by the same code for the same fields, so that the verdict is the search's own.

use domain::listing::Sort;
use uuid::Uuid;

use super::collect::PageCollector;
use super::compile::{Reading, compile};
use super::phrases::Phrases;
use super::{Page, hits};
use crate::ask::Ask;
use crate::document::Document;
use crate::error::Result;
use crate::index::{Searcher, guarded};
use crate::query::{Query, Slots};

/// New records, ready to be matched.
#[derive(Debug)]
pub struct Newcomers(Searcher);

impl Newcomers {
    /// As many as fit into memory: the caller brings some hundreds at a time.
    pub fn of(documents: &[Document]) -> Result<Self> {
        guarded(|| Searcher::of(documents).map(Self))
    }
}

impl Searcher {
    /// Which of the newcomers this search finds, whatever its order and page, when it stands beside all records of this
    /// snapshot, which holds the newcomers as well: a document number is sought as a whole where some record has it.
    ///
    /// It is the search in any order but by relevance: what has only a part of the words is no hit.
    pub fn finds(&self, ask: &Ask, newcomers: &Newcomers) -> Result<Vec<Uuid>> {
        guarded(|| {
            let query = Query::parse(&ask.q)?;
            let slots = Slots::of(&query.words, ask.synonyms.then_some(&*self.synonyms));
            let compiled = compile(self, &query, &slots, Reading::Strict, Phrases::Exact)?;
            let among = &newcomers.0;
            let all = Page {
                sort: Sort::Published,
                after: None,
                skip: 0,
                limit: hits(among.records()),
                ranked: false,
            };
            let uncounted = Ask {
                facets: false,
                ..ask.clone()
            };
            let collector = PageCollector::new(&among.columns, &uncounted, &all, false);
            let found = among.collect(&*compiled, &collector)?;
            let ids = found.head.iter().map(|hit| Ok(among.identity(hit.address)?.0));
            ids.collect()
        })
    }
}

#[cfg(test)]
mod tests;
