//! What every request passes, outermost first: see [`stack`].

mod accept;
pub(crate) mod body_limit;
mod client;
mod cross_origin;
pub(crate) mod frequency;
mod guards;
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
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

/// Wraps the routes, of which those with the patterns `shelved` are answered from memory. A layer added later lies
/// further out; each costs more than what it does, so there are few before a kept page.
pub fn stack(routes: Router<AppState>, state: &AppState, shelved: Arc<[&'static str]>) -> Router {
    let app = state.clone();
    routes
        .layer(from_fn_with_state(state.clone(), timeout::limit))
        .layer(from_fn(move |request, next| {
            shelve::serve(app.clone(), Arc::clone(&shelved), request, next)
        }))
        .layer(from_fn_with_state(state.clone(), guards::admit))
        .layer(CatchPanicLayer::custom(panic::answer))
        .layer(from_fn_with_state(state.clone(), problems::render))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(from_fn_with_state(state.clone(), request_id::number))
        .with_state(state.clone())
}
