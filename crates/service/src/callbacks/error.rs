//! Why something about a callback cannot be done.

use domain::demand::DemandRefused;
use domain::field_error::FieldError;
use domain::rectification::{CannotBrief, NotNow};

/// Why a member of staff cannot do something.
#[derive(Debug, thiserror::Error)]
pub enum CallbackError {
    /// Nothing there, or nothing that this person may see: the same answer.
    #[error("没有这个事项，或者您无权查看")]
    NotFound,
    /// Not by this person.
    #[error("这一步由另一个部门办理")]
    NotYours,
    /// Not in this state.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// Not in this state.
    #[error(transparent)]
    DemandRefused(#[from] DemandRefused),
    /// These ratings make no rectification.
    #[error(transparent)]
    CannotBrief(#[from] CannotBrief),
    /// The text has to be mended.
    #[error("有几处需要改正")]
    Invalid(Vec<FieldError>),
    /// The database, or somebody else was faster.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// A text that staff must give, up to `max` characters.
pub(super) fn required(
    field: &'static str,
    what: &str,
    text: &str,
    max: usize,
) -> Result<String, CallbackError> {
    let checked = domain::text::body(field, what, text, max);
    let text = checked.map_err(|error| CallbackError::Invalid(vec![error]))?;
    text.ok_or_else(|| CallbackError::Invalid(vec![FieldError::missing(field, what)]))
}
