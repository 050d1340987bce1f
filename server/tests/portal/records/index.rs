//! The index can be lost at any time.

use super::fixtures::{follow, import, look, published, reference_of, rows};
use crate::support::TestApp;
use axum::http::StatusCode;
use domain::event::Actor;
use domain::record::WithdrawalCode;
use service::import::{Options, run_units};
use service::records::{find_target, withdraw};
use service::search::{Follower, Purging, reindex, wait_until_indexed};
use std::time::Duration;

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
async fn whichever_file_of_the_index_is_damaged_searches_are_answered_and_it_is_built_anew() {
    for kind in ["fast", "idx", "term", "pos", "store", "fieldnorm"] {
        let app = published(TestApp::sqlite().await).await;
        damage(app.services.search.dir().path(), kind);
        for address in [AS_WRITTEN, "/records", "/records?q=酒后驾驶&sort=newest"] {
            let answer = app.get(address).await;
            assert_eq!(answer.status, StatusCode::OK, "{kind} {address}");
        }
        // The web process checks the files after a failure; a damage that no answer met is found by `doctor`.
        let dir = app.services.search.dir();
        dir.condemn_if_damaged().unwrap();
        look(&app).await;
        follow(&app).await;
        assert!(dir.verify().unwrap().ready().is_some(), "{kind}");
        let found = app.get(AS_WRITTEN).await.json();
        assert_eq!(
            (&found["total"], &found["degraded"]),
            (&1.into(), &serde_json::Value::Null),
            "{kind}"
        );
    }
}

/// Overwrites the middle of every file of a kind, as a failing disk does.
fn damage(index: &std::path::Path, kind: &str) {
    let generations = std::fs::read_dir(index)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = generations
        .filter(|path| path.is_dir())
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == kind));
    let mut damaged = 0;
    for path in files {
        let mut bytes = std::fs::read(&path).unwrap();
        let length = bytes.len();
        bytes[length / 8..length / 2].fill(0xa5);
        let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        std::io::Write::write_all(&mut file, &bytes).unwrap();
        damaged += 1;
    }
    assert!(damaged > 0, "{kind}");
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

/// Imports units as the bureau would.
pub(super) async fn import_units(app: &TestApp, lines: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("units.csv");
    std::fs::write(&file, lines).unwrap();
    let options = Options::of(file, "tester");
    let outcome = run_units(&app.services, &options).await.unwrap();
    assert_eq!(outcome.summary.rejected, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_follows_a_unit_renamed_or_moved() {
    for app in [TestApp::sqlite().await, TestApp::postgres().await] {
        import_units(
            &app,
            "code,name,parent\nnorth,城北分局,county\nsouth,城南分局,county\npost,石桥派出所,north\ndesk,石桥警务室,post\n",
        )
        .await;
        let mut row = rows()[0].clone();
        row["unit"] = "desk".into();
        import(&app, &[row], true).await;
        follow(&app).await;
        let total = async |unit: &str| {
            let found = app.get(&format!("/api/v1/records?unit={unit}")).await.json();
            found["total"].clone()
        };
        assert_eq!((total("north").await, total("south").await), (1.into(), 0.into()));

        import_units(
            &app,
            "code,name,parent\npost,柳桥派出所,south\ndesk,柳桥警务室,post\n",
        )
        .await;
        follow(&app).await;
        assert_eq!((total("north").await, total("south").await), (0.into(), 1.into()));
        let found = app.get("/api/v1/records").await.json();
        assert_eq!(found["items"][0]["unit"]["name"], "柳桥警务室");
        let labels = found["facets"]["unit"].to_string();
        assert!(
            labels.contains("柳桥派出所") && !labels.contains("石桥"),
            "{labels}"
        );
        // 柳桥, 石桥.
        let offered = app.get("/api/v1/suggest?q=%E6%9F%B3%E6%A1%A5").await.body;
        assert!(offered.contains("柳桥警务室"), "{offered}");
        let before = app.get("/api/v1/suggest?q=%E7%9F%B3%E6%A1%A5").await.body;
        assert!(!before.contains("石桥"), "{before}");
    }
}

/// Whether a text stands in any file of the index.
fn is_filed(folder: &std::path::Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            is_filed(&path, text)
        } else {
            let bytes = std::fs::read(path).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_text_leaves_large_segments_when_its_time_has_come() {
    let app = published(TestApp::sqlite().await).await;
    // So many that the engine sees no reason to rewrite the segment by itself.
    let more = (10..20).map(|number| {
        let mut row = rows()[2].clone();
        row["document_number"] = format!("明公网罚〔2024〕{number}号").into();
        row
    });
    import(&app, &more.collect::<Vec<_>>(), true).await;
    reindex(&app.services, &mut |_| {}).await.unwrap();
    look(&app).await;
    let folder = app.services.search.dir().path().to_owned();
    // 殴打.
    let reference = reference_of(&app, "q=%E6%AE%B4%E6%89%93").await;
    let name = reference.strip_prefix("R-").unwrap();
    assert!(is_filed(&folder, name));
    let target = find_target(&app.services, &reference).await.unwrap();
    let code = WithdrawalCode::Privacy;
    withdraw(&app.services, &target, code, &Actor::System("test".into()))
        .await
        .unwrap();

    // Every segment is a large one.
    let later = Purging {
        at_once_up_to: 0,
        others_after: Duration::from_hours(1),
    };
    let mut follower = Follower::with(&app.services, later);
    while follower.step().await.unwrap() {}
    look(&app).await;
    assert_eq!(app.get(AS_WRITTEN).await.json()["total"], 0);
    assert!(is_filed(&folder, name), "its time has not come yet");

    // The worker was restarted and knows nothing of what is pending.
    let now = Purging {
        others_after: Duration::ZERO,
        ..later
    };
    let mut follower = Follower::with(&app.services, now);
    while follower.step().await.unwrap() {}
    assert!(!is_filed(&folder, name));
    look(&app).await;
    assert_eq!(app.get("/api/v1/records").await.json()["total"], 12);
}
