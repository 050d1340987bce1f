//! Requests that are too long, impossible, broken or hostile.

use crate::support::{Answer, OWN_PAGE, TestApp};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::json;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");

async fn post_json(app: &TestApp, body: impl Into<Body>) -> Answer {
    app.request(Method::POST, "/api/v1/feedback", &[JSON], body).await
}

/// Nothing of what was refused is there.
async fn assert_nothing_stored(app: &TestApp) {
    let mut conn = app.services.db.read().await.unwrap();
    let census = storage::census::take(&mut conn).await.unwrap();
    assert!(!census.holds_data(), "{census:?}");
}

async fn fields_are_told_apart(app: TestApp) {
    let (title, body) = ("长".repeat(101), "字".repeat(10_001));
    let typed = [
        ("kind", "complaint"),
        ("title", title.as_str()),
        ("body", body.as_str()),
        ("occurred_on", "2026-02-30"),
        ("anonymous", "true"),
        ("idempotency_key", "0123456789abcdefghij"),
    ];
    let page = app.post_form("/feedback/new", &typed).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "最多 100",
        "最多 10000",
        "不是存在的日期",
        title.as_str(),
        body.as_str(),
    ] {
        let shown: String = words.chars().take(20).collect();
        assert!(page.body.contains(words), "{shown}");
    }
    let sent = json!({ "kind": "complaint", "title": title, "body": body, "occurred_on": "2026-02-30", "anonymous": true });
    let problem = post_json(&app, sent.to_string()).await;
    assert_eq!(problem.status, StatusCode::UNPROCESSABLE_ENTITY);
    let errors = problem.json()["errors"].clone();
    let fields: Vec<_> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["field"])
        .collect();
    assert_eq!(fields, ["title", "body", "occurred_on"], "{errors}");
    assert_nothing_stored(&app).await;
}

#[tokio::test]
async fn text_too_long_and_impossible_days_are_told_at_their_fields_on_sqlite() {
    fields_are_told_apart(TestApp::sqlite().await).await;
}

#[tokio::test]
async fn text_too_long_and_impossible_days_are_told_at_their_fields_on_postgres() {
    fields_are_told_apart(TestApp::postgres().await).await;
}

