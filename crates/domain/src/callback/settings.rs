//! What a bureau may set: local practice differs, and none of it is law.

use crate::deadline::Period;
use serde::{Deserialize, Serialize};

/// Settings of callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How long a link is valid, in calendar days after it was made.
    pub link_days: u32,
    /// A person called back once is left in peace for this many days.
    pub repeat_days: u32,
    /// A rectification that names no incident rests on at least this many, so that none can be told apart.
    pub group_size: u32,
    /// The centre's first look at a bad rating.
    pub follow_up: Period,
    /// A unit's answer to a rectification.
    pub rectify: Period,
    /// The centre's review of that answer.
    pub review: Period,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            link_days: 15,
            repeat_days: 7,
            group_size: 2,
            follow_up: Period::WorkingDays(1),
            rectify: Period::WorkingDays(5),
            review: Period::WorkingDays(1),
        }
    }
}
