//! What a search asks for, in plain types.

use chrono::NaiveDate;
use domain::listing::Sort;
use domain::money::Money;
use domain::record::{PenaltyKind, RecordKind};

use crate::cursor::Cursor;

/// Most hits of one answer.
pub const MOST_ON_A_PAGE: u64 = 100;

/// One search. Values of one list mean OR, different lists AND.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The words as typed; empty means every record.
    pub q: String,
    /// Whether lay words also find their official terms.
    pub synonyms: bool,
    /// Kinds.
    pub kinds: Vec<RecordKind>,
    /// Codes of units; each includes its descendants.
    pub units: Vec<String>,
    /// Violations.
    pub violations: Vec<String>,
    /// Kinds of penalty.
    pub penalties: Vec<PenaltyKind>,
    /// Citation keys; a law without `#` means any of its articles.
    pub statutes: Vec<String>,
    /// Years of the decision.
    pub years: Vec<i32>,
    /// First day of the decision, inclusive.
    pub from: Option<NaiveDate>,
    /// Last day of the decision, inclusive.
    pub to: Option<NaiveDate>,
    /// Lowest fine, inclusive.
    pub fine_min: Option<Money>,
    /// Highest fine, inclusive.
    pub fine_max: Option<Money>,
    /// Order.
    pub sort: Sort,
    /// The page, from 1; ignored with a cursor.
    pub page: u64,
    /// Records on a page, at most [`MOST_ON_A_PAGE`].
    pub per_page: u64,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
    /// Whether to count the values of filters; feeds and cursors have no use for them.
    pub facets: bool,
    /// Most values of a filter that are counted; those filtered by are always among them.
    pub facet_limit: usize,
}

impl Default for Ask {
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
            fine_min: None,
            fine_max: None,
            sort: Sort::Newest,
            page: 1,
            per_page: 20,
            cursor: None,
            facets: true,
            facet_limit: 50,
        }
    }
}

impl Ask {
    /// A search for words, best match first, with everything else at its default.
    pub fn words(q: impl Into<String>) -> Self {
        Self {
            q: q.into(),
            sort: Sort::Relevance,
            ..Self::default()
        }
    }

    /// Records to skip.
    pub fn offset(&self) -> u64 {
        self.page.saturating_sub(1).saturating_mul(self.per_page)
    }
}
