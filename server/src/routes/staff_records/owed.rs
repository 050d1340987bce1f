//! Notes that a public record must go.

use super::review::reviewed;
use super::steps::back_to;
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
use domain::publication::{Owed, StrikeReason};
use service::records as desk_of;

/// Notes that a record must go, or strikes the note out.
pub async fn owe(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let (services, by) = (app.services(), signed_in.staff.id);
    let form = FormState::from_pairs(pairs);
    let errors = match form.value("act") {
        "note" => {
            let today = services.clock.today();
            match Owed::parse(form.value("owed_ground"), form.value("owed_known_on"), today) {
                Ok(owed) => {
                    desk_of::note_owed(services, by, &reference, owed).await?;
                    return Ok(back_to(&reference, Done::Owed));
                }
                Err(errors) => errors,
            }
        }
        "strike" => match StrikeReason::parse(form.value("strike_reason")) {
            Ok(reason) => {
                desk_of::strike_owed(services, by, &reference, &reason).await?;
                return Ok(back_to(&reference, Done::OwedStruck));
            }
            Err(error) => vec![error],
        },
        _ => return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    let model = reviewed(&app, &signed_in, &reference, with_errors(form, errors)).await?;
    Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| review(ui, model)))
}
