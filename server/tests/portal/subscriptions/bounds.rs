//! How many may run.

use super::{DRUNK, MAILBOX, Post, path_in};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::ids::{SearchId, SubscriptionId};
use domain::subscription::{MOST_SEARCHES, Pace};
use server::config::Config;
use service::services::Services;
use std::time::Duration;
use storage::subscriptions::{self, NewSubscription};

on_both!(
    a_mailbox_has_twenty_searches_and_its_owner_is_told,
    the_second_of_two_clicks_on_the_last_search_finds_it_running,
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

/// So many searches that run for one mailbox.
async fn run(services: &Services, searches: usize) -> Vec<(SubscriptionId, SearchId)> {
    let mut running = Vec::new();
    for year in 0..searches {
        let (id, search) = begun(services, MAILBOX, &format!("year={}", 2000 + year)).await;
        let mut tx = services.db.begin().await.unwrap();
        subscriptions::confirm(&mut tx, id, services.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        running.push((id, search));
    }
    running
}

async fn confirm(post: &Post, path: &str) -> Answer {
    post.app.post_form(path, &[("act", "confirm")]).await
}

async fn a_mailbox_has_twenty_searches_and_its_owner_is_told(app: TestApp) {
    let post = Post::open(app).await;
    post.ask(DRUNK, MAILBOX, "daily").await;
    post.work().await;
    let path = path_in(&post.letters()[0]);
    let others = run(&post.app.services, MOST_SEARCHES).await;
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

async fn the_second_of_two_clicks_on_the_last_search_finds_it_running(app: TestApp) {
    let post = Post::open(app).await;
    let services = &post.app.services;
    post.ask(DRUNK, MAILBOX, "daily").await;
    post.work().await;
    let path = path_in(&post.letters()[0]);
    let others = run(services, MOST_SEARCHES - 1).await;
    let mut first = services.db.begin().await.unwrap();
    let address = services.keys.address_hash(MAILBOX);
    let mut all = subscriptions::of_address(&mut first, &address).await.unwrap();
    all.retain(|one| !others.iter().any(|(id, _)| *id == one.id));
    let last = all.remove(0).id;
    subscriptions::room(&mut first, last, u64::MAX).await.unwrap();
    subscriptions::confirm(&mut first, last, services.clock.now())
        .await
        .unwrap();
    let confirmed = async {
        // Time enough for the second to find it not confirmed.
        tokio::time::sleep(Duration::from_millis(500)).await;
        first.commit().await.unwrap();
    };
    let (second, ()) = tokio::join!(confirm(&post, &path), confirmed);
    for answer in [second, confirm(&post, &path).await] {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.body.contains("订阅已经生效"), "{}", answer.body);
    }
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
