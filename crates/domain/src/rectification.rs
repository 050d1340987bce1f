//! From a bad rating to the second callback (整改): follow-up, rectification, and what the unit may learn.
//!
//! ```text
//! follow-up      open ── unfounded
//!                  └──── verified ── rectifying ── calling-back ── closed
//!                            └─ (handled by the centre) ─┘   └──── escalated ── closed
//! rectification  sent ── answered ── released
//!                  ▲        └── sent-back ──┐
//!                  └────────────────────────┘
//! ```

mod brief;
mod follow_up;
mod queue;
mod state;

pub use brief::{Brief, CannotBrief, Verified};
pub use follow_up::{Closure, FollowUp};
pub use queue::Queue;
pub use state::{NotNow, Rectification};
