//! Citizens' feedback: one file each for who asks.

mod case;
mod change;
mod insert;
pub mod receipt;
mod staff;

pub use case::Case;
pub use change::{Change, concern, update};
pub use insert::insert;
pub use staff::{Filter, Part, QueueRow, find, find_by_id, overdue_by_unit, queue, queue_counts};
