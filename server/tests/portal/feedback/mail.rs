//! Mail about a case: it may wait for a mail server, and nothing waits for it.

use super::{complaint, follow, post, units};
use crate::support::TestApp;
use axum::http::StatusCode;
use chrono::TimeDelta;
use service::jobs::{back_off, run_due};
use service::keys::KeyFolder;
use service::post_office::PostOffice;
use service::services::Services;
use std::sync::Arc;
use std::time::{Duration, Instant};
use testkit::smtp::{Behaviour, SmtpServer};

const TO: &str = "citizen@example.test";

/// What the worker process has and the web process has not: keys that open addresses, and a mail server.
pub(crate) fn worker(app: &TestApp, smtp: &str) -> Services {
    let office = PostOffice {
        keys: KeyFolder::of(&app.services.data).load_worker().unwrap(),
        mailer: mail::Mailer::new(smtp, "明镜县公安局", "no-reply@mingjing.example.test").unwrap(),
        public_url: Some("https://mingjing.example.test".into()),
    };
    Services {
        post: Some(Arc::new(office)),
        ..app.services.clone()
    }
}

/// Jobs that wait and jobs that were set aside.
pub(crate) async fn jobs(app: &TestApp) -> (i64, i64) {
    storage::jobs::count(&mut app.services.db.read().await.unwrap())
        .await
        .unwrap()
}

/// The text of a mail of one base64 part.
pub(crate) fn text(mail: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (headers, body) = mail.split_once("\r\n\r\n").unwrap();
    assert!(headers.contains("base64"), "{headers}");
    let bits = body.chars().filter_map(|symbol| ALPHABET.find(symbol));
    let bits: Vec<bool> = bits
        .flat_map(|value| (0..6).rev().map(move |bit| value >> bit & 1 == 1))
        .collect();
    let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
    String::from_utf8(bits.chunks_exact(8).map(byte).collect()).unwrap()
}

#[tokio::test]
async fn without_a_mail_server_mail_waits_and_nothing_else_does() {
    let server = SmtpServer::start().await;
    server.behave(Behaviour::Down);
    let app = TestApp::sqlite().await;
    units(&app).await;
    let worker = worker(&app, &server.url());
    let mut sent = complaint(false);
    sent["contact"] = serde_json::json!({ "name": "赵明", "phone": "13812345678", "email": TO });
    let started = Instant::now();
    let answer = post(&app, &sent, None).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert!(
        started.elapsed() < Duration::from_secs(3),
        "{:?}",
        started.elapsed()
    );
    let receipt = answer.json();

    for attempt in 1..=3 {
        assert_eq!(run_due(&worker).await.unwrap(), 1, "attempt {attempt}");
        assert_eq!((jobs(&app).await, server.received().len()), ((1, 0), 0));
        assert_eq!(run_due(&worker).await.unwrap(), 0, "not again before its time");
        assert_eq!(follow(&app, &receipt).await.status, StatusCode::OK);
        app.clock.advance(back_off(attempt));
    }
    server.behave(Behaviour::Accept);
    assert_eq!(run_due(&worker).await.unwrap(), 1);
    app.clock.advance(TimeDelta::days(2));
    assert_eq!((run_due(&worker).await.unwrap(), jobs(&app).await), (0, (0, 0)));
    let mails = server.received();
    assert_eq!(
        (mails.len(), mails[0].to.as_slice()),
        (1, [TO.to_owned()].as_slice())
    );

    let mail = mails[0].text();
    let said = text(&mail);
    let reference = receipt["reference"].as_str().unwrap();
    assert!(
        said.contains(reference) && said.contains("https://mingjing.example.test/feedback/status"),
        "{said}"
    );
    let code = receipt["code"].as_str().unwrap();
    let secrets = [
        "报案没有回音",
        "第一行",
        "第二行",
        "赵明",
        "13812345678",
        code,
        &code[..4],
        "ps01",
    ];
    for secret in secrets {
        assert!(
            !said.contains(secret) && !mail.contains(secret),
            "{secret} in {said}"
        );
    }
}

#[tokio::test]
async fn mail_outlives_a_week_without_a_mail_server() {
    let server = SmtpServer::start().await;
    let app = TestApp::sqlite().await;
    units(&app).await;
    let mut sent = complaint(false);
    sent["contact"] = serde_json::json!({ "name": "赵明", "email": TO });
    assert_eq!(post(&app, &sent, None).await.status, StatusCode::CREATED);
    for _ in 0..7 * 24 {
        assert_eq!(
            run_due(&app.services).await.unwrap(),
            1,
            "tried each hour, never given up"
        );
        app.clock.advance(TimeDelta::hours(1));
    }
    let failing = storage::jobs::failing(&mut app.services.db.read().await.unwrap())
        .await
        .unwrap();
    assert!(
        failing[0].waiting == 1 && failing[0].last_error.contains("MINGJING_SMTP_URL"),
        "{failing:?}"
    );
    assert_eq!(run_due(&worker(&app, &server.url())).await.unwrap(), 1);
    assert_eq!((server.received().len(), jobs(&app).await), (1, (0, 0)));
}

