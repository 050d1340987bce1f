//! Searches by mail: asked for on a page, confirmed from the mailbox, told of what is new, stopped by one click. With the
//! real router, both databases and a real SMTP server.

mod ask;
mod bounds;
mod forget;
mod letters;
mod matching;
mod undelivered;
mod wishes;

use crate::feedback::mail::{text, worker};
use crate::records::fixtures::{follow, import};
use crate::support::{Answer, TestApp};
use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::Value;
use service::jobs::run_due;
use service::services::Services;
use testkit::smtp::SmtpServer;

const MAILBOX: &str = "citizen@example.test";
/// 酒驾, percent-encoded.
const DRUNK: &str = "q=%E9%85%92%E9%A9%BE";

/// The portal, its worker and a mail server.
struct Post {
    app: TestApp,
    worker: Services,
    server: SmtpServer,
}

impl Post {
    async fn open(app: TestApp) -> Self {
        let server = SmtpServer::start().await;
        // Confirmation links and hits are about time: it begins behind the fixtures' publication.
        let worker = worker(&app, &server.url());
        follow(&app).await;
        Self { app, worker, server }
    }

    /// Sends the form of the page of results.
    async fn ask(&self, search: &str, email: &str, pace: &str) -> Answer {
        let fields = [("search", search), ("contact_email", email), ("pace", pace)];
        self.app.post_form("/subscriptions/new", &fields).await
    }

    /// Asks, confirms from the letter and gives back the path of the page.
    async fn subscribed(&self, search: &str, email: &str, pace: &str) -> String {
        let before = self.letters().len();
        assert_eq!(self.ask(search, email, pace).await.status, StatusCode::ACCEPTED);
        self.work().await;
        let letters = self.letters();
        assert_eq!(letters.len(), before + 1, "{letters:?}");
        let path = path_in(&letters[before]);
        let confirmed = self.app.post_form(&path, &[("act", "confirm")]).await;
        assert_eq!(confirmed.status, StatusCode::OK);
        assert!(confirmed.body.contains("订阅已经生效"), "{}", confirmed.body);
        // What is published in the very instant of the confirmation is not after it.
        self.app.clock.advance(TimeDelta::seconds(1));
        path
    }

    /// What the worker does by itself until nothing is left to do at this moment.
    async fn work(&self) {
        follow(&self.app).await;
        service::subscriptions::wake(&self.worker).await.unwrap();
        while run_due(&self.worker).await.unwrap() > 0 {}
    }

    /// Publishes by import, and lets the time pass in which letters gather.
    async fn publish(&self, rows: &[Value]) {
        import(&self.app, rows, true).await;
        self.work().await;
        self.app.clock.advance(TimeDelta::minutes(2));
        self.work().await;
    }

    /// Every letter so far, as its reader sees it, with its headers.
    fn letters(&self) -> Vec<String> {
        let received = self.server.received();
        let shown = received.iter().map(|mail| {
            let raw = mail.text();
            let headers = raw.split_once("\r\n\r\n").unwrap().0;
            format!("{headers}\n\n{}", text(&raw))
        });
        shown.collect()
    }
}

/// The path of the subscription's page that a letter names.
fn path_in(letter: &str) -> String {
    let at = letter
        .find("/subscriptions/")
        .unwrap_or_else(|| panic!("{letter}"));
    let token = &letter[at..];
    let end = token.find(|c: char| c.is_whitespace()).unwrap_or(token.len());
    token[..end].trim_end_matches("/stop").to_owned()
}

/// A decision about a drunk driver.
fn drunk(number: u32) -> Value {
    serde_json::json!({"kind": "penalty", "title": format!("李某饮酒后驾驶机动车案之{number}"), "unit": "county",
        "document_number": format!("明公交罚〔2026〕{number}号"), "decided_on": "2026-11-02", "party_name": "李小龙",
        "party_type": "person", "violation": "饮酒后驾驶机动车", "facts": "李小龙饮酒后驾驶机动车。",
        "penalty_kinds": ["fine"], "fine_yuan": "1500"})
}

/// One about gambling.
fn gambling(number: u32) -> Value {
    serde_json::json!({"kind": "penalty", "title": format!("某棋牌室赌博案之{number}"), "unit": "county",
        "document_number": format!("明公治罚〔2024〕{number}号"), "decided_on": "2024-11-02", "party_name": "明镜县某棋牌室",
        "party_type": "organization", "violation": "为赌博提供条件", "facts": "该棋牌室为赌博提供条件。",
        "penalty_kinds": ["fine"], "fine_yuan": "5000"})
}
