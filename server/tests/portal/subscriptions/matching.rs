//! The verdict on new records is the search's own, through address, database and index.

use super::{Post, drunk, gambling};
use crate::records::desk::Desk;
use crate::support::{TestApp, on_both};
use chrono::TimeDelta;
use service::jobs::run_due;
use std::collections::BTreeSet;
use storage::newcomers::{self, What};

on_both!(
    saved_searches_find_what_their_feeds_show,
    a_record_from_the_desk_is_new_when_it_is_published_and_not_before,
    a_large_batch_is_matched_in_pieces_and_told_in_one_letter,
    whoever_waits_for_the_index_is_told_as_soon_as_it_is_there,
);

const SEARCHES: [&str; 12] = [
    "",
    "q=%E9%85%92%E9%A9%BE",
    "q=%E9%85%92%E9%A9%BE&synonyms=off",
    "q=%E8%B5%8C%E5%8D%9A",
    "q=-%E8%B5%8C%E5%8D%9A",
    "q=%22%E6%A3%8B%E7%89%8C%E5%AE%A4%22",
    "q=2026+1%E5%8F%B7",
    "q=%E6%98%8E%E5%85%AC%E4%BA%A4%E7%BD%9A%E3%80%942026%E3%80%951%E5%8F%B7",
    "year=2024",
    "fine_min=2000",
    "kind=license",
    "unit=county&penalty=fine&from=2025-01-01",
];

async fn saved_searches_find_what_their_feeds_show(app: TestApp) {
    let post = Post::open(app).await;
    for (place, search) in SEARCHES.iter().enumerate() {
        post.subscribed(search, &format!("citizen{place}@example.test"), "at-once")
            .await;
    }
    let rows: Vec<_> = (1..=4).map(drunk).chain((11..=14).map(gambling)).collect();
    post.publish(&rows).await;
    for (place, search) in SEARCHES.iter().enumerate() {
        let feed = post.app.get(&format!("/feeds/records.atom?{search}")).await.body;
        let shown: BTreeSet<&str> = references(&feed, "/records/R-").collect();
        let to = format!("citizen{place}@example.test");
        let received = post.server.received();
        let mails = received.iter().filter(|mail| mail.to == [to.clone()]);
        let told: String = mails
            .skip(1)
            .map(|mail| crate::feedback::mail::text(&mail.text()))
            .collect();
        let told: BTreeSet<&str> = references(&told, "/records/R-").collect();
        assert_eq!(told, shown, "{search}");
    }
}

fn references<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(before).map(|(at, _)| &text[at + 9..at + 19])
}

async fn a_record_from_the_desk_is_new_when_it_is_published_and_not_before(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed("q=%E9%85%92%E9%A9%BE", "citizen@example.test", "at-once")
        .await;
    crate::records::fixtures::import(&post.app, &[drunk(1)], false).await;
    let desk = Desk::open(&post.app).await;
    let reference = crate::records::desk::listed(&post.app, &desk.publisher, "drafts")
        .await
        .remove(0);
    desk.publisher(&reference, "submit", "1").await;
    desk.approve(&reference, "1").await;
    post.work().await;
    post.app.clock.advance(chrono::TimeDelta::minutes(2));
    post.work().await;
    assert_eq!(post.letters().len(), 1, "approved is not published");
    desk.publisher(&reference, "publish", "1").await;
    post.work().await;
    post.app.clock.advance(chrono::TimeDelta::minutes(2));
    post.work().await;
    assert_eq!(post.letters().len(), 2);
    assert!(post.letters()[1].contains(&reference));
}

async fn first(app: &TestApp) -> Option<What> {
    let mut conn = app.services.db.read().await.unwrap();
    let first = newcomers::first(&mut conn, 1).await.unwrap();
    first.first().map(|newcomer| newcomer.what)
}

async fn a_large_batch_is_matched_in_pieces_and_told_in_one_letter(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed("", "citizen@example.test", "at-once").await;
    let rows: Vec<_> = (1..=1_200).map(gambling).collect();
    crate::records::fixtures::import(&post.app, &rows, true).await;
    crate::records::fixtures::follow(&post.app).await;
    assert!(matches!(first(&post.app).await, Some(What::Batch(_, None))));

    // A piece leaves the rest to a job of its own, and whoever looks for newcomers adds no second one.
    let mut places = BTreeSet::new();
    for left in [2, 1, 0] {
        service::subscriptions::match_newcomers(&post.worker)
            .await
            .unwrap();
        service::subscriptions::wake(&post.worker).await.unwrap();
        let reached = first(&post.app).await;
        assert_eq!(reached.is_some(), left > 0);
        places.extend(reached.map(|what| format!("{what:?}")));
    }
    assert_eq!(places.len(), 2, "{places:?}");
    post.app.clock.advance(TimeDelta::minutes(2));
    post.work().await;
    let letters = post.letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[1].matches("/records/R-").count(), 20);
    assert!(letters[1].contains("还有 1180 件"), "{}", letters[1]);
}

async fn whoever_waits_for_the_index_is_told_as_soon_as_it_is_there(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed("q=%E9%85%92%E9%A9%BE", "citizen@example.test", "at-once")
        .await;
    crate::records::fixtures::import(&post.app, &[drunk(1)], true).await;
    service::subscriptions::wake(&post.worker).await.unwrap();
    // Nobody follows for an hour.
    for _ in 0..720 {
        while run_due(&post.worker).await.unwrap() > 0 {}
        post.app.clock.advance(TimeDelta::seconds(5));
    }
    assert!(first(&post.app).await.is_some());
    crate::records::fixtures::follow(&post.app).await;
    post.app.clock.advance(TimeDelta::seconds(5));
    while run_due(&post.worker).await.unwrap() > 0 {}
    assert_eq!(first(&post.app).await, None);
    post.app.clock.advance(TimeDelta::minutes(1));
    while run_due(&post.worker).await.unwrap() > 0 {}
    assert_eq!(post.letters().len(), 2);
}
