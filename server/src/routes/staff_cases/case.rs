//! A case and the steps that may be taken.

use super::models;
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::feedback::{Pairs, with_errors};
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::staff as page;
use app::t;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use service::feedback::{HandleError, Step, handle, open_case, read_original};

/// The case.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
) -> Result<Response, Problem> {
    render(
        &app,
        &visit,
        &signed_in,
        &reference,
        StatusCode::OK,
        FormState::new(),
        None,
    )
    .await
}

async fn render(
    app: &AppState,
    visit: &Visit,
    signed_in: &SignedIn,
    reference: &str,
    status: StatusCode,
    form: FormState,
    refused: Option<String>,
) -> Result<Response, Problem> {
    let view = open_case(app.services(), &signed_in.staff, reference).await?;
    let model = models::case(view, form, refused);
    Ok(visit.private(status, |ui| page::case(ui, model)))
}

/// The original text, on the record.
pub async fn original(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
) -> Result<Response, Problem> {
    let view = read_original(app.services(), &signed_in.staff, &reference).await?;
    let model = models::case(view, FormState::new(), None);
    Ok(visit.private(StatusCode::OK, |ui| page::case(ui, model)))
}

/// One step; then the case again, or the queue when it left the own one.
pub async fn act(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let form = FormState::from_pairs(pairs);
    let step = step(&form).ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY))?;
    let leaves = matches!(step, Step::Return { .. } | Step::Assign { .. });
    let version = form.value("version").parse().unwrap_or_default();
    let again = |status, form, why| render(&app, &visit, &signed_in, &reference, status, form, why);
    match handle(app.services(), &signed_in.staff, &reference, version, step).await {
        Ok(()) if leaves => Ok(see("/staff/queue")),
        Ok(()) => Ok(see(&format!("/staff/feedback/{reference}"))),
        Err(HandleError::Invalid(errors)) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, with_errors(form, errors), None).await
        }
        Err(HandleError::Storage(storage::Error::Stale)) => {
            again(StatusCode::CONFLICT, form, Some(t("case-stale"))).await
        }
        Err(HandleError::Refused(refused)) => {
            again(StatusCode::CONFLICT, form, Some(refused.to_string())).await
        }
        Err(error) => Err(error.into()),
    }
}

/// 303 to a page of the workbench; a reference typed oddly leads nowhere else.
pub(super) fn see(path: &str) -> Response {
    let mut response = Redirect::to(path).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn step(form: &FormState) -> Option<Step> {
    let text = |name| form.value(name).to_owned();
    Some(match form.value("action") {
        "accept" => Step::Accept,
        "ask" => Step::Ask { text: text("text") },
        "answer" => Step::Answer { text: text("text") },
        "close" => Step::Close {
            outcome: text("outcome"),
            text: text("text"),
        },
        "refuse" => Step::Refuse {
            reason: text("reason"),
        },
        "pass-on" => Step::PassOn {
            to: text("to"),
            reason: text("reason"),
        },
        "return" => Step::Return {
            reason: text("reason"),
        },
        "assign" => Step::Assign {
            unit: text("unit"),
            reason: text("reason"),
        },
        "concern" => Step::Concern { unit: text("unit") },
        _ => return None,
    })
}
