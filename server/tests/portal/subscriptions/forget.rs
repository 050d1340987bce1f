//! What is not wanted any more is forgotten, and nothing else.

use super::{DRUNK, MAILBOX, Post, drunk, path_in};
use crate::feedback::mail::jobs;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::subscription::Pace;
use service::jobs::RETRIES;
use service::subscriptions::forget;
use std::time::Duration;
use storage::subscriptions;
use testkit::smtp::Behaviour;

on_both!(
    one_asked_for_again_while_it_is_forgotten_stays,
    an_address_whose_wish_was_set_aside_is_kept_no_longer_than_one_that_waits,
    letters_that_were_set_aside_go_with_their_subscription,
);

async fn one_asked_for_again_while_it_is_forgotten_stays(app: TestApp) {
    let post = Post::open(app).await;
    let services = &post.app.services;
    for search in [DRUNK, "year=2010"] {
        post.ask(search, MAILBOX, "daily").await;
    }
    post.work().await;
    let path = path_in(&post.letters()[0]);
    post.app.clock.advance(TimeDelta::hours(49));
    let found = service::subscriptions::look(services, path.rsplit('/').next().unwrap()).await;
    assert!(found.unwrap().is_none(), "its time has passed");

    let address = services.keys.address_hash(MAILBOX);
    let mut asking = services.db.begin().await.unwrap();
    let both = subscriptions::of_address(&mut asking, &address).await.unwrap();
    let again = both.iter().find(|one| one.query == DRUNK).unwrap();
    subscriptions::ask_again(&mut asking, again.id, Pace::Daily, services.clock.now())
        .await
        .unwrap();
    let asked = async {
        // Time enough to find both lapsed.
        tokio::time::sleep(Duration::from_millis(500)).await;
        asking.commit().await.unwrap();
    };
    let (forgotten, ()) = tokio::join!(forget(&post.worker), asked);
    forgotten.unwrap();
    assert_eq!(post.app.get(&path).await.status, StatusCode::OK);
    let left = subscriptions::of_address(&mut services.db.read().await.unwrap(), &address).await;
    assert_eq!(left.unwrap().len(), 1, "the other one is forgotten");
    let report = service::audit::verify(services).await.unwrap();
    assert_eq!(report.findings, []);
}

async fn an_address_whose_wish_was_set_aside_is_kept_no_longer_than_one_that_waits(app: TestApp) {
    let post = Post::open(app).await;
    post.ask(DRUNK, MAILBOX, "daily").await;
    let mut tx = post.app.services.db.begin().await.unwrap();
    let now = post.app.services.clock.now();
    for _ in 0..RETRIES {
        let claimed = storage::jobs::claim(&mut tx, now, now, 1).await.unwrap();
        assert_eq!(claimed.len(), 1);
    }
    tx.commit().await.unwrap();
    post.work().await;
    assert_eq!(jobs(&post.app).await, (0, 1));
    for (hours, left) in [(47, 1), (2, 0)] {
        post.app.clock.advance(TimeDelta::hours(hours));
        forget(&post.worker).await.unwrap();
        assert_eq!(jobs(&post.app).await, (0, left));
    }
}

async fn letters_that_were_set_aside_go_with_their_subscription(app: TestApp) {
    let post = Post::open(app).await;
    let path = post.subscribed(DRUNK, MAILBOX, "at-once").await;
    post.subscribed(DRUNK, "other@example.test", "at-once").await;
    post.server.behave(Behaviour::RefuseUs);
    post.publish(&[drunk(1)]).await;
    post.ask("year=2010", MAILBOX, "daily").await;
    post.work().await;
    assert_eq!(jobs(&post.app).await, (0, 3));
    post.app.post_form(&format!("{path}/stop"), &[]).await;
    assert_eq!(
        jobs(&post.app).await,
        (0, 2),
        "that of the other mailbox, and the one to confirm"
    );
    post.app.clock.advance(TimeDelta::hours(49));
    forget(&post.worker).await.unwrap();
    assert_eq!(jobs(&post.app).await, (0, 1), "that of the other mailbox");
}
