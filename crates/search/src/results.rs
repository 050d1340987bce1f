//! What a search answers, in plain types.

use std::time::Duration;

use domain::listing::Matched;
use uuid::Uuid;

use crate::cursor::Cursor;
use crate::highlight::Highlighter;

/// Up to here a total with text is promised to be exact.
pub const EXACT_TOTAL: u64 = 100_000;

/// The answer.
#[derive(Debug, Clone)]
pub struct SearchResults {
    /// Number of records found.
    pub total: u64,
    /// False: at least so many ([`EXACT_TOTAL`]).
    pub total_is_exact: bool,
    /// What the records found have of the words.
    pub matched: Matched,
    /// The hits of this page.
    pub hits: Vec<Hit>,
    /// Counts by value; those of a facet ignore its own filter. Empty unless asked for. Where the total is not exact they
    /// may count records that have the bigrams of a phrase and not the phrase.
    pub facets: Facets,
    /// The synonyms that the search also looked for.
    pub applied_synonyms: Vec<AppliedSynonym>,
    /// Words that could not be looked for (nothing but signs, or beyond the limit of clauses).
    pub dropped: Vec<String>,
    /// Where the next page begins; none at the end.
    pub next: Option<Cursor>,
    /// Marks what was looked for in the texts of the hits.
    pub highlighter: Highlighter,
    /// Time taken.
    pub took: Duration,
}

/// One record found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Row id.
    pub id: Uuid,
    /// Public reference.
    pub reference: String,
    /// Relevance; 0 in other orders.
    pub score: f32,
}

/// A lay word and the official terms it also finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedSynonym {
    /// As typed (folded).
    pub typed: String,
    /// The terms looked for besides.
    pub also: Vec<String>,
}

/// A value and how many records have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// Code, key or year.
    pub value: String,
    /// Number of records.
    pub count: u64,
}

/// Counts by value, most frequent first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// Kinds.
    pub kind: Vec<FacetCount>,
    /// Units and their ancestors.
    pub unit: Vec<FacetCount>,
    /// Violations.
    pub violation: Vec<FacetCount>,
    /// Kinds of penalty.
    pub penalty: Vec<FacetCount>,
    /// Articles.
    pub statute: Vec<FacetCount>,
    /// Years of decision.
    pub year: Vec<FacetCount>,
}
