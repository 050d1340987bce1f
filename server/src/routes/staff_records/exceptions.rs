//! Exceptions from the publication policy: proposed by reviewers, answered by leaders, and their register.

use super::review::reviewed;
use super::steps::{back_to, reviewer};
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::Done;
use app::components::FormState;
use app::pages::staff_records::{ExceptionLine, ExceptionStep, Register, register as page, review};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::clock::legal_day;
use domain::publication::Stage;
use domain::publication::exception::{Answer, Ground, Leader};
use domain::role::Role;
use service::records::{self as desk_of, Seen};
use storage::records::{Decision, Found, PastException};

/// What the form of a proposal posts.
#[derive(Debug, serde::Deserialize)]
pub struct Proposal {
    revision: i32,
    #[serde(default)]
    ground: String,
}

/// Asks that a sealed record be shown.
pub async fn propose(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(typed): Form<Proposal>,
) -> Result<Response, Problem> {
    let by = reviewer(&signed_in)?;
    let mut form = FormState::new().with("ground", typed.ground.as_str());
    match Ground::parse("ground", "例外公开的理由", &typed.ground) {
        Ok(ground) => {
            let revision = typed.revision;
            let seen = Seen { reference, revision };
            desk_of::propose(app.services(), by, &seen, ground).await?;
            Ok(back_to(&seen.reference, Done::ExceptionProposed))
        }
        Err(error) => {
            form.error(error.field, error.message);
            let model = reviewed(&app, &signed_in, &reference, form).await?;
            Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| review(ui, model)))
        }
    }
}

/// What the form of an answer posts.
#[derive(Debug, serde::Deserialize)]
pub struct Consent {
    revision: i32,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    why: String,
}

/// A leader's answer.
pub async fn answer(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(typed): Form<Consent>,
) -> Result<Response, Problem> {
    let by = Leader::of(&signed_in.staff).ok_or_else(Problem::forbidden)?;
    let mut form = FormState::new()
        .with("answer", typed.answer.as_str())
        .with("why", typed.why.as_str());
    let answer = match typed.answer.as_str() {
        "grant" => Some(Answer::Granted),
        "refuse" => match Ground::parse("why", "不批准的理由", &typed.why) {
            Ok(why) => Some(Answer::Refused(why)),
            Err(error) => {
                form.error(error.field, error.message);
                None
            }
        },
        _ => {
            form.error("answer", "请选择批准或者不批准");
            None
        }
    };
    let Some(answer) = answer else {
        let model = reviewed(&app, &signed_in, &reference, form).await?;
        return Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| review(ui, model)));
    };
    let revision = typed.revision;
    let seen = Seen { reference, revision };
    let done = match answer {
        Answer::Granted => Done::ExceptionGranted,
        Answer::Refused(_) => Done::ExceptionRefused,
    };
    desk_of::answer(app.services(), by, &seen, answer).await?;
    Ok(back_to(&seen.reference, done))
}

/// The register of exceptions.
pub async fn register(
    State(app): State<AppState>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let page = super::page(&pairs);
    let (lines, total) = desk_of::register(app.services(), page).await?;
    let model = Register {
        lines: lines.into_iter().map(line).collect(),
        total,
        page,
        per_page: desk_of::PER_PAGE,
    };
    Ok(visit.private(StatusCode::OK, |ui| self::page(ui, model)))
}

pub(super) fn line(past: PastException) -> ExceptionLine {
    let day = |(who, at)| (who, legal_day(at));
    ExceptionLine {
        reference: past.reference,
        document_number: past.document_number,
        ground: past.ground,
        proposed: day(past.proposed),
        answered: past
            .answered
            .map(|(granted, by, at)| (granted, by, legal_day(at))),
        comment: past.comment,
    }
}

/// What a person of this role may do about an exception of the record.
pub(super) fn step(found: &Found, decision: &Decision, past: &[PastException], role: Role) -> ExceptionStep {
    let is_sealed = matches!(
        (&found.stage, decision),
        (Stage::Held(_), Decision::Hold { ruling: "sealed", .. })
    );
    let waits = past.iter().any(|one| one.answered.is_none());
    match (is_sealed, waits) {
        (true, false) if role.reviews_records() => ExceptionStep::Propose,
        (true, true) if role.consents() => ExceptionStep::Answer,
        _ => ExceptionStep::None,
    }
}
