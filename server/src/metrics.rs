//! Figures for monitoring, in Prometheus' text format, on a listener of their own.

use crate::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// The routes of the metrics listener.
pub(crate) fn router(state: AppState) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(state)
}

async fn metrics(State(app): State<AppState>) -> Response {
    let services = app.services();
    let waiting = async { storage::jobs::count(&mut services.db.read().await?).await }.await;
    let Ok((waiting, dead)) = waiting else {
        return (StatusCode::SERVICE_UNAVAILABLE, "the database is not available\n").into_response();
    };
    let readiness = app.readiness().check(services).await;
    let shelves = app.shelves().figures();
    let text = format!(
        "# TYPE mingjing_ready gauge\nmingjing_ready {}\n\
         # TYPE mingjing_index_lag gauge\nmingjing_index_lag {}\n\
         # TYPE mingjing_jobs_waiting gauge\nmingjing_jobs_waiting {waiting}\n\
         # TYPE mingjing_jobs_dead gauge\nmingjing_jobs_dead {dead}\n\
         # TYPE mingjing_limiter_clients gauge\nmingjing_limiter_clients {}\n\
         # TYPE mingjing_page_hits_total counter\nmingjing_page_hits_total {}\n\
         # TYPE mingjing_page_misses_total counter\nmingjing_page_misses_total {}\n\
         # TYPE mingjing_page_bytes gauge\nmingjing_page_bytes {}\n",
        u8::from(readiness.is_ready),
        readiness.index_lag,
        services.limits.held(),
        shelves.hits,
        shelves.misses,
        shelves.bytes,
    );
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
