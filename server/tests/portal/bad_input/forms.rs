//! Markup in every field of every form of the demo, by everybody who sees the form.

use super::page_form::{PageForm, forms, links};
use crate::support::{Answer, PASSWORD, TestApp};
use axum::http::StatusCode;
use service::demo::{self, Demo};
use service::passwords::NewPassword;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const HOSTILE: &str = "</textarea><script>alert(1)</script>\"'&";
/// Pages that one person opens in search of forms.
const PAGES: usize = 60;
/// Everybody: nobody signed in, and the accounts of the demo.
const PEOPLE: [&str; 14] = [
    "",
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
    "nobody",
];

async fn with_demo() -> TestApp {
    let app = TestApp::with(|config| config.limits.disabled = true).await;
    let demo = Demo {
        seed: 1,
        records: 40,
        today: app.services.clock.today(),
    };
    let password = NewPassword::parse(PASSWORD, &[]).unwrap();
    demo::load(&app.services, &demo, &password, &mut |_| {})
        .await
        .unwrap();
    app
}

async fn cookie(app: &TestApp, person: &str) -> Option<String> {
    let typed = [("username", person), ("password", PASSWORD)];
    let answer = app.post_form("/staff/sign-in", &typed).await;
    (answer.status == StatusCode::SEE_OTHER).then(|| answer.cookie())
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
        // Enough of a kind is enough: the first three cases stand for all.
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
    hostile: impl Fn(&super::page_form::Field) -> bool,
) -> Vec<(&'a str, &'a str)> {
    let value = |field: &'a super::page_form::Field| if hostile(field) { HOSTILE } else { &field.value };
    form.fields
        .iter()
        .map(|field| (field.name.as_str(), value(field)))
        .collect()
}

/// Sends a form twice: with markup in what people type, then in everything.
async fn attack(app: &TestApp, cookie: &str, form: &PageForm) {
    let path = form.action.split('?').next().unwrap_or_default();
    for fields in [filled(form, |field| field.is_typed), filled(form, |_| true)] {
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

#[tokio::test(flavor = "multi_thread")]
async fn markup_typed_into_any_form_is_text_wherever_it_shows() {
    let app = with_demo().await;
    let mut attacked = BTreeSet::new();
    let mut cookies = Vec::new();
    for person in PEOPLE {
        let cookie = if person.is_empty() {
            Some(String::new())
        } else {
            cookie(&app, person).await
        };
        let Some(cookie) = cookie else {
            assert_eq!(person, "nobody", "every demo account signs in");
            continue;
        };
        for (path, page) in walk(&app, &cookie).await {
            assert_inert(&page, &path);
            for form in forms(&page.body, &path) {
                let names: Vec<_> = form.fields.iter().map(|field| field.name.clone()).collect();
                // Signing out would end the walk.
                if form.action != "/staff/sign-out" && attacked.insert((person, names)) {
                    attack(&app, &cookie, &form).await;
                }
            }
        }
        cookies.push(cookie);
    }
    let names: BTreeSet<_> = attacked
        .iter()
        .flat_map(|(_, names)| names.iter().map(String::as_str))
        .collect();
    for name in [
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
    ] {
        assert!(names.contains(name), "no form with {name} was met: {names:?}");
    }
    for cookie in &cookies {
        for (path, page) in walk(&app, cookie).await {
            assert_inert(&page, &path);
        }
    }
}
