//! The inner door: `docs/authz.csv` as tests for cases and demands, every role × relation. Missing rows are
//! added as in `authz.rs`, to be read by a person.

mod bad_rating;

use super::units;
use crate::authz::{self, Matrix};
use crate::support::{OWN_PAGE, PASSWORD, TestApp};
use axum::http::{Method, StatusCode};
use domain::demand::{DemandKind, DemandStatus};
use domain::event::SubjectKind;
use domain::feedback::{FeedbackKind, Status};
use domain::ids::{DemandId, FeedbackId, UnitId};
use domain::person::Concerned;
use domain::receipt::FeedbackReference;
use domain::rectification::Queue;
use domain::role::Role;
use server::router::routes;
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

/// Kind, page, what a unit posts there.
const DEMAND_KINDS: [(DemandKind, &str, &str); 2] = [
    (
        DemandKind::Feedback,
        "/staff/demands/{id}",
        "version=0&action=answer&text=x",
    ),
    (
        DemandKind::Rectification,
        "/staff/rectifications/{id}",
        "version=0&act=answer&text=x",
    ),
];
/// Relation, who answers, who reviews, whether a case behind it accuses the own badge.
const DEMANDS: [(&str, &str, &str, bool); 4] = [
    ("own-unit", OWN, "center", false),
    ("reviewer", OTHER, OWN, false),
    ("other-unit", OTHER, "center", false),
    ("accused", OWN, "center", true),
];

const FOLLOW_UP: &str = "/staff/callbacks/{id}";
/// Relation, whose incident, at whose desk, whether the officer of the own badge handled it.
const FOLLOW_UPS: [(&str, &str, Queue, bool); 4] = [
    ("at-center", OTHER, Queue::Center, false),
    ("at-inspection", OTHER, Queue::Inspection, false),
    ("own-unit", OWN, Queue::Center, false),
    ("handled", OTHER, Queue::Center, true),
];
/// Whatever the relation, the role alone opens records, objections to them and spot checks of them. (Who made the text may
/// not refuse the objection, nor judge the text or settle what was found in it: `objections.rs`, `spot_checks.rs`.)
const NO_RELATIONS: [&str; 3] = [
    "/staff/records/{ref}",
    "/staff/objections/{reference}",
    "/staff/spot-checks/{number}",
];

struct Stage {
    app: TestApp,
    /// Relation, reference.
    cases: Vec<(&'static str, String)>,
    /// Route, what is posted, relation, id.
    demands: Vec<(&'static str, &'static str, &'static str, String)>,
    /// Relation, id.
    follow_ups: Vec<(&'static str, String)>,
}

async fn stage(app: TestApp) -> Stage {
    units(&app).await;
    let services = app.services.clone();
    let mut tx = services.db.begin().await.unwrap();
    let all = table::all(&mut tx).await.unwrap();
    let unit = |code: &str| all.by_code(code).unwrap().id;
    let mut cases = Vec::new();
    let mut accusing = FeedbackId(services.rng.uuid_v4());
    for (relation, queue, is_concerned, is_accused) in CASES {
        let case = case(&app, unit(queue));
        let concerned = Concerned {
            units: is_concerned.then(|| unit(OWN)).into_iter().collect(),
            badges: is_accused.then(|| BADGE.to_owned()).into_iter().collect(),
            ..Concerned::default()
        };
        storage::feedback::insert(&mut tx, &case, b"hash", &concerned)
            .await
            .unwrap();
        if is_accused {
            accusing = case.id;
        }
        cases.push((relation, case.reference.to_string()));
    }
    let mut demands = Vec::new();
    let kinds = DEMAND_KINDS.into_iter();
    let rows = kinds.flat_map(|kind| DEMANDS.map(|demand| (kind, demand)));
    for ((kind, route, answer), (relation, answers, reviews, is_accused)) in rows {
        let demand = Demand {
            id: DemandId(services.rng.uuid_v4()),
            kind,
            title: "请说明".into(),
            text: "请说明".into(),
            unit: unit(answers),
            reviewer: unit(reviews),
            status: DemandStatus::Sent,
            sent_on: services.clock.today(),
            version: 1,
        };
        let sources = is_accused.then_some((SubjectKind::Feedback, accusing.0));
        demands::insert(&mut tx, &demand, sources.as_slice())
            .await
            .unwrap();
        demands.push((route, answer, relation, demand.id.to_string()));
    }
    let mut follow_ups = Vec::new();
    for (relation, owner, queue, is_handled) in FOLLOW_UPS {
        let badge = is_handled.then_some(BADGE);
        let id = bad_rating::follow_up(&app, &mut tx, unit(owner), badge, queue).await;
        follow_ups.push((relation, id.to_string()));
    }
    tx.commit().await.unwrap();
    Stage {
        app,
        cases,
        demands,
        follow_ups,
    }
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
        for (route, answer, relation, id) in &stage.demands {
            for (method, body) in [("GET", ""), ("POST", *answer)] {
                let path = route.replace("{id}", id);
                let word = word(&stage.app, &cookie, method, &path, body).await;
                keep(method, (*route).to_owned(), relation, word);
            }
        }
        for (relation, id) in &stage.follow_ups {
            for (method, body) in [("GET", ""), ("POST", "version=0&act=verify&text=x")] {
                let path = FOLLOW_UP.replace("{id}", id);
                let word = word(&stage.app, &cookie, method, &path, body).await;
                keep(method, FOLLOW_UP.to_owned(), relation, word);
            }
        }
    }
    seen
}

#[tokio::test]
async fn every_matter_opens_as_the_matrix_says_and_no_row_is_idle_on_sqlite() {
    let app = TestApp::with(|config| config.limits.disabled = true).await;
    every_matter_opens_as_the_matrix_says_and_no_row_is_idle(app).await;
}

#[tokio::test]
async fn every_matter_opens_as_the_matrix_says_and_no_row_is_idle_on_postgres() {
    every_matter_opens_as_the_matrix_says_and_no_row_is_idle(TestApp::unlimited_postgres().await).await;
}

async fn every_matter_opens_as_the_matrix_says_and_no_row_is_idle(app: TestApp) {
    let seen = behaviour(app).await;
    let expected = authz::with_missing(&seen);
    for (key, word) in &seen {
        assert_eq!(
            expected.get(key),
            Some(word),
            "{key:?}: docs/authz.csv has another row or none"
        );
    }
    for key in expected.keys().filter(|key| key.3 != authz::DOOR) {
        assert!(seen.contains_key(key), "{key:?}: no test reads this row");
    }
    let pages = routes();
    let has_none = |path: &str| NO_RELATIONS.iter().any(|page| path.starts_with(page));
    let of_one = |path: &str| path.starts_with("/staff/") && path.contains('{') && !has_none(path);
    for route in pages.iter().filter(|route| of_one(route.path)) {
        let is_seen = seen
            .keys()
            .any(|(method, path, ..)| route.method == method.as_str() && route.path == path);
        assert!(is_seen, "{} {}: no relation is tested", route.method, route.path);
    }
}

#[test]
fn no_row_opens_a_case_to_whom_it_concerns() {
    let closed = authz::matrix();
    let mut rows = 0;
    for ((_, route, role, relation), word) in &closed {
        if ["concerned", "accused", "handled"].contains(&relation.as_str()) {
            assert_ne!(word, "allow", "{role} {relation} {route}");
            rows += 1;
        }
    }
    let of_demands = DEMAND_KINDS.len() * 2;
    assert_eq!(rows, Role::ALL.len() * (CASE_ROUTES.len() * 2 + of_demands + 2));
}
