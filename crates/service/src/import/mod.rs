//! Import of records, units, officers and calendars: streaming, in batches that stay invisible until released.
//!
//! `source` reads the bytes of a file into named values, `layout` or `native` make records of them, `run` stores
//! them, `rejects` keeps what was not taken.

#[cfg(test)]
mod dirty;
mod error;
mod format;
mod layout;
mod native;
mod reader;
mod row;
mod source;
mod value;

pub use error::ImportError;
pub use format::Format;
pub use layout::Layout;
pub use reader::{Rows, open};
pub use row::{Fields, ParsedRow, Problem, REJECT_COLUMNS, Reject, Row, UnitRef};
