//! The steps of a record's way to the public: 送审, 审核, 发布.

use super::desk_model;
use super::review::reviewed;
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::feedback::with_errors;
use crate::routes::staff_cases::desk::{see, told};
use crate::state::AppState;
use crate::visit::Visit;
use app::Done;
use app::components::FormState;
use app::link::Query;
use app::pages::staff_records::{Bulk, desk, review};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field_error::FieldError;
use domain::publication::{Amendment, Comment, Correction, DeskList, Publisher, Reviewer};
use service::records::{self as desk_of, DeskError, Seen};

/// What the forms of a publisher post: the original that the person has seen.
#[derive(Debug, serde::Deserialize)]
pub struct SeenForm {
    revision: i32,
}

/// The person as a publisher.
pub(super) fn publisher(signed_in: &SignedIn) -> Result<Publisher, Problem> {
    Publisher::of(&signed_in.staff).ok_or_else(Problem::forbidden)
}

fn seen_by_publisher(
    signed_in: &SignedIn,
    reference: String,
    revision: i32,
) -> Result<(Publisher, Seen), Problem> {
    Ok((publisher(signed_in)?, Seen { reference, revision }))
}

pub(super) fn reviewer(signed_in: &SignedIn) -> Result<Reviewer, Problem> {
    Reviewer::of(&signed_in.staff).ok_or_else(Problem::forbidden)
}

/// The record's page, which tells what was done.
pub(super) fn back_to(reference: &str, done: Done) -> Response {
    told(done, &format!("/staff/records/{reference}"))
}

/// What the form of a submission posts: of a public record with what becomes of the public text.
#[derive(Debug, serde::Deserialize)]
pub struct Submission {
    revision: i32,
    #[serde(default)]
    correction: String,
    #[serde(default)]
    correction_reason: String,
}

/// Hands the original that was seen to legal review.
pub async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(typed): Form<Submission>,
) -> Result<Response, Problem> {
    let (by, seen) = seen_by_publisher(&signed_in, reference, typed.revision)?;
    let amendment = Correction::parse(&typed.correction)
        .map(|correction| Amendment::parse(correction, &typed.correction_reason))
        .transpose();
    let wrong = match amendment {
        Err(error) => error,
        Ok(amendment) => match desk_of::submit(app.services(), by, &seen, amendment).await {
            Ok(()) => return Ok(back_to(&seen.reference, Done::Submitted)),
            Err(error @ DeskError::CorrectionUnnamed) => {
                FieldError::new("correction", "missing", error.to_string())
            }
            Err(error @ DeskError::ReasonTells(_)) => {
                FieldError::new("correction_reason", "tells-secret", error.to_string())
            }
            Err(error) => return Err(error.into()),
        },
    };
    let form = FormState::new()
        .with("correction", typed.correction)
        .with("correction_reason", typed.correction_reason);
    let form = with_errors(form, vec![wrong]);
    let model = reviewed(&app, &signed_in, &seen.reference, form).await?;
    Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| review(ui, model)))
}

/// Makes public what was approved, or holds back what policy forbids.
pub async fn publish(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(SeenForm { revision }): Form<SeenForm>,
) -> Result<Response, Problem> {
    let (by, seen) = seen_by_publisher(&signed_in, reference, revision)?;
    let is_public = desk_of::publish(app.services(), by, &seen).await?;
    let done = if is_public { Done::Published } else { Done::Held };
    Ok(back_to(&seen.reference, done))
}

/// Deletes the texts that factual corrections replaced.
pub async fn forget_earlier(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(SeenForm { revision }): Form<SeenForm>,
) -> Result<Response, Problem> {
    let (by, seen) = seen_by_publisher(&signed_in, reference, revision)?;
    desk_of::forget_earlier(app.services(), by, &seen).await?;
    Ok(back_to(&seen.reference, Done::Forgotten))
}

/// What the review form posts.
#[derive(Debug, serde::Deserialize)]
pub struct Judge {
    revision: i32,
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    comment: String,
    /// `yes`: that the public text makes somebody findable is meant.
    #[serde(default)]
    meant: String,
}

/// Lets a record pass or sends it back with a comment.
pub async fn judge(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(typed): Form<Judge>,
) -> Result<Response, Problem> {
    let by = reviewer(&signed_in)?;
    let seen = Seen {
        reference,
        revision: typed.revision,
    };
    let mut form = FormState::new()
        .with("verdict", typed.verdict.as_str())
        .with("comment", typed.comment.as_str())
        .with("meant", typed.meant.as_str());
    match typed.verdict.as_str() {
        "approve" if typed.comment.trim().is_empty() => {
            match desk_of::approve(app.services(), by, &seen, typed.meant == "yes").await {
                Err(error @ DeskError::Findable(_)) => form.error("meant", error.to_string()),
                done => return Ok(done.map(|()| back_to(&seen.reference, Done::Approved))?),
            }
        }
        "approve" => form.error("comment", "通过时不留意见：要改正的请选“打回”，不需要的请删去"),
        "send-back" => match Comment::parse(&typed.comment) {
            Ok(comment) => {
                desk_of::send_back(app.services(), by, &seen, comment).await?;
                return Ok(back_to(&seen.reference, Done::SentBack));
            }
            Err(error) => form.error(error.field, error.message),
        },
        _ => form.error("verdict", "请选择审核结论：通过或者打回"),
    }
    let model = reviewed(&app, &signed_in, &seen.reference, form).await?;
    Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| review(ui, model)))
}

/// Lets the chosen records pass, one transaction each, and tells which did not.
pub async fn approve(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = reviewer(&signed_in)?;
    let chosen = pairs.iter().filter(|(name, _)| name == "record");
    let chosen: Vec<Seen> = chosen.filter_map(|(_, value)| seen(value)).collect();
    let mut bulk = Bulk::default();
    for one in &chosen {
        match desk_of::approve_plain(app.services(), by, one).await {
            Ok(()) => bulk.approved += 1,
            Err(DeskError::Storage(error)) if !matches!(error, storage::Error::Stale) => {
                return Err(error.into());
            }
            Err(refused) => bulk.refused.push((one.reference.clone(), refused.to_string())),
        }
    }
    let mut form = FormState::new();
    let status = if chosen.is_empty() {
        form.error("record", "请先勾选要通过的记录");
        StatusCode::UNPROCESSABLE_ENTITY
    } else if bulk.refused.is_empty() {
        let list = Query::new("/staff/records").with("list", DeskList::InReview.as_str());
        return Ok(see(&Done::ApprovedTogether.told_at(&list)));
    } else {
        StatusCode::CONFLICT
    };
    let mut model = desk_model(&app, &signed_in, DeskList::InReview, 1).await?;
    model.bulk = (!bulk.refused.is_empty()).then_some(bulk);
    model.form = form;
    Ok(visit.private(status, |ui| desk(ui, model)))
}

/// `R-…:2`, the value of a check box.
fn seen(value: &str) -> Option<Seen> {
    let (reference, revision) = value.split_once(':')?;
    Some(Seen {
        reference: reference.to_owned(),
        revision: revision.parse().ok()?,
    })
}
