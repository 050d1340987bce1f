//! What a request must be like before anything is done for it.

use super::{accept, cross_origin, query_limit};
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

pub(super) async fn admit(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let refusal = accept::refusal(&request)
        .or_else(|| query_limit::refusal(&request))
        .or_else(|| cross_origin::refusal(&app, &request));
    match refusal {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}
