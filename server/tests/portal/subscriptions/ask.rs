//! Asking and confirming: nobody but the owner of a mailbox decides, and nobody learns who is subscribed.

use super::{DRUNK, MAILBOX, Post, path_in};
use crate::support::{TestApp, on_both};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use domain::event::SubjectKind;

on_both!(
    a_subscription_begins_in_the_mailbox_and_ends_with_its_address_deleted,
    the_page_says_the_same_whether_the_address_is_known_or_not,
    a_mailbox_gets_three_letters_in_two_days_whoever_asks,
    two_clicks_at_once_confirm_once,
    what_nobody_confirms_is_deleted_after_its_time,
    the_database_holds_neither_address_nor_token,
);

/// Sealed addresses, and searches that are matched.
async fn kept(app: &TestApp) -> (usize, usize) {
    let mut conn = app.services.db.read().await.unwrap();
    let envelopes = storage::audit::envelopes(&mut conn, None, 100).await.unwrap();
    let searches = storage::search_hits::searches(&mut conn).await.unwrap();
    (envelopes.len(), searches.len())
}

async fn a_subscription_begins_in_the_mailbox_and_ends_with_its_address_deleted(app: TestApp) {
    let post = Post::open(app).await;
    let asked = post.ask(DRUNK, MAILBOX, "daily").await;
    assert_eq!(
        (asked.status, asked.header("cache-control")),
        (StatusCode::ACCEPTED, "no-store")
    );
    // The web process has no mail server here: nothing is said to be on its way.
    says(
        &asked.body,
        &["暂时发不出邮件", MAILBOX, "/feeds/records.atom?q="],
    );
    says_not(&asked.body, &["正在发往", "请到邮箱里确认"]);
    post.work().await;
    let letter = post.letters().remove(0);
    assert!(letter.contains("2026年11月24日 09:00"), "{letter}");
    assert!(
        !letter.contains("酒驾"),
        "what a stranger may have typed is not sent: {letter}"
    );
    assert!(!letter.contains("List-Unsubscribe"), "{letter}");

    // Mail scanners open every link: that changes nothing.
    let path = path_in(&letter);
    for _ in 0..2 {
        let page = post.app.get(&path).await;
        assert_eq!(
            (page.status, page.header("cache-control")),
            (StatusCode::OK, "no-store")
        );
        for shown in ["确认订阅", "酒驾", "noindex"] {
            assert!(page.body.contains(shown), "{shown}");
        }
        assert_eq!(page.header("referrer-policy"), "same-origin");
    }
    assert_eq!(kept(&post.app).await, (1, 0));
    let confirmed = post.app.post_form(&path, &[("act", "confirm")]).await;
    assert!(confirmed.body.contains("订阅已经生效"), "{}", confirmed.body);
    assert_eq!(kept(&post.app).await, (1, 1));

    let changed = post.app.post_form(&path, &[("pace", "at-once")]).await;
    assert!(changed.body.contains("已经改好"), "{}", changed.body);

    stop_by_one_click(&post.app, &path).await;
    assert_eq!(kept(&post.app).await, (0, 0));
    assert_eq!(post.app.get(&path).await.status, StatusCode::NOT_FOUND);
    let stop = post.app.get(&format!("{path}/stop")).await;
    assert_eq!(
        (stop.status, stop.header("location")),
        (StatusCode::SEE_OTHER, path.as_str())
    );
    let report = service::audit::verify(&post.app.services).await.unwrap();
    assert_eq!(report.findings, []);
}

fn says(page: &str, words: &[&str]) {
    for words in words {
        assert!(page.contains(words), "{words}: {page}");
    }
}

fn says_not(page: &str, words: &[&str]) {
    for words in words {
        assert!(!page.contains(words), "{words}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_mail_is_on_the_page_sends_people_to_their_mailbox() {
    let app = TestApp::with(|config| config.mail.smtp_url = Some("smtp://127.0.0.1:9".into())).await;
    let asked = Post::open(app).await.ask(DRUNK, MAILBOX, "daily").await;
    assert_eq!(asked.status, StatusCode::ACCEPTED);
    says(&asked.body, &["请到邮箱里确认", "正在发往", MAILBOX]);
    says_not(&asked.body, &["暂时发不出邮件", "还没有开通邮件"]);
}

/// RFC 8058: from a mail provider's machine, without cookie, origin or our own form, in either encoding.
async fn stop_by_one_click(app: &TestApp, path: &str) {
    for (kind, body) in [
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
        ),
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
    ] {
        let headers = [("content-type", kind)];
        let stopped = app
            .request(Method::POST, &format!("{path}/stop"), &headers, body)
            .await;
        assert_eq!(stopped.status, StatusCode::OK, "{}", stopped.body);
        assert!(stopped.body.contains("已退订"));
    }
}

async fn the_page_says_the_same_whether_the_address_is_known_or_not(app: TestApp) {
    let post = Post::open(app).await;
    post.subscribed(DRUNK, MAILBOX, "daily").await;
    let known = post.ask(DRUNK, MAILBOX, "daily").await;
    let unknown = post.ask(DRUNK, "zhao.ming@example.test", "daily").await;
    assert_eq!(known.status, unknown.status);
    assert_eq!(
        known.body,
        unknown.body.replace("zhao.ming@example.test", MAILBOX)
    );
    post.work().await;
    let to: Vec<String> = post
        .server
        .received()
        .into_iter()
        .flat_map(|mail| mail.to)
        .collect();
    assert_eq!(
        to,
        [MAILBOX, "zhao.ming@example.test"],
        "who has it gets no second letter"
    );
}

async fn a_mailbox_gets_three_letters_in_two_days_whoever_asks(app: TestApp) {
    let post = Post::open(app).await;
    for year in 2010..2015 {
        let typed = if year % 2 == 0 {
            MAILBOX
        } else {
            "Citizen@EXAMPLE.test"
        };
        let asked = post.ask(&format!("year={year}"), typed, "daily").await;
        assert_eq!(asked.status, StatusCode::ACCEPTED, "the page tells nothing");
    }
    post.work().await;
    assert_eq!(post.letters().len(), 3);
    post.app.clock.advance(TimeDelta::hours(49));
    post.ask("year=2020", MAILBOX, "daily").await;
    post.work().await;
    assert_eq!(post.letters().len(), 4);
}

async fn two_clicks_at_once_confirm_once(app: TestApp) {
    let post = Post::open(app).await;
    post.ask(DRUNK, MAILBOX, "daily").await;
    post.work().await;
    let path = path_in(&post.letters()[0]);
    let click = || post.app.post_form(&path, &[("act", "confirm")]);
    let (one, other) = tokio::join!(click(), click());
    for answer in [one, other] {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.body.contains("订阅已经生效"), "{}", answer.body);
    }
    let mut conn = post.app.services.db.read().await.unwrap();
    let events = storage::audit::events(&mut conn, None, 1_000).await.unwrap();
    let confirmed = events
        .iter()
        .filter(|event| event.name == "subscription-confirmed");
    assert_eq!(confirmed.count(), 1);
}

