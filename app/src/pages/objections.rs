//! 异议: the form on a record, and what became of an objection.

mod form;
mod status;

pub use form::{FormModel, form};
pub(crate) use status::outcome_tone;
pub use status::{AnswerModel, StatusModel, status};

#[cfg(test)]
mod tests;
