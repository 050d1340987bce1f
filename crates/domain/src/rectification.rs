//! From a bad rating to the second callback (整改): the follow-up, and what the unit may learn.
//!
//! ```text
//! open ── unfounded
//!  └── verified ── rectifying ── calling-back ── closed
//!            └─ (mended by the queue) ─┘  └── escalated ── closed
//! ```
//!
//! While a follow-up is `rectifying`, the rectification is a demand at the unit: see [`crate::demand`].

mod brief;
mod follow_up;
mod queue;
mod state;

pub use brief::{Brief, CannotBrief, Verified};
pub use follow_up::{Closure, FollowUp};
pub use queue::Queue;
pub use state::NotNow;
