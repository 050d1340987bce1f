//! How often one client may use a route: counted before its handler runs.

use super::Client;
use crate::problem::Problem;
use crate::state::AppState;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use service::limits::Action;

/// Counts the request, or answers 429 with the time to come back.
pub(crate) async fn limit(app: AppState, action: Action, request: Request, next: Next) -> Response {
    match app
        .services()
        .limits
        .check(action, Client::of(request.extensions()))
    {
        Ok(()) => next.run(request).await,
        Err(refused) => Problem::from(refused).into_response(),
    }
}
