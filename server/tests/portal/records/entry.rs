//! Records entered by hand.

mod complete;
mod mended;

use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use domain::role::Role;
use storage::records;

on_both!(
    a_record_is_entered_once_and_goes_the_way_of_every_record,
    everything_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost,
    a_number_that_the_unit_has_leads_to_its_record,
);

const KEY: &str = "A123456789ABCDEFGHJKMNPQRS";

/// The form as a publisher fills it.
fn filled() -> Vec<(&'static str, &'static str)> {
    vec![
        ("idempotency_key", KEY),
        ("unit", "county"),
        ("kind", "penalty"),
        ("title", "李小龙饮酒后驾驶机动车案"),
        ("document_number", "明公交罚〔2025〕7号"),
        ("decided_on", "2025年3月4日"),
        ("party_name", "李小龙"),
        ("party_type", "person"),
        ("violation", "饮酒后驾驶机动车"),
        ("facts", "李小龙饮酒后驾驶机动车。\r\n电话13812345678。"),
        (
            "legal_basis",
            "《中华人民共和国道路交通安全法》第九十一条第一款\r\n\r\n《中华人民共和国道路交通安全法》第一百一十条",
        ),
        ("penalty_kinds", "fine"),
        ("penalty_kinds", "license-suspension"),
        ("penalty_text", "对李小龙罚款1500元"),
        ("fine_yuan", "1,500"),
    ]
}

/// The same with some fields changed.
fn but<'a>(changes: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let mut fields: Vec<(&'static str, &'a str)> = filled();
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

async fn enter(app: &TestApp, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    app.post_form_as(cookie, "/staff/records/new", fields).await
}

/// The reference to which a saved form leads.
fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.led_to().trim_start_matches("/staff/records/").to_owned()
}

async fn found(app: &TestApp, reference: &str) -> records::Found {
    let mut conn = app.services.db.read().await.unwrap();
    let today = app.services.clock.today();
    let found = records::find_by_reference(&mut conn, reference, today).await;
    found.unwrap().unwrap()
}

async fn events(app: &TestApp, reference: &str) -> Vec<String> {
    let id = found(app, reference).await.id.0;
    let mut conn = app.services.db.read().await.unwrap();
    let events = storage::events::list(&mut conn, (SubjectKind::Record, id)).await;
    events
        .unwrap()
        .iter()
        .map(|recorded| recorded.event.name())
        .collect()
}

async fn act(app: &TestApp, cookie: &str, reference: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/staff/records/{reference}/{act}");
    app.post_form_as(cookie, &path, fields).await
}

/// Submits, approves and publishes a revision.
async fn through(app: &TestApp, publisher: &str, reviewer: &str, reference: &str, revision: &str) {
    let seen = ("revision", revision);
    for (cookie, step, more) in [
        (publisher, "submit", ("correction", "factual")),
        (reviewer, "review", ("verdict", "approve")),
        (publisher, "publish", ("", "")),
    ] {
        let done = act(app, cookie, reference, step, &[seen, more]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{step}: {}", done.body);
    }
}

async fn a_record_is_entered_once_and_goes_the_way_of_every_record(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let list = app.get_as(&publisher, "/staff/records").await;
    assert!(list.body.contains("href=\"/staff/records/new\""));
    assert!(
        !app.get_as(&reviewer, "/staff/records")
            .await
            .body
            .contains("/staff/records/new")
    );
    let form = app.get_as(&publisher, "/staff/records/new").await;
    assert_eq!(
        (form.status, form.header("cache-control")),
        (StatusCode::OK, "no-store")
    );

    let reference = led_to(&enter(&app, &publisher, &filled()).await);
    let again = led_to(&enter(&app, &publisher, &filled()).await);
    assert_eq!(reference, again, "a double post makes no second record");
    let drafts = app.get_as(&publisher, "/staff/records?list=drafts").await.body;
    assert_eq!(drafts.matches("明公交罚〔2025〕7号").count(), 1);
    let changed = enter(&app, &publisher, &but(&[("title", "另一件")])).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    assert!(
        changed
            .body
            .contains(&format!("href=\"/staff/records/{reference}\""))
    );
    assert!(
        changed.body.contains("value=\"另一件\"") && !changed.body.contains(KEY),
        "under a fresh key"
    );

    let entered = found(&app, &reference).await.original;
    assert_eq!(entered.legal_basis.len(), 2);
    assert_eq!(
        entered.facts.as_deref(),
        Some("李小龙饮酒后驾驶机动车。\n电话13812345678。")
    );
    assert_eq!(entered.fine.unwrap().fen(), 150_000);
    through(&app, &publisher, &reviewer, &reference, "1").await;
    let public = app.get(&format!("/records/{reference}")).await.body;
    assert!(public.contains("李某") && !public.contains("李小龙") && !public.contains("13812345678"));
    assert_eq!(
        events(&app, &reference).await,
        [
            "record-entered",
            "record-submitted",
            "record-approved",
            "record-published"
        ]
    );
    let mut conn = app.services.db.read().await.unwrap();
    let untold = storage::audit::untold(&mut conn).await.unwrap();
    assert!(
        untold.iter().all(|untold| untold.subject_kind != "record"),
        "{untold:?}"
    );
}

async fn everything_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let wrong = but(&[
        ("unit", "nowhere"),
        ("kind", ""),
        ("title", " "),
        ("document_number", ""),
        ("decided_on", "2025-02-30"),
        ("uscc", "12"),
        ("fine_yuan", "一千五"),
        ("detention_days", "400"),
        ("source_url", "javascript:alert(1)"),
        ("facts", "打完一大段</textarea>"),
    ]);
    let answer = enter(&app, &publisher, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in [
        "unit",
        "kind",
        "title",
        "document_number",
        "decided_on",
        "uscc",
        "fine_yuan",
        "detention_days",
        "source_url",
    ] {
        assert!(
            answer.body.contains(&format!("href=\"#field-{field}\"")),
            "{field}: {}",
            answer.body
        );
    }
    assert!(answer.body.contains("打完一大段&lt;/textarea&gt;</textarea>") && answer.body.contains(KEY));
    assert!(!answer.body.contains("（title）"), "a form has no columns");
    let early = enter(&app, &publisher, &but(&[("decided_on", "2199-01-01")])).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("决定日期不能晚于今天"));
}

async fn a_number_that_the_unit_has_leads_to_its_record(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let first = led_to(&enter(&app, &publisher, &filled()).await);
    let other_key = ("idempotency_key", "B123456789ABCDEFGHJKMNPQRS");
    let answer = enter(&app, &publisher, &but(&[other_key, ("title", "第二件")])).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(&format!("href=\"/staff/records/{first}\"")));
    assert!(answer.body.contains("href=\"#field-document_number\"") && answer.body.contains("第二件"));
    let second = but(&[other_key, ("document_number", "明公交罚〔2025〕8号")]);
    let second = led_to(&enter(&app, &publisher, &second).await);

    let renamed = but(&[("revision", "1")]);
    let answer = act(&app, &publisher, &second, "edit", &renamed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    assert!(answer.body.contains(&format!("href=\"/staff/records/{first}\"")));
    let renamed = but(&[("revision", "1"), ("document_number", "明公交罚〔2025〕9号")]);
    assert_eq!(
        act(&app, &publisher, &second, "edit", &renamed).await.status,
        StatusCode::SEE_OTHER
    );
    let freed = but(&[
        ("idempotency_key", "C123456789ABCDEFGHJKMNPQRS"),
        ("document_number", "明公交罚〔2025〕8号"),
    ]);
    led_to(&enter(&app, &publisher, &freed).await);
}
