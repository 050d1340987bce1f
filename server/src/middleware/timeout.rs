//! No request is worked on for ever.

use crate::problem::Problem;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;

pub(super) async fn limit(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let most = Duration::from_secs(app.config().http.request_seconds);
    tokio::time::timeout(most, next.run(request))
        .await
        .unwrap_or_else(|_| {
            tracing::warn!("a request took too long and was given up");
            Problem::unavailable(Duration::from_secs(30)).into_response()
        })
}
