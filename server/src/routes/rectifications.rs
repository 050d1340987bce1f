//! Rectifications: sent from a follow-up, answered by the unit, reviewed by the sender.

use super::dashboard::asked;
use super::shown::Shown;
use super::staff_callbacks::{page as follow_up_page, row_id};
use super::staff_cases::desk::told;
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::Done;
use app::components::FormState;
use app::pages::staff::rectification::{RectificationModel, rectification};
use app::pages::staff::rectifications::{RectificationRow, rectifications};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::demand::{DemandAction, DemandKind};
use domain::event::SubjectKind;
use domain::ids::{DemandId, FollowUpId};
use domain::role::Staff;
use domain::unit::Units;
use service::callbacks;
use service::services::Services;
use std::collections::BTreeSet;
use storage::demands::{self, DemandSender, Listed};
use storage::{clocks, units};

type Pairs = Vec<(String, String)>;

fn row(Listed { demand, due_on }: &Listed, units: &Units) -> RectificationRow {
    RectificationRow {
        id: demand.id,
        number: demand.number(),
        due_on: *due_on,
        title: demand.title.clone(),
        unit: units.name_of(demand.unit),
        sent_on: demand.sent_on,
        status: demand.status,
    }
}

/// The list.
pub async fn list(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
) -> Result<Response, Problem> {
    let mut conn = app.services().db.read().await?;
    let units = units::all(&mut conn).await?;
    let listed = demands::list(&mut conn, &signed_in.staff, DemandKind::Rectification, 500).await?;
    let rows = listed.iter().map(|demand| row(demand, &units)).collect();
    Ok(visit.private(StatusCode::OK, |ui| rectifications(ui, rows)))
}

/// Sends verified follow-ups to their unit.
pub async fn send(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Problem> {
    let (services, staff) = (app.services(), &signed_in.staff);
    let chosen = pairs.iter().filter(|(name, _)| name == "follow_up");
    let ids: BTreeSet<_> = chosen
        .filter_map(|(_, id)| id.parse().ok().map(FollowUpId))
        .collect();
    let sent = callbacks::send(services, staff, &ids, asked(&pairs, "advice").unwrap_or_default()).await;
    let error = match sent {
        Ok(id) => {
            let page = format!("/staff/rectifications/{id}");
            return Ok(told(Done::RectificationSent, &page));
        }
        Err(error) => error,
    };
    let from = asked(&pairs, "from")
        .and_then(|id| id.parse().ok())
        .ok_or_else(Problem::not_found)?;
    let shown = Shown::after(error, FormState::from_pairs(pairs))?;
    let view = callbacks::find(services, staff, FollowUpId(from)).await?;
    Ok(follow_up_page(&visit, view, shown))
}

/// One rectification.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = DemandId(row_id(&id)?);
    page(app.services(), &visit, &signed_in.staff, id, Shown::default()).await
}

async fn page(
    services: &Services,
    visit: &Visit,
    staff: &Staff,
    id: DemandId,
    shown: Shown,
) -> Result<Response, Problem> {
    let model = model(services, staff, id).await?;
    Ok(shown.answer(visit, |ui, form, refused| {
        rectification(
            ui,
            RectificationModel {
                form,
                refused,
                ..model
            },
        )
    }))
}

async fn model(services: &Services, staff: &Staff, id: DemandId) -> Result<RectificationModel, Problem> {
    let mut conn = services.db.read().await?;
    let demand = demands::find(&mut conn, staff, id).await?;
    let demand = demand
        .filter(|demand| demand.kind == DemandKind::Rectification)
        .ok_or_else(Problem::not_found)?;
    let units = units::all(&mut conn).await?;
    let due = clocks::of(&mut conn, (SubjectKind::Demand, id.0)).await?;
    let messages = demands::messages(&mut conn, id).await?;
    let due_on = due.iter().find(|due| due.met_on.is_none()).map(|due| due.on);
    let listed = Listed { demand, due_on };
    let row = row(&listed, &units);
    let demand = listed.demand;
    Ok(RectificationModel {
        row,
        version: demand.version,
        reviewer: units.name_of(demand.reviewer),
        due_on,
        messages: messages
            .into_iter()
            .map(|one| (one.sender == DemandSender::Unit, one.text, one.at))
            .collect(),
        can_answer: demand.unit == staff.unit && demand.status.allows(DemandAction::Answer),
        can_review: demand.reviewer == staff.unit && demand.status.allows(DemandAction::Release),
        text: demand.text,
        form: FormState::new(),
        refused: None,
    })
}

/// The unit answers; the sender releases or sends back.
pub async fn act(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Problem> {
    let (services, staff, id) = (app.services(), &signed_in.staff, DemandId(row_id(&id)?));
    let version = asked(&pairs, "version")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let text = asked(&pairs, "text").unwrap_or_default();
    let at = (id, version);
    let (step, done) = match asked(&pairs, "act") {
        Some("answer") => (
            Done::DemandAnswered,
            callbacks::answer_rectification(services, staff, at, text).await,
        ),
        Some("send-back") => (
            Done::DemandSentBack,
            callbacks::send_back(services, staff, at, text).await,
        ),
        Some("release") => (
            Done::DemandReleased,
            callbacks::release(services, staff, at).await,
        ),
        _ => return Err(Problem::new(StatusCode::BAD_REQUEST)),
    };
    let Err(error) = done else {
        return Ok(told(step, &format!("/staff/rectifications/{id}")));
    };
    let shown = Shown::after(error, FormState::from_pairs(pairs))?;
    page(services, &visit, staff, id, shown).await
}
