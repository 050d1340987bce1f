//! Whoever objects: the form, the receipt, the letters, and who else learns of it.

use super::{answer, fields, fined, look, object, queue, receipt};
use crate::feedback::mail::{jobs, text, worker};
use crate::records::fixtures::{follow, published};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use domain::ids::ObjectionId;
use domain::receipt::ObjectionReference;
use domain::role::Role;
use service::jobs::run_due;
use testkit::smtp::SmtpServer;

on_both!(
    what_is_held_against_a_record_is_answered_and_read_by_whoever_sent_it,
    a_form_is_kept_at_422_and_sent_twice_makes_one,
);

const HOSTILE: &str = "</textarea><script>alert(1)</script>";

async fn what_is_held_against_a_record_is_answered_and_read_by_whoever_sent_it(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let page = app.get(&format!("/records/{record}")).await;
    let path = format!("/records/{record}/objection");
    assert!(page.body.contains(&format!("href=\"{path}\"")), "{}", page.body);
    let form = app.get(&path).await;
    assert_eq!(
        (form.status, form.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    let odd = app.get(&path.replace("R-", "r-")).await;
    assert_eq!(
        (odd.status, odd.header("location")),
        (StatusCode::PERMANENT_REDIRECT, path.as_str())
    );

    let mine = object(&app, &record, "dispute", "0123456789abcdef-way").await;
    assert!(mine.0.starts_with("Y-2026-"), "{mine:?}");
    let waiting = look(&app, &mine).await;
    assert_eq!(
        (waiting.status, waiting.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    assert!(waiting.body.contains("正在核实") && waiting.body.contains("2026年11月27日"));
    assert_opens_for_nobody_else(&app, &mine).await;

    let publisher = app.sign_in(Role::Publisher).await;
    assert_eq!(queue(&app, &publisher, "").await, [mine.0.as_str()]);
    let opened = app
        .get_as(&publisher, &format!("/staff/objections/{}", mine.0))
        .await;
    assert!(opened.body.contains("异议金丝雀") && !opened.body.contains(&mine.1));
    let wordless = app
        .post_form_as(
            &publisher,
            &format!("/staff/objections/{}", mine.0),
            &[("text", HOSTILE)],
        )
        .await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wordless.body.contains("请选择处理结果") && wordless.body.contains("&lt;script&gt;"));
    let done = answer(&app, &publisher, &mine.0, "refused").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let again = answer(&app, &publisher, &mine.0, "refused").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.body.contains("已经答复") && again.body.contains("经核实，答复如下。"));
    assert_eq!(queue(&app, &publisher, "").await, [""; 0]);
    assert_eq!(queue(&app, &publisher, "?list=answered").await, [mine.0.as_str()]);
    let read = look(&app, &mine).await;
    for shown in ["不成立", "经核实，答复如下。", "行政复议", "kind=complaint"] {
        assert!(read.body.contains(shown), "{shown}: {}", read.body);
    }

    assert_nobody_learns_of_it(&app, &record, &page).await;
    let events = events(&app, &mine.0).await;
    assert_eq!(events, ["objection-received", "objection-answered"]);
}

/// Unknown, wrong and of another letter look the same.
async fn assert_opens_for_nobody_else(app: &TestApp, mine: &(String, String)) {
    for wrong in [
        (mine.0.clone(), "00000000000000".to_owned()),
        ("Y-2026-0000000".to_owned(), mine.1.clone()),
        (mine.0.replace("Y-", "F-"), mine.1.clone()),
    ] {
        let refused = look(app, &wrong).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert!(refused.body.contains("没有找到：编号或查询码不对"));
    }
}

/// Nothing public changed: page, history, document, search, feed.
async fn assert_nobody_learns_of_it(app: &TestApp, record: &str, before: &Answer) {
    follow(app).await;
    let page = app.get(&format!("/records/{record}")).await;
    assert_eq!(
        (page.header("etag"), &page.body),
        (before.header("etag"), &before.body)
    );
    for path in [
        format!("/records/{record}/history"),
        format!("/records/{record}/json"),
        "/records?q=%E9%87%91%E4%B8%9D%E9%9B%80".to_owned(),
        "/feeds/records.atom".to_owned(),
        "/withdrawals".to_owned(),
    ] {
        let answer = app.get(&path).await;
        assert!(
            !answer.body.contains("请按决定书改正") && !answer.body.contains("Y-2026-"),
            "{path}: {}",
            answer.body
        );
    }
}

async fn events(app: &TestApp, reference: &str) -> Vec<String> {
    let mut conn = app.services.db.read().await.unwrap();
    let reference = ObjectionReference::parse(reference).unwrap();
    let found = storage::objections::find(&mut conn, reference, app.services.clock.today()).await;
    let ObjectionId(id) = found.unwrap().unwrap().id;
    let events = storage::events::list(&mut conn, (SubjectKind::Objection, id)).await;
    let events = events.unwrap();
    assert!(events[0].at.is_none(), "of who objects the day alone is kept");
    events.iter().map(|recorded| recorded.event.name()).collect()
}

async fn a_form_is_kept_at_422_and_sent_twice_makes_one(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let path = format!("/records/{record}/objection");
    let names = [
        "passage",
        "request",
        "contact_name",
        "contact_phone",
        "contact_email",
        "idempotency_key",
    ];
    let typed: Vec<_> = names.iter().map(|name| (*name, HOSTILE)).collect();
    let refused = app.post_form(&path, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.body.contains("<script>alert"));
    assert!(refused.body.matches("&lt;script&gt;alert").count() >= names.len());

    let key = "0123456789abcdef-twice";
    let first = app.post_form(&path, &fields("correction", key)).await;
    let again = app.post_form(&path, &fields("correction", key)).await;
    assert_eq!((first.status, &first.body), (StatusCode::CREATED, &again.body));
    let mut other = fields("correction", key);
    other[3].1 = "另一件事";
    let conflict = app.post_form(&path, &other).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.body.contains(&receipt(&first).0) && conflict.body.contains("另一件事"));
    assert!(!conflict.body.contains(&receipt(&first).1) && !conflict.body.contains(key));
    let publisher = app.sign_in(Role::Publisher).await;
    assert_eq!(queue(&app, &publisher, "").await.len(), 1);

    for nowhere in ["/records/R-00000000/objection", "/records/nonsense/objection"] {
        assert_eq!(app.get(nowhere).await.status, StatusCode::NOT_FOUND);
        let posted = app.post_form(nowhere, &fields("dispute", "")).await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
        assert!(posted.body.contains("请按决定书改正"), "the words are given back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_tells_that_it_came_and_that_it_was_answered_and_no_word_more() {
    let server = SmtpServer::start().await;
    let app = published(TestApp::sqlite().await).await;
    let record = fined(&app).await;
    let worker = worker(&app, &server.url());
    let mut typed = fields("dispute", "0123456789abcdef-mail");
    typed.extend([
        ("contact_name", "赵明"),
        ("contact_email", "objector@example.test"),
    ]);
    let mine = receipt(
        &app.post_form(&format!("/records/{record}/objection"), &typed)
            .await,
    );
    assert_eq!(run_due(&worker).await.unwrap(), 1);
    let publisher = app.sign_in(Role::Publisher).await;
    let done = answer(&app, &publisher, &mine.0, "refused").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(run_due(&worker).await.unwrap(), 1);
    assert_eq!(jobs(&app).await, (0, 0));
    let mails: Vec<String> = server.received().iter().map(|mail| text(&mail.text())).collect();
    assert!(
        mails[0].contains("已收到您的异议") && mails[1].contains("有新进展"),
        "{mails:?}"
    );
    for mail in &mails {
        assert!(mail.contains(&mine.0) && mail.contains("/feedback/status"));
        for secret in [
            mine.1.as_str(),
            "异议金丝雀",
            "经核实",
            "罚款数额",
            "赵明",
            &record,
        ] {
            assert!(!mail.contains(secret), "{secret} in {mail}");
        }
    }
    // Who left no address gets no mail.
    object(&app, &record, "dispute", "0123456789abcdef-mail-2").await;
    assert_eq!(run_due(&worker).await.unwrap(), 0);
}
