//! `/staff/records`: what waits on its way to the public, and taking down what must go.

mod exceptions;
mod outliers;
mod steps;

pub use exceptions::{answer, propose, register};
pub use outliers::outliers;
pub use steps::{approve, forget_earlier, judge, publish, submit};

use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::records::Segment;
use app::pages::staff_records::{Compared, Desk, Line, Next, Pick, Review, Round, Ruling, desk, review};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::event::Actor;
use domain::masking::{Kind, Masked, Span};
use domain::publication::{DeskList, Stage};
use domain::record::{Content, WithdrawalCode};
use domain::role::Role;
use domain::unit::Units;
use service::records::{self as desk_of, DeskError, Target, WithdrawError};
use storage::records::{Decision, Found, Listed, PastRound};

/// One list of the desk: without a choice, that of the person's own next step.
pub async fn list(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let value = |wanted: &str| {
        pairs
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    };
    let own = if signed_in.staff.role.reviews_records() {
        DeskList::InReview
    } else {
        DeskList::Drafts
    };
    let list = value("list").and_then(DeskList::parse).unwrap_or(own);
    let model = desk_model(&app, &signed_in, list, page(&pairs)).await?;
    Ok(visit.private(StatusCode::OK, |ui| desk(ui, model)))
}

/// The page asked for, from 1.
fn page(pairs: &[(String, String)]) -> u64 {
    let asked = pairs.iter().find(|(name, _)| name == "page");
    let page = asked.and_then(|(_, page)| page.parse().ok());
    page.filter(|page| (1..=10_000).contains(page)).unwrap_or(1)
}

async fn desk_model(
    app: &AppState,
    signed_in: &SignedIn,
    list: DeskList,
    page: u64,
) -> Result<Desk, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let found = desk_of::list(services, list, page).await?;
    let counts = desk_of::counts(services).await?;
    let picks = list == DeskList::InReview && signed_in.staff.role.reviews_records();
    Ok(Desk {
        list,
        counts,
        lines: found
            .lines
            .into_iter()
            .map(|listed| line(listed, &units, picks))
            .collect(),
        page,
        per_page: desk_of::PER_PAGE,
        total: found.total,
        today: services.clock.today(),
        bulk: None,
        form: FormState::new(),
        watches_discretion: signed_in.staff.role.watches_discretion(),
    })
}

fn line(listed: Listed, units: &Units, picks: bool) -> Line {
    let pick = picks.then(|| pick(&listed.found));
    let comment = match &listed.found.stage {
        Stage::SentBack(sent_back) => Some(sent_back.comment().as_str().to_owned()),
        _ => None,
    };
    let original = listed.found.original;
    Line {
        reference: listed.found.reference,
        title: original.title,
        unit: units
            .by_id(listed.found.unit)
            .map(|unit| unit.name.clone())
            .unwrap_or_default(),
        document_number: original.document_number,
        decided_on: original.decided_on,
        came_in: domain::clock::legal_day(listed.created_at),
        ground: listed.ground,
        due_on: listed.due_on,
        comment,
        pick,
    }
}

fn pick(found: &Found) -> Pick {
    let kinds = desk_of::beyond_names(&found.original);
    if kinds.is_empty() {
        Pick::Plain(format!("{}:{}", found.reference, found.revision))
    } else {
        let labels: Vec<_> = kinds.into_iter().map(Kind::label).collect();
        Pick::OneByOne(labels.join("、"))
    }
}

/// One record: the original beside what would be public.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
) -> Result<Response, Problem> {
    let model = reviewed(&app, &signed_in, &reference, FormState::new()).await?;
    Ok(visit.private(StatusCode::OK, |ui| review(ui, model)))
}

async fn reviewed(
    app: &AppState,
    signed_in: &SignedIn,
    reference: &str,
    form: FormState,
) -> Result<Review, Problem> {
    let services = app.services();
    let (found, decision) = desk_of::preview(services, reference).await?;
    let (rounds, clocks) = desk_of::review_of(services, &found).await?;
    let units = service::units::shown(services).await?;
    let past = desk_of::exceptions_of(services, found.id).await?;
    let exception_step = exceptions::step(&found, &decision, &past, signed_in.staff.role);
    let may_be_public = matches!(decision, Decision::Publish(_));
    let ruling = match decision {
        Decision::Publish(publication) => Ruling::Publish {
            ground: publication.ground,
        },
        Decision::Hold { ground, .. } => Ruling::Hold { ground },
    };
    let earlier = desk_of::earlier_texts(services, found.id).await?;
    let running = clocks.into_iter().find(|due| due.met_on.is_none());
    Ok(Review {
        unit: units
            .by_id(found.unit)
            .map(|unit| unit.name.clone())
            .unwrap_or_default(),
        state: word(&found),
        next: next(&found.stage, may_be_public, signed_in.staff.role),
        can_withdraw: found.is_public,
        earlier: earlier.len(),
        publishes: signed_in.staff.role.publishes(),
        rounds: rounds.into_iter().map(round).collect(),
        exceptions: past.into_iter().map(exceptions::line).collect(),
        exception_step,
        due: running.map(|due| (due.on, due.provisional)),
        today: services.clock.today(),
        fields: fields(&found.original, may_be_public),
        reference: found.reference,
        revision: found.revision,
        ruling,
        form,
    })
}

