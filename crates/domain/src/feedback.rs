//! Citizens' feedback (群众反映): what it may say, the states it passes through, how it may end.

mod contact;
mod kind;
mod new;
mod outcome;
mod status;

pub use contact::Contact;
pub use kind::FeedbackKind;
pub use new::{BODY_MAX, NewFeedback, RawFeedback, TITLE_MAX, message_text};
pub use outcome::Outcome;
pub use status::{Action, Refused, Status};
