//! Writes the body of every answer that reports a problem: a page, or RFC 9457 below `/api`.

use super::typed::Typed;
use super::{RequestId, session};
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Frame;
use app::Ui;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

pub(super) async fn render(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let frame = Frame::of(&parts.method, &parts.uri, &parts.headers);
    let reference = parts.extensions.get::<RequestId>().cloned();
    let is_api = parts.uri.path().starts_with("/api/");
    let cookies = is_staff(parts.uri.path()).then(|| parts.headers.clone());
    let typed = Typed::default();
    parts.extensions.insert(typed.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(problem) = problem_of(&response) else {
        return response;
    };
    let reference = reference
        .filter(|_| problem.shows_reference)
        .map(|RequestId(id)| id);
    let mut kept = kept_headers(response.headers());
    kept.extend(problem.headers.clone());
    kept.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut answer = if is_api {
        as_json(&problem, reference)
    } else {
        let staff = match cookies {
            Some(cookies) => session::staff(&app, &cookies).await,
            None => None,
        };
        as_page(
            &frame.ui(&app, staff.as_ref()),
            &problem,
            reference,
            typed.fields(),
        )
    };
    *answer.status_mut() = problem.status;
    answer.headers_mut().extend(kept);
    answer
}

/// Below the workbench an error keeps its frame: menu and way out stay at hand, also where no route is.
fn is_staff(path: &str) -> bool {
    path == "/staff" || path.starts_with("/staff/")
}

/// The problem an answer carries. Refusals of axum itself (no route, wrong method, unreadable form) carry none
/// and get the standard words of their status.
fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let is_plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    ((status.is_client_error() || status.is_server_error()) && is_plain).then(|| Problem::new(status))
}

/// What axum and the handlers say beside the body.
fn kept_headers(headers: &HeaderMap) -> HeaderMap {
    let names = [
        header::ALLOW,
        header::RETRY_AFTER,
        header::WWW_AUTHENTICATE,
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        header::SET_COOKIE,
    ];
    names
        .into_iter()
        .filter_map(|name| headers.get(&name).map(|value| (name, value.clone())))
        .collect()
}

fn as_page(ui: &Ui, problem: &Problem, reference: Option<String>, typed: Vec<(String, String)>) -> Response {
    let model = app::pages::problem::Problem {
        title: problem.title.clone(),
        text: problem
            .text
            .iter()
            .cloned()
            .chain(problem.errors.iter().map(|error| error.message.clone()))
            .collect(),
        reference,
        typed,
        sign_in: problem.status == StatusCode::UNAUTHORIZED,
    };
    axum::response::Html(app::pages::problem::problem(ui, model)).into_response()
}

fn as_json(problem: &Problem, reference: Option<String>) -> Response {
    let mut members = problem.members.clone();
    members.insert("type".into(), json!(problem.kind.unwrap_or("about:blank")));
    members.insert("title".into(), json!(problem.title));
    members.insert("status".into(), json!(problem.status.as_u16()));
    members.insert("detail".into(), json!(problem.text.join("")));
    if !problem.errors.is_empty() {
        members.insert("errors".into(), json!(problem.errors));
    }
    if let Some(reference) = reference {
        members.insert(
            "instance".into(),
            json!(format!("urn:mingjing:request:{reference}")),
        );
    }
    let mut response = Json(Value::Object(members)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, PROBLEM_JSON);
    response
}
