//! What asking leaves to the worker: the same for every address.

use super::{DRUNK, MAILBOX, Post};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use service::jobs::Job;
use service::subscriptions::begin_once;
use std::collections::BTreeSet;

on_both!(
    asking_writes_the_same_whatever_the_address_has,
    a_wish_looked_at_twice_leads_to_one_letter,
);

/// What a request left in the database: one job of this kind and shape, and how many events and envelopes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    jobs: Vec<(String, Vec<String>, usize)>,
    events: usize,
    envelopes: usize,
    subscriptions: i64,
}

/// The length of what is sealed, without age's header: that holds a piece of random length, whatever the content.
fn content_length(sealed: &[u8]) -> usize {
    let mac = sealed.windows(5).position(|part| part == b"\n--- ").unwrap() + 1;
    let line = sealed[mac..].iter().position(|byte| *byte == b'\n').unwrap();
    sealed.len() - mac - line - 1
}

async fn written(app: &TestApp) -> Written {
    let mut tx = app.services.db.begin().await.unwrap();
    let claimed = storage::jobs::claim(&mut tx, app.services.clock.now(), app.services.clock.now(), 99)
        .await
        .unwrap();
    let shape = |job: storage::jobs::Job| {
        let fields = job.payload.0.as_object().unwrap();
        let sealed = serde_json::from_value::<Vec<u8>>(fields["sealed"].clone()).unwrap();
        let sealed = content_length(&sealed);
        let names: BTreeSet<String> = fields.keys().cloned().collect();
        (job.kind, names.into_iter().collect(), sealed)
    };
    let state = Written {
        jobs: claimed.into_iter().map(shape).collect(),
        events: storage::audit::events(&mut tx, None, 1_000).await.unwrap().len(),
        envelopes: storage::audit::envelopes(&mut tx, None, 1_000)
            .await
            .unwrap()
            .len(),
        subscriptions: storage::census::take(&mut tx).await.unwrap().subscriptions,
    };
    tx.rollback().await.unwrap();
    state
}

async fn asking_writes_the_same_whatever_the_address_has(app: TestApp) {
    let post = Post::open(app).await;
    let long = |letter: &str| format!("{}@example.test", letter.repeat(60));
    let (known_long, unknown_long) = (long("a"), long("b"));
    for known in ["a@example.test", MAILBOX, &known_long] {
        post.subscribed(DRUNK, known, "daily").await;
    }
    // Has had its letters, and is over its own limit.
    for year in 2010..2018 {
        post.ask(&format!("year={year}"), "full@example.test", "daily")
            .await;
    }
    post.work().await;
    let before = written(&post.app).await;
    assert_eq!(before.jobs, []);
    let mut first = None;
    for email in [
        "a@example.test",
        MAILBOX,
        &known_long,
        "full@example.test",
        "b@example.test",
        "nobody@example.test",
        &unknown_long,
    ] {
        assert_eq!(post.ask(DRUNK, email, "daily").await.status, StatusCode::ACCEPTED);
        let after = written(&post.app).await;
        let [(kind, fields, sealed)] = after.jobs.as_slice() else {
            panic!("{email}: {:?}", after.jobs)
        };
        assert_eq!(kind, "begin-subscription", "{email}");
        assert_eq!(
            fields.join(" "),
            "address_hash kind pace query sealed subscription words",
            "{email}"
        );
        // Short and long addresses are padded alike.
        assert!(*sealed > 256, "{email}: {sealed}");
        assert_eq!(
            (after.events, after.envelopes, after.subscriptions),
            (before.events, before.envelopes, before.subscriptions),
            "{email}"
        );
        let same = first.get_or_insert_with(|| after.clone());
        assert_eq!(*same, after, "{email}");
        clear_jobs(&post.app).await;
    }
}

/// A worker killed behind its commit, and the next that takes the job for its own, once the letter is gone.
async fn a_wish_looked_at_twice_leads_to_one_letter(app: TestApp) {
    let post = Post::open(app).await;
    // The second time for the one that waits.
    for letters in 1..=2 {
        post.ask(DRUNK, MAILBOX, "daily").await;
        let mut tx = post.app.services.db.begin().await.unwrap();
        let now = post.app.services.clock.now();
        let job = storage::jobs::claim(&mut tx, now, now, 99)
            .await
            .unwrap()
            .remove(0);
        tx.commit().await.unwrap();
        let Ok(Job::BeginSubscription(wish)) = serde_json::from_value(job.payload.0) else {
            panic!("{}", job.kind)
        };
        for _ in 0..2 {
            begin_once(&post.worker, job.id, &wish).await.unwrap();
            post.work().await;
        }
        assert_eq!(post.letters().len(), letters);
        let mut conn = post.app.services.db.read().await.unwrap();
        let events = storage::audit::events(&mut conn, None, 1_000).await.unwrap();
        drop(conn);
        let asked = events.iter().filter(|event| event.name == "subscription-asked");
        assert_eq!(asked.count(), letters);
    }
}

async fn clear_jobs(app: &TestApp) {
    let mut tx = app.services.db.begin().await.unwrap();
    let now = app.services.clock.now();
    for job in storage::jobs::claim(&mut tx, now, now, 99).await.unwrap() {
        storage::jobs::finish(&mut tx, &job).await.unwrap();
    }
    tx.commit().await.unwrap();
}
