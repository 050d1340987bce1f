//! Objections to public records: from the form to the answer, through the real router.

use crate::feedback::mail::{jobs, text, worker};
use crate::records::fixtures::{follow, import, published, reference_of, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use domain::event::SubjectKind;
use domain::ids::ObjectionId;
use domain::receipt::ObjectionReference;
use domain::role::Role;
use service::jobs::run_due;
use testkit::smtp::SmtpServer;

const HOSTILE: &str = "</textarea><script>alert(1)</script>";

on_both!(
    what_is_held_against_a_record_is_answered_and_read_by_whoever_sent_it,
    a_form_is_kept_at_422_and_sent_twice_makes_one,
    what_an_answer_says_is_done_to_the_record_first,
    nobody_refuses_what_is_held_against_the_own_work,
    privacy_comes_first_and_what_is_late_is_marked,
    a_record_taken_down_leaves_its_objections_to_be_answered,
);

/// Reference and code as the receipt page shows them.
fn receipt(page: &Answer) -> (String, String) {
    assert_eq!(page.status, StatusCode::CREATED, "{page:?}");
    let mut shown = page.body.split("receipt-code\">").skip(1);
    let mut next = || shown.next().unwrap().split('<').next().unwrap().to_owned();
    (next(), next())
}

/// A good objection of a kind; every key makes another one.
fn fields<'a>(kind: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("kind", kind),
        ("asker", "party"),
        ("passage", "罚款数额"),
        ("request", "请按决定书改正异议金丝雀"),
        ("idempotency_key", key),
    ]
}

async fn object(app: &TestApp, record: &str, kind: &str, key: &str) -> (String, String) {
    let path = format!("/records/{record}/objection");
    receipt(&app.post_form(&path, &fields(kind, key)).await)
}

async fn look(app: &TestApp, (reference, code): &(String, String)) -> Answer {
    let typed = [("reference", reference.as_str()), ("code", code.as_str())];
    app.post_form("/feedback/status", &typed).await
}

async fn answer(app: &TestApp, cookie: &str, reference: &str, outcome: &str) -> Answer {
    let path = format!("/staff/objections/{reference}");
    let typed = [("outcome", outcome), ("text", "经核实，答复如下。")];
    app.post_form_as(cookie, &path, &typed).await
}

