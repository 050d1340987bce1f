//! How many may run, and that asking does the same for every address.

use super::{DRUNK, MAILBOX, Post, path_in};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::ids::{SearchId, SubscriptionId};
use domain::subscription::{MOST_SEARCHES, Pace};
use server::config::Config;
use service::jobs::Job;
use service::services::Services;
use service::subscriptions::begin_once;
use std::collections::BTreeSet;
use storage::subscriptions::{self, NewSubscription};

on_both!(
    a_mailbox_has_twenty_searches_and_its_owner_is_told,
    asking_writes_the_same_whatever_the_address_has,
    a_wish_looked_at_twice_leads_to_one_letter,
    a_search_that_ends_while_somebody_asks_for_it_is_no_error,
);

/// A subscription straight in the database.
async fn begun(services: &Services, email: &str, query: &str) -> (SubscriptionId, SearchId) {
    let id = SubscriptionId(services.rng.uuid_v4());
    let mut tx = services.db.begin().await.unwrap();
    let drawn = SearchId(services.rng.uuid_v4());
    let search = subscriptions::save_search(&mut tx, drawn, query, "检索")
        .await
        .unwrap();
    let new = NewSubscription {
        id,
        token_hash: &services
            .keys
            .subscription_hash(services.keys.subscription_token(id)),
        address_hash: &services.keys.address_hash(email),
        search,
        pace: Pace::Daily,
        at: services.clock.now(),
    };
    subscriptions::insert(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    (id, search)
}

async fn confirm(post: &Post, path: &str) -> Answer {
    post.app.post_form(path, &[("act", "confirm")]).await
}

async fn a_mailbox_has_twenty_searches_and_its_owner_is_told(app: TestApp) {
    let post = Post::open(app).await;
    post.ask(DRUNK, MAILBOX, "daily").await;
    post.work().await;
    let path = path_in(&post.letters()[0]);
    let mut others = Vec::new();
    for year in 0..MOST_SEARCHES {
        let (id, search) = begun(&post.app.services, MAILBOX, &format!("year={}", 2000 + year)).await;
        let mut tx = post.app.services.db.begin().await.unwrap();
        let now = post.app.services.clock.now();
        subscriptions::confirm(&mut tx, id, now).await.unwrap();
        tx.commit().await.unwrap();
        others.push((id, search));
    }
    let refused = confirm(&post, &path).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for told in ["已经订阅了 20 个检索", "退订", "确认订阅"] {
        assert!(refused.body.contains(told), "{told}: {}", refused.body);
    }
    let mut tx = post.app.services.db.begin().await.unwrap();
    subscriptions::delete(&mut tx, others[0].0, others[0].1)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(confirm(&post, &path).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_run_than_the_bureau_allows_however_many_confirm_at_once() {
    let two = |config: &mut Config| config.subscriptions.most = 2;
    for app in [TestApp::with(two).await, TestApp::postgres_with(two).await] {
        let post = Post::open(app).await;
        for number in 0..3 {
            let asked = post
                .ask(DRUNK, &format!("citizen{number}@example.test"), "daily")
                .await;
            assert_eq!(asked.status, StatusCode::ACCEPTED);
        }
        post.work().await;
        let paths: Vec<String> = post.letters().iter().map(|letter| path_in(letter)).collect();
        let (first, second, third) = tokio::join!(
            confirm(&post, &paths[0]),
            confirm(&post, &paths[1]),
            confirm(&post, &paths[2])
        );
        let answers = [first, second, third];
        let refused: Vec<usize> = (0..3)
            .filter(|place| answers[*place].status == StatusCode::CONFLICT)
            .collect();
        assert_eq!(refused.len(), 1, "{answers:?}");
        let left = refused[0];
        let told = &answers[left].body;
        assert!(told.contains("名额已满") && told.contains("确认订阅"), "{told}");
        assert!(
            told.contains("以前可以回到本页") && !told.contains("过几天"),
            "the link does not live for days: {told}"
        );

        // Everybody is told, whatever the address has, and keeps what was typed.
        let asked = async |email: &str| {
            let told = post.ask(DRUNK, email, "daily").await;
            assert_eq!(told.status, StatusCode::CONFLICT);
            assert!(told.body.contains("名额已满") && told.body.contains(email));
            told.body.replace(email, "")
        };
        assert_eq!(
            asked("citizen0@example.test").await,
            asked("nobody@example.test").await
        );
        let other = paths
            .iter()
            .enumerate()
            .find(|(place, _)| *place != left)
            .unwrap()
            .1;
        post.app.post_form(&format!("{other}/stop"), &[]).await;
        assert_eq!(confirm(&post, &paths[left]).await.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bureau_that_wants_none_offers_none() {
    let none = |config: &mut Config| config.subscriptions.most = 0;
    let post = Post::open(TestApp::with(none).await).await;
    let results = post.app.get(&format!("/records?{DRUNK}")).await;
    assert_eq!(results.status, StatusCode::OK);
    assert!(!results.body.contains("/subscriptions/new"), "{}", results.body);
    let form = post.app.get(&format!("/subscriptions/new?{DRUNK}")).await;
    assert_eq!(form.status, StatusCode::NOT_FOUND);
    let asked = post.ask(DRUNK, MAILBOX, "daily").await;
    assert_eq!(asked.status, StatusCode::NOT_FOUND);
}

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

async fn a_search_that_ends_while_somebody_asks_for_it_is_no_error(app: TestApp) {
    let services = app.services.clone();
    let query = "year=2010";
    let mut last = begun(&services, "citizen0@example.test", query).await;
    for round in 1..=80 {
        let deleting = services.clone();
        let ending = tokio::spawn(async move {
            let mut tx = deleting.db.begin().await?;
            subscriptions::delete(&mut tx, last.0, last.1).await?;
            tx.commit().await
        });
        let adding = services.clone();
        let beginning =
            tokio::spawn(async move { begun(&adding, &format!("citizen{round}@example.test"), query).await });
        ending.await.unwrap().unwrap();
        last = beginning.await.unwrap();
    }
    let census = storage::census::take(&mut services.db.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!((census.subscriptions, census.saved_searches), (1, 1));
}
