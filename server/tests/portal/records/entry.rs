//! Records entered and mended by hand.

use super::fixtures::{import, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use domain::role::Role;
use storage::records;

on_both!(
    a_record_is_entered_once_and_goes_the_way_of_every_record,
    everything_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost,
    a_number_that_the_unit_has_leads_to_its_record,
    what_was_sent_back_leads_to_a_form_that_says_what_it_says,
    what_was_sent_back_is_mended_and_comes_again,
    what_is_public_stays_as_it_is_until_the_mended_text_is_published,
    whoever_saves_behind_somebody_else_is_told_and_keeps_the_text,
    what_policy_held_back_is_ruled_on_anew_once_it_says_something_else,
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
    answer
        .header("location")
        .trim_start_matches("/staff/records/")
        .to_owned()
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
        (publisher, "submit", ("", "")),
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

/// A record that a reviewer sent back: publisher, reviewer, reference.
async fn sent_back(app: &TestApp) -> (String, String, String) {
    let publisher = app.sign_in(Role::Publisher).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let reference = led_to(&enter(app, &publisher, &filled()).await);
    act(app, &publisher, &reference, "submit", &[("revision", "1")]).await;
    let said = [
        ("revision", "1"),
        ("verdict", "send-back"),
        ("comment", "罚款数额与文书不一致"),
    ];
    act(app, &reviewer, &reference, "review", &said).await;
    (publisher, reviewer, reference)
}

async fn what_was_sent_back_leads_to_a_form_that_says_what_it_says(app: TestApp) {
    let (publisher, _, reference) = sent_back(&app).await;
    let page = app
        .get_as(&publisher, &format!("/staff/records/{reference}"))
        .await;
    assert!(
        page.body
            .contains(&format!("href=\"/staff/records/{reference}/edit\""))
    );
    let form = app
        .get_as(&publisher, &format!("/staff/records/{reference}/edit"))
        .await
        .body;
    for shown in [
        "罚款数额与文书不一致",
        "value=\"1500\"",
        "value=\"2025-03-04\"",
        "第一百一十条</textarea>",
    ] {
        assert!(form.contains(shown), "{shown}: {form}");
    }
}

async fn what_was_sent_back_is_mended_and_comes_again(app: TestApp) {
    let (publisher, reviewer, reference) = sent_back(&app).await;
    let same = act(&app, &publisher, &reference, "edit", &but(&[("revision", "1")])).await;
    assert_eq!(same.status, StatusCode::SEE_OTHER);
    assert_eq!(
        found(&app, &reference).await.revision,
        1,
        "nothing new makes no original"
    );
    let mended = but(&[
        ("revision", "1"),
        ("fine_yuan", "1000"),
        ("decided_on", "2025-03-11"),
    ]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &mended).await.status,
        StatusCode::SEE_OTHER
    );
    let draft = found(&app, &reference).await;
    assert_eq!((draft.revision, draft.stage.label()), (2, "待送审"));
    let mut conn = app.services.db.read().await.unwrap();
    let clocks = storage::clocks::of(&mut conn, (SubjectKind::Record, draft.id.0))
        .await
        .unwrap();
    assert_eq!(
        clocks[0].on.to_string(),
        "2025-03-20",
        "seven working days from the decision"
    );
    drop(conn);
    through(&app, &publisher, &reviewer, &reference, "2").await;
    assert!(
        app.get(&format!("/records/{reference}"))
            .await
            .body
            .contains("罚款 1,000 元")
    );
    assert!(
        events(&app, &reference)
            .await
            .contains(&"record-mended".to_owned())
    );
}

async fn what_is_public_stays_as_it_is_until_the_mended_text_is_published(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let reference = led_to(&enter(&app, &publisher, &filled()).await);
    through(&app, &publisher, &reviewer, &reference, "1").await;
    let mended = but(&[("revision", "1"), ("fine_yuan", "1200")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &mended).await.status,
        StatusCode::SEE_OTHER
    );
    let public = async || app.get(&format!("/records/{reference}")).await.body;
    assert!(public().await.contains("罚款 1,500 元"));
    let corrections = app
        .get_as(&publisher, "/staff/records?list=corrections")
        .await
        .body;
    assert!(corrections.contains(&reference));
    through(&app, &publisher, &reviewer, &reference, "2").await;
    assert!(public().await.contains("罚款 1,200 元"));

    let gone = [("reason", "published-in-error"), ("confirmed", "yes")];
    act(&app, &publisher, &reference, "withdraw", &gone).await;
    let late = but(&[("revision", "2"), ("fine_yuan", "900")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &late).await.status,
        StatusCode::CONFLICT
    );
    let form = app
        .get_as(&publisher, &format!("/staff/records/{reference}/edit"))
        .await;
    assert_eq!(form.status, StatusCode::CONFLICT);
}

async fn whoever_saves_behind_somebody_else_is_told_and_keeps_the_text(app: TestApp) {
    let publisher = app.sign_in(Role::Publisher).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let reference = led_to(&enter(&app, &publisher, &filled()).await);
    act(&app, &publisher, &reference, "submit", &[("revision", "1")]).await;
    let first = but(&[("revision", "1"), ("fine_yuan", "1100")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &first).await.status,
        StatusCode::SEE_OTHER
    );
    let approved = act(
        &app,
        &reviewer,
        &reference,
        "review",
        &[("revision", "1"), ("verdict", "approve")],
    )
    .await;
    assert_eq!(
        approved.status,
        StatusCode::CONFLICT,
        "the reviewer saw the first original"
    );
    let page = app
        .get_as(&publisher, &format!("/staff/records/{reference}"))
        .await
        .body;
    assert!(page.contains("没有审完"), "{page}");

    let behind = but(&[("revision", "1"), ("facts", "另一个人写的一大段")]);
    let told = act(&app, &publisher, &reference, "edit", &behind).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("又有了新的一稿") && told.body.contains("另一个人写的一大段</textarea>"));
    assert!(told.body.contains("name=\"revision\" value=\"2\""));
    let knowing = but(&[("revision", "2"), ("facts", "另一个人写的一大段")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &knowing).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(found(&app, &reference).await.revision, 3);
}

async fn what_policy_held_back_is_ruled_on_anew_once_it_says_something_else(app: TestApp) {
    import(&app, &rows()[3..], false).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let list = app.get_as(&publisher, "/staff/records?list=drafts").await.body;
    let reference = list.split("href=\"/staff/records/R-").nth(1).unwrap();
    let reference = format!("R-{}", reference.split('"').next().unwrap());
    act(&app, &publisher, &reference, "publish", &[("revision", "1")]).await;
    assert_eq!(found(&app, &reference).await.stage.label(), "依规定不公开");
    let mended = but(&[("revision", "1")]);
    assert_eq!(
        act(&app, &publisher, &reference, "edit", &mended).await.status,
        StatusCode::SEE_OTHER
    );
    let draft = found(&app, &reference).await;
    assert_eq!(draft.stage.label(), "待送审");
    let drafts = app.get_as(&publisher, "/staff/records?list=drafts").await.body;
    assert!(drafts.contains(&reference));
}
