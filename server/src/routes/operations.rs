//! For those who run the portal: is it alive, is it ready.

use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Alive: the process answers. Nothing is asked of the database, so that a slow one restarts nobody.
pub async fn healthz() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n")
}

/// Ready: the schema is this program's and the index includes everything committed before the start.
pub async fn readyz(State(app): State<AppState>) -> Response {
    let readiness = app.readiness().check(app.services()).await;
    let status = if readiness.is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = json!({ "status": readiness.word, "index_lag": readiness.index_lag });
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
