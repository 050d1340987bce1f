//! What every request passes, outermost first: see [`stack`].

mod accept;
pub(crate) mod body_limit;
mod client;
mod cross_origin;
pub(crate) mod frequency;
mod headers;
mod panic;
mod problems;
mod query_limit;
mod request_id;
pub(crate) mod session;
pub(crate) mod shelve;
mod timeout;
mod typed;

pub use client::Client;
pub use request_id::RequestId;
pub use session::SignedIn;

use crate::state::AppState;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;

/// Wraps the routes. A layer added later lies further out.
pub fn stack(routes: Router<AppState>, state: &AppState) -> Router {
    routes
        .layer(from_fn_with_state(state.clone(), cross_origin::guard))
        .layer(from_fn(query_limit::limit))
        .layer(from_fn(accept::json_below_api))
        .layer(from_fn_with_state(state.clone(), timeout::limit))
        .layer(CatchPanicLayer::custom(panic::answer))
        .layer(from_fn_with_state(state.clone(), problems::render))
        .layer(from_fn_with_state(state.clone(), client::identify))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(from_fn_with_state(state.clone(), request_id::number))
        .with_state(state.clone())
}
