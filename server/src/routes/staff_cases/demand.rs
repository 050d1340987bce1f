//! Demands: written, answered, released.

use super::desk::{Desk, told};
use super::models;
use crate::problem::Problem;
use crate::routes::feedback::Pairs;
use crate::routes::shown::Shown;
use app::Done;
use app::components::FormState;
use app::pages::staff::{self as page, DemandFormModel};
use app::t;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use service::feedback::{
    DemandDraft, DemandView, NewDemand, answer_demand, draft_demand, open_demand, release_demand,
    send_demand, send_demand_back,
};
use uuid::Uuid;

/// The form of a new demand, filled with masked text.
pub async fn new_form(desk: Desk, Path(reference): Path<String>) -> Result<Response, Problem> {
    let draft = draft_demand(desk.services(), &desk.staff, &reference).await?;
    let form = FormState::new()
        .with("title", draft.title.as_str())
        .with("text", draft.text.as_str());
    Ok(render_form(&desk, draft, Shown::filled(form)))
}

fn render_form(desk: &Desk, draft: DemandDraft, shown: Shown) -> Response {
    let targets = draft
        .targets
        .iter()
        .map(|(unit, own)| (unit.code.to_string(), unit.name.clone(), *own))
        .collect();
    shown.answer(&desk.visit, |ui, form, refused| {
        let model = DemandFormModel {
            version: draft.case.version,
            refused,
            reference: draft.case.reference.to_string(),
            original: (draft.case.title, draft.case.body),
            targets,
            form,
        };
        page::demand_form(ui, model)
    })
}

/// Sends it.
pub async fn new(desk: Desk, Path(reference): Path<String>, Form(pairs): Pairs) -> Result<Response, Problem> {
    let typed = FormState::from_pairs(pairs);
    let text = |name| typed.value(name).to_owned();
    let demand = NewDemand {
        unit: text("unit"),
        title: text("title"),
        text: text("text"),
    };
    let at = (
        reference.as_str(),
        typed.value("version").parse().unwrap_or_default(),
    );
    match send_demand(desk.services(), &desk.staff, at, &demand).await {
        Ok(id) => Ok(told(Done::DemandSent, &format!("/staff/demands/{id}"))),
        Err(error) => {
            let shown = Shown::after(error, typed)?.saying(|| t("demand-stale"));
            let draft = draft_demand(desk.services(), &desk.staff, &reference).await?;
            Ok(render_form(&desk, draft, shown))
        }
    }
}

/// The demand.
pub async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let view = open_demand(desk.services(), &desk.staff, parse(&id)?).await?;
    Ok(render(&desk, view, Shown::default()))
}

fn parse(id: &str) -> Result<Uuid, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}

fn render(desk: &Desk, view: DemandView, shown: Shown) -> Response {
    shown.answer(&desk.visit, |ui, form, refused| {
        page::demand(ui, models::demand(view, form, refused))
    })
}

/// An answer, a release or a sending back; then the demand again.
pub async fn act(desk: Desk, Path(id): Path<String>, Form(pairs): Pairs) -> Result<Response, Problem> {
    let id = parse(&id)?;
    let form = FormState::from_pairs(pairs);
    let (services, staff, text) = (desk.services(), &desk.staff, form.value("text"));
    let at = (id, form.value("version").parse().unwrap_or_default());
    let (step, done) = match form.value("action") {
        "answer" => (
            Done::DemandAnswered,
            answer_demand(services, staff, at, text).await,
        ),
        "release" => (
            Done::DemandReleased,
            release_demand(services, staff, at, text).await,
        ),
        "send-back" => (
            Done::DemandSentBack,
            send_demand_back(services, staff, at, text).await,
        ),
        _ => return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    let Err(error) = done else {
        return Ok(told(step, &format!("/staff/demands/{id}")));
    };
    let shown = Shown::after(error, form)?;
    let view = open_demand(desk.services(), &desk.staff, id).await?;
    Ok(render(&desk, view, shown))
}
