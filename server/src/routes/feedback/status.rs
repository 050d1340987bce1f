//! Following a case with its receipt.

use super::Pairs;
use super::models::case;
use crate::problem::Problem;
use crate::routes::objections::status_model;
use crate::routes::shown::Shown;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::feedback as page;
use app::t;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::receipt::{CaseReference, ObjectionReference};
use service::feedback::{self, LookUpError};
use service::objections;

/// The form of two fields.
pub async fn look_up_form(visit: Visit) -> Response {
    visit.private(StatusCode::OK, |ui| page::look_up(ui, FormState::new(), None))
}

/// The case, or the form again: unknown, wrong and malformed look the same.
pub async fn look_up(
    State(app): State<AppState>,
    visit: Visit,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let form = FormState::from_pairs(pairs);
    match CaseReference::parse(form.value("reference")) {
        Ok(CaseReference::Objection(reference)) => objection(&app, &visit, &form, reference).await,
        _ => show(&app, &visit, &form, Shown::default(), None).await,
    }
}

/// The same page leads to objections: their letter tells.
async fn objection(
    app: &AppState,
    visit: &Visit,
    receipt: &FormState,
    reference: ObjectionReference,
) -> Result<Response, Problem> {
    let code = receipt.value("code");
    match objections::look_up(app.services(), visit.client, reference, code).await {
        Ok(own) => {
            let model = status_model(own);
            Ok(visit.private(StatusCode::OK, |ui| app::pages::objections::status(ui, model)))
        }
        Err(LookUpError::NotFound) => Ok(not_found(visit, receipt)),
        Err(error) => Err(error.into()),
    }
}

async fn show(
    app: &AppState,
    visit: &Visit,
    receipt: &FormState,
    shown: Shown,
    done: Option<String>,
) -> Result<Response, Problem> {
    let (reference, code) = (receipt.value("reference"), receipt.value("code"));
    match feedback::look_up(app.services(), visit.client, reference, code).await {
        Ok(own) => Ok(shown.answer(visit, |ui, form, refused| {
            page::case(ui, case(own, code, (form, refused), done))
        })),
        Err(LookUpError::NotFound) => Ok(not_found(visit, receipt)),
        Err(error) => Err(error.into()),
    }
}

/// Unknown, wrong and malformed look the same. The code is not sent back: a page left open shows no secret.
fn not_found(visit: &Visit, receipt: &FormState) -> Response {
    let form = FormState::new().with("reference", receipt.value("reference"));
    let wrong = Some(t("status-not-found"));
    visit.private(StatusCode::NOT_FOUND, |ui| page::look_up(ui, form, wrong))
}

/// A further message, or taking the case back; then the case again.
pub async fn act(State(app): State<AppState>, visit: Visit, Form(pairs): Pairs) -> Result<Response, Problem> {
    let form = FormState::from_pairs(pairs);
    let receipt = (form.value("reference"), form.value("code"));
    let (done, word) = if form.value("action") == "withdraw" {
        (
            feedback::withdraw(app.services(), visit.client, receipt).await,
            "status-withdrawn-now",
        )
    } else {
        let written = feedback::write(app.services(), visit.client, receipt, form.value("text")).await;
        (written.map(drop), "status-sent")
    };
    let (shown, done) = match done {
        Ok(()) => (Shown::default(), Some(t(word))),
        Err(LookUpError::NotFound) => return Ok(not_found(&visit, &form)),
        Err(error) => {
            let typed = FormState::new().with("text", form.value("text"));
            (Shown::after(error, typed)?, None)
        }
    };
    show(&app, &visit, &form, shown, done).await
}
