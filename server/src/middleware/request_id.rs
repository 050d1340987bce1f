//! Every request has a number: in the log, and on the page when something failed. With it goes where it comes from.

use super::Client;
use crate::state::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument;

/// The number of a request: drawn here, never taken from a header, so that nobody can forge a line of the log.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

pub(super) async fn number(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = app.services().rng.symbols::<8>().to_string();
    let client = Client::find(&app, &request);
    request.extensions_mut().insert(client);
    request.extensions_mut().insert(RequestId(id.clone()));
    // The route's pattern and not the address: addresses hold references, tokens and what people search for.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str);
    let span = tracing::info_span!("request", id, method = %request.method(), route);
    async move {
        let started = Instant::now();
        let response = next.run(request).await;
        let milliseconds = started.elapsed().as_millis();
        tracing::debug!(status = response.status().as_u16(), milliseconds, "answered");
        response
    }
    .instrument(span)
    .await
}
