//! Feeds and the register of withdrawals: what is new, and what is no more.

use super::fixtures::{follow, published, reference_of};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::event::Actor;
use domain::record::WithdrawalCode;
use server::feed::record_id;
use service::records;

const BRAWL: &str = "q=%E6%89%93%E4%BA%BA";
const DRUNK: &str = "q=%E9%85%92%E9%A9%BE";

async fn withdraw(app: &TestApp, reference: &str, code: WithdrawalCode) {
    let target = records::find_target(&app.services, reference).await.unwrap();
    records::withdraw(&app.services, &target, code, &Actor::System("test".into()))
        .await
        .unwrap();
    follow(app).await;
}

async fn a_feed_tells_what_is_new_and_what_is_no_more(app: TestApp) {
    let app = published(app).await;
    let (drunk, brawl) = (reference_of(&app, DRUNK).await, reference_of(&app, BRAWL).await);
    let feed = app.get(&format!("/feeds/records.atom?{DRUNK}")).await;
    assert_eq!(
        (
            feed.status,
            feed.header("content-type"),
            feed.header("x-robots-tag")
        ),
        (StatusCode::OK, "application/atom+xml; charset=utf-8", "noindex")
    );
    assert!(
        feed.body.contains(&record_id(&drunk)) && feed.body.contains("某"),
        "{}",
        feed.body
    );
    for secret in [
        &record_id(&brawl),
        "李小龙",
        "11010519491231002X",
        "deleted-entry",
    ] {
        assert!(!feed.body.contains(secret), "{secret}: {}", feed.body);
    }

    withdraw(&app, &drunk, WithdrawalCode::Revoked).await;
    withdraw(&app, &brawl, WithdrawalCode::Privacy).await;
    // Whoever kept a copy is told, whatever search brought it; why is told only where the law asks for it.
    let feed = app.get("/feeds/records.atom?kind=penalty").await.body;
    for reference in [&drunk, &brawl] {
        assert!(
            feed.contains(&format!(r#"<at:deleted-entry ref="{}""#, record_id(reference))),
            "{feed}"
        );
    }
    assert_eq!(feed.matches("<at:comment>").count(), 1);
    assert!(feed.contains("决定被依法撤销") && !feed.contains("个人隐私"));
    assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");

    let register = app.get("/withdrawals").await.body;
    assert!(
        register.contains(&drunk) && register.contains("明公交罚〔2025〕1号"),
        "{register}"
    );
    for secret in [&brawl, "明公治罚〔2025〕2号", "李小龙", "个人隐私，"] {
        assert!(!register.contains(secret), "{secret}: {register}");
    }
    // What is told of a removal ends: a copy older than that is nobody's subscription.
    app.clock.advance(chrono::Duration::days(91));
    let later = app.get("/feeds/records.atom").await.body;
    assert!(!later.contains(&record_id(&drunk)), "{later}");
    assert!(app.get("/withdrawals").await.body.contains(&drunk));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_tells_what_is_new_and_what_is_no_more_on_sqlite() {
    a_feed_tells_what_is_new_and_what_is_no_more(TestApp::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_tells_what_is_new_and_what_is_no_more_on_postgres() {
    a_feed_tells_what_is_new_and_what_is_no_more(TestApp::postgres().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_publication_is_told_to_those_who_keep_a_copy() {
    let app = published(TestApp::sqlite().await).await;
    let cafe = reference_of(&app, "q=%E7%BD%91%E5%90%A7").await;
    app.clock.advance(chrono::Duration::days(30));
    let feed = app.get("/feeds/records.atom").await.body;
    let stone = format!(
        r#"<at:deleted-entry ref="{}" when="2026-12-02T00:00:00+08:00"/>"#,
        record_id(&cafe)
    );
    assert!(feed.contains(&stone), "{feed}");
}

/// What stands behind `start` and before `end`.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split(start).nth(1).unwrap();
    rest.split(end).next().unwrap()
}

/// Kind and address of the links of a feed, without those of its entries.
fn links(feed: &str) -> Vec<(String, String)> {
    let links = feed.split("<link ").skip(1);
    links
        .map(|link| {
            (
                between(link, "rel=\"", "\"").to_owned(),
                between(link, "href=\"", "\"").to_owned(),
            )
        })
        .take_while(|(_, href)| !href.contains("/records/R-"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_leads_through_its_pages_and_to_the_search() {
    let app = TestApp::sqlite().await;
    let row = |number: u32| {
        let mut row = super::fixtures::rows()[2].clone();
        row["document_number"] = format!("明公网罚〔2024〕{number}号").into();
        row
    };
    let rows: Vec<_> = (1..=201).map(row).collect();
    super::fixtures::import(&app, &rows, true).await;
    follow(&app).await;
    let pair = |name: &str, href: &str| (name.to_owned(), format!("http://127.0.0.1:3000{href}"));
    let path = "/feeds/records.atom?year=2024";
    let page = |number: u32| format!("{path}&amp;page={number}");
    let (first, second) = (app.get(path).await, app.get(&format!("{path}&page=2")).await);
    assert_eq!(
        links(&first.body),
        [
            pair("self", path),
            pair("alternate", "/records?year=2024"),
            pair("first", path),
            pair("last", &page(3)),
            pair("next", &page(2)),
        ]
    );
    assert_eq!(
        links(&second.body),
        [
            pair("self", &page(2)),
            pair("alternate", "/records?year=2024"),
            pair("first", path),
            pair("last", &page(3)),
            pair("previous", path),
            pair("next", &page(3)),
        ]
    );
    let third = app.get(&format!("{path}&page=3")).await.body;
    let entries = |body: &str| body.matches("<entry>").count();
    assert_eq!(
        (entries(&first.body), entries(&second.body), entries(&third)),
        (100, 100, 1)
    );
    assert_eq!(
        between(&first.body, "<id>", "<"),
        between(&third, "<id>", "<"),
        "one feed, in pages"
    );
    let results = app.get("/records?year=2024&sort=oldest&page=2").await.body;
    assert!(results.contains(
        r#"<link rel="alternate" type="application/atom+xml" href="/feeds/records.atom?year=2024">"#
    ));
    assert!(
        results.contains(r#"<a href="/feeds/records.atom?year=2024">"#),
        "{results}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_feed_has_the_same_bytes_and_an_impossible_one_is_refused() {
    let app = published(TestApp::sqlite().await).await;
    for path in ["/feeds/records.atom", "/feeds/records.atom?q=%E6%97%A0%E6%AD%A4"] {
        let first = app.get(path).await;
        app.clock.advance(chrono::Duration::minutes(5));
        let second = app.get(path).await;
        assert_eq!(
            (&first.body, first.header("etag")),
            (&second.body, second.header("etag"))
        );
        assert!(!first.header("etag").is_empty());
    }
    assert_eq!(
        app.get("/feeds/records.atom?year=abc").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let unordered = app.get("/feeds/records.atom?sort=fine&per_page=1&cursor=x").await;
    assert_eq!(
        (unordered.status, unordered.body.matches("<entry>").count()),
        (StatusCode::OK, 3)
    );
    assert!(!unordered.body.contains("sort="));
}

/// The addresses in a document.
fn addresses(feed: &str) -> Vec<&str> {
    let hrefs = feed.split("href=\"").skip(1);
    hrefs.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_begins_with_what_the_portal_knows_of_its_address() {
    let told = Some("https://jw.example.gov.cn");
    for (addr, told, base) in [
        ("127.0.0.1:3000", None, "http://127.0.0.1:3000/"),
        ("0.0.0.0:80", told, "https://jw.example.gov.cn/"),
        ("0.0.0.0:80", None, "/"),
    ] {
        let app = TestApp::with(|config| {
            config.http.addr = addr.parse().unwrap();
            config.http.public_url = told.map(str::to_owned);
        });
        let app = app.await;
        let app = published(app).await;
        // Who asks does not say where the portal is.
        let headers = [("host", "evil.example")];
        let feed = app
            .request(
                axum::http::Method::GET,
                "/feeds/records.atom",
                &headers,
                String::new(),
            )
            .await
            .body;
        let addresses = addresses(&feed);
        assert!(addresses.len() > 4, "{feed}");
        for address in addresses {
            assert!(address.starts_with(base), "{address}");
        }
    }
}

async fn a_feed_of_a_unit_tells_of_no_other_units_removals(app: TestApp) {
    let mut row = super::fixtures::rows()[2].clone();
    row["unit"] = "ps01".into();
    super::fixtures::import(&app, &[row], true).await;
    let app = published(app).await;
    let (drunk, cafe) = (
        reference_of(&app, DRUNK).await,
        reference_of(&app, "unit=ps01").await,
    );
    withdraw(&app, &drunk, WithdrawalCode::Revoked).await;
    withdraw(&app, &cafe, WithdrawalCode::Privacy).await;
    for (query, told) in [
        ("unit=ps01", vec![&cafe]),
        ("unit=ps01&kind=license", vec![&cafe]),
        ("unit=county", vec![&drunk, &cafe]),
        ("", vec![&drunk, &cafe]),
    ] {
        let feed = app.get(&format!("/feeds/records.atom?{query}")).await.body;
        assert_eq!(
            feed.matches("<at:deleted-entry ").count(),
            told.len(),
            "{query}: {feed}"
        );
        for reference in told {
            assert!(
                feed.contains(&format!(r#"ref="{}""#, record_id(reference))),
                "{query}"
            );
        }
    }
}

on_both!(a_feed_of_a_unit_tells_of_no_other_units_removals);
