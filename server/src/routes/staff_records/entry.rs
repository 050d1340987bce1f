//! Records entered and mended by hand.

use super::steps::{back_to, publisher};
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::feedback::{Pairs, with_errors};
use crate::state::AppState;
use crate::visit::Visit;
use app::Done;
use app::components::FormState;
use app::pages::staff_records::{Entry, Of, Refusal, entry};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field_error::FieldError;
use domain::publication::Stage;
use domain::record::label;
use service::records::{self as desk_of, DeskError, EntryError, Seen};
use storage::records::Found;

/// The empty form.
pub async fn blank(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let form = FormState::new().with("idempotency_key", fresh_key(&app));
    let model = Entry {
        of: new_one(&app).await?,
        refused: None,
        form,
    };
    Ok(visit.private(StatusCode::OK, |ui| entry(ui, model)))
}

fn fresh_key(app: &AppState) -> String {
    app.services().rng.symbols::<26>().to_string()
}

async fn new_one(app: &AppState) -> Result<Of, Problem> {
    let units = service::units::shown(app.services()).await?;
    let units = units
        .iter()
        .map(|unit| (unit.code.to_string(), unit.name.clone()));
    Ok(Of::New(units.collect()))
}

/// Makes a record of the form.
pub async fn enter(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let by = publisher(&signed_in)?;
    let form = FormState::from_pairs(pairs.clone());
    let key = match form.value("idempotency_key") {
        "" => fresh_key(&app),
        key => key.to_owned(),
    };
    match desk_of::enter(app.services(), by, &key, &pairs).await {
        Ok(reference) => Ok(back_to(&reference, Done::Entered)),
        Err(error) => {
            let is_spent = matches!(error, EntryError::Saved(_));
            let (status, mut model) = refused(error, new_one(&app).await?, form)?;
            if is_spent {
                model.form = model.form.with("idempotency_key", fresh_key(&app));
            }
            Ok(visit.private(status, |ui| entry(ui, model)))
        }
    }
}

/// The newest original as a form.
pub async fn edit(
    State(app): State<AppState>,
    visit: Visit,
    Path(reference): Path<String>,
) -> Result<Response, Problem> {
    let found = desk_of::original(app.services(), &reference).await?;
    let form =
        FormState::from_pairs(desk_of::form_of(&found.original)).with("revision", found.revision.to_string());
    let model = Entry {
        of: known(&app, found).await?,
        refused: None,
        form,
    };
    Ok(visit.private(StatusCode::OK, |ui| entry(ui, model)))
}

async fn known(app: &AppState, found: Found) -> Result<Of, Problem> {
    let units = service::units::shown(app.services()).await?;
    Ok(Of::Known {
        reference: found.reference,
        unit: units.name_of(found.unit),
        comment: match &found.stage {
            Stage::SentBack(sent_back) => Some(sent_back.comment().as_str().to_owned()),
            _ => None,
        },
        is_public: found.is_public,
    })
}

/// Gives the record the content of the form.
pub async fn mend(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let by = publisher(&signed_in)?;
    let form = FormState::from_pairs(pairs.clone());
    let seen = Seen {
        reference,
        revision: form.value("revision").parse().unwrap_or_default(),
    };
    let error = match desk_of::mend(app.services(), by, &seen, &pairs).await {
        Ok(true) => return Ok(back_to(&seen.reference, Done::Mended)),
        Ok(false) => return Ok(back_to(&seen.reference, Done::Unchanged)),
        Err(error) => error,
    };
    let found = desk_of::original(app.services(), &seen.reference).await?;
    let revision = found.revision.to_string();
    let is_stale = matches!(error, EntryError::Desk(DeskError::Changed));
    let (status, mut model) = refused(error, known(&app, found).await?, form)?;
    if is_stale {
        // Whoever has compared and saves once more means it.
        model.form = model.form.with("revision", revision);
    }
    Ok(visit.private(status, |ui| entry(ui, model)))
}

/// The form once more, with what was typed.
fn refused(error: EntryError, of: Of, form: FormState) -> Result<(StatusCode, Entry), Problem> {
    let why = error.to_string();
    let told = |reference| {
        Some(Refusal {
            why: why.clone(),
            reference,
        })
    };
    let (status, refused, form) = match error {
        EntryError::Invalid(errors) => (StatusCode::UNPROCESSABLE_ENTITY, None, with_errors(form, errors)),
        EntryError::Taken { field, reference } => {
            let message = format!("{}与记录 {reference} 相同，请核对", label(field));
            let errors = vec![FieldError::new(field, "taken", message)];
            let form = with_errors(form, errors);
            (StatusCode::UNPROCESSABLE_ENTITY, told(reference), form)
        }
        EntryError::Saved(reference) => (StatusCode::CONFLICT, told(reference), form),
        EntryError::Desk(DeskError::Changed) => {
            let Of::Known { reference, .. } = &of else {
                return Err(DeskError::Changed.into());
            };
            (StatusCode::CONFLICT, told(reference.clone()), form)
        }
        EntryError::Desk(error) => return Err(error.into()),
    };
    Ok((status, Entry { of, refused, form }))
}
