//! Saved searches with mail (订阅): asked for, confirmed from the mailbox, matched against what becomes public, told of it.

mod ask;
mod forget;
mod letters;
mod matching;
mod own;
mod tell;

pub use ask::{AskError, Wanted, ask};
pub use forget::forget;
pub use letters::{confirm_by_mail, send};
pub use matching::{match_newcomers, wake};
pub use own::{change, confirm, look, stop};
pub(crate) use tell::morning;
pub use tell::tell;
