//! The workbench: queue, cases, demands.

mod case;
mod demand;
mod desk;
mod models;

pub use case::{act, original, show};
pub use demand::{act as act_on_demand, new as send_demand, new_form as demand_form, show as show_demand};

use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::pages::staff as page;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::feedback::FeedbackKind;
use domain::role::Role;
use service::feedback::{HandleError, queue as load};
use storage::feedback::Filter;

/// Who has a queue: those who work cases, and 执法监督员, who see masked ones.
pub const SEES_CASES: fn(Role) -> bool = |role| role.works_cases() || role == Role::Monitor;

/// The filters of the queue.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Chosen {
    kind: String,
    finished: String,
}

/// 待办.
pub async fn queue(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Problem> {
    let filter = Filter {
        kind: FeedbackKind::parse(&chosen.kind),
        finished: chosen.finished == "true",
    };
    let queue = load(app.services(), &signed_in.staff, filter).await?;
    let model = models::queue(queue, filter);
    Ok(visit.private(StatusCode::OK, |ui| page::queue(ui, model)))
}

impl From<HandleError> for Problem {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::NotFound => Self::not_found(),
            HandleError::Storage(error) => error.into(),
            HandleError::Invalid(errors) => Self::invalid(errors),
            HandleError::NotAllowed(why) => Self::forbidden().text([why]),
            HandleError::Refused(refused) => Self::new(StatusCode::CONFLICT).text([refused.to_string()]),
            HandleError::DemandRefused(refused) => {
                Self::new(StatusCode::CONFLICT).text([refused.to_string()])
            }
        }
    }
}
