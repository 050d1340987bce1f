//! Callback links and the supervisor's pages from outside.

use crate::support::{PASSWORD, TestApp};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::callback::Contact;
use domain::ids::UnitId;
use domain::role::Role;
use domain::unit::{Unit, UnitCode};
use service::accounts;
use service::import::{Options, run_incidents};
use service::passwords::NewPassword;
use storage::{invitations, units};

const INCIDENTS: &str = r#"{"incident_number":"J1","kind":"call","unit":"ps01","closed_at":"2026-11-20T10:00:00+08:00","contact_phone":"13900000001"}
{"incident_number":"J2","kind":"call","unit":"ps01","closed_at":"2026-11-20T10:30:00+08:00","contact_phone":"13900000002"}
"#;
const KEY: (&str, &str) = ("idempotency_key", "0123456789ABCDEF");

/// The paths of the links, in the order of their incidents.
async fn links(app: &TestApp) -> Vec<String> {
    let services = &app.services;
    let mut tx = services.db.begin().await.unwrap();
    let county = units::all(&mut tx)
        .await
        .unwrap()
        .by_code(UnitCode::COUNTY)
        .map(|unit| unit.id);
    let unit = Unit {
        id: UnitId(services.rng.uuid_v4()),
        code: UnitCode::parse("ps01").unwrap(),
        name: "城关派出所".into(),
        parent: county,
        incomplete: false,
        address: None,
        phone: None,
    };
    units::insert(&mut tx, &unit, None, services.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("incidents.jsonl");
    std::fs::write(&file, INCIDENTS).unwrap();
    let options = Options::of(file, "tester");
    run_incidents(services, &options, &mut |_| {}).await.unwrap();
    let (mut conn, today) = (services.db.read().await.unwrap(), services.clock.today());
    let mut open = invitations::waiting(&mut conn, Contact::ShortMessage, today, true, None, 10)
        .await
        .unwrap();
    open.sort_by(|one, other| one.incident_number.cmp(&other.incident_number));
    let token = |one: &invitations::Waiting| services.keys.callback_token(one.id, one.attempt).reveal();
    open.iter()
        .map(|one| format!("/callback/{}", token(one)))
        .collect()
}

#[tokio::test]
async fn a_link_is_shown_answered_once_and_then_gone() {
    let app = TestApp::sqlite().await;
    let link = &links(&app).await[0];
    let page = app.get(link).await;
    assert_eq!(
        (page.status, page.header("cache-control")),
        (StatusCode::OK, "no-store")
    );
    assert!(page.body.contains("城关派出所") && !page.body.contains("J1"));
    let wrong = app
        .post_form(link, &[("level", "9"), ("text", "等了</textarea><script>"), KEY])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("等了&lt;/textarea&gt;") && !wrong.body.contains("<script"));
    let done = app
        .post_form(link, &[("level", "2"), ("reason", "slow"), KEY])
        .await;
    assert_eq!(done.status, StatusCode::CREATED);
    let again = app.post_form(link, &[("level", "5"), KEY]).await;
    assert_eq!(
        (again.status, &again.body),
        (StatusCode::CREATED, &done.body),
        "the same form, the same page"
    );
    let other = app
        .post_form(link, &[("level", "5"), ("idempotency_key", "FEDCBA9876543210")])
        .await;
    assert_eq!(
        (other.status, app.get(link).await.status),
        (StatusCode::GONE, StatusCode::GONE)
    );
    let unknown = app.get("/callback/00000000000000000000000000").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn staff_see_what_their_role_permits() {
    let app = TestApp::sqlite().await;
    let link = &links(&app).await[0];
    app.post_form(
        link,
        &[("level", "1"), ("reason", "slow"), ("text", "等了两小时"), KEY],
    )
    .await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let dashboard = app.get_as(&supervisor, "/staff/dashboard").await;
    assert_eq!(dashboard.status, StatusCode::OK);
    assert!(dashboard.body.contains("城关派出所") && dashboard.body.contains("n = 1"));
    let cases = app
        .get_as(&supervisor, "/staff/callbacks/cases?group=bad&unit=ps01")
        .await;
    assert!(
        cases.body.contains("J1") && !cases.body.contains("J2"),
        "{}",
        cases.body
    );
    let monitor = app.sign_in(Role::Monitor).await;
    let list = app.get_as(&monitor, "/staff/callbacks").await;
    assert!(!list.body.contains("J1") && list.body.contains("已隐去"));
    let path = list
        .body
        .split("/staff/callbacks/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let one = app.get_as(&monitor, &format!("/staff/callbacks/{path}")).await;
    assert_eq!(one.status, StatusCode::OK);
    assert!(!one.body.contains("等了两小时") && !one.body.contains("J1"));
    let address = format!("/staff/callbacks/{path}");
    let acting = [("act", "verify"), ("text", "属实"), ("version", "1")];
    let refused = app.post_form_as(&monitor, &address, &acting).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let center = app.sign_in(Role::Center).await;
    let done = app.post_form_as(&center, &address, &acting).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let stale = app.post_form_as(&center, &address, &acting).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("属实</textarea>"), "what was typed is kept");
    let alone = [("from", path), ("follow_up", path)];
    let refused = app.post_form_as(&center, "/staff/rectifications", &alone).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("至少 2 件"));
    let handler = app.sign_in(Role::Handler).await;
    assert_eq!(
        app.get_as(&handler, "/staff/dashboard").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        app.get_as(&center, "/staff/callbacks/nonsense").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_answer_to_a_rectification_answered_meanwhile_keeps_its_words() {
    let app = TestApp::sqlite().await;
    let link = &links(&app).await[0];
    app.post_form(
        link,
        &[("level", "1"), ("reason", "slow"), ("tell_unit", "yes"), KEY],
    )
    .await;
    let center = app.sign_in(Role::Center).await;
    let list = app.get_as(&center, "/staff/callbacks?show=open").await;
    let id = list.body.split("/staff/callbacks/").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let verify = [("act", "verify"), ("text", "属实"), ("version", "1")];
    app.post_form_as(&center, &format!("/staff/callbacks/{id}"), &verify)
        .await;
    let form = [("from", id), ("follow_up", id), ("advice", "请改进")];
    let sent = app.post_form_as(&center, "/staff/rectifications", &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let again = app.post_form_as(&center, "/staff/rectifications", &form).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        again.body.contains("<p class=\"typed\">请改进</p>"),
        "{}",
        again.body
    );

    let new = accounts::NewAccount {
        username: "unit".into(),
        display_name: "经办人".into(),
        role: Role::Handler,
        unit: "ps01".into(),
        badge: None,
    };
    let password = NewPassword::parse(PASSWORD, &[]).unwrap();
    accounts::add(&app.services, &new, &password).await.unwrap();
    let typed = [("username", "unit"), ("password", PASSWORD)];
    let unit = app.post_form("/staff/sign-in", &typed).await.cookie();
    let answer = |text| [("act", "answer"), ("text", text), ("version", "1")];
    let path = sent.led_to();
    let first = app.post_form_as(&unit, path, &answer("已整改")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let late = app.post_form_as(&unit, path, &answer("写了很久的整改情况")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.body.contains("<p class=\"typed\">写了很久的整改情况</p>"),
        "{}",
        late.body
    );
}

#[tokio::test]
async fn the_public_learns_no_figure_of_a_few_and_none_of_a_running_month() {
    const PATH: &str = "/api/v1/statistics/satisfaction";
    let app = TestApp::sqlite().await;
    for link in links(&app).await {
        app.post_form(&link, &[("level", "5"), KEY]).await;
    }
    let now = app.get(PATH).await;
    assert_eq!(
        (now.status, now.header("access-control-allow-origin")),
        (StatusCode::OK, "*")
    );
    let json = now.json();
    assert_eq!(
        (&json["from"], &json["to"]),
        (&"2026-10-01".into(), &"2026-10-31".into())
    );
    assert_eq!(json["units"], serde_json::json!([]));
    assert!(json["formula"].as_str().unwrap().contains("满意率"));
    app.clock.advance(TimeDelta::days(30));
    let json = app.get(&format!("{PATH}?from=2026-11-01")).await.json();
    assert_eq!(json["units"][0]["unit"]["code"], "ps01");
    assert_eq!(
        (&json["total"], &json["units"][0]["satisfaction"]),
        (&serde_json::Value::Null, &serde_json::Value::Null)
    );
    for wrong in [
        "from=2026-02-30",
        "from=2026-11-01&to=2026-11-20",
        "to=2026-12-31",
    ] {
        let refused = app.get(&format!("{PATH}?{wrong}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}