#[tokio::test]
async fn mail_that_was_refused_is_sent_when_people_have_mended_the_cause() {
    let server = SmtpServer::start().await;
    server.behave(Behaviour::Refuse);
    let app = TestApp::sqlite().await;
    units(&app).await;
    let worker = worker(&app, &server.url());
    let mut sent = complaint(false);
    sent["contact"] = serde_json::json!({ "name": "赵明", "email": TO });
    assert_eq!(post(&app, &sent, None).await.status, StatusCode::CREATED);
    assert_eq!((run_due(&worker).await.unwrap(), jobs(&app).await), (1, (0, 1)));
    server.behave(Behaviour::Accept);
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(run_due(&worker).await.unwrap(), 0);
    assert_eq!(service::jobs::revive(&app.services).await.unwrap(), 1);
    assert_eq!(run_due(&worker).await.unwrap(), 1);
    assert_eq!((server.received().len(), jobs(&app).await), (1, (0, 0)));
}

/// Who left no mail address is sent none, so nothing waits to be sent: anonymous or not, with a phone or with nothing.
async fn no_mail_is_queued_for_somebody_without_an_address(app: TestApp) {
    units(&app).await;
    let new = service::accounts::NewAccount {
        username: "center".into(),
        display_name: "center".into(),
        role: domain::role::Role::Center,
        unit: "center".into(),
        badge: None,
    };
    let password = service::passwords::NewPassword::parse(crate::support::PASSWORD, &[]).unwrap();
    let center = service::accounts::add(&app.services, &new, &password)
        .await
        .unwrap();
    let phone = serde_json::json!({ "phone": "13812345678" });
    let named = serde_json::json!({ "name": "赵明", "phone": "13812345678" });
    let mailed = serde_json::json!({ "name": "赵明", "email": TO });
    let by_mail_alone = serde_json::json!({ "email": TO });
    for (anonymous, contact, mails) in [
        (false, Some(named), 0),
        (true, Some(phone), 0),
        (true, None, 0),
        (false, Some(mailed), 2),
        (true, Some(by_mail_alone), 2),
    ] {
        let (before, _) = jobs(&app).await;
        let mut sent = complaint(anonymous);
        if let Some(contact) = contact {
            sent["contact"] = contact;
        }
        let receipt = post(&app, &sent, None).await;
        assert_eq!(receipt.status, StatusCode::CREATED, "{sent}");
        let receipt = receipt.json();
        let reference = receipt["reference"].as_str().unwrap();
        service::feedback::handle(
            &app.services,
            &center,
            reference,
            1,
            service::feedback::Step::Accept,
        )
        .await
        .unwrap();
        assert_eq!(jobs(&app).await, (before + mails, 0), "{sent}");
    }
}

#[tokio::test]
async fn no_mail_is_queued_without_an_address_on_sqlite() {
    no_mail_is_queued_for_somebody_without_an_address(TestApp::sqlite().await).await;
}

#[tokio::test]
async fn no_mail_is_queued_without_an_address_on_postgres() {
    no_mail_is_queued_for_somebody_without_an_address(TestApp::postgres().await).await;
}

#[tokio::test]
async fn without_a_public_address_mail_with_links_waits() {
    let server = SmtpServer::start().await;
    let app = TestApp::sqlite().await;
    units(&app).await;
    let without = |worker: Services| {
        let mut office = worker.post.as_deref().unwrap().clone();
        office.public_url = None;
        Services {
            post: Some(Arc::new(office)),
            ..worker
        }
    };
    let sound = worker(&app, &server.url());
    let mut sent = complaint(false);
    sent["contact"] = serde_json::json!({ "name": "赵明", "phone": "13812345678", "email": TO });
    post(&app, &sent, None).await;
    assert_eq!(run_due(&without(sound.clone())).await.unwrap(), 1);
    assert_eq!(
        (server.received().len(), jobs(&app).await),
        (0, (1, 0)),
        "a dead link helps nobody"
    );
    app.clock.advance(back_off(1) + TimeDelta::seconds(1));
    run_due(&sound).await.unwrap();
    assert_eq!((server.received().len(), jobs(&app).await), (1, (0, 0)));
}
