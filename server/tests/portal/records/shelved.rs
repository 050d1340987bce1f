//! Finished pages in memory: each is what would be made now, byte for byte, and nobody is given another's.

mod fresh;
mod same;

use super::fixtures::published;
use crate::support::{Answer, TestApp};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use server::route::{Access, Route};

/// 打人.
const BRAWL: &str = "q=%E6%89%93%E4%BA%BA";

/// A portal whose looks hold as long as they may: what is seen at once is seen because this process changed it.
async fn patient() -> TestApp {
    published(TestApp::with(|config| config.pages.look_ms = 500).await).await
}

fn hits(app: &TestApp) -> u64 {
    app.state.shelves().figures().hits
}

async fn ask(app: &TestApp, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    app.request(method, path, headers, Body::empty()).await
}

/// The page from memory, after it was made once.
async fn kept(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Answer {
    let made = ask(app, Method::GET, path, headers).await;
    assert_eq!(made.status, StatusCode::OK, "{path}");
    let before = hits(app);
    let kept = ask(app, Method::GET, path, headers).await;
    assert_eq!(
        hits(app),
        before + 1,
        "{path} {headers:?} is answered from memory"
    );
    assert_same(&kept, &made, path);
    kept
}

fn assert_same(one: &Answer, other: &Answer, what: &str) {
    assert_eq!(one.status, other.status, "{what}");
    assert_eq!(one.headers, other.headers, "{what}");
    assert_eq!(one.bytes, other.bytes, "{what}");
}

/// Every page of one state, some of one record.
fn shelved(reference: &str) -> Vec<String> {
    let routes = server::router::routes();
    let kept = routes.iter().filter(|route| route.is_shelved());
    let passes = |route: &&Route| matches!(route.access, Access::Anyone) && route.limit.is_none();
    assert!(
        kept.clone().all(|route| passes(&route)),
        "memory asks neither limiter nor door"
    );
    kept.map(|route| route.path.replace("{ref}", reference)).collect()
}
