//! From the form to the answer, through the real router.

mod anonymous;
mod canary;
mod crowd;
mod demand;
mod kept;
mod killed;
pub(crate) mod mail;
mod relations;

use crate::support::{Answer, PASSWORD, TestApp, on_both};
use axum::http::{Method, StatusCode};
use domain::ids::UnitId;
use domain::role::Role;
use domain::unit::{Unit, UnitCode};
use serde_json::{Value, json};
use service::accounts::{self, NewAccount};
use service::passwords::NewPassword;

const KEY: &str = "0123456789abcdef-key";
const HOSTILE: &str = "</textarea><script>alert(1)</script>";

on_both!(
    unknown_wrong_and_malformed_receipts_look_the_same,
    outside_matters_are_pointed_elsewhere_and_not_stored,
    a_form_is_kept_at_422_and_nothing_typed_becomes_markup,
    the_unit_complained_of_never_sees_the_case_and_the_centre_answers_it,
);

async fn units(app: &TestApp) {
    let services = &app.services;
    let mut tx = services.db.begin().await.unwrap();
    let all = storage::units::all(&mut tx).await.unwrap();
    let root = all.by_code("county").unwrap().id;
    for code in ["center", "inspection", "ps01", "ps02"] {
        let unit = Unit {
            id: UnitId(services.rng.uuid_v4()),
            code: UnitCode::parse(code).unwrap(),
            name: format!("{code}单位"),
            parent: Some(root),
            incomplete: false,
            address: None,
            phone: None,
        };
        storage::units::insert(&mut tx, &unit, None, services.clock.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

async fn staff(app: &TestApp, username: &str, role: Role, unit: &str) -> String {
    staff_named(app, username, username, (role, unit), None).await
}

async fn staff_named(
    app: &TestApp,
    username: &str,
    name: &str,
    (role, unit): (Role, &str),
    badge: Option<&str>,
) -> String {
    let new = NewAccount {
        username: username.into(),
        display_name: name.into(),
        role,
        unit: unit.into(),
        badge: badge.map(str::to_owned),
    };
    accounts::add(&app.services, &new, &NewPassword::parse(PASSWORD, &[]).unwrap())
        .await
        .unwrap();
    let answer = app
        .post_form(
            "/staff/sign-in",
            &[("username", username), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    answer.cookie()
}

async fn post(app: &TestApp, body: &Value, key: Option<&str>) -> Answer {
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(key.map(|key| ("idempotency-key", key)));
    app.request(Method::POST, "/api/v1/feedback", &headers, body.to_string())
        .await
}

fn complaint(anonymous: bool) -> Value {
    json!({ "kind": "complaint", "unit": "ps01", "title": "报案没有回音", "body": "第一行\r\n第二行", "anonymous": anonymous })
}

async fn follow(app: &TestApp, receipt: &Value) -> Answer {
    let authorization = format!("Receipt {}", receipt["code"].as_str().unwrap());
    let path = format!("/api/v1/feedback/{}", receipt["reference"].as_str().unwrap());
    app.request(
        Method::GET,
        &path,
        &[("authorization", &authorization)],
        String::new(),
    )
    .await
}

/// `key` is another one in every test: tests of one process have the same secrets.
async fn a_receipt_opens_its_case(app: TestApp, key: &str) {
    units(&app).await;
    let answer = post(&app, &complaint(true), Some(key)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let receipt = answer.json();
    assert_eq!(receipt["received_at"], "2026-11-22");
    let case = follow(&app, &receipt).await.json();
    assert_eq!(
        (case["status"].as_str(), case["body"].as_str()),
        (Some("received"), Some("第一行\n第二行"))
    );
    assert_eq!(case["timeline"][0]["at"], "2026-11-22");
    assert_eq!(case["due"].as_array().unwrap().len(), 2);
    let again = post(&app, &complaint(true), Some(key)).await;
    assert_eq!((again.status, again.json()), (StatusCode::CREATED, receipt));
    let other = post(&app, &complaint(false), Some(key)).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        post(&app, &complaint(true), Some("short")).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_receipt_opens_its_case_on_sqlite() {
    a_receipt_opens_its_case(TestApp::sqlite().await, "0123456789abcdef-sqlite").await;
}

#[tokio::test]
async fn a_receipt_opens_its_case_on_postgres() {
    a_receipt_opens_its_case(TestApp::postgres().await, "0123456789abcdef-postgres").await;
}

async fn unknown_wrong_and_malformed_receipts_look_the_same(app: TestApp) {
    units(&app).await;
    let receipt = post(&app, &complaint(true), None).await.json();
    let mut answers = Vec::new();
    for (reference, code) in [
        (receipt["reference"].as_str().unwrap(), "00000000000000"),
        ("F-2026-0000000", receipt["code"].as_str().unwrap()),
        ("nonsense", "nonsense"),
    ] {
        let answer = follow(&app, &json!({ "reference": reference, "code": code })).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let mut problem = answer.json();
        problem.as_object_mut().unwrap().remove("instance");
        answers.push(problem);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    let path = format!("/api/v1/feedback/{}", receipt["reference"].as_str().unwrap());
    assert_eq!(app.get(&path).await.status, StatusCode::UNAUTHORIZED);
}

async fn outside_matters_are_pointed_elsewhere_and_not_stored(app: TestApp) {
    units(&app).await;
    let mut about = complaint(true);
    about["unit"] = "inspection".into();
    let answer = post(&app, &about, None).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["pointers"].as_array().unwrap().len(), 3);
    let inspector = staff(&app, "inspector", Role::Inspector, "inspection").await;
    assert!(
        !app.get_as(&inspector, "/staff/queue")
            .await
            .body
            .contains("F-2026-")
    );
}

async fn a_form_is_kept_at_422_and_nothing_typed_becomes_markup(app: TestApp) {
    units(&app).await;
    let fields = [
        "kind",
        "unit",
        "record",
        "incident",
        "officer_name",
        "officer_badge",
        "title",
        "body",
        "occurred_on",
        "contact_name",
        "contact_phone",
        "contact_email",
        "idempotency_key",
    ];
    let typed: Vec<_> = fields.iter().map(|field| (*field, HOSTILE)).collect();
    let answer = app.post_form("/feedback/new", &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!answer.body.contains("<script>alert"));
    let sent = [
        ("kind", "inquiry"),
        ("title", HOSTILE),
        ("body", HOSTILE),
        ("anonymous", "true"),
        ("idempotency_key", KEY),
    ];
    let receipt = app.post_form("/feedback/new", &sent).await;
    assert_eq!(
        (receipt.status, receipt.header("cache-control")),
        (StatusCode::CREATED, "no-store")
    );
    let reload = app.post_form("/feedback/new", &sent).await;
    assert_eq!(
        (reload.status, reload.body == receipt.body),
        (StatusCode::CREATED, true)
    );
    let mut other = sent;
    other[2].1 = "别的文字";
    let conflict = app.post_form("/feedback/new", &other).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.body.contains("别的文字") && conflict.body.contains("已提交过"));
}

async fn the_unit_complained_of_never_sees_the_case_and_the_centre_answers_it(app: TestApp) {
    units(&app).await;
    let receipt = post(&app, &complaint(false), None).await.json();
    let reference = receipt["reference"].as_str().unwrap();
    let path = format!("/staff/feedback/{reference}");
    let center = staff(&app, "center", Role::Center, "center").await;
    for (name, role, unit) in [
        ("handler", Role::Handler, "ps01"),
        ("handler2", Role::Handler, "ps02"),
        ("inspector", Role::Inspector, "inspection"),
    ] {
        let cookie = staff(&app, name, role, unit).await;
        assert_eq!(
            app.get_as(&cookie, &path).await.status,
            StatusCode::NOT_FOUND,
            "{name}"
        );
        assert!(
            !app.get_as(&cookie, "/staff/queue").await.body.contains(reference),
            "{name}"
        );
        let try_it = [("version", "1"), ("action", "accept")];
        assert_eq!(
            app.post_form_as(&cookie, &path, &try_it).await.status,
            StatusCode::NOT_FOUND,
            "{name}"
        );
    }
    assert!(app.get_as(&center, "/staff/queue").await.body.contains(reference));
    let step = |version: &'static str, action: &'static str, text: &'static str| {
        let (app, center, path) = (&app, &center, &path);
        async move {
            let fields = [
                ("version", version),
                ("action", action),
                ("text", text),
                ("outcome", "upheld"),
            ];
            app.post_form_as(center, path, &fields).await.status
        }
    };
    assert_eq!(step("1", "answer", "早了").await, StatusCode::CONFLICT);
    assert_eq!(step("1", "accept", "").await, StatusCode::SEE_OTHER);
    assert_eq!(step("1", "answer", "旧页面").await, StatusCode::CONFLICT);
    assert_eq!(step("2", "answer", "").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        step("2", "answer", "已核实，正在办理").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(step("3", "close", "办结").await, StatusCode::SEE_OTHER);
    let case = follow(&app, &receipt).await.json();
    assert_eq!(
        (case["status"].as_str(), case["outcome"].as_str()),
        (Some("closed"), Some("upheld"))
    );
    assert_eq!(case["messages"][0]["text"], "已核实，正在办理");
}
