//! The inner door: `docs/authz.csv` as tests for cases and demands, every role × relation. Missing rows are
//! added as in `authz.rs`, to be read by a person.

use super::units;
use crate::authz::{self, Matrix};
use crate::support::{OWN_PAGE, PASSWORD, TestApp};
use axum::http::{Method, StatusCode};
use domain::demand::{DemandKind, DemandStatus};
use domain::feedback::{FeedbackKind, Status};
use domain::ids::{DemandId, FeedbackId, UnitId};
use domain::receipt::FeedbackReference;
use domain::role::Role;
use service::accounts::{self, NewAccount};
use service::passwords::NewPassword;
use storage::demands::{self, Demand};
use storage::feedback::Case;
use storage::units as table;

/// Everybody works in this unit, whatever the role: only role and relation differ.
const OWN: &str = "ps01";
const OTHER: &str = "ps02";
const BADGE: &str = "012345";

const CASE: &str = "/staff/feedback/{reference}";
/// Method, route below the case, what is posted: nothing that a permitted person would thereby change.
const CASE_ROUTES: [(&str, &str, &str); 5] = [
    ("GET", "", ""),
    ("POST", "", "version=0&action=accept"),
    ("GET", "/demand", ""),
    ("POST", "/demand", ""),
    ("POST", "/original", ""),
];
/// Relation, queue, whether the own unit is concerned, whether the own badge is accused.
const CASES: [(&str, &str, bool, bool); 4] = [
    ("queue", OWN, false, false),
    ("other-queue", OTHER, false, false),
    ("concerned", OWN, true, false),
    ("accused", OWN, false, true),
];

const DEMAND: &str = "/staff/demands/{id}";
const DEMAND_ROUTES: [(&str, &str); 2] = [("GET", ""), ("POST", "version=0&action=answer&text=x")];
/// Relation, who answers, who reviews.
const DEMANDS: [(&str, &str, &str); 3] = [
    ("own-unit", OWN, "center"),
    ("reviewer", OTHER, OWN),
    ("other-unit", OTHER, "center"),
];

