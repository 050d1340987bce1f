//! Import of records, units, officers and calendars: streaming, in batches that stay invisible until released.
//!
//! `source` reads the bytes of a file into named values, `layout` or `native` make records of them, `batch`
//! frames what `records` and `incidents` store, `rejects` keeps what was not taken.

mod batch;
mod behind;
mod book;
mod chunk;
#[cfg(test)]
mod dirty;
mod error;
mod format;
mod hash;
mod incidents;
mod interrupted;
mod kind;
mod layout;
mod lists;
mod lock;
mod native;
mod reader;
mod records;
mod rejects;
mod row;
mod run;
mod seen;
mod source;
mod value;
mod write;

pub use error::ImportError;
pub use format::Format;
pub use incidents::run_incidents;
pub use interrupted::drop_interrupted;
pub use layout::Layout;
pub use lists::{run_calendar, run_cases, run_officers, run_units};
pub(crate) use native::typed;
pub use reader::{Rows, open};
pub(crate) use records::not_yet;
pub use records::run_import;
pub use row::{Fields, ParsedRow, Problem, REJECT_COLUMNS, Reject, Row, UnitRef};
pub use run::{OnError, Options, Outcome, Progress, RunError, Summary};

#[cfg(test)]
mod tests;
