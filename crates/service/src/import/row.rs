//! One row on its way in: as read, then as a record or as a reject.

use domain::field_error::FieldError;
use domain::record::Content;
use serde_json::Value;
use std::sync::Arc;

/// Columns that a reject file adds; they are passed over when it is imported again.
pub const REJECT_COLUMNS: [&str; 3] = ["_line", "_column", "_reason"];
/// What could not be taken apart into fields is kept whole under this name.
pub(super) const RAW_COLUMN: &str = "_raw";

/// Named values in the order of the file; cells of tables are strings, empty cells are left out.
pub type Fields = Vec<(Arc<str>, Value)>;

/// Why a row is not taken, in words for whoever mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Line of the file (row of the sheet), counted from 1.
    pub line: u64,
    /// The column at fault, under its name in the file.
    pub column: Option<String>,
    /// What is wrong and how to mend it, in Chinese.
    pub reason: String,
}

/// A row as taken from the file.
#[derive(Debug, Clone)]
pub(super) struct RawRow {
    /// Line of the file (row of the sheet), counted from 1.
    pub line: u64,
    /// What stands in it.
    pub fields: Fields,
    /// What was wrong already in reading.
    pub problem: Option<Problem>,
}

/// A reject before its line is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The column at fault.
    pub column: Option<String>,
    /// In Chinese.
    pub reason: String,
}

impl Problem {
    /// Of the whole row.
    pub fn row(reason: impl Into<String>) -> Self {
        Self {
            column: None,
            reason: reason.into(),
        }
    }

    /// Of one column.
    pub fn column(column: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            column: Some(column.into()),
            reason: reason.into(),
        }
    }

    /// The same key as an earlier line.
    pub fn repeats(line: u64) -> Self {
        Self::row(format!("与第 {line} 行重复（duplicate of line {line}）"))
    }

    /// At a line.
    pub fn at(self, line: u64) -> Reject {
        Reject {
            line,
            column: self.column,
            reason: self.reason,
        }
    }
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        Self {
            column: Some(error.field.into_owned()),
            reason: error.message,
        }
    }
}

/// Which unit a row belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UnitRef {
    /// A code, or a full name that has the form of one.
    Code(String),
    /// A full name.
    Name(String),
    /// The row names none: `--unit` or nothing.
    Default,
}

impl UnitRef {
    /// What has the form of a code is one.
    pub fn parse(text: &str) -> Self {
        match domain::unit::UnitCode::parse(text) {
            Ok(code) => Self::Code(code.as_str().to_owned()),
            Err(_) => Self::Name(text.to_owned()),
        }
    }
}

/// A row that can become a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedRow {
    /// Its unit.
    pub unit: UnitRef,
    /// What it says.
    pub content: Content,
    /// Names of columns that nothing was made of.
    pub unknown: Vec<Arc<str>>,
}

/// A row with its outcome.
#[derive(Debug, Clone)]
pub struct Row {
    /// Line of the file (row of the sheet), counted from 1.
    pub line: u64,
    /// As read, for the reject file.
    pub fields: Fields,
    /// A record to be, or why not.
    pub parsed: Result<ParsedRow, Reject>,
}
