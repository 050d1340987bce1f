//! From a bad rating to the second callback (整改): the follow-up, and what the unit may learn.
//!
//! ```text
//! open ── unfounded
//!  └── verified ── rectifying ── calling-back ── closed
//!            └─ (mended by the queue) ─┘  └── escalated ── closed
//! ```
//!
//! Nobody is asked a third time: a second bad rating is passed up (`escalated`), and what a second rating says
//! about conduct is looked into by a follow-up of its own, which ends when it is put right.
//!
//! While a follow-up is `rectifying`, the rectification is a demand at the unit: see [`crate::demand`].

mod brief;
mod follow_up;
mod queue;
mod state;

pub use brief::{Brief, CannotBrief, Verified};
pub use follow_up::{Closure, FollowUp, Mended};
pub use queue::{Matter, Queue};
pub use state::NotNow;
