//! The search box: its own small parser, synonyms and limits. Public text never reaches tantivy's parser.

mod parse;
mod slots;
mod synonyms;

pub use synonyms::{SynonymGroup, Synonyms};

pub(crate) use slots::{Concept, Slot, Slots};

use crate::text::number;

/// Longest text of a search box, in characters.
pub const LONGEST: usize = 200;
/// Most operator parts: phrases, exclusions, OR and `field:`.
pub const MOST_OPERATORS: usize = 12;
/// Most clauses after expansion.
pub const MOST_CLAUSES: usize = 256;

/// The words typed are over a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Over [`LONGEST`] characters.
    #[error("搜索词太长（{0} 字），请缩短到 200 字以内")]
    TooLong(usize),
    /// Over [`MOST_OPERATORS`] parts with an operator.
    #[error("引号、减号、OR 和“字段：”合计最多 12 处，请减少一些")]
    TooManyOperators,
}

/// What a person typed, understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Plain words, folded; they are looked for together.
    pub(crate) words: Vec<String>,
    /// Each must be met by one of its alternatives.
    pub(crate) required: Vec<Vec<Atom>>,
    /// None may be met.
    pub(crate) excluded: Vec<Atom>,
}

/// One thing to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Atom {
    /// A word, matched like plain words.
    Word(String),
    /// Exactly so, in this order.
    Phrase(String),
    /// Within one field.
    Field(FieldName, String),
}

/// The fields that `field:` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldName {
    Number,
    Party,
    Unit,
    Statute,
    Violation,
    Title,
    Kind,
    Year,
}

impl FieldName {
    /// By its folded name.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "文号" | "编号" | "number" | "no" => Self::Number,
            "当事人" | "相对人" | "行政相对人" | "party" => Self::Party,
            "单位" | "机关" | "unit" => Self::Unit,
            "法条" | "依据" | "statute" | "law" => Self::Statute,
            "违法行为" | "违法" | "案由" | "violation" => Self::Violation,
            "标题" | "title" => Self::Title,
            "类别" | "类型" | "kind" => Self::Kind,
            "年" | "年份" | "year" => Self::Year,
            _ => return None,
        })
    }
}

impl Query {
    /// Understands typed text, within the limits.
    pub fn parse(typed: &str) -> Result<Self, QueryError> {
        parse::parse(typed)
    }

    /// Whether nothing was asked for, so that every record is an answer.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.required.is_empty() && self.excluded.is_empty()
    }

    /// The plain words as one text.
    pub fn plain_text(&self) -> String {
        self.words.join(" ")
    }

    /// The document number that the words write out, or the part of one, without what writings differ in.
    pub fn number_sought(&self) -> Option<String> {
        Some(number::compact(&self.plain_text())).filter(|compact| number::is_number(compact))
    }
}
