//! Spot checks (抽查) of what is public: drawing, judging, settling.

mod draw;
mod judge;
mod read;
mod settle;

pub use draw::{DrawError, draw, frame_size};
pub use judge::{JudgeError, judge};
pub use read::{
    Detail, ItemPage, PER_PAGE, Texts, count_findings, findings, list, open, open_item, read_original,
};
pub use settle::{SettleError, settle};

/// One record of a check, as its address names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The number of the check.
    pub check: i32,
    /// The record's place in it.
    pub item: i32,
}
