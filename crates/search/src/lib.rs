//! The only user of tantivy: normaliser, index, query, facets, highlight, suggest.
//!
//! Texts go through one normaliser ([`text`]) on their way into the index and out of the search box, so that
//! width, case, script and brackets never stand between a question and its record. The search box has its own
//! parser ([`query`]); public text never reaches tantivy's. The index lives in generations below one folder
//! ([`index`]); [`Searcher::search`] is the one function that answers.

pub mod ask;
mod columns;
pub mod cursor;
pub mod document;
pub mod error;
pub mod highlight;
pub mod index;
pub mod query;
pub mod results;
mod schema;
mod search;
pub mod statute;
pub mod suggest;
pub mod text;

pub use ask::{Ask, MOST_ON_A_PAGE};
pub use cursor::Cursor;
pub use document::{Change, Document};
pub use error::SearchError;
pub use highlight::{Fragment, Highlighter};
pub use index::{
    IndexDir, IndexReader, IndexState, IndexWriter, Rebuild, Searcher, WriterLock, WriterOptions,
};
pub use query::{Query, QueryError, SynonymGroup, Synonyms};
pub use results::{AppliedSynonym, FacetCount, Facets, Hit, SearchResults};
pub use search::{Measured, Span};
pub use suggest::{Suggestion, Vocabulary, VocabularyEntry};
