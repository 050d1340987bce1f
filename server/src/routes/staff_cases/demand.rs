//! Demands: written, answered, released.

use super::case::see;
use super::models;
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::feedback::{Pairs, with_errors};
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::staff::{self as page, DemandFormModel};
use app::t;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use service::feedback::{
    HandleError, NewDemand, answer_demand, draft_demand, open_demand, release_demand, send_demand,
    send_demand_back,
};
use uuid::Uuid;

/// The form of a new demand, filled with masked text.
pub async fn new_form(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
) -> Result<Response, Problem> {
    form(&app, &visit, &signed_in, &reference, StatusCode::OK, None).await
}

async fn form(
    app: &AppState,
    visit: &Visit,
    signed_in: &SignedIn,
    reference: &str,
    status: StatusCode,
    typed: Option<FormState>,
) -> Result<Response, Problem> {
    let draft = draft_demand(app.services(), &signed_in.staff, reference).await?;
    let targets = draft
        .targets
        .iter()
        .map(|(unit, own)| (unit.code.to_string(), unit.name.clone(), *own))
        .collect();
    let form = typed.unwrap_or_else(|| {
        FormState::new()
            .with("title", draft.title)
            .with("text", draft.text)
    });
    let model = DemandFormModel {
        reference: draft.case.reference.to_string(),
        original: (draft.case.title, draft.case.body),
        targets,
        form,
    };
    Ok(visit.private(status, |ui| page::demand_form(ui, model)))
}

/// Sends it.
pub async fn new(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let typed = FormState::from_pairs(pairs);
    let text = |name| typed.value(name).to_owned();
    let demand = NewDemand {
        unit: text("unit"),
        title: text("title"),
        text: text("text"),
    };
    match send_demand(app.services(), &signed_in.staff, &reference, &demand).await {
        Ok(id) => Ok(see(&format!("/staff/demands/{id}"))),
        Err(HandleError::Invalid(errors)) => {
            let typed = Some(with_errors(typed, errors));
            form(
                &app,
                &visit,
                &signed_in,
                &reference,
                StatusCode::UNPROCESSABLE_ENTITY,
                typed,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// The demand.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    render(
        &app,
        &visit,
        &signed_in,
        parse(&id)?,
        StatusCode::OK,
        FormState::new(),
        None,
    )
    .await
}

fn parse(id: &str) -> Result<Uuid, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}

async fn render(
    app: &AppState,
    visit: &Visit,
    signed_in: &SignedIn,
    id: Uuid,
    status: StatusCode,
    form: FormState,
    refused: Option<String>,
) -> Result<Response, Problem> {
    let view = open_demand(app.services(), &signed_in.staff, id).await?;
    let model = models::demand(view, form, refused);
    Ok(visit.private(status, |ui| page::demand(ui, model)))
}

/// An answer, a release or a sending back; then the demand again.
pub async fn act(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let id = parse(&id)?;
    let form = FormState::from_pairs(pairs);
    let (services, staff, text) = (app.services(), &signed_in.staff, form.value("text"));
    let at = (id, form.value("version").parse().unwrap_or_default());
    let done = match form.value("action") {
        "answer" => answer_demand(services, staff, at, text).await,
        "release" => release_demand(services, staff, at, text).await,
        "send-back" => send_demand_back(services, staff, at, text).await,
        _ => return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    let again = |status, form, why| render(&app, &visit, &signed_in, id, status, form, why);
    match done {
        Ok(()) => Ok(see(&format!("/staff/demands/{id}"))),
        Err(HandleError::Invalid(errors)) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, with_errors(form, errors), None).await
        }
        Err(HandleError::Storage(storage::Error::Stale)) => {
            again(StatusCode::CONFLICT, form, Some(t("case-stale"))).await
        }
        Err(HandleError::DemandRefused(refused)) => {
            again(StatusCode::CONFLICT, form, Some(refused.to_string())).await
        }
        Err(error) => Err(error.into()),
    }
}
