//! What a search asks for and what it answers, in plain types.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::error::{Result, SearchError};
use crate::highlight::Highlighter;

/// Hits that numbered pages reach; further ones need a [`Cursor`].
pub const DEEPEST: usize = 10_000;

/// Most hits of one answer.
pub const MAX_LIMIT: usize = 100;

/// Up to here a total with text is promised to be exact.
pub const EXACT_TOTAL: u64 = 100_000;

/// The order of the hits. Undated and fineless records come last in every order, ties go by reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Sort {
    /// Best match first; without words the same as newest.
    #[default]
    Relevance,
    /// Latest decision first.
    Newest,
    /// Earliest decision first.
    Oldest,
    /// Highest fine first.
    Fine,
    /// Last made public first, corrections among them: what is new to a reader, whenever it was decided.
    Published,
}

impl Sort {
    const ALL: [Self; 5] = [
        Self::Relevance,
        Self::Newest,
        Self::Oldest,
        Self::Fine,
        Self::Published,
    ];
}

/// One search. Values of one list mean OR, different lists AND.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// The words as typed; empty means every record.
    pub q: String,
    /// Whether lay words also find their official terms.
    pub synonyms: bool,
    /// Codes of kinds.
    pub kinds: Vec<String>,
    /// Codes of units; each includes its descendants.
    pub units: Vec<String>,
    /// Violations.
    pub violations: Vec<String>,
    /// Codes of penalties.
    pub penalties: Vec<String>,
    /// Citation keys; a law without `#` means any of its articles.
    pub statutes: Vec<String>,
    /// Years of the decision.
    pub years: Vec<i32>,
    /// First day of the decision, inclusive.
    pub from: Option<NaiveDate>,
    /// Last day of the decision, inclusive.
    pub to: Option<NaiveDate>,
    /// Lowest fine, inclusive.
    pub fine_min_fen: Option<i64>,
    /// Highest fine, inclusive.
    pub fine_max_fen: Option<i64>,
    /// Order.
    pub sort: Sort,
    /// Hits to skip; ignored with a cursor.
    pub offset: usize,
    /// Hits to give, at most [`MAX_LIMIT`].
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// Whether to count facets; feeds and cursors have no use for them.
    pub facets: bool,
    /// Most values of a facet; values filtered by are always among them.
    pub facet_limit: usize,
}

impl Default for SearchRequest {
    fn default() -> Self {
        Self {
            q: String::new(),
            synonyms: true,
            kinds: Vec::new(),
            units: Vec::new(),
            violations: Vec::new(),
            penalties: Vec::new(),
            statutes: Vec::new(),
            years: Vec::new(),
            from: None,
            to: None,
            fine_min_fen: None,
            fine_max_fen: None,
            sort: Sort::Relevance,
            offset: 0,
            limit: 20,
            after: None,
            facets: true,
            facet_limit: 100,
        }
    }
}

impl SearchRequest {
    /// A search for words with everything else at its default.
    pub fn words(q: impl Into<String>) -> Self {
        Self {
            q: q.into(),
            ..Self::default()
        }
    }
}

/// The answer.
#[derive(Debug, Clone)]
pub struct SearchResults {
    /// Number of records found.
    pub total: u64,
    /// False: at least so many ([`EXACT_TOTAL`]).
    pub total_is_exact: bool,
    /// The hits of this page.
    pub hits: Vec<Hit>,
    /// Counts by value; those of a facet ignore its own filter. Empty unless asked for.
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

/// A place in an order, opaque to clients: the rank within the re-ranked head, or the last key given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) sort: Sort,
    pub(crate) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Rank(usize),
    After(SortKey),
}

/// Higher keys come first; equal ones by reference, then by id order of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SortKey {
    pub(crate) key: u64,
    pub(crate) reference: u64,
}

impl SortKey {
    /// Order of the result list: `Less` comes first.
    pub(crate) fn list_order(&self, other: &Self) -> std::cmp::Ordering {
        other
            .key
            .cmp(&self.key)
            .then(self.reference.cmp(&other.reference))
    }
}

impl Sort {
    const fn letter(self) -> char {
        match self {
            Self::Relevance => 'r',
            Self::Newest => 'n',
            Self::Oldest => 'o',
            Self::Fine => 'f',
            Self::Published => 'p',
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Rank(rank) => write!(f, "{}{rank}", self.sort.letter()),
            Place::After(SortKey { key, reference }) => {
                write!(f, "{}{key:x}.{reference:x}", self.sort.letter())
            }
        }
    }
}

impl FromStr for Cursor {
    type Err = SearchError;

    fn from_str(text: &str) -> Result<Self> {
        let bad = || SearchError::BadCursor;
        let mut chars = text.chars();
        let letter = chars.next().ok_or_else(bad)?;
        let sort = Sort::ALL
            .into_iter()
            .find(|sort| sort.letter() == letter)
            .ok_or_else(bad)?;
        let hex = |text: &str| u64::from_str_radix(text, 16).map_err(|_| bad());
        let place = match chars.as_str().split_once('.') {
            Some((key, reference)) => Place::After(SortKey {
                key: hex(key)?,
                reference: hex(reference)?,
            }),
            None => Place::Rank(
                chars
                    .as_str()
                    .parse()
                    .ok()
                    .filter(|&rank| rank <= DEEPEST)
                    .ok_or_else(bad)?,
            ),
        };
        Ok(Self { sort, place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text_and_rubbish_is_refused() {
        for cursor in [
            Cursor {
                sort: Sort::Relevance,
                place: Place::Rank(20),
            },
            Cursor {
                sort: Sort::Fine,
                place: Place::After(SortKey {
                    key: u64::MAX,
                    reference: 7,
                }),
            },
        ] {
            assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
        }
        for rubbish in ["", "x1", "r", "r-1", "n1.g", "r99999999", "😀"] {
            assert!(rubbish.parse::<Cursor>().is_err(), "{rubbish}");
        }
    }
}
