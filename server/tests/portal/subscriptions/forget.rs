//! What is not wanted any more is forgotten, and nothing else.

use super::{DRUNK, MAILBOX, Post, path_in};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::subscription::Pace;
use service::subscriptions::forget;
use std::time::Duration;
use storage::subscriptions;

on_both!(one_asked_for_again_while_it_is_forgotten_stays);

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
