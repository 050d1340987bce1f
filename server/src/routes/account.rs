//! Signing in and out.

use crate::middleware::SignedIn;
use crate::middleware::session::{removed_cookie, session_cookie};
use crate::problem::Problem;
use crate::router::staff_menu;
use crate::routes::preferences::local_path;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::sign_in::{no_pages, sign_in as page};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::role::Role;
use service::auth::{self, SignInError};
use std::time::Duration;

/// Where the workbench begins: on the first page that the role may open. Who has none is told so, with a way out.
pub async fn home(visit: Visit, signed_in: SignedIn) -> Response {
    match first_page(signed_in.staff.role) {
        Some(path) => Redirect::to(path).into_response(),
        None => visit.private(StatusCode::OK, no_pages),
    }
}

fn first_page(role: Role) -> Option<&'static str> {
    staff_menu(role).first().map(|item| item.path())
}

/// Where to go on after signing in.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Back {
    back: String,
}

/// The form.
pub async fn form(visit: Visit, Query(Back { back }): Query<Back>) -> Response {
    visit.private(StatusCode::OK, |ui| {
        page(ui, FormState::new().with("back", back), None)
    })
}

/// What the form posts.
#[derive(serde::Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Credentials {
    username: String,
    password: String,
    back: String,
}

/// Begins a session and goes on, or shows the form again.
pub async fn sign_in(
    State(app): State<AppState>,
    visit: Visit,
    Form(typed): Form<Credentials>,
) -> Result<Response, Problem> {
    let username = typed.username.trim();
    let again = |status, why: String| {
        let form = FormState::new()
            .with("username", username)
            .with("back", typed.back.as_str());
        visit.private(status, |ui| page(ui, form, Some(why)))
    };
    match auth::sign_in(app.services(), visit.client, username, &typed.password).await {
        Ok((staff, token)) => {
            let back = local_path(&typed.back);
            let to = if back.starts_with("/staff/") && !back.starts_with("/staff/sign-") {
                back
            } else {
                first_page(staff.role).unwrap_or("/staff")
            };
            let cookie = session_cookie(app.config().http.is_https(), &token);
            Ok(go_on(to, cookie))
        }
        Err(wrong @ SignInError::Wrong) => Ok(again(StatusCode::UNPROCESSABLE_ENTITY, wrong.to_string())),
        Err(SignInError::TooMany(refused)) => {
            let mut response = again(StatusCode::TOO_MANY_REQUESTS, refused.to_string());
            let seconds = HeaderValue::from(refused.0.as_secs().max(1));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            Ok(response)
        }
        Err(SignInError::Busy(_)) => Err(Problem::unavailable(Duration::from_secs(5))),
        Err(SignInError::Database(error)) => Err(error.into()),
    }
}

/// Ends the session.
pub async fn sign_out(State(app): State<AppState>, signed_in: SignedIn) -> Result<Response, Problem> {
    auth::sign_out(app.services(), &signed_in.staff, &signed_in.token).await?;
    let mut response = go_on("/staff/sign-in", removed_cookie(app.config().http.is_https()));
    // What the browser still holds of staff pages goes as well.
    response.headers_mut().insert(
        "clear-site-data",
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}

fn go_on(to: &str, cookie: HeaderValue) -> Response {
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