async fn broken_text_is_refused(app: TestApp) {
    let broken =
        "kind=complaint&title=%E6%8A%A5%FF&body=x&anonymous=true&idempotency_key=0123456789abcdefghij";
    let page = app
        .request(Method::POST, "/feedback/new", &[OWN_PAGE, FORM], broken)
        .await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.body);
    assert!(page.body.contains("不是 UTF-8"), "{}", page.body);

    let mut bytes = json!({ "kind": "complaint", "title": "报", "body": "x", "anonymous": true })
        .to_string()
        .into_bytes();
    let at = bytes.iter().position(|byte| *byte == 0xE6).unwrap();
    bytes[at + 1] = 0xFF;
    let problem = post_json(&app, bytes).await;
    assert_eq!(problem.status, StatusCode::BAD_REQUEST);
    assert!(problem.body.contains("不是 UTF-8"), "{}", problem.body);

    for (text, words) in [
        ("{\"title\": \"\\ud800\"}", "不是完整的 JSON"),
        (&"[".repeat(100_000), "应为一个 JSON 对象"),
        ("", "应为一个 JSON 对象"),
        ("[\"complaint\"]", "应为一个 JSON 对象"),
        (&"{\"a\":".repeat(50_000), "不是完整的 JSON"),
        ("{\"title\": 5}", "内容的结构不对"),
        ("{\"officer\": [\"name\", \"badge\"]}", "内容的结构不对"),
    ] {
        let problem = post_json(&app, text.to_owned()).await;
        assert!(problem.status.is_client_error(), "{}", problem.status);
        assert!(
            problem.json()["detail"].as_str().unwrap().contains(words) || problem.body.contains(words),
            "{}",
            problem.body
        );
    }
    let nul = json!({ "kind": "complaint", "title": "t", "body": "a\u{0}b", "anonymous": true });
    assert_eq!(
        post_json(&app, nul.to_string()).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let typed = [
        ("kind", "complaint"),
        ("title", "t"),
        ("body", "a\u{0}b"),
        ("anonymous", "true"),
        ("idempotency_key", "0123456789abcdefghij"),
    ];
    assert_eq!(
        app.post_form("/feedback/new", &typed).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_nothing_stored(&app).await;
}

#[tokio::test]
async fn broken_text_is_refused_with_a_sentence_on_sqlite() {
    broken_text_is_refused(TestApp::sqlite().await).await;
}

#[tokio::test]
async fn broken_text_is_refused_with_a_sentence_on_postgres() {
    broken_text_is_refused(TestApp::postgres().await).await;
}

async fn odd_addresses_are_answered(app: TestApp) {
    for query in ["q=%FF%FE", "q=%E9%85", "q=a%00b"] {
        let page = app.get(&format!("/records?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(page.body.contains("无法识别的字符"), "{query}");
        let problem = app.get(&format!("/api/v1/records?{query}")).await;
        assert_eq!(problem.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let words = app.get(&format!("/api/v1/suggest?{query}")).await;
        assert_eq!(
            (words.status, words.json()["items"].clone()),
            (StatusCode::OK, json!([])),
            "{query}"
        );
    }
    for value in [
        "%FF",
        "%00",
        "a%00b",
        "%E9%85",
        "%F0%9F%98%80",
        "%22%3E%3Cscript%3E",
    ] {
        for path in [
            "/records/{}",
            "/records/{}/json",
            "/records/{}/history",
            "/units/{}",
            "/callback/{}",
            "/assets/{}",
            "/api/v1/records/{}",
            "/api/v1/records/{}/similar",
            "/api/v1/feedback/{}",
            "/feedback/new?unit={}",
            "/feedback/new?record={}",
            "/feedback/new?kind={}",
            "/records?unit={}",
            "/records?violation={}",
            "/records?statute={}",
            "/records?kind={}",
            "/records?from={}",
            "/api/v1/records?violation={}",
            "/api/v1/records?statute={}",
            "/api/v1/records?cursor={}",
            "/api/v1/statistics/satisfaction?from={}",
            "/staff/sign-in?back={}",
        ] {
            let path = path.replace("{}", value);
            let answer = app.get(&path).await;
            assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
            assert!(!answer.body.contains("<script>\""), "{path}");
        }
    }
}

#[tokio::test]
async fn long_addresses_are_answered_briefly() {
    let app = TestApp::with(|config| config.limits.disabled = true).await;
    let long = "b".repeat(7_000);
    let page = app.get(&format!("/records?q={long}&kind=penalty")).await;
    assert!(page.body.contains("搜索词最多 200 字"));
    let kept = page.body.matches(&long).count();
    assert!(
        (1..=4).contains(&kept),
        "kept in the box and in the way back: {kept} times"
    );
    let many = "&violation=x".repeat(1_000);
    let refused = app.get(&format!("/records?q=a{many}")).await;
    assert_eq!(refused.status, StatusCode::URI_TOO_LONG);
    assert!(refused.body.contains("减少筛选条件"));
}

#[tokio::test]
async fn odd_bytes_in_addresses_are_answered_on_sqlite() {
    odd_addresses_are_answered(TestApp::with(|config| config.limits.disabled = true).await).await;
}

#[tokio::test]
async fn odd_bytes_in_addresses_are_answered_on_postgres() {
    odd_addresses_are_answered(TestApp::postgres().await).await;
}

#[tokio::test]
async fn twenty_megabytes_are_refused_wherever_they_are_posted() {
    let app = TestApp::with(|config| config.limits.disabled = true).await;
    let large = axum::body::Bytes::from(vec![b'a'; 20 * 1024 * 1024]);
    let mut tried = 0;
    for route in server::router::routes()
        .into_iter()
        .filter(|route| route.access.admits(None))
    {
        if route.method != Method::POST {
            continue;
        }
        let kind = if route.path.starts_with("/api/") {
            JSON
        } else {
            FORM
        };
        let path = route
            .path
            .replace("{reference}", "F-2026-0000000")
            .replace("{token}", &"0".repeat(26));
        let answer = app
            .request(Method::POST, &path, &[OWN_PAGE, kind], large.clone())
            .await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        assert!(answer.body.contains("没有保存"), "{path}: {}", answer.body);
        tried += 1;
    }
    assert!(tried >= 6, "{tried}");
    assert_nothing_stored(&app).await;
}
