//! Routes whose finished pages are kept in memory: see [`crate::shelf`].

use super::session;
use crate::render::Encoding;
use crate::shelf::Key;
use crate::state::AppState;
use crate::visit::{Preferences, cookie};
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

/// Answers with the kept page, or keeps the one that is made.
pub(crate) async fn serve(app: AppState, request: Request, next: Next) -> Response {
    let shelves = app.shelves();
    let Some(key) = key(&app, &request) else {
        return next.run(request).await;
    };
    let Some(shelf) = shelves.current(app.services()).await else {
        return next.run(request).await;
    };
    if let Some(kept) = shelves.find(&shelf, &key) {
        return kept.answer(request.headers());
    }
    let is_whole = request.method() == Method::GET;
    let answer = next.run(request).await;
    if is_whole {
        shelf.keep(key, &answer, app.services().search.turns());
    }
    answer
}

/// Notes that a request may have changed what is public, before anybody hears that it did.
pub(crate) async fn note_write(app: AppState, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    app.shelves().note_write();
    answer
}

/// What the page is kept under. Nothing for a request that is not to be answered from memory: one that may change
/// something or comes with a session, or whose address is one of the endlessly many that lead to the same page.
fn key(app: &AppState, request: &Request) -> Option<Key> {
    let (uri, headers) = (request.uri(), request.headers());
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_plain = reads && uri.query().is_none() && !uri.path().contains('%');
    let session = session::cookie_name(app.config().http.is_https());
    if !is_plain || cookie(headers, session).is_some() {
        return None;
    }
    let Preferences { theme, size, lang } = Preferences::of(headers);
    Some(Key {
        path: uri.path().to_owned(),
        theme,
        size,
        lang,
        encoding: Encoding::best_of(headers),
        today: app.services().clock.today(),
        bureau: app.bureau(),
    })
}
