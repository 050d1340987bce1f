//! What changes is shown: at once where it was changed here, after the next look where another process did it.

use super::{BRAWL, hits, kept, patient, shelved};
use crate::records::desk::{Desk, listed};
use crate::records::fixtures::{follow, import, published, reference_of, rows};
use crate::records::index::import_units;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::event::Actor;
use domain::record::WithdrawalCode;
use service::records;

on_both!(
    what_another_process_changes_is_shown_after_the_next_look,
    a_record_taken_down_by_another_process_is_gone_after_the_next_look,
    a_term_ends_at_midnight_in_memory_as_well,
);

/// 网吧.
const CAFE: &str = "q=%E7%BD%91%E5%90%A7";

async fn what_another_process_changes_is_shown_after_the_next_look(app: TestApp) {
    import_units(&app, "code,name\npost,石桥派出所\n").await;
    let mut row = rows()[0].clone();
    row["unit"] = "post".into();
    import(&app, &[row], true).await;
    follow(&app).await;
    let reference = reference_of(&app, "unit=post").await;
    let record = format!("/records/{reference}");

    assert!(kept(&app, &record, &[]).await.body.contains("石桥派出所"));
    kept(&app, "/units", &[]).await;
    import_units(&app, "code,name\npost,柳桥派出所\nnew,新桥派出所\n").await;
    for path in [&record, &format!("{record}/json"), "/units", "/"] {
        let renamed = kept(&app, path, &[]).await.body;
        assert!(
            renamed.contains("柳桥派出所") && !renamed.contains("石桥派出所"),
            "{path}: {renamed}"
        );
    }
    assert!(kept(&app, "/units", &[]).await.body.contains("新桥派出所"));

    // What the index does not hold moves the pages as well, and the index goes on.
    import_units(&app, "code,name,phone\npost,柳桥派出所,0571-12345678\n").await;
    assert!(kept(&app, "/units", &[]).await.body.contains("0571-12345678"));
    follow(&app).await;
    assert_eq!(app.get("/readyz").await.json()["index_lag"], 0);

    let unnamed = kept(&app, &record, &[]).await.body;
    service::accounts::name_bureau(&app.services, "临江市公安局")
        .await
        .unwrap();
    app.state.refresh().await.unwrap();
    let named = kept(&app, &record, &[]).await.body;
    assert!(
        named.contains("临江市公安局") && !unnamed.contains("临江市公安局"),
        "{named}"
    );

    kept(&app, &record, &[]).await;
    kept(&app, "/", &[]).await;
    let mut other = rows()[0].clone();
    other["document_number"] = "明公交罚〔2025〕77号".into();
    import(&app, &[other], true).await;
    follow(&app).await;
    let newcomer = reference_of(&app, "q=2025%2077%E5%8F%B7").await;
    for path in [&record, "/"] {
        let told = kept(&app, path, &[]).await.body;
        assert!(told.contains(&newcomer), "{path}: {told}");
    }
}

async fn a_record_taken_down_by_another_process_is_gone_after_the_next_look(app: TestApp) {
    let app = published(app).await;
    let reference = reference_of(&app, BRAWL).await;
    for path in shelved(&reference) {
        kept(&app, &path, &[]).await;
    }
    let target = records::find_target(&app.services, &reference).await.unwrap();
    let by = Actor::System("test".into());
    records::withdraw(&app.services, &target, WithdrawalCode::Privacy, &by)
        .await
        .unwrap();
    for path in shelved(&reference) {
        let now = app.get(&path).await;
        if path.contains(&reference) {
            assert_eq!(now.status, StatusCode::GONE, "{path}");
            let before = hits(&app);
            assert_eq!(app.get(&path).await.status, StatusCode::GONE);
            assert_eq!(hits(&app), before, "what is gone is not kept: {path}");
        } else {
            assert!(!now.body.contains(&reference), "{path}: {}", now.body);
        }
    }
}

async fn a_term_ends_at_midnight_in_memory_as_well(app: TestApp) {
    let app = published(app).await;
    let reference = reference_of(&app, CAFE).await;
    let path = format!("/records/{reference}");
    // The last day of its term.
    app.clock.advance(TimeDelta::days(9));
    assert_eq!(app.services.clock.today().to_string(), "2026-12-01");
    kept(&app, &path, &[]).await;
    let listed = kept(&app, "/", &[]).await;
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(app.get(&path).await.status, StatusCode::GONE);
    let home = app.get("/").await;
    assert!(
        listed.body.contains(&reference) && !home.body.contains(&reference),
        "{}",
        home.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_changes_something_here_sees_it_at_once() {
    let app = patient().await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "published").await.remove(0);
    let (path, history) = (
        format!("/records/{reference}"),
        format!("/records/{reference}/history"),
    );
    for (revision, correction, told) in [
        ("2", "factual", "更正（第 2 版）"),
        ("3", "privacy", "为保护个人信息"),
    ] {
        let number = app.get(&format!("{path}/json")).await.json()["document_number"].clone();
        let mut row = rows()
            .into_iter()
            .find(|row| row["document_number"] == number)
            .unwrap();
        row["title"] = format!("第{revision}次改过的标题").into();
        import(&app, &[row], false).await;
        desk.correct(&reference, revision, correction).await;
        desk.approve(&reference, revision).await;
        let before = kept(&app, &path, &[]).await;
        kept(&app, &history, &[]).await;
        let done = desk.publisher(&reference, "publish", revision).await;
        assert_eq!(done, StatusCode::SEE_OTHER);
        let title = format!("第{revision}次改过的标题");
        let now = app.get(&path).await;
        assert!(
            now.body.contains(&title) && !before.body.contains(&title),
            "{}",
            now.body
        );
        let told_of = app.get(&history).await.body;
        assert!(told_of.contains(told), "{told}: {told_of}");
    }
    kept(&app, &path, &[]).await;
    let fields = [("reason", "privacy"), ("confirmed", "yes")];
    let withdrawn = app
        .post_form_as(
            &desk.publisher,
            &format!("/staff/records/{reference}/withdraw"),
            &fields,
        )
        .await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    for path in [
        &path,
        &history,
        &format!("{path}/json"),
        &format!("/api/v1{path}"),
    ] {
        assert_eq!(app.get(path).await.status, StatusCode::GONE, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn earlier_texts_are_deleted_from_the_history_in_memory_as_well() {
    let app = patient().await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "published").await.remove(0);
    let history = format!("/records/{reference}/history");
    let number = app.get(&format!("/records/{reference}/json")).await.json()["document_number"].clone();
    let all = rows();
    let mut row = all
        .iter()
        .find(|row| row["document_number"] == number)
        .unwrap()
        .clone();
    row["title"] = "改过的标题".into();
    import(&app, &[row], false).await;
    desk.correct(&reference, "2", "factual").await;
    desk.approve(&reference, "2").await;
    desk.publisher(&reference, "publish", "2").await;
    let earlier = format!("{history}/1\"");
    assert!(kept(&app, &history, &[]).await.body.contains(&earlier));
    assert_eq!(
        desk.publisher(&reference, "forget-earlier", "2").await,
        StatusCode::SEE_OTHER
    );
    let now = app.get(&history).await.body;
    assert!(!now.contains(&earlier), "{now}");
}
