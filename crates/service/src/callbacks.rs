//! Callbacks: invitations out, ratings in, follow-ups, rectifications and the second callback.

mod answer;
mod deliver;
mod error;
mod export;
mod export_file;
mod follow_up;
mod invite;
mod rectify;
mod send;

pub use answer::{Answered, Invite, Link, Thanks, answer, look};
pub use deliver::{close_unanswered, fan_out, invite_by_mail};
pub use error::CallbackError;
pub use export::{ExportRow, Exported, export_invitations, mark_exported};
pub use export_file::{ExportError, export_to_file};
pub use follow_up::{Act, FollowUpView, act, find, list};
pub use invite::{Drawn, draw, settings};
pub use rectify::{answer as answer_rectification, release, send_back};
pub use send::send;

#[cfg(test)]
mod tests;
