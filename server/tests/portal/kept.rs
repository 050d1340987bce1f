//! What was typed outlives every refusal: the page that says so gives it back, ready to be sent again.

use crate::bad_input::page_form::forms;
use crate::support::{Answer, TestApp};
use axum::http::StatusCode;
use domain::role::Role;

const WORDS: &str = "写了半个小时，\n\"分两行\" <b>";
const KEY: (&str, &str) = ("idempotency_key", "0123456789abcdef-kept");
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

type Fields = &'static [(&'static str, &'static str)];

/// Forms of citizens.
const PUBLIC: [(&str, Fields); 3] = [
    (
        "/feedback/new",
        &[
            ("kind", "inquiry"),
            ("title", "办证"),
            ("body", WORDS),
            ("anonymous", "false"),
            ("contact_name", "赵明"),
            ("contact_phone", "13900001234"),
            KEY,
        ],
    ),
    (
        "/feedback/status/messages",
        &[
            ("reference", "F-2026-0000000"),
            ("code", "00000000000000"),
            ("text", WORDS),
        ],
    ),
    (
        "/callback/00000000000000000000000000",
        &[("level", "1"), ("reason", "slow"), ("text", WORDS), KEY],
    ),
];

/// Forms of staff; `{id}` is nobody's.
const STAFF: [(&str, Fields); 6] = [
    (
        "/staff/feedback/F-2026-0000000",
        &[("version", "1"), ("action", "answer"), ("text", WORDS)],
    ),
    (
        "/staff/feedback/F-2026-0000000",
        &[
            ("version", "1"),
            ("action", "pass-on"),
            ("to", "县信访局"),
            ("reason", WORDS),
        ],
    ),
    (
        "/staff/feedback/F-2026-0000000/demand",
        &[
            ("version", "1"),
            ("unit", "ps01"),
            ("title", "说明"),
            ("text", WORDS),
        ],
    ),
    (
        "/staff/demands/{id}",
        &[("version", "1"), ("action", "answer"), ("text", WORDS)],
    ),
    (
        "/staff/callbacks/{id}",
        &[("version", "1"), ("act", "verify"), ("text", WORDS)],
    ),
    (
        "/staff/rectifications",
        &[("from", NOBODY), ("follow_up", NOBODY), ("advice", WORDS)],
    ),
];

fn address(path: &str) -> String {
    path.replace("{id}", NOBODY)
}

/// The page says when to come back, and sends the same again.
fn assert_given_back(answer: &Answer, path: &str, fields: Fields) {
    assert!(!answer.header("retry-after").is_empty(), "{path}");
    assert_sent_again(answer, path, fields);
}

/// The page has a form that sends the same again, with the words where they can be read and changed.
fn assert_sent_again(answer: &Answer, path: &str, fields: Fields) {
    assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    let forms = forms(&answer.body, path);
    let form = forms.iter().find(|form| form.posts && form.action == path);
    let form = form.unwrap_or_else(|| panic!("{path}: {}", answer.body));
    for (name, value) in fields {
        let field = form.fields.iter().find(|field| field.name == *name);
        let field = field.unwrap_or_else(|| panic!("{path}: {name} is lost: {form:?}"));
        // The parser of pages drops the first newline of a text area.
        let kept = field.value.strip_prefix('\n').unwrap_or(&field.value);
        assert_eq!(kept, *value, "{path}: {name}");
        assert!(field.is_typed || *value != WORDS, "{path}: {name} is hidden");
    }
    assert!(answer.body.contains("再次提交"), "{path}");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_database_is_away_every_form_comes_back_with_what_was_typed() {
    let app = TestApp::sqlite().await;
    let center = app.sign_in(Role::Center).await;
    app.services.db.close().await;
    for (path, fields) in PUBLIC.into_iter().chain(STAFF) {
        let path = address(path);
        let answer = app.post_form_as(&center, &path, fields).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_given_back(&answer, &path, fields);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_too_often_gets_every_form_back_with_what_was_typed() {
    let app = TestApp::sqlite().await;
    let center = app.sign_in(Role::Center).await;
    for (path, fields) in PUBLIC.into_iter().chain(STAFF) {
        let path = address(path);
        let mut answer = app.post_form_as(&center, &path, fields).await;
        for _ in 0..600 {
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                break;
            }
            answer = app.post_form_as(&center, &path, fields).await;
        }
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        assert_given_back(&answer, &path, fields);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_longer_than_the_session_lasts_signs_in_elsewhere_and_sends_again() {
    let app = TestApp::sqlite().await;
    let center = app.sign_in(Role::Center).await;
    app.clock.advance(chrono::TimeDelta::days(1));
    for (path, fields) in STAFF {
        let path = address(path);
        let answer = app.post_form_as(&center, &path, fields).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(answer.body.contains("href=\"/staff/sign-in\" target=\"_blank\""));
        assert_sent_again(&answer, &path, fields);
    }
    let nothing_written = app
        .post_form_as(&center, "/staff/demands/x", &[("action", "release")])
        .await;
    assert_eq!(nothing_written.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_given_up_after_its_time_gives_the_words_back_and_no_password_ever_comes_back() {
    let app = TestApp::with(|config| config.http.request_seconds = 1).await;
    let (path, fields) = PUBLIC[0];
    // The one writer is taken, as by a backup that hangs.
    let taken = app.services.db.begin().await.unwrap();
    let answer = app.post_form(path, fields).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_given_back(&answer, path, fields);
    taken.rollback().await.unwrap();
    // Whoever was told that nothing is confirmed is not filed behind their back: the next one comes alone.
    let other = app
        .post_form(
            path,
            &[
                ("kind", "inquiry"),
                ("title", "另一件"),
                ("body", WORDS),
                ("anonymous", "true"),
            ],
        )
        .await;
    assert_eq!(other.status, StatusCode::CREATED, "{other:?}");
    let census = storage::census::take(&mut app.services.db.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(census.feedback, 1);
    app.services.db.close().await;
    let sign_in = [("username", "center"), ("password", "雨后石桥上有三只白鹅走过")];
    let answer = app.post_form("/staff/sign-in", &sign_in).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!answer.body.contains("白鹅"));
}
