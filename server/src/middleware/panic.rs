//! A panic costs one request, not the server.

use crate::problem::Problem;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::any::Any;

#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature that CatchPanicLayer calls"
)]
pub(super) fn answer(panic: Box<dyn Any + Send>) -> Response {
    let said = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    tracing::error!(panic = %said, "a handler panicked");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