/// The references linked from the queue, in its order.
async fn queue(app: &TestApp, cookie: &str, list: &str) -> Vec<String> {
    let page = app.get_as(cookie, &format!("/staff/objections{list}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let links = page.body.split("href=\"/staff/objections/").skip(1);
    links
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

async fn fined(app: &TestApp) -> String {
    reference_of(app, "q=%E9%A5%AE%E9%85%92").await
}

async fn withdraw(app: &TestApp, cookie: &str, record: &str, reason: &str) {
    let path = format!("/staff/records/{record}/withdraw");
    let typed = [("reason", reason), ("confirmed", "yes")];
    let done = app.post_form_as(cookie, &path, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

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

async fn what_an_answer_says_is_done_to_the_record_first(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let wrong = object(&app, &record, "correction", "0123456789abcdef-first-1").await;
    let repair = object(&app, &record, "credit-repair", "0123456789abcdef-first-2").await;
    for (outcome, says) in [
        ("corrected", "还没有更正"),
        ("masked-more", "还没有隐去更多"),
        ("withdrawn", "还在公开"),
        ("credit-repaired", "信用修复"),
    ] {
        let early = answer(&app, &publisher, &wrong.0, outcome).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "{outcome}");
        assert!(early.body.contains(says) && early.body.contains("经核实，答复如下。"));
    }

    republish(&app, &publisher, &record).await;
    let other = answer(&app, &publisher, &wrong.0, "masked-more").await;
    assert_eq!(other.status, StatusCode::CONFLICT, "another fine hides nobody");
    let done = answer(&app, &publisher, &wrong.0, "corrected").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(look(&app, &wrong).await.body.contains("公开的内容已经更正"));

    withdraw(&app, &publisher, &record, "credit-repair").await;
    let done = answer(&app, &publisher, &repair.0, "credit-repaired").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(look(&app, &repair).await.body.contains("已按信用修复停止公示"));
}

/// A mended original goes through legal review to the public.
async fn republish(app: &TestApp, publisher: &str, record: &str) {
    let mut mended = rows()[0].clone();
    mended["fine_yuan"] = "1000".into();
    import(app, &[mended], false).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let path = format!("/staff/records/{record}");
    let seen = ("revision", "2");
    for (cookie, act, fields) in [
        (publisher, "submit", vec![seen, ("correction", "factual")]),
        (&reviewer, "review", vec![seen, ("verdict", "approve")]),
        (publisher, "publish", vec![seen]),
    ] {
        let done = app.post_form_as(cookie, &format!("{path}/{act}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
    }
}

async fn nobody_refuses_what_is_held_against_the_own_work(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let publisher = app.sign_in(Role::Publisher).await;
    republish(&app, &publisher, &record).await;
    let mine = object(&app, &record, "dispute", "0123456789abcdef-own").await;
    let refused = answer(&app, &publisher, &mine.0, "refused").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("您本人送审或审核"), "{}", refused.body);
    withdraw(&app, &publisher, &record, "published-in-error").await;
    let upheld = answer(&app, &publisher, &mine.0, "withdrawn").await;
    assert_eq!(upheld.status, StatusCode::SEE_OTHER);
}

async fn privacy_comes_first_and_what_is_late_is_marked(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let wrong = object(&app, &record, "correction", "0123456789abcdef-late-1").await;
    app.clock.advance(TimeDelta::days(3));
    let seen = object(&app, &record, "privacy", "0123456789abcdef-late-2").await;
    let later = object(&app, &record, "dispute", "0123456789abcdef-late-3").await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(
        queue(&app, &supervisor, "").await,
        [seen.0.as_str(), &wrong.0, &later.0]
    );
    let page = app.get_as(&supervisor, "/staff/objections").await;
    assert!(page.body.contains("先办") && !page.body.contains("已超期"));
    app.clock.advance(TimeDelta::days(3));
    let supervisor = sign_in_again(&app, Role::Supervisor).await;
    let page = app.get_as(&supervisor, "/staff/objections").await;
    assert!(
        page.body.contains("1 件已超期") && page.body.contains("已超期 1 天"),
        "{}",
        page.body
    );
}

/// Sessions end while days pass.
async fn sign_in_again(app: &TestApp, role: Role) -> String {
    let typed = [
        ("username", role.as_str()),
        ("password", crate::support::PASSWORD),
    ];
    app.post_form("/staff/sign-in", &typed).await.cookie()
}

async fn a_record_taken_down_leaves_its_objections_to_be_answered(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let mine = object(&app, &record, "privacy", "0123456789abcdef-gone").await;
    let publisher = app.sign_in(Role::Publisher).await;
    withdraw(&app, &publisher, &record, "privacy").await;
    let path = format!("/records/{record}/objection");
    assert_eq!(app.get(&path).await.status, StatusCode::GONE);
    let late = app
        .post_form(&path, &fields("privacy", "0123456789abcdef-gone-2"))
        .await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("请按决定书改正"), "the words are given back");
    let same = app
        .post_form(&path, &fields("privacy", "0123456789abcdef-gone"))
        .await;
    assert_eq!(receipt(&same), mine, "a reload gives the receipt all the same");

    assert_eq!(queue(&app, &publisher, "").await, [mine.0.as_str()]);
    let opened = app
        .get_as(&publisher, &format!("/staff/objections/{}", mine.0))
        .await;
    assert!(opened.body.contains("异议仍需答复"));
    let done = answer(&app, &publisher, &mine.0, "withdrawn").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(look(&app, &mine).await.body.contains("已经撤下，不再公开"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_nothing_to_do_with_objections_sees_none() {
    let app = published(TestApp::sqlite().await).await;
    let record = fined(&app).await;
    let (reference, _) = object(&app, &record, "dispute", "0123456789abcdef-roles").await;
    let path = format!("/staff/objections/{reference}");
    for role in Role::ALL.iter().copied() {
        let cookie = app.sign_in(role).await;
        let seen = app.get_as(&cookie, &path).await;
        let may = matches!(
            role,
            Role::Publisher | Role::Reviewer | Role::Leader | Role::Supervisor
        );
        let expected = if may {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(seen.status, expected, "{role:?}");
        assert_eq!(seen.body.contains("异议金丝雀"), may, "{role:?}");
        if role != Role::Publisher {
            let refused = answer(&app, &cookie, &reference, "refused").await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }
    let nobody = app.request(Method::GET, &path, &[], String::new()).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
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
