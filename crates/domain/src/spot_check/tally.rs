//! How far a check has come, and the one rate that it gives.

use crate::statistics::{PUBLIC_MIN, Rate};

/// Counts of a check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records it was drawn from.
    pub frame: u64,
    /// Drawn.
    pub drawn: u64,
    /// Of them judged.
    pub judged: u64,
    /// Of these in order.
    pub in_order: u64,
    /// Drawn, and gone from the public before anybody judged them.
    pub left: u64,
    /// Findings that wait for the desk.
    pub open: u64,
}

impl Tally {
    /// Still to be judged.
    pub const fn waiting(&self) -> u64 {
        self.drawn.saturating_sub(self.judged + self.left)
    }

    /// Judged, with findings.
    pub const fn with_findings(&self) -> u64 {
        self.judged.saturating_sub(self.in_order)
    }

    /// The share in order among those judged; none while they are fewer than a rate is told of anywhere.
    pub fn rate(&self) -> Option<Rate> {
        Rate::new(self.in_order, self.judged).filter(|rate| rate.n >= PUBLIC_MIN)
    }
}
