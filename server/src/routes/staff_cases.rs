//! The workbench: queue, cases, demands.

mod case;
mod demand;
pub(crate) mod desk;
mod models;

pub use case::{act, original, show};
pub use demand::{act as act_on_demand, new as send_demand, new_form as demand_form, show as show_demand};

use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::staff as pages;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::feedback::FeedbackKind;
use domain::receipt::FeedbackReference;
use domain::role::Role;
use service::feedback::{HandleError, queue as load};
use storage::feedback::Filter;

/// Who has a queue: those who see cases, and those at whose desk records become public.
pub const HAS_QUEUE: fn(Role) -> bool = |role| SEES_CASES(role) || role.sees_drafts();

/// Who sees cases: those who work them, and 执法监督员, who see masked ones.
pub const SEES_CASES: fn(Role) -> bool = |role| role.works_cases() || role == Role::Monitor;

/// The filters of the queue.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Chosen {
    kind: String,
    finished: String,
    overdue: String,
    unit: String,
    reference: String,
    page: String,
}

/// 待办.
pub async fn queue(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Problem> {
    let role = signed_in.staff.role;
    let agenda = models::agenda(service::agenda::agenda(app.services(), role).await?);
    if !SEES_CASES(role) {
        return Ok(visit.private(StatusCode::OK, |ui| pages::agenda(ui, agenda)));
    }
    let mut form = FormState::new().with("reference", chosen.reference.as_str());
    if !chosen.reference.trim().is_empty() {
        match FeedbackReference::parse(&chosen.reference) {
            // Whether this person may see it is told there.
            Ok(reference) => return Ok(desk::see(&format!("/staff/feedback/{reference}"))),
            Err(error) => form.error("reference", error.to_string()),
        }
    }
    let page = chosen.page.parse().unwrap_or(1).clamp(1, 10_000);
    let mut filter = Filter {
        kind: FeedbackKind::parse(&chosen.kind),
        finished: chosen.finished == "true",
        overdue_on: (chosen.overdue == "true").then(|| app.services().clock.today()),
        unit: None,
    };
    let units = storage::units::all(&mut app.services().db.read().await?).await?;
    let unit = units.by_code(&chosen.unit).cloned();
    filter.unit = unit.as_ref().map(|unit| unit.id);
    let queue = load(app.services(), &signed_in.staff, filter, page).await?;
    let view = models::View {
        filter,
        unit,
        page,
        agenda,
        form,
    };
    let model = models::queue(queue, view);
    Ok(visit.private(StatusCode::OK, |ui| pages::queue(ui, model)))
}

impl From<HandleError> for Problem {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::NotFound => Self::not_found(),
            HandleError::Storage(error) => error.into(),
            HandleError::Invalid(errors) => Self::invalid(errors),
            HandleError::NotAllowed(why) => Self::forbidden().text([why]),
            HandleError::Refused(refused) => Self::new(StatusCode::CONFLICT).text([format!("{refused}。")]),
            HandleError::DemandRefused(refused) => {
                Self::new(StatusCode::CONFLICT).text([format!("{refused}。")])
            }
        }
    }
}
