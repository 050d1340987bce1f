//! Routes whose finished pages are kept in memory: see [`crate::shelf`].

use super::session;
use crate::render::Encoding;
use crate::shelf::Key;
use crate::state::AppState;
use crate::visit::{Preferences, cookie};
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;

/// A database that does not tell in so long what is public is asked by the page itself, which has its own time.
const LOOK: Duration = Duration::from_secs(2);

/// Answers with the kept page, or keeps the one that is made, on the routes with these patterns.
pub(super) async fn serve(
    app: AppState,
    patterns: Arc<[&'static str]>,
    request: Request,
    next: Next,
) -> Response {
    let shelves = app.shelves();
    let route = request.extensions().get::<MatchedPath>();
    let is_shelved = route.is_some_and(|route| patterns.contains(&route.as_str()));
    let Some(key) = is_shelved.then(|| key(&app, &request)).flatten() else {
        return next.run(request).await;
    };
    let current = tokio::time::timeout(LOOK, shelves.current(app.services()));
    let Ok(Some(shelf)) = current.await else {
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

/// Notes that a request may have changed what is public, before anybody hears that it did, and also where nobody waits for
/// the answer any more: behind a client that hung up the handler is dropped wherever it stands, maybe behind its commit.
/// A commit that is still under way then counts as one of another process.
pub(crate) async fn note_write(app: AppState, request: Request, next: Next) -> Response {
    let _noted = Noted(app);
    next.run(request).await
}

/// Notes a write when it is dropped.
struct Noted(AppState);

impl Drop for Noted {
    fn drop(&mut self) {
        self.0.shelves().note_write();
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use service::lifecycle::{OlderSchema, Opening};
    use service::services::Services;
    use std::sync::Arc;
    use storage::index_changes::{self, Change};
    use tokio::sync::Notify;
    use tower::ServiceExt;

    async fn change(services: &Services) {
        let mut tx = services.db.begin().await.unwrap();
        index_changes::append(&mut tx, Change::Pages).await.unwrap();
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn a_write_is_noted_although_its_client_hung_up() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
        let opening = Opening::new(folder.path().to_owned(), url, OlderSchema::Refuse);
        let services = opening.open().await.unwrap();
        let mut config = Config::default();
        // Nobody looks again by himself.
        config.pages.look_ms = 3_600_000;
        let app = AppState::new(services.clone(), config).await.unwrap();
        let before = app.shelves().current(&services).await.unwrap();

        let written = Arc::new(Notify::new());
        let (state, done, writing) = (app.clone(), written.clone(), services.clone());
        let handler = async move || -> Response {
            change(&writing).await;
            done.notify_one();
            std::future::pending().await
        };
        let router = Router::new()
            .route("/", post(handler))
            .layer(from_fn(move |request, next| {
                note_write(state.clone(), request, next)
            }));
        let request = Request::post("/").body(Body::empty()).unwrap();
        tokio::select! {
            _ = router.oneshot(request) => panic!("nobody answers"),
            () = written.notified() => {}
        }
        let after = app.shelves().current(&services).await.unwrap();
        assert!(
            !Arc::ptr_eq(&before, &after),
            "a page of before is not given any more"
        );
    }
}
