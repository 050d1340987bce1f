//! Events of one subject by two writers at once, on both databases.
#![expect(clippy::unwrap_used, reason = "in a test, failing is the message")]

use chrono::NaiveDate;
use domain::event::{Actor, Event, SubjectKind};
use storage::events::{self, When};
use storage::{Db, Tx};
use uuid::Uuid;

const SUBJECT: (SubjectKind, Uuid) = (SubjectKind::User, Uuid::from_u128(7));

async fn append(tx: &mut Tx, event: &Event) {
    let when = When::On(NaiveDate::from_ymd_opt(2026, 11, 26).unwrap());
    let actor = Actor::System("test".into());
    events::append(tx, SUBJECT, when, &actor, event).await.unwrap();
}

#[tokio::test]
async fn two_writers_at_one_subject_lose_neither_event() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = format!("sqlite:{}", folder.path().join("test.db").display());
    for url in [sqlite, testkit::postgres::fresh_database()] {
        let db = Db::open(&url).await.unwrap();
        db.migrate().await.unwrap();
        let mut first = db.begin().await.unwrap();
        append(&mut first, &Event::SignedIn).await;
        let second = {
            let db = db.clone();
            tokio::spawn(async move {
                let mut second = db.begin().await.unwrap();
                append(&mut second, &Event::SignedOut).await;
                second.commit().await.unwrap();
            })
        };
        tokio::task::yield_now().await;
        append(&mut first, &Event::SignInFailed).await;
        first.commit().await.unwrap();
        second.await.unwrap();
        let listed = events::list(&mut db.read().await.unwrap(), SUBJECT)
            .await
            .unwrap();
        let listed: Vec<_> = listed.into_iter().map(|one| (one.ordinal, one.event)).collect();
        assert_eq!(
            listed,
            [
                (1, Event::SignedIn),
                (2, Event::SignInFailed),
                (3, Event::SignedOut)
            ]
        );
    }
}

/// More than one statement holds.
#[tokio::test]
async fn the_first_events_of_many_subjects_are_all_written_in_their_order() {
    const SUBJECTS: u128 = 4_100;
    let folder = tempfile::tempdir().unwrap();
    let sqlite = format!("sqlite:{}", folder.path().join("test.db").display());
    for url in [sqlite, testkit::postgres::fresh_database()] {
        let db = Db::open(&url).await.unwrap();
        db.migrate().await.unwrap();
        let events = |id| (Uuid::from_u128(id), vec![Event::SignedIn, Event::SignedOut]);
        let first: Vec<_> = (1..=SUBJECTS).map(events).collect();
        let (when, actor) = (
            When::On(NaiveDate::from_ymd_opt(2026, 11, 26).unwrap()),
            Actor::System("test".into()),
        );
        let mut tx = db.begin().await.unwrap();
        events::append_first(&mut tx, SubjectKind::User, &[], when, &actor)
            .await
            .unwrap();
        events::append_first(&mut tx, SubjectKind::User, &first, when, &actor)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        for id in [1, 2_000, 2_001, SUBJECTS] {
            let listed = events::list(&mut conn, (SubjectKind::User, Uuid::from_u128(id)))
                .await
                .unwrap();
            let listed: Vec<_> = listed.into_iter().map(|one| (one.ordinal, one.event)).collect();
            assert_eq!(listed, [(1, Event::SignedIn), (2, Event::SignedOut)]);
        }
    }
}
