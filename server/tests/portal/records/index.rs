//! The index can be lost at any time.

use super::fixtures::{follow, import, look, published, rows};
use crate::support::TestApp;
use axum::http::StatusCode;
use service::search::{reindex, wait_until_indexed};

/// 殴打.
const AS_WRITTEN: &str = "/api/v1/records?q=%E6%AE%B4%E6%89%93";

#[tokio::test(flavor = "multi_thread")]
async fn without_an_index_the_database_serves_and_the_page_says_so() {
    for app in [TestApp::sqlite().await, TestApp::postgres().await] {
        import(&app, &rows(), true).await;
        assert_eq!(
            app.get("/readyz").await.status,
            StatusCode::OK,
            "nothing was committed before the start"
        );
        let found = app.get(AS_WRITTEN).await.json();
        assert_eq!((&found["total"], &found["degraded"]), (&1.into(), &true.into()));
        assert!(app.get("/records").await.body.contains("检索库正在更新"));
        for (query, total) in [
            ("year=2024", 1),
            ("from=2025-01-01&to=2025-04-01", 1),
            ("fine_min=2000", 1),
            ("unit=county&kind=penalty", 3),
        ] {
            assert_eq!(
                app.get(&format!("/api/v1/records?{query}")).await.json()["total"],
                total,
                "{query}"
            );
        }
        follow(&app).await;
        let found = app.get(AS_WRITTEN).await.json();
        assert_eq!(
            (&found["total"], &found["degraded"]),
            (&1.into(), &serde_json::Value::Null)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_deleted_or_damaged_while_serving_is_built_anew() {
    let app = published(TestApp::sqlite().await).await;
    let folder = app.services.search.dir().path().to_owned();
    std::fs::remove_dir_all(&folder).unwrap();
    look(&app).await;
    assert_eq!(
        app.get(AS_WRITTEN).await.json()["total"],
        1,
        "what was opened goes on serving"
    );
    follow(&app).await;
    assert!(folder.join("CURRENT").exists());
    std::fs::write(folder.join("CURRENT"), "g00000x").unwrap();
    follow(&app).await;
    assert_eq!(app.get(AS_WRITTEN).await.json()["total"], 1);
    assert_eq!(app.get("/readyz").await.json()["index_lag"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_gives_a_new_generation_with_everything_in_it() {
    let app = published(TestApp::sqlite().await).await;
    let before = app.services.search.searcher().unwrap().version();
    let mut seen = Vec::new();
    let sequence = reindex(&app.services, &mut |progress| {
        seen.push((progress.done, progress.total));
    })
    .await
    .unwrap();
    look(&app).await;
    assert_eq!(seen.last(), Some(&(3, 3)));
    assert_eq!(app.services.search.sequence(), sequence);
    assert_ne!(app.services.search.searcher().unwrap().version(), before);
    assert_eq!(app.get("/api/v1/records").await.json()["total"], 3);
    // No web process lives: the wait ends when the index on disk is there.
    wait_until_indexed(&app.services, sequence).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_from_before_a_restored_database_is_built_anew() {
    let app = published(TestApp::sqlite().await).await;
    let other = TestApp::sqlite().await;
    let (from, to) = (
        app.services.search.dir().path(),
        other.services.search.dir().path(),
    );
    std::fs::create_dir_all(to).unwrap();
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .arg(format!("{}/.", from.display()))
        .arg(to)
        .status()
        .unwrap();
    assert!(copied.success());
    follow(&other).await;
    assert_eq!(other.get("/api/v1/records").await.json()["total"], 0);
}
