//! `/records/{ref}/objection`: somebody objects to a public record.

use super::feedback::Pairs;
use super::records::{Canonical, canonical, gone_page};
use super::shown::Shown;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::feedback::{ReceiptModel, When, receipt};
use app::pages::objections::{self as page, AnswerModel, FormModel, StatusModel};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::calendar::Counted;
use domain::objection::{RawObjection, Stage};
use domain::receipt::{CaseReference, RecordRef};
use service::objections::{OwnObjection, Receipt, Submission, SubmitError, submit as take};
use storage::public::Lookup;

/// The empty form.
pub async fn form(
    State(app): State<AppState>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response, Problem> {
    let form = FormState::new().with("idempotency_key", fresh_key(&app));
    show(&app, &visit, &typed, Shown::filled(form), None).await
}

/// 130 random bits: whoever guesses them would be shown somebody else's receipt.
fn fresh_key(app: &AppState) -> String {
    app.services().rng.symbols::<26>().to_string()
}

/// The form, or what stands at the address of a record that is not public.
async fn show(
    app: &AppState,
    visit: &Visit,
    typed: &str,
    shown: Shown,
    sent_before: Option<String>,
) -> Result<Response, Problem> {
    match canonical(app, typed).await? {
        Canonical::Elsewhere(reference) => {
            Ok(Redirect::permanent(&format!("/records/{reference}/objection")).into_response())
        }
        Canonical::Found(Lookup::Public(record)) => Ok(shown.answer_anybody(visit, |ui, form, refused| {
            let model = FormModel {
                form,
                record: (record.reference, record.title),
                sent_before,
                refused,
            };
            page::form(ui, model)
        })),
        Canonical::Found(other) => {
            let units = service::units::shown(app.services()).await?;
            gone_page(visit, other, &units)
        }
    }
}

/// Takes the form: 201 with the receipt itself, or the form again with what was typed.
pub async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    Path(typed): Path<String>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let Ok(record) = RecordRef::parse(&typed) else {
        return Err(Problem::not_found());
    };
    let form = FormState::from_pairs(pairs);
    let submission = Submission {
        record,
        raw: &raw(&form),
        key: form.value("idempotency_key").to_owned(),
        client: visit.client,
    };
    // Words go back to the form of the record's own address.
    let address = record.to_string();
    match take(app.services(), submission).await {
        Ok(taken) => {
            let model = receipt_model(&taken);
            Ok(visit.private(StatusCode::CREATED, |ui| receipt(ui, model)))
        }
        Err(SubmitError::NotPublic) => Err(not_public(&app, &address).await?),
        Err(SubmitError::KeyReused(reference)) => {
            let form = form.with("idempotency_key", fresh_key(&app));
            let shown = Shown::again(StatusCode::CONFLICT, form);
            show(&app, &visit, &address, shown, Some(reference.to_string())).await
        }
        Err(error) => show(&app, &visit, &address, Shown::after(error, form)?, None).await,
    }
}

/// A problem and not the record's own page: its page gives back what was typed.
async fn not_public(app: &AppState, address: &str) -> Result<Problem, Problem> {
    Ok(match canonical(app, address).await? {
        Canonical::Found(Lookup::Unknown) => Problem::not_found(),
        _ => SubmitError::NotPublic.into(),
    })
}

fn raw(form: &FormState) -> RawObjection {
    let text = |name| form.value(name).to_owned();
    RawObjection {
        kind: text("kind"),
        asker: text("asker"),
        passage: text("passage"),
        request: text("request"),
        contact_name: text("contact_name"),
        contact_phone: text("contact_phone"),
        contact_email: text("contact_email"),
    }
}

fn receipt_model(receipt: &Receipt) -> ReceiptModel {
    ReceiptModel {
        reference: CaseReference::Objection(receipt.reference),
        code: receipt.code.reveal_grouped(),
        received: When::On(receipt.received_on),
        notice_due: None,
        answer_due: receipt.answer_due,
    }
}

/// What the person who made it sees.
pub(super) fn status_model(own: OwnObjection) -> StatusModel {
    let objection = own.objection;
    StatusModel {
        reference: objection.reference.to_string(),
        record_title: objection
            .record_title
            .filter(|_| objection.record_now.is_public()),
        record: objection.record_ref,
        kind: objection.kind,
        asker: objection.asker,
        passage: objection.passage,
        request: objection.request,
        received_on: objection.received_on,
        due: own.due.map(|due| Counted {
            on: due.on,
            provisional: due.provisional,
        }),
        answer: answer_model(&objection.stage),
    }
}

/// The answer, if there is one.
pub(super) fn answer_model(stage: &Stage) -> Option<AnswerModel> {
    match stage {
        Stage::Received(_) => None,
        Stage::Answered(answered) => Some(AnswerModel {
            outcome: answered.answer().outcome,
            text: answered.answer().text.clone(),
            on: answered.on(),
        }),
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::TooMany(refused) => refused.into(),
            SubmitError::Storage(error) => error.into(),
            SubmitError::Invalid(errors) => Self::invalid(errors),
            SubmitError::NotPublic => Self::new(StatusCode::GONE),
            SubmitError::KeyReused(_) | SubmitError::Unlucky => {
                Self::new(StatusCode::CONFLICT).text([error.to_string()])
            }
        }
    }
}
