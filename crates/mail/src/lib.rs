//! The only user of lettre: transports and templates.
//!
//! Mail carries no text of a case and no receipt code: only that there is something, and where to look.

mod address;
mod error;
mod letter;
mod mailer;
mod smtp;

pub use address::is_address;
pub use error::{MailSettingsError, SendError};
pub use letter::{Letter, NewRecords};
pub use mailer::{Mailer, Outbox, Post, Sent};
