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

/// A worker that was too slow: its job is another's now, and it changes nothing of it.
#[tokio::test]
async fn whose_lease_ran_out_settles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let mut tx = services.db.begin().await.unwrap();
    let now = services.clock.now();
    enqueue(&mut tx, &services, &Job::ForgetSessions, now)
        .await
        .unwrap();
    let minutes = TimeDelta::minutes;
    let claim = async |tx: &mut Tx, at, until: DateTime<Utc>| table::claim(tx, at, until, 9).await.unwrap();
    let slow = claim(&mut tx, now, now + minutes(5)).await;
    assert_eq!(claim(&mut tx, now + minutes(4), now + minutes(9)).await.len(), 0);
    let quick = claim(&mut tx, now + minutes(5), now + minutes(10)).await;
    assert_eq!((slow.len(), quick.len()), (1, 1));
    table::finish(&mut tx, &slow[0]).await.unwrap();
    table::retry(&mut tx, &slow[0], 1, "late", now).await.unwrap();
    table::bury(&mut tx, &slow[0], "late", now).await.unwrap();
    assert_eq!(table::count(&mut tx).await.unwrap(), (1, 0));
    assert_eq!(table::failing(&mut tx).await.unwrap(), []);
    table::finish(&mut tx, &quick[0]).await.unwrap();
    assert_eq!(table::count(&mut tx).await.unwrap(), (0, 0));
}

#[tokio::test]
async fn a_job_in_which_workers_die_again_and_again_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let mut tx = services.db.begin().await.unwrap();
    let now = services.clock.now();
    enqueue(&mut tx, &services, &Job::ForgetSessions, now - TimeDelta::days(1))
        .await
        .unwrap();
    for _ in 0..RETRIES {
        let past = now - TimeDelta::minutes(1);
        assert_eq!(table::claim(&mut tx, past, past, 1).await.unwrap().len(), 1);
    }
    tx.commit().await.unwrap();
    assert_eq!(run_due(&services).await.unwrap(), 1);
    assert_eq!(
        table::count(&mut services.db.read().await.unwrap())
            .await
            .unwrap(),
        (0, 1)
    );
}
