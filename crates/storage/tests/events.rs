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
