//! A mailbox that takes no letters is not written to for ever.

use super::{DRUNK, MAILBOX, Post, drunk};
use crate::feedback::mail::jobs;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::event::SubjectKind;
use service::jobs::enqueue_daily;
use testkit::smtp::Behaviour;

on_both!(
    a_mailbox_that_refuses_letters_on_three_days_in_a_row_has_no_subscription_left,
    several_letters_refused_on_one_morning_count_once,
    a_letter_that_arrives_forgives_those_before_it,
    a_refusal_that_does_not_blame_the_mailbox_ends_nothing,
    a_server_that_defers_for_days_ends_nothing,
    a_refused_letter_that_asks_for_confirmation_ends_nothing,
);

/// Why subscriptions ended, as the events tell.
async fn ended(app: &TestApp) -> Vec<String> {
    let mut conn = app.services.db.read().await.unwrap();
    let events = storage::audit::events(&mut conn, None, 1_000).await.unwrap();
    let ours = events
        .iter()
        .filter(|event| event.subject_kind == SubjectKind::Subscription.as_str());
    let ended = ours.filter(|event| event.name == "subscription-ended");
    ended.map(|event| format!("{event:?}")).collect()
}

async fn running(app: &TestApp) -> u64 {
    storage::subscriptions::running(&mut app.services.db.read().await.unwrap())
        .await
        .unwrap()
}

/// Publishes on the next day.
async fn next_day(post: &Post, number: u32) {
    post.app.clock.advance(TimeDelta::days(1));
    post.publish(&[drunk(number)]).await;
}

async fn a_mailbox_that_refuses_letters_on_three_days_in_a_row_has_no_subscription_left(app: TestApp) {
    let post = Post::open(app).await;
    let path = post.subscribed(DRUNK, MAILBOX, "at-once").await;
    post.subscribed("kind=penalty", MAILBOX, "daily").await;
    post.subscribed(DRUNK, "other@example.test", "daily").await;
    post.server.behave(Behaviour::Refuse);
    for number in 1..=2 {
        next_day(&post, number).await;
        assert_eq!(
            (running(&post.app).await, jobs(&post.app).await.1),
            (3, i64::from(number))
        );
    }
    assert_eq!(ended(&post.app).await, [""; 0]);
    next_day(&post, 3).await;
    assert_eq!(running(&post.app).await, 1, "that of the other mailbox");
    assert_eq!(post.app.get(&path).await.status, StatusCode::NOT_FOUND);
    let ended = ended(&post.app).await;
    assert_eq!(ended.len(), 2);
    for event in &ended {
        assert!(
            event.contains("undeliverable") && !event.contains("example"),
            "{event}"
        );
    }

    // Nobody is left to whom the letters could go.
    assert_eq!(jobs(&post.app).await, (0, 0));
    let report = service::audit::verify(&post.app.services).await.unwrap();
    assert_eq!(report.findings, []);
}

async fn several_letters_refused_on_one_morning_count_once(app: TestApp) {
    let post = Post::open(app).await;
    for search in [DRUNK, "kind=penalty", "year=2026"] {
        post.subscribed(search, MAILBOX, "daily").await;
    }
    post.server.behave(Behaviour::Refuse);
    for (number, left) in [(1, 3), (2, 3), (3, 0)] {
        post.publish(&[drunk(number)]).await;
        post.app.clock.advance(TimeDelta::days(1));
        enqueue_daily(&post.worker).await.unwrap();
        post.work().await;
        if number == 1 {
            assert_eq!(jobs(&post.app).await.1, 3, "one letter for each search");
        }
        assert_eq!(running(&post.app).await, left, "morning {number}");
    }
}

async fn a_letter_that_arrives_forgives_those_before_it(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed(DRUNK, MAILBOX, "at-once").await;
    for number in 1..=6 {
        let takes = number % 3 == 0;
        post.server.behave(if takes {
            Behaviour::Accept
        } else {
            Behaviour::Refuse
        });
        next_day(&post, number).await;
    }
    assert_eq!((running(&post.app).await, post.letters().len()), (1, 3));
}

async fn a_refusal_that_does_not_blame_the_mailbox_ends_nothing(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed(DRUNK, MAILBOX, "at-once").await;
    for number in 1..=8 {
        post.server.behave(if number <= 4 {
            Behaviour::RefuseUs
        } else {
            Behaviour::RefuseFull
        });
        next_day(&post, number).await;
    }
    assert_eq!((running(&post.app).await, jobs(&post.app).await.1), (1, 8));
}

async fn a_server_that_defers_for_days_ends_nothing(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed(DRUNK, MAILBOX, "at-once").await;
    post.server.behave(Behaviour::Defer);
    for number in 1..=3 {
        next_day(&post, number).await;
    }
    for _ in 0..30 {
        post.app.clock.advance(TimeDelta::hours(6));
        post.work().await;
    }
    assert_eq!((running(&post.app).await, jobs(&post.app).await.1), (1, 3));
}

/// Anybody can have such letters sent, and nobody can mend an address that was mistyped.
async fn a_refused_letter_that_asks_for_confirmation_ends_nothing(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed(DRUNK, MAILBOX, "daily").await;
    post.server.behave(Behaviour::Refuse);
    for year in 2011..=2013 {
        post.app.clock.advance(TimeDelta::days(1));
        post.ask(&format!("year={year}"), MAILBOX, "daily").await;
        post.work().await;
    }
    assert_eq!((running(&post.app).await, jobs(&post.app).await), (1, (0, 0)));
    post.server.behave(Behaviour::RefuseUs);
    post.app.clock.advance(TimeDelta::days(1));
    post.ask("year=2014", MAILBOX, "daily").await;
    post.work().await;
    assert_eq!(jobs(&post.app).await, (0, 1), "that one is for people to look at");
}
