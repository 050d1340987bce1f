//! Single passages that people mask or show.

use super::review::reviewed;
use super::steps::{back_to, publisher};
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::feedback::{Pairs, with_errors};
use crate::state::AppState;
use crate::visit::Visit;
use app::Done;
use app::components::FormState;
use app::pages::staff_records::review;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field_error::FieldError;
use domain::masking::Kind;
use service::records::{self as desk_of, Asked, ChoiceError, Seen};

/// Decides about one passage.
pub async fn choose(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let by = publisher(&signed_in)?;
    let form = FormState::from_pairs(pairs);
    let seen = Seen {
        reference,
        revision: form.value("revision").parse().unwrap_or_default(),
    };
    let asked = asked(&form).ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY))?;
    match desk_of::choose(app.services(), by, &seen, &asked).await {
        Ok(()) => Ok(back_to(&seen.reference, done(&asked))),
        Err(ChoiceError::Invalid(errors)) => {
            let act = form.value("act").to_owned();
            let form = with_errors(
                form,
                errors.into_iter().map(|error| of_form(&act, error)).collect(),
            );
            let model = reviewed(&app, &signed_in, &seen.reference, form).await?;
            Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| review(ui, model)))
        }
        Err(ChoiceError::Desk(error)) => Err(error.into()),
    }
}

/// The page has several forms: the fields of each bear the word of its act.
fn asked(form: &FormState) -> Option<Asked> {
    let text = |name: &str| form.value(name).to_owned();
    match form.value("act") {
        "hide" => Some(Asked::Hide {
            passage: text("hide_passage"),
            kind: Kind::parse(form.value("hide_kind")),
            reason: text("hide_reason"),
        }),
        "show" => Some(Asked::Show {
            passage: text("show_passage"),
            reason: text("show_reason"),
        }),
        "leave" => Some(Asked::LeaveToRules {
            passage: text("passage"),
        }),
        _ => None,
    }
}

const fn done(asked: &Asked) -> Done {
    match asked {
        Asked::Hide { .. } => Done::Hidden,
        Asked::Show { .. } => Done::Shown,
        Asked::LeaveToRules { .. } => Done::LeftToRules,
    }
}

fn of_form(act: &str, error: FieldError) -> FieldError {
    FieldError {
        field: format!("{act}_{}", error.field).into(),
        ..error
    }
}
