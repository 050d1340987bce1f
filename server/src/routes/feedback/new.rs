//! The form and what it posts.

use super::Pairs;
use super::models::receipt;
use crate::problem::Problem;
use crate::routes::shown::Shown;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::feedback::{self as page, FormModel, OutsideModel};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::feedback::RawFeedback;
use service::feedback::{Key, Submission, SubmitError, submit as take};

/// What a link may fill in beforehand.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Prefilled {
    kind: String,
    record: String,
    unit: String,
}

/// The empty form.
pub async fn form(
    State(app): State<AppState>,
    visit: Visit,
    Query(prefilled): Query<Prefilled>,
) -> Result<Response, Problem> {
    let form = FormState::new()
        .with("kind", prefilled.kind)
        .with("record", prefilled.record)
        .with("unit", prefilled.unit)
        .with("idempotency_key", fresh_key(&app));
    show(&app, &visit, Shown::filled(form), None).await
}

/// 130 random bits: whoever guesses them would be shown somebody else's receipt.
fn fresh_key(app: &AppState) -> String {
    app.services().rng.symbols::<26>().to_string()
}

async fn show(
    app: &AppState,
    visit: &Visit,
    shown: Shown,
    sent_before: Option<String>,
) -> Result<Response, Problem> {
    let units = storage::units::all(&mut app.services().db.read().await?).await?;
    let units = units
        .iter()
        .map(|unit| (unit.code.to_string(), unit.name.clone()))
        .collect();
    Ok(shown.answer_anybody(visit, |ui, form, refused| {
        let record = Some(form.value("record").to_owned())
            .filter(|record| domain::receipt::RecordRef::parse(record).is_ok());
        let model = FormModel {
            form,
            units,
            record,
            sent_before,
            refused,
        };
        page::form(ui, model)
    }))
}

/// Takes the form: 201 with the receipt itself, or the form again with what was typed.
pub async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let form = FormState::from_pairs(pairs);
    let raw = raw(&form);
    let key = Key::Form(form.value("idempotency_key").to_owned());
    match take(
        app.services(),
        Submission {
            raw: &raw,
            key,
            client: visit.client,
        },
    )
    .await
    {
        Ok(taken) => {
            let model = receipt(&taken);
            Ok(visit.private(StatusCode::CREATED, |ui| page::receipt(ui, model)))
        }
        Err(SubmitError::Outside) => {
            let model = OutsideModel {
                title: raw.title,
                body: raw.body,
            };
            Ok(visit.private(StatusCode::OK, |ui| page::outside(ui, model)))
        }
        Err(SubmitError::KeyReused(reference)) => {
            let form = form.with("idempotency_key", fresh_key(&app));
            let shown = Shown::again(StatusCode::CONFLICT, form);
            show(&app, &visit, shown, Some(reference.to_string())).await
        }
        Err(error) => show(&app, &visit, Shown::after(error, form)?, None).await,
    }
}

fn raw(form: &FormState) -> RawFeedback {
    let text = |name| form.value(name).to_owned();
    RawFeedback {
        kind: text("kind"),
        unit: text("unit"),
        record: text("record"),
        incident: text("incident"),
        officer_name: text("officer_name"),
        officer_badge: text("officer_badge"),
        title: text("title"),
        body: text("body"),
        occurred_on: text("occurred_on"),
        anonymous: yes_or_no(form.value("anonymous")),
        contact_name: text("contact_name"),
        contact_phone: text("contact_phone"),
        contact_email: text("contact_email"),
        tell_unit: yes_or_no(form.value("tell_unit")).unwrap_or_default(),
        asks_for_name: true,
    }
}

/// A choice as forms and scripts write it.
fn yes_or_no(value: &str) -> Option<bool> {
    match value.trim() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}
