//! `/progress`: a case for those concerned, by its number and query code.

use super::feedback::Pairs;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::progress::{self as page, CaseModel};
use app::t;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::field_error::FieldError;
use service::progress::{self, Progress, ProgressError};

/// The form of two fields.
pub async fn form(visit: Visit) -> Response {
    visit.private(StatusCode::OK, |ui| page::look_up(ui, FormState::new(), None))
}

/// The case, or the form again: unknown, wrong and malformed look the same, and only an empty field is told. The code is not sent back: a page left
/// open shows no secret.
pub async fn look_up(
    State(app): State<AppState>,
    visit: Visit,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let typed = FormState::from_pairs(pairs);
    let (number, code) = (typed.value("case_number"), typed.value("code"));
    let mut form = FormState::new().with("case_number", number);
    for (field, label) in [("case_number", "progress-number"), ("code", "progress-code")] {
        if typed.value(field).trim().is_empty() {
            form.error(field, FieldError::missing(field, &t(label)).message);
        }
    }
    if !form.is_valid() {
        return Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| {
            page::look_up(ui, form, None)
        }));
    }
    match progress::look_up(app.services(), visit.client, number, code).await {
        Ok(Progress {
            unit,
            contact,
            course,
        }) => {
            let model = CaseModel {
                unit: unit.name,
                address: unit.address,
                person: contact.person,
                phone: contact.phone.or(unit.phone),
                course,
            };
            Ok(visit.private(StatusCode::OK, |ui| page::case(ui, model)))
        }
        Err(ProgressError::NotFound) => {
            let wrong = Some(t("progress-not-found"));
            Ok(visit.private(StatusCode::NOT_FOUND, |ui| page::look_up(ui, form, wrong)))
        }
        Err(ProgressError::TooMany(refused)) => Err(refused.into()),
        Err(ProgressError::Storage(error)) => Err(error.into()),
    }
}
