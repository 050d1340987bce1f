use super::*;
use crate::lifecycle::{OlderSchema, Opening};
use chrono::TimeDelta;
use storage::jobs as table;

async fn services(folder: &std::path::Path) -> Services {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    Opening::new(folder.to_owned(), url, OlderSchema::Refuse)
        .open()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_job_runs_once_and_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let mut tx = services.db.begin().await.unwrap();
    enqueue(&mut tx, &services, &Job::ForgetSessions, services.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(run_due(&services).await.unwrap(), 1);
    assert_eq!(run_due(&services).await.unwrap(), 0);
    assert_eq!(
        table::count(&mut services.db.read().await.unwrap())
            .await
            .unwrap(),
        (0, 0)
    );
}

#[tokio::test]
async fn a_job_nobody_knows_is_set_aside_and_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let mut tx = services.db.begin().await.unwrap();
    let payload = serde_json::json!({ "kind": "of-a-newer-program" });
    let id = JobId(services.rng.uuid_v4());
    table::enqueue(&mut tx, id, "of-a-newer-program", &payload, services.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(run_due(&services).await.unwrap(), 1);
    assert_eq!(
        table::count(&mut services.db.read().await.unwrap())
            .await
            .unwrap(),
        (0, 1)
    );
}

#[tokio::test]
async fn daily_jobs_are_added_once_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    enqueue_daily(&services).await.unwrap();
    let (first, _) = table::count(&mut services.db.read().await.unwrap())
        .await
        .unwrap();
    assert!(first > 0);
    enqueue_daily(&services).await.unwrap();
    assert_eq!(
        table::count(&mut services.db.read().await.unwrap())
            .await
            .unwrap()
            .0,
        first
    );
}

#[test]
fn waiting_grows_to_six_hours_and_all_attempts_span_three_days() {
    assert_eq!(
        (back_off(1), back_off(2)),
        (TimeDelta::seconds(5), TimeDelta::seconds(10))
    );
    assert_eq!(back_off(1000), TimeDelta::hours(6));
    let whole: TimeDelta = (1..RETRIES).map(back_off).sum();
    assert!(
        whole > TimeDelta::hours(66) && whole < TimeDelta::hours(96),
        "{whole}"
    );
}

#[test]
fn the_word_in_the_table_is_the_tag_of_the_payload() {
    let json = serde_json::to_value(Job::ForgetSessions).unwrap();
    assert_eq!(json["kind"], Job::ForgetSessions.kind());
}