/// `已公开，更正审核中`: the stage of a newer original stands behind what the public sees.
fn word(found: &Found) -> String {
    let stage = found.stage.label();
    if found.is_public && found.stage.is_waiting() {
        format!("已公开，更正{stage}")
    } else {
        stage.to_owned()
    }
}

fn next(stage: &Stage, may_be_public: bool, role: Role) -> Next {
    match stage {
        Stage::Prepared(_) | Stage::SentBack(_) if role.publishes() && may_be_public => Next::Submit,
        Stage::Approved(_) if role.publishes() && may_be_public => Next::Publish,
        Stage::Prepared(_) | Stage::SentBack(_) | Stage::Approved(_) if role.publishes() => Next::Hold,
        Stage::Submitted(_) if role.reviews_records() => Next::Judge,
        _ => Next::Nothing,
    }
}

fn round(past: PastRound) -> Round {
    let day = domain::clock::legal_day;
    let comment = past
        .verdict
        .as_ref()
        .and_then(|(verdict, ..)| verdict.comment().map(str::to_owned));
    Round {
        revision: past.revision,
        submitted: (past.submitted_by, day(past.submitted_at)),
        correction: past.correction,
        reviewed: past.verdict.map(|(_, by, at)| (by, day(at))),
        comment,
    }
}

/// Each text of the original, marked where masking takes something away, beside the public one.
fn fields(original: &Content, is_public: bool) -> Vec<Compared> {
    let texts = original.texts().into_iter().zip(desk_of::maskings(original));
    let compared = |((field, text), masked): ((&'static str, &str), Masked)| Compared {
        field,
        original: marked(text, &masked.spans),
        rules: rules(&masked.spans),
        public: is_public.then_some(masked.text),
    };
    texts.map(compared).collect()
}

/// What is masked, how often and by which rule.
fn rules(spans: &[Span]) -> Vec<(&'static str, usize, &'static str)> {
    let counted = Kind::ALL.into_iter().map(|kind| {
        let count = spans.iter().filter(|span| span.kind == kind).count();
        (kind.label(), count, kind.rule())
    });
    counted.filter(|(_, count, _)| *count > 0).collect()
}

/// The text in pieces; spans count characters.
fn marked(text: &str, spans: &[Span]) -> Vec<Segment> {
    let chars: Vec<char> = text.chars().collect();
    let piece = |from: usize, to: usize, marked| Segment {
        text: chars[from..to].iter().collect(),
        marked,
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    for span in spans {
        pieces.push(piece(at, span.start, false));
        pieces.push(piece(span.start, span.end, true));
        at = span.end;
    }
    pieces.push(piece(at, chars.len(), false));
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// What the withdrawal form posts.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Withdraw {
    reason: String,
    confirmed: String,
}

/// Takes a record down; asks for the reason and for confirmation.
pub async fn withdraw(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(typed): Form<Withdraw>,
) -> Result<Response, Problem> {
    let mut form = FormState::new()
        .with("reason", typed.reason.as_str())
        .with("confirmed", typed.confirmed.as_str());
    let code = WithdrawalCode::parse(&typed.reason);
    if code.is_none() {
        form.error("reason", "请选择撤回理由");
    }
    if typed.confirmed != "yes" {
        form.error("confirmed", "请确认：撤回后公众立即看不到这条记录");
    }
    let Some(code) = code.filter(|_| form.is_valid()) else {
        let model = reviewed(&app, &signed_in, &reference, form).await?;
        return Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| review(ui, model)));
    };
    let services = app.services();
    let Target { id, reference } = desk_of::find_target(services, &reference).await?;
    desk_of::withdraw(
        services,
        &Target {
            id,
            reference: reference.clone(),
        },
        code,
        &Actor::Staff(signed_in.staff.id),
    )
    .await?;
    Ok(Redirect::to(&format!("/staff/records/{reference}")).into_response())
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Unknown => Self::not_found(),
            DeskError::OwnWork(_) | DeskError::OwnProposal(_) => {
                Self::new(StatusCode::FORBIDDEN).text([error.to_string()])
            }
            DeskError::NotNow(..)
            | DeskError::CorrectionUnnamed
            | DeskError::NothingEarlier
            | DeskError::NotSealed
            | DeskError::AlreadyProposed
            | DeskError::NothingProposed
            | DeskError::Changed
            | DeskError::MustNotBePublic(_)
            | DeskError::NotPlain(_) => Self::new(StatusCode::CONFLICT).text([error.to_string()]),
            DeskError::Storage(error) => error.into(),
        }
    }
}

impl From<WithdrawError> for Problem {
    fn from(error: WithdrawError) -> Self {
        match error {
            WithdrawError::Unknown(_) => Self::not_found(),
            WithdrawError::NotPublic(_) => Self::new(StatusCode::CONFLICT).text([error.to_string()]),
            WithdrawError::Storage(error) => error.into(),
        }
    }
}
