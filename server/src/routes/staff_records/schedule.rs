//! Publishing at an hour.

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
use domain::publication::hour;
use service::records::{self as desk_of, DeskError, Seen};

/// Sets the hour, or gives it up.
pub async fn schedule(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let (services, by) = (app.services(), publisher(&signed_in)?);
    let form = FormState::from_pairs(pairs);
    let seen = Seen {
        reference,
        revision: form.value("revision").parse().unwrap_or_default(),
    };
    let done = match form.value("act") {
        "cancel" => {
            desk_of::unschedule(services, by, &seen).await?;
            Done::Unscheduled
        }
        "schedule" => {
            let now = services.clock.now();
            let done = match hour(form.value("publish_day"), form.value("publish_time"), now) {
                Ok(at) => match desk_of::schedule(services, by, &seen, at).await {
                    Err(late @ DeskError::AfterDue(_)) => Err(vec![FieldError::new(
                        "publish_day",
                        "after-due",
                        late.to_string(),
                    )]),
                    other => Ok(other?),
                },
                Err(errors) => Err(errors),
            };
            if let Err(errors) = done {
                let form = with_errors(form, errors);
                let model = reviewed(&app, &signed_in, &seen.reference, form).await?;
                return Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| review(ui, model)));
            }
            Done::Scheduled
        }
        _ => return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    Ok(back_to(&seen.reference, done))
}