async fn what_nobody_confirms_is_deleted_after_its_time(app: TestApp) {
    let post = Post::open(app).await;
    post.ask(DRUNK, MAILBOX, "daily").await;
    post.work().await;
    let path = path_in(&post.letters()[0]);
    post.app.clock.advance(TimeDelta::hours(49));
    assert_eq!(post.app.get(&path).await.status, StatusCode::NOT_FOUND);
    let late = post.app.post_form(&path, &[("act", "confirm")]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    service::subscriptions::forget(&post.worker).await.unwrap();
    assert_eq!(kept(&post.app).await, (0, 0));
}

async fn the_database_holds_neither_address_nor_token(app: TestApp) {
    let post = Post::open(app).await;
    let path = post.subscribed(DRUNK, MAILBOX, "daily").await;
    let token = path.rsplit('/').next().unwrap();
    let mut conn = post.app.services.db.read().await.unwrap();
    let envelopes = storage::audit::envelopes(&mut conn, None, 100).await.unwrap();
    let events = storage::audit::events(&mut conn, None, 1_000).await.unwrap();
    let shown = format!("{events:?} {}", String::from_utf8_lossy(&envelopes[0].sealed));
    for secret in [MAILBOX, "citizen", token, "酒驾"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    // What is searched for is kept as it is; whose it is and how it is reached is nowhere, not in any table or job.
    let files = std::fs::read_dir(post.app.folder.path()).unwrap();
    let files: Vec<Vec<u8>> = files
        .filter_map(|file| std::fs::read(file.unwrap().path()).ok())
        .collect();
    let holds = |text: &str| {
        let is_in = |file: &Vec<u8>| file.windows(text.len()).any(|part| part == text.as_bytes());
        files.iter().any(is_in)
    };
    assert_eq!(
        holds("酒驾"),
        post.app.services.db.is_sqlite(),
        "the search itself is kept as typed"
    );
    assert!(!holds(MAILBOX) && !holds(token));
    let ours = events
        .iter()
        .filter(|event| event.subject_kind == SubjectKind::Subscription.as_str());
    let names: Vec<&str> = ours.map(|event| event.name.as_str()).collect();
    assert_eq!(
        names,
        ["subscription-asked", "contact-used", "subscription-confirmed"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_beside_its_field_and_a_bad_search_is_not_taken() {
    let post = Post::open(TestApp::sqlite().await).await;
    let wrong = post.ask(DRUNK, "wang@<script>", "").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("name@example.com") && wrong.body.contains("wang@&lt;script&gt;"),
        "{}",
        wrong.body
    );
    assert!(wrong.body.contains("field-pace") && wrong.body.contains("q=%E9%85%92%E9%A9%BE"));
    for search in [
        "year=abc",
        "unit=nowhere",
        &format!("q={}", "%22a%22+".repeat(20)),
    ] {
        let refused = post.ask(search, MAILBOX, "daily").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{search}");
        assert!(refused.body.contains("不能订阅"), "{}", refused.body);
    }
    let form = post
        .app
        .get(&format!("/subscriptions/new?{DRUNK}&page=3&utm=x"))
        .await;
    assert!(
        form.body
            .contains(r#"name="search" value="q=%E9%85%92%E9%A9%BE""#),
        "{}",
        form.body
    );
    post.work().await;
    assert_eq!(post.letters().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_results_offer_the_form_and_a_client_is_limited() {
    let post = Post::open(TestApp::sqlite().await).await;
    let results = post.app.get(&format!("/records?{DRUNK}&sort=newest")).await;
    assert!(
        results.body.contains(r#"action="/subscriptions/new""#)
            && results.body.contains(r#"value="q=%E9%85%92%E9%A9%BE""#)
    );
    let wrong = post.app.get("/records?year=abc").await;
    assert!(!wrong.body.contains(r#"action="/subscriptions/new""#));
    for number in 0..20 {
        let address = format!("citizen{number}@example.test");
        assert_eq!(
            post.ask(DRUNK, &address, "daily").await.status,
            StatusCode::ACCEPTED
        );
    }
    let refused = post.ask(DRUNK, "citizen21@example.test", "daily").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.header("retry-after").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_ask_in_somebodys_browser() {
    let post = Post::open(TestApp::sqlite().await).await;
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    let body = Body::from(format!("search=&contact_email={MAILBOX}&pace=daily"));
    let refused = post
        .app
        .request(Method::POST, "/subscriptions/new", &headers, body)
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
