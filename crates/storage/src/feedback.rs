//! Citizens' feedback: one file each for who asks.

mod case;
mod change;
mod insert;
pub mod receipt;
mod staff;

pub use case::Case;
pub use change::{Change, concern, update};
pub use insert::insert;
pub use staff::{Filter, QueueRow, find, find_by_id, queue, queue_counts};