struct Stage {
    app: TestApp,
    /// Relation, reference.
    cases: Vec<(&'static str, String)>,
    /// Relation, id.
    demands: Vec<(&'static str, String)>,
}

async fn stage(app: TestApp) -> Stage {
    units(&app).await;
    let services = app.services.clone();
    let mut tx = services.db.begin().await.unwrap();
    let all = table::all(&mut tx).await.unwrap();
    let unit = |code: &str| all.by_code(code).unwrap().id;
    let mut cases = Vec::new();
    for (relation, queue, is_concerned, is_accused) in CASES {
        let case = case(&app, unit(queue));
        let concerned: Vec<UnitId> = is_concerned.then(|| unit(OWN)).into_iter().collect();
        let badges: Vec<String> = is_accused.then(|| BADGE.to_owned()).into_iter().collect();
        storage::feedback::insert(&mut tx, &case, b"hash", &concerned, &badges)
            .await
            .unwrap();
        cases.push((relation, case.reference.to_string()));
    }
    let mut demands = Vec::new();
    for (relation, answers, reviews) in DEMANDS {
        let demand = Demand {
            id: DemandId(services.rng.uuid_v4()),
            kind: DemandKind::Feedback,
            title: "请说明".into(),
            text: "请说明".into(),
            unit: unit(answers),
            reviewer: unit(reviews),
            status: DemandStatus::Sent,
            sent_on: services.clock.today(),
            version: 1,
        };
        demands::insert(&mut tx, &demand, &[]).await.unwrap();
        demands.push((relation, demand.id.to_string()));
    }
    tx.commit().await.unwrap();
    Stage { app, cases, demands }
}

fn case(app: &TestApp, queue: UnitId) -> Case {
    let services = &app.services;
    Case {
        id: FeedbackId(services.rng.uuid_v4()),
        reference: FeedbackReference::new(2026, services.rng.symbols()),
        kind: FeedbackKind::Complaint,
        anonymous: true,
        title: "标题".into(),
        body: "经过".into(),
        occurred_on: None,
        unit: None,
        record: None,
        incident: None,
        officer_name: None,
        officer_badge: None,
        tell_unit: false,
        status: Status::Received,
        queue,
        queued_on: services.clock.today(),
        rule: "complaint".into(),
        returned: false,
        has_news: false,
        received_on: services.clock.today(),
        received_at: None,
        version: 1,
    }
}

async fn sign_in(app: &TestApp, role: Role) -> String {
    let new = NewAccount {
        username: role.as_str().into(),
        display_name: role.label().into(),
        role,
        unit: OWN.into(),
        badge: Some(BADGE.into()),
    };
    let password = NewPassword::parse(PASSWORD, &[]).unwrap();
    accounts::add(&app.services, &new, &password).await.unwrap();
    let fields = [("username", role.as_str()), ("password", PASSWORD)];
    app.post_form("/staff/sign-in", &fields).await.cookie()
}

async fn word(app: &TestApp, cookie: &str, method: &str, path: &str, body: &str) -> &'static str {
    let headers = [
        OWN_PAGE,
        ("cookie", cookie),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    match app.request(method, path, &headers, body.to_owned()).await.status {
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::OK | StatusCode::SEE_OTHER | StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => {
            "allow"
        }
        other => panic!("{path}: {other}"),
    }
}

/// How the inner door behaves now.
async fn behaviour(app: TestApp) -> Matrix {
    let stage = stage(app).await;
    let mut seen = Matrix::new();
    for role in Role::ALL.iter().copied() {
        let cookie = sign_in(&stage.app, role).await;
        let mut keep = |method: &str, route: String, relation: &str, word: &str| {
            let key = (
                method.to_owned(),
                route,
                role.as_str().to_owned(),
                relation.to_owned(),
            );
            seen.insert(key, word.to_owned());
        };
        for (relation, reference) in &stage.cases {
            for (method, below, body) in CASE_ROUTES {
                let path = format!("/staff/feedback/{reference}{below}");
                let word = word(&stage.app, &cookie, method, &path, body).await;
                keep(method, format!("{CASE}{below}"), relation, word);
            }
        }
        for (relation, id) in &stage.demands {
            for (method, body) in DEMAND_ROUTES {
                let path = format!("/staff/demands/{id}");
                let word = word(&stage.app, &cookie, method, &path, body).await;
                keep(method, DEMAND.to_owned(), relation, word);
            }
        }
    }
    seen
}

#[tokio::test]
async fn cases_and_demands_open_as_the_matrix_says_on_sqlite() {
    let app = TestApp::with(|config| config.limits.disabled = true).await;
    cases_and_demands_open_as_the_matrix_says(app).await;
}

#[tokio::test]
async fn cases_and_demands_open_as_the_matrix_says_on_postgres() {
    cases_and_demands_open_as_the_matrix_says(TestApp::unlimited_postgres().await).await;
}

async fn cases_and_demands_open_as_the_matrix_says(app: TestApp) {
    let seen = behaviour(app).await;
    let expected = authz::with_missing(&seen);
    for (key, word) in &seen {
        assert_eq!(
            expected.get(key),
            Some(word),
            "{key:?}: docs/authz.csv has another row or none"
        );
    }
}

#[test]
fn no_row_opens_a_case_to_whom_it_concerns() {
    let closed = authz::matrix();
    let mut rows = 0;
    for ((_, route, role, relation), word) in &closed {
        if route.starts_with(CASE) && ["concerned", "accused"].contains(&relation.as_str()) {
            assert_ne!(word, "allow", "{role} {relation} {route}");
            rows += 1;
        }
    }
    assert_eq!(rows, Role::ALL.len() * CASE_ROUTES.len() * 2);
}
