//! The verdict on new records is the search's own, through address, database and index.

use super::{Post, drunk, gambling};
use crate::records::desk::Desk;
use crate::support::{TestApp, on_both};
use std::collections::BTreeSet;

on_both!(
    saved_searches_find_what_their_feeds_show,
    a_record_from_the_desk_is_new_when_it_is_published_and_not_before,
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
