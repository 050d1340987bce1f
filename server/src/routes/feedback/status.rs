//! Following a case with its receipt.

use super::Pairs;
use super::models::{case, with_errors};
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::feedback as page;
use app::t;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use service::feedback::{self, LookUpError};

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
    show(&app, &visit, &form, StatusCode::OK, FormState::new(), None).await
}

async fn show(
    app: &AppState,
    visit: &Visit,
    receipt: &FormState,
    status: StatusCode,
    typed: FormState,
    done: Option<String>,
) -> Result<Response, Problem> {
    let (reference, code) = (receipt.value("reference"), receipt.value("code"));
    match feedback::look_up(app.services(), visit.client, reference, code).await {
        Ok(own) => {
            let model = case(own, code, typed, done);
            Ok(visit.private(status, |ui| page::case(ui, model)))
        }
        Err(error) => refused(visit, receipt, error),
    }
}

fn refused(visit: &Visit, receipt: &FormState, error: LookUpError) -> Result<Response, Problem> {
    match error {
        LookUpError::NotFound => {
            // The code is not sent back: a page left open shows no secret.
            let form = FormState::new().with("reference", receipt.value("reference"));
            let wrong = Some(t("status-not-found"));
            Ok(visit.private(StatusCode::NOT_FOUND, |ui| page::look_up(ui, form, wrong)))
        }
        LookUpError::TooMany(refused) => Err(refused.into()),
        LookUpError::Refused(refused) => {
            Err(Problem::new(StatusCode::CONFLICT)
                .text([format!("{refused}。请返回查询页面，看看最新情况。")]))
        }
        LookUpError::Invalid(errors) => Err(Problem::invalid(errors)),
        LookUpError::Storage(error) => Err(error.into()),
    }
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
    match done {
        Ok(()) => {
            show(
                &app,
                &visit,
                &form,
                StatusCode::OK,
                FormState::new(),
                Some(t(word)),
            )
            .await
        }
        Err(LookUpError::Invalid(errors)) => {
            let typed = with_errors(FormState::new().with("text", form.value("text")), errors);
            show(&app, &visit, &form, StatusCode::UNPROCESSABLE_ENTITY, typed, None).await
        }
        Err(error) => refused(&visit, &form, error),
    }
}
