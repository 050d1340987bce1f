//! Something hostile in every field of every form of the demo, by everybody who sees the form.

use super::page_form::{Field, PageForm, forms, links};
use crate::support::{Answer, PASSWORD, TestApp};
use axum::http::{Method, StatusCode};
use service::demo::{self, Demo};
use service::passwords::NewPassword;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const MARKUP: &str = "</textarea><script>alert(1)</script>\"'&";
/// What PostgreSQL can neither keep nor compare with.
const NUL: &str = "a\0b";
/// Pages that one person opens in search of forms.
const PAGES: usize = 60;
/// The accounts of the demo.
const STAFF: [&str; 12] = [
    "admin",
    "auditor",
    "publisher",
    "reviewer",
    "handler",
    "handler2",
    "center",
    "inspector",
    "supervisor",
    "leader",
    "monitor",
    "custodian",
];
/// Fields and actions that must be met, or the walk went nowhere.
const FIELDS: [&str; 14] = [
    "q",
    "title",
    "body",
    "contact_name",
    "reference",
    "username",
    "text",
    "reason",
    "from",
    "theme",
    "accept",
    "answer",
    "outcome",
    "code",
];

async fn with_demo(app: TestApp) -> TestApp {
    let demo = Demo {
        seed: 1,
        records: 40,
        today: app.services.clock.today(),
    };
    let password = NewPassword::parse(PASSWORD, &[]).unwrap();
    demo::load(&app.services, &demo, &password, &mut |_| {})
        .await
        .unwrap();
    // One that nobody has looked at yet: a well-run bureau leaves none for long.
    let new = serde_json::json!({"kind": "inquiry", "unit": "ps01", "title": "办证", "body": "周末能办吗", "anonymous": true});
    let json = ("content-type", "application/json");
    let taken = app
        .request(Method::POST, "/api/v1/feedback", &[json], new.to_string())
        .await;
    assert_eq!(taken.status, StatusCode::CREATED, "{taken:?}");
    app
}

async fn cookie(app: &TestApp, person: &str) -> String {
    let typed = [("username", person), ("password", PASSWORD)];
    let answer = app.post_form("/staff/sign-in", &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{person}");
    answer.cookie()
}

fn assert_inert(answer: &Answer, what: &str) {
    assert!(!answer.status.is_server_error(), "{what}: {answer:?}");
    assert!(
        !answer.body.contains("<script>alert") && !answer.body.contains("</textarea><script"),
        "{what}: {}",
        answer.body
    );
    assert!(
        !format!("{:?}", answer.headers).contains("<script>"),
        "{what}: {:?}",
        answer.headers
    );
}

/// The pages that a person reaches by links, one of each kind of address first.
async fn walk(app: &TestApp, cookie: &str) -> Vec<(String, Answer)> {
    let start = [
        "/",
        "/feedback/new",
        "/feedback/status",
        "/staff/sign-in",
        "/records",
        "/staff/queue",
    ];
    let staff = [
        "/staff/records",
        "/staff/callbacks",
        "/staff/rectifications",
        "/staff/dashboard",
    ];
    let mut waiting: VecDeque<String> = start.into_iter().chain(staff).map(str::to_owned).collect();
    let mut seen = BTreeSet::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut pages = Vec::new();
    while let Some(path) = waiting.pop_front() {
        // Enough of a kind is enough: a dozen cases stand for all.
        let kind = path.split('?').next().unwrap_or_default();
        let kind = kind.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let count = kinds.entry(kind).or_default();
        if pages.len() >= PAGES || *count >= 12 || !seen.insert(path.clone()) {
            continue;
        }
        *count += 1;
        let page = app.get_as(cookie, &path).await;
        waiting.extend(links(&page.body));
        pages.push((path, page));
    }
    pages
}

fn filled<'a>(
    form: &'a PageForm,
    hostile: &'a str,
    is_hostile: impl Fn(&Field) -> bool,
) -> Vec<(&'a str, &'a str)> {
    let value = |field: &'a Field| if is_hostile(field) { hostile } else { &field.value };
    form.fields
        .iter()
        .map(|field| (field.name.as_str(), value(field)))
        .collect()
}

/// Sends a form twice: with what is hostile in what people type, then in everything.
async fn attack(app: &TestApp, cookie: &str, form: &PageForm, hostile: &str) {
    let path = form.action.split('?').next().unwrap_or_default();
    for fields in [
        filled(form, hostile, |field| field.is_typed),
        filled(form, hostile, |_| true),
    ] {
        let answer = if form.posts {
            app.post_form_as(cookie, &form.action, &fields).await
        } else {
            let query = fields
                .iter()
                .fold(app::link::Query::new(path), |query, (name, value)| {
                    query.with(name, value)
                });
            app.get_as(cookie, &query.href()).await
        };
        assert_inert(&answer, &format!("{form:?}"));
        let to = answer.header("location").to_owned();
        if to.starts_with('/') {
            assert_inert(&app.get_as(cookie, &to).await, &to);
        }
    }
}

/// What tells one form from another: the names of its fields, and which button is pressed.
fn kind_of(form: &PageForm) -> Vec<String> {
    let name = |field: &Field| match field.name.as_str() {
        "action" => field.value.clone(),
        name => name.to_owned(),
    };
    form.fields.iter().map(name).collect()
}

/// Everybody sends something hostile in every form that they find; then everybody looks at every page again.
async fn everybody_attacks(app: TestApp, hostile: &str) {
    let app = with_demo(app).await;
    let mut attacked = BTreeSet::new();
    let mut cookies = vec![String::new()];
    for person in STAFF {
        cookies.push(cookie(&app, person).await);
    }
    for cookie in &cookies {
        for (path, page) in walk(&app, cookie).await {
            assert_inert(&page, &path);
            for form in forms(&page.body, &path) {
                // Signing out would end the walk.
                if form.action != "/staff/sign-out" && attacked.insert((cookie, kind_of(&form))) {
                    attack(&app, cookie, &form, hostile).await;
                }
            }
        }
    }
    let met: BTreeSet<_> = attacked.iter().flat_map(|(_, names)| names).collect();
    for name in FIELDS {
        assert!(
            met.contains(&name.to_owned()),
            "no form with {name} was met: {met:?}"
        );
    }
    for cookie in &cookies {
        for (path, page) in walk(&app, cookie).await {
            assert_inert(&page, &path);
        }
    }
}

async fn unlimited() -> TestApp {
    TestApp::with(|config| config.limits.disabled = true).await
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_typed_into_any_form_is_text_wherever_it_shows() {
    everybody_attacks(unlimited().await, MARKUP).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_database_can_keep_breaks_no_form_on_sqlite() {
    everybody_attacks(unlimited().await, NUL).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_database_can_keep_breaks_no_form_on_postgres() {
    everybody_attacks(TestApp::unlimited_postgres().await, NUL).await;
}
