//! Taking a record down.

use super::review::reviewed;
use super::steps::back_to;
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::Done;
use app::components::FormState;
use app::pages::staff_records::review;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::event::Actor;
use domain::record::WithdrawalCode;
use service::records as desk_of;

/// What the withdrawal form posts.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Withdraw {
    reason: String,
    confirmed: String,
}

/// Takes a record down; asks for the reason and for confirmation.
pub async fn withdraw(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(typed): Form<Withdraw>,
) -> Result<Response, Problem> {
    let mut form = FormState::new()
        .with("reason", typed.reason.as_str())
        .with("confirmed", typed.confirmed.as_str());
    let code = WithdrawalCode::parse(&typed.reason);
    if code.is_none() {
        form.error("reason", "请选择撤回理由");
    }
    if typed.confirmed != "yes" {
        form.error("confirmed", "请确认：撤回后公众立即看不到这条记录");
    }
    let Some(code) = code.filter(|_| form.is_valid()) else {
        let model = reviewed(&app, &signed_in, &reference, form).await?;
        return Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| review(ui, model)));
    };
    let services = app.services();
    let target = desk_of::find_target(services, &reference).await?;
    desk_of::withdraw(services, &target, code, &Actor::Staff(signed_in.staff.id)).await?;
    Ok(back_to(&target.reference, Done::Withdrawn))
}
