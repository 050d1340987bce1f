//! A mailbox that takes no letters is not written to for ever.

use super::{DRUNK, MAILBOX, Post, drunk};
use crate::feedback::mail::jobs;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use testkit::smtp::Behaviour;

on_both!(
    a_mailbox_that_refuses_three_letters_in_a_row_has_no_subscription_left,
    a_letter_that_arrives_forgives_those_before_it,
    a_server_that_does_not_want_us_ends_nothing,
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

async fn a_mailbox_that_refuses_three_letters_in_a_row_has_no_subscription_left(app: TestApp) {
    let post = Post::open(app).await;
    let path = post.subscribed(DRUNK, MAILBOX, "at-once").await;
    post.subscribed("kind=penalty", MAILBOX, "daily").await;
    post.subscribed(DRUNK, "other@example.test", "daily").await;
    post.server.behave(Behaviour::Refuse);
    for number in 1..=2 {
        post.publish(&[drunk(number)]).await;
        assert_eq!(
            (running(&post.app).await, jobs(&post.app).await.1),
            (3, i64::from(number))
        );
    }
    assert_eq!(ended(&post.app).await, [""; 0]);
    post.publish(&[drunk(3)]).await;
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

    // The letters stay where people count them, and go nowhere when they are queued again.
    assert_eq!(jobs(&post.app).await.1, 3);
    post.server.behave(Behaviour::Accept);
    let before = post.letters().len();
    assert_eq!(service::jobs::revive(&post.worker).await.unwrap(), 3);
    post.work().await;
    assert_eq!((post.letters().len(), jobs(&post.app).await.1), (before, 0));
    let report = service::audit::verify(&post.app.services).await.unwrap();
    assert_eq!(report.findings, []);
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
        post.publish(&[drunk(number)]).await;
    }
    assert_eq!((running(&post.app).await, post.letters().len()), (1, 3));
}

async fn a_server_that_does_not_want_us_ends_nothing(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed(DRUNK, MAILBOX, "at-once").await;
    post.server.behave(Behaviour::RefuseUs);
    for number in 1..=4 {
        post.publish(&[drunk(number)]).await;
    }
    assert_eq!((running(&post.app).await, jobs(&post.app).await.1), (1, 4));
}
