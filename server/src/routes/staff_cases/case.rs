//! A case and the steps that may be taken.

use super::desk::{Desk, told};
use super::models;
use crate::problem::Problem;
use crate::routes::feedback::Pairs;
use crate::routes::shown::Shown;
use app::Done;
use app::components::FormState;
use app::pages::staff as page;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use service::feedback::{CaseView, Step, handle, open_case, read_original};

/// The case.
pub async fn show(desk: Desk, Path(reference): Path<String>) -> Result<Response, Problem> {
    let view = open_case(desk.services(), &desk.staff, &reference).await?;
    Ok(render(&desk, view, Shown::default()))
}

/// The original text, on the record.
pub async fn original(desk: Desk, Path(reference): Path<String>) -> Result<Response, Problem> {
    let view = read_original(desk.services(), &desk.staff, &reference).await?;
    Ok(render(&desk, view, Shown::default()))
}

fn render(desk: &Desk, view: CaseView, shown: Shown) -> Response {
    shown.answer(&desk.visit, |ui, form, refused| {
        page::case(ui, models::case(view, form, refused))
    })
}

/// One step; then the case again, or the queue when it left the own one.
pub async fn act(desk: Desk, Path(reference): Path<String>, Form(pairs): Pairs) -> Result<Response, Problem> {
    let form = FormState::from_pairs(pairs);
    let step = step(&form).ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY))?;
    let leaves = matches!(step, Step::Return { .. } | Step::Assign { .. });
    let done = done(&step);
    let version = form.value("version").parse().unwrap_or_default();
    match handle(desk.services(), &desk.staff, &reference, version, step).await {
        Ok(()) if leaves => Ok(told(done, "/staff/queue")),
        Ok(()) => Ok(told(done, &format!("/staff/feedback/{reference}"))),
        Err(error) => {
            let shown = Shown::after(error, form)?;
            let view = open_case(desk.services(), &desk.staff, &reference).await?;
            Ok(render(&desk, view, shown))
        }
    }
}

const fn done(step: &Step) -> Done {
    match step {
        Step::Accept => Done::CaseAccepted,
        Step::Ask { .. } => Done::CaseAsked,
        Step::Answer { .. } => Done::CaseAnswered,
        Step::Close { .. } => Done::CaseClosed,
        Step::Refuse { .. } => Done::CaseRefused,
        Step::PassOn { .. } => Done::CasePassedOn,
        Step::Return { .. } => Done::CaseReturned,
        Step::Assign { .. } => Done::CaseAssigned,
        Step::Concern { .. } => Done::CaseConcerned,
    }
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
            to: text("to"),
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
