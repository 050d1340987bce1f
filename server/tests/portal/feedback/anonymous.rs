//! An anonymous case: nothing in the data folder tells at what time of day its citizen was there.

use super::mail::{jobs, worker};
use super::{complaint, follow, post, staff, units};
use crate::support::TestApp;
use axum::http::{Method, StatusCode};
use chrono::{TimeDelta, Utc};
use domain::role::Role;
use serde_json::json;
use service::jobs::run_due;
use std::path::Path;
use testkit::smtp::{Behaviour, SmtpServer};

/// Every file below `folder`, the database's log of changes among them, as one heap of bytes.
fn everything(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        bytes.extend(if path.is_dir() {
            everything(&path)
        } else {
            std::fs::read(&path).unwrap()
        });
    }
    bytes
}

/// The minute that `clock` shows, in both zones, as a text column would hold it.
fn minutes(app: &TestApp) -> [String; 2] {
    let now = app.services.clock.now();
    [
        now.with_timezone(&Utc).format("%H:%M:").to_string(),
        now.with_timezone(&domain::clock::shanghai())
            .format("%H:%M:")
            .to_string(),
    ]
}

fn is_told(app: &TestApp, minutes: &[String; 2]) -> bool {
    let bytes = everything(&app.services.data);
    minutes.iter().any(|minute| {
        bytes
            .windows(minute.len())
            .any(|window| window == minute.as_bytes())
    })
}

async fn write(app: &TestApp, receipt: &serde_json::Value) -> StatusCode {
    let path = format!(
        "/api/v1/feedback/{}/messages",
        receipt["reference"].as_str().unwrap()
    );
    let authorization = format!("Receipt {}", receipt["code"].as_str().unwrap());
    let headers = [
        ("content-type", "application/json"),
        ("authorization", authorization.as_str()),
    ];
    let body = json!({ "text": "补充一句" }).to_string();
    app.request(Method::POST, &path, &headers, body).await.status
}

#[tokio::test]
async fn an_anonymous_case_carries_the_day_only_in_every_file() {
    let server = SmtpServer::start().await;
    server.behave(Behaviour::Down);
    let app = TestApp::sqlite().await;
    units(&app).await;
    let worker = worker(&app, &server.url());
    let mut sent = complaint(true);
    sent["contact"] = json!({ "email": "somebody@example.test" });

    // Each step at a minute of its own, so that a trace names its step.
    app.clock.advance(TimeDelta::minutes(97));
    let submitted = minutes(&app);
    let receipt = post(&app, &sent, Some("0123456789abcdef-anonymous")).await.json();
    assert_eq!(receipt["received_at"], "2026-11-22");
    assert!(!is_told(&app, &submitted), "the submission");

    assert_eq!((run_due(&worker).await.unwrap(), jobs(&app).await), (1, (1, 0)));
    assert!(
        !is_told(&app, &submitted),
        "the job: neither its lease nor its next attempt"
    );

    app.clock.advance(TimeDelta::minutes(101));
    let written = minutes(&app);
    assert_eq!(write(&app, &receipt).await, StatusCode::CREATED);
    assert_eq!(
        post(&app, &sent, Some("0123456789abcdef-anonymous")).await.json(),
        receipt
    );
    let case = follow(&app, &receipt).await.json();
    assert_eq!(case["messages"][0]["at"], "2026-11-22");
    assert!(
        case["timeline"]
            .as_array()
            .unwrap()
            .iter()
            .all(|step| step["at"] == "2026-11-22")
    );
    assert!(!is_told(&app, &written), "the message");

    app.clock.advance(TimeDelta::days(1));
    server.behave(Behaviour::Accept);
    assert_eq!((run_due(&worker).await.unwrap(), jobs(&app).await), (1, (0, 0)));
    assert_eq!(server.received().len(), 1);
    assert!(!is_told(&app, &submitted) && !is_told(&app, &written));

    app.clock.advance(TimeDelta::minutes(89));
    let handled = minutes(&app);
    let center = staff(&app, "center", Role::Center, "center").await;
    let signed_in = is_told(&app, &handled);
    assert!(signed_in, "what staff do by themselves is told");
    app.clock.advance(TimeDelta::minutes(89));
    let handled = minutes(&app);
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    let accept = [("version", "2"), ("action", "accept")];
    assert_eq!(
        app.post_form_as(&center, &path, &accept).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(!is_told(&app, &handled), "a step of staff");

    // The same with a name does tell, so the search above is no idle one.
    app.clock.advance(TimeDelta::minutes(103));
    let named = minutes(&app);
    assert_eq!(
        post(&app, &complaint(false), None).await.status,
        StatusCode::CREATED
    );
    assert!(is_told(&app, &named));
}

/// The minute of staff may be known. That of the mail's job may not: it is tried by days, like the receipt's.
#[tokio::test]
async fn news_of_an_anonymous_case_goes_by_days_too() {
    let server = SmtpServer::start().await;
    server.behave(Behaviour::Down);
    let app = TestApp::sqlite().await;
    units(&app).await;
    let worker = worker(&app, &server.url());
    let mut sent = complaint(true);
    sent["contact"] = json!({ "email": "somebody@example.test" });
    let receipt = post(&app, &sent, None).await.json();
    let center = staff(&app, "center", Role::Center, "center").await;
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    let accept = [("version", "1"), ("action", "accept")];
    assert_eq!(
        app.post_form_as(&center, &path, &accept).await.status,
        StatusCode::SEE_OTHER
    );
    app.clock.advance(TimeDelta::minutes(83));
    let tried = minutes(&app);
    assert_eq!((run_due(&worker).await.unwrap(), jobs(&app).await), (2, (2, 0)));
    assert!(!is_told(&app, &tried));
}
