//! Why something about feedback cannot be done.

use crate::limits::RetryAfter;
use domain::demand::DemandRefused;
use domain::feedback::Refused;
use domain::field_error::FieldError;
use domain::receipt::FeedbackReference;

/// Why a submission was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// Too many from this client.
    #[error(transparent)]
    TooMany(#[from] RetryAfter),
    /// Fields have to be mended.
    #[error("有几处需要改正")]
    Invalid(Vec<FieldError>),
    /// Not to be judged by the bureau itself; nothing was stored.
    #[error("这类反映应当由外部机关处理")]
    Outside,
    /// The `Idempotency-Key` is shorter than 16 characters.
    #[error("Idempotency-Key 至少要有 16 个字符")]
    KeyTooShort,
    /// The key was used for something else, which has this reference.
    #[error("已提交过，编号 {0}")]
    KeyReused(FeedbackReference),
    /// The same key is being worked on at this moment.
    #[error("同一个 Idempotency-Key 的提交正在处理")]
    StillRunning,
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Why a receipt opens nothing. Unknown, wrong and malformed are one answer.
#[derive(Debug, thiserror::Error)]
pub enum LookUpError {
    /// Too many from this client, or too many wrong codes for this reference.
    #[error(transparent)]
    TooMany(#[from] RetryAfter),
    /// Nothing under this reference and code.
    #[error("没有找到：请核对编号和查询码")]
    NotFound,
    /// Not in this state.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The text has to be mended.
    #[error("有几处需要改正")]
    Invalid(Vec<FieldError>),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Why a member of staff cannot do something.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// No such case, or none that this person may see: the same answer.
    #[error("没有这个事项，或者您无权查看")]
    NotFound,
    /// Not in this state.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Not in this state.
    #[error(transparent)]
    DemandRefused(#[from] DemandRefused),
    /// Not by this person, or not any more.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// Fields have to be mended.
    #[error("有几处需要改正")]
    Invalid(Vec<FieldError>),
    /// Somebody else changed it meanwhile, or the database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

impl HandleError {
    /// One field has to be mended.
    pub(super) fn field(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}
