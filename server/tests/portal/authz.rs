//! The authorisation matrix `docs/authz.csv` as tests: every route × role has a row for the outer door (relation
//! `-`), and the running router behaves as the row says. Rows with other relations belong to their areas.
//!
//! `MINGJING_WRITE_AUTHZ=1 cargo test -p server --test portal authz` adds missing rows as the router behaves now, to be
//! read by a person before they are committed.

use crate::support::{Answer, OWN_PAGE, TestApp};
use axum::body::Body;
use axum::http::StatusCode;
use domain::role::Role;
use server::route::Route;
use server::router::routes;
use std::collections::BTreeMap;
use std::fmt::Write;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/authz.csv");
const HEAD: &str = "method,route,role,relation,expected";
/// Relation of the outer door.
pub(crate) const DOOR: &str = "-";

/// (method, route, role, relation) → expected.
pub(crate) type Matrix = BTreeMap<(String, String, String, String), String>;

pub(crate) fn matrix() -> Matrix {
    let text = std::fs::read_to_string(FILE).unwrap_or_default();
    let rows = text.lines().skip(1).filter(|line| !line.is_empty());
    rows.map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [method, route, role, relation, expected] = cells[..] else {
            panic!("not five cells: {line}")
        };
        (
            (method.into(), route.into(), role.into(), relation.into()),
            expected.into(),
        )
    })
    .collect()
}

fn is_writing() -> bool {
    std::env::var_os("MINGJING_WRITE_AUTHZ").is_some()
}

fn write(matrix: &Matrix) {
    let mut text = format!("{HEAD}\n");
    for ((method, route, role, relation), word) in matrix {
        writeln!(text, "{method},{route},{role},{relation},{word}").unwrap();
    }
    std::fs::write(FILE, text).unwrap();
}

/// The matrix, where asked for with the rows of `seen` that it lacks.
pub(crate) fn with_missing(seen: &Matrix) -> Matrix {
    let mut expected = matrix();
    if is_writing() {
        for (key, word) in seen {
            expected.entry(key.clone()).or_insert_with(|| word.clone());
        }
        write(&expected);
    }
    expected
}

fn roles() -> impl Iterator<Item = Option<Role>> {
    std::iter::once(None).chain(Role::ALL.iter().copied().map(Some))
}

fn name(role: Option<Role>) -> &'static str {
    role.map_or("anonymous", Role::as_str)
}

/// Sign-out last, since it ends the session that the others need.
fn in_order() -> Vec<Route> {
    let mut all = routes();
    all.sort_by_key(|route| route.path == "/staff/sign-out");
    all
}

fn word(answer: &Answer) -> &'static str {
    match answer.status {
        StatusCode::UNAUTHORIZED => "unauthorized",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::SEE_OTHER if answer.header("location").starts_with("/staff/sign-in?") => "sign-in",
        StatusCode::SEE_OTHER
            if answer.header("location") == "/staff/sign-in" && answer.header("set-cookie").is_empty() =>
        {
            "sign-in"
        }
        _ => "allow",
    }
}

/// How the outer door behaves now, for every route and role.
async fn behaviour() -> Matrix {
    let app = TestApp::with(|config| config.limits.disabled = true).await;
    let mut seen = Matrix::new();
    for role in roles() {
        let cookie = match role {
            Some(role) => app.sign_in(role).await,
            None => String::new(),
        };
        for route in in_order() {
            let path = route
                .path
                .split('/')
                .map(|part| if part.starts_with('{') { "x" } else { part })
                .collect::<Vec<_>>()
                .join("/");
            let headers = [
                OWN_PAGE,
                ("cookie", cookie.as_str()),
                ("content-type", "application/x-www-form-urlencoded"),
            ];
            let answer = app
                .request(route.method.clone(), &path, &headers, Body::empty())
                .await;
            let key = (
                route.method.to_string(),
                route.path.to_owned(),
                name(role).to_owned(),
                DOOR.to_owned(),
            );
            seen.insert(key, word(&answer).to_owned());
        }
    }
    seen
}

#[tokio::test]
async fn every_route_behaves_as_the_matrix_says_and_has_its_rows() {
    let seen = behaviour().await;
    let mut expected = with_missing(&seen);
    if is_writing() {
        expected.retain(|key, _| key.3 != DOOR || seen.contains_key(key));
        write(&expected);
    }
    for (key, word) in &seen {
        assert_eq!(
            expected.get(key),
            Some(word),
            "{key:?}: docs/authz.csv has another row or none"
        );
    }
    for key in expected.keys() {
        let is_route = seen
            .keys()
            .any(|(method, route, ..)| (method, route) == (&key.0, &key.1));
        assert!(
            is_route,
            "{key:?}: docs/authz.csv has a row for a route that does not exist"
        );
    }
}

#[test]
fn nothing_but_sign_in_below_staff_is_open_to_everybody() {
    for route in routes().iter().filter(|route| route.path.starts_with("/staff")) {
        let is_door = route.path == "/staff/sign-in";
        assert_eq!(route.access.admits(None), is_door, "{route:?}");
    }
}
