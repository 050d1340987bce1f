//! What is kept is the page that would be made, and only of what has one state for everybody.

use super::{BRAWL, ask, assert_same, hits, kept, patient, shelved};
use crate::records::fixtures::{published, reference_of};
use crate::support::{TestApp, on_both};
use axum::http::{Method, StatusCode};
use domain::role::Role;

on_both!(what_is_kept_is_what_is_made);

/// Nobody's session: its holder is not signed in, and is not answered from memory either.
const SESSION: &str = "mingjing=0000000000000000000000000000000000000000000000000000000000000000";

async fn what_is_kept_is_what_is_made(app: TestApp) {
    let app = published(app).await;
    let reference = reference_of(&app, BRAWL).await;
    let paths = shelved(&reference);
    assert!(paths.contains(&format!("/records/{reference}")) && paths.contains(&"/".to_owned()));
    for path in paths {
        let mut seen = Vec::new();
        for encoding in ["br", "gzip", "identity"] {
            for cookie in ["", "theme=dark", "size=large", "theme=light; size=large"] {
                let headers = [("accept-encoding", encoding), ("cookie", cookie)];
                let kept = kept(&app, &path, &headers).await;
                let with_session = format!("{SESSION}; {cookie}");
                let (before, past) = (hits(&app), [headers[0], ("cookie", with_session.as_str())]);
                assert_same(&ask(&app, Method::GET, &path, &past).await, &kept, &path);
                for method in [Method::GET, Method::HEAD] {
                    let tag = ("if-none-match", kept.header("etag"));
                    for more in [("x-nothing", ""), tag, ("if-none-match", "\"other\"")] {
                        let from_memory =
                            ask(&app, method.clone(), &path, &[headers[0], headers[1], more]).await;
                        let made = ask(&app, method.clone(), &path, &[past[0], past[1], more]).await;
                        assert_same(&from_memory, &made, &format!("{method} {path} {more:?}"));
                    }
                }
                assert_eq!(hits(&app), before + 6, "{path}: half of them came from memory");
                seen.push(kept.bytes);
            }
        }
        let different: std::collections::HashSet<_> = seen.iter().collect();
        let is_document = path.ends_with("/json") || path.starts_with("/api/");
        let expected = if is_document { 3 } else { 12 };
        assert_eq!(
            different.len(),
            expected,
            "{path}: no two ways to show it are taken for one"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_neither_answered_from_memory_nor_kept() {
    let app = patient().await;
    let publisher = app.sign_in(Role::Publisher).await;
    let path = format!("/records/{}", reference_of(&app, BRAWL).await);
    for _ in 0..2 {
        let before = app.state.shelves().figures();
        assert_eq!(app.get_as(&publisher, &path).await.status, StatusCode::OK);
        assert_eq!(app.state.shelves().figures(), before);
    }
    kept(&app, &path, &[]).await;
    let before = hits(&app);
    app.get_as(&publisher, &path).await;
    assert_eq!(hits(&app), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_without_end_and_other_methods_take_no_room() {
    let app = patient().await;
    let reference = reference_of(&app, BRAWL).await;
    let encoded = reference.replace('R', "%52");
    for path in [
        format!("/records/{reference}?x=1"),
        format!("/records/{encoded}"),
        "/?x=2".into(),
        "/records/R-00000000".into(),
        format!("/records/{}", reference.to_lowercase()),
    ] {
        app.get(&path).await;
        app.get(&path).await;
    }
    assert_eq!(app.state.shelves().figures().bytes, 0);
    let path = format!("/records/{reference}");
    ask(&app, Method::HEAD, &path, &[]).await;
    assert_eq!(
        app.state.shelves().figures().bytes,
        0,
        "half an answer is not kept"
    );
    kept(&app, &path, &[]).await;
    for method in [Method::OPTIONS, Method::POST, Method::DELETE] {
        let answer = ask(&app, method.clone(), &path, &[("sec-fetch-site", "same-origin")]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_database_nothing_is_answered_from_memory() {
    let app = published(TestApp::sqlite().await).await;
    let path = format!("/records/{}", reference_of(&app, BRAWL).await);
    kept(&app, &path, &[]).await;
    app.services.db.close().await;
    let before = app.state.shelves().figures();
    assert_eq!(app.get(&path).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.state.shelves().figures(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_memory_is_not_given_pages_are_made_anew() {
    let app = published(TestApp::with(|config| config.pages.memory_mib = 0).await).await;
    let path = format!("/records/{}", reference_of(&app, BRAWL).await);
    for _ in 0..2 {
        assert_eq!(app.get(&path).await.status, StatusCode::OK);
    }
    let figures = app.state.shelves().figures();
    assert_eq!((figures.hits, figures.misses, figures.bytes), (0, 0, 0));
}
