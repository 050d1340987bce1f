//! `/staff/records`: what waits for publication, and taking down what must go.

use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::records::Segment;
use app::pages::staff_records::{Compared, Desk, Line, Review, Ruling, Tab, desk, review};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::event::Actor;
use domain::masking::{Masked, Span};
use domain::record::{Content, WithdrawalCode};
use domain::unit::Units;
use service::records::{self as desk_of, DeskError, Target, WithdrawError};
use storage::records::{Decision, Filter, Found, Listed, State as Where};

/// One list of the desk.
pub async fn list(
    State(app): State<AppState>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let value = |wanted: &str| {
        pairs
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    };
    let tab = value("list").and_then(Tab::parse).unwrap_or(Tab::Drafts);
    let page = value("page")
        .and_then(|page| page.parse().ok())
        .filter(|page| (1..=10_000).contains(page))
        .unwrap_or(1);
    let services = app.services();
    let units = service::units::shown(services).await?;
    let found = desk_of::list(services, filter(tab), page).await?;
    let counts = desk_of::counts(services).await?;
    let model = Desk {
        tab,
        counts: Tab::ALL.map(|tab| {
            (
                tab,
                counts
                    .iter()
                    .find(|(known, _)| *known == filter(tab))
                    .map_or(0, |(_, n)| *n),
            )
        }),
        lines: found
            .lines
            .into_iter()
            .map(|listed| line(listed, &units))
            .collect(),
        page,
        per_page: desk_of::PER_PAGE,
        total: found.total,
    };
    Ok(visit.private(StatusCode::OK, |ui| desk(ui, model)))
}

fn filter(tab: Tab) -> Filter {
    match tab {
        Tab::Drafts => Filter::Drafts,
        Tab::Corrections => Filter::Corrections,
        Tab::Held => Filter::Held,
        Tab::Published => Filter::Published,
        Tab::Withdrawn => Filter::Withdrawn,
    }
}

fn line(listed: Listed, units: &Units) -> Line {
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
    }
}

/// One record: the original beside what would be public.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(reference): Path<String>,
) -> Result<Response, Problem> {
    let model = reviewed(&app, &reference, FormState::new()).await?;
    Ok(visit.private(StatusCode::OK, |ui| review(ui, model)))
}

async fn reviewed(app: &AppState, reference: &str, form: FormState) -> Result<Review, Problem> {
    let services = app.services();
    let (found, decision) = desk_of::preview(services, reference).await?;
    let units = service::units::shown(services).await?;
    let Found {
        reference,
        unit,
        state,
        revision,
        original,
        ..
    } = found;
    let (ruling, may_be_public) = match decision {
        Decision::Publish(publication) => (
            Ruling::Publish {
                ground: publication.ground,
            },
            true,
        ),
        Decision::Hold { ground, .. } => (Ruling::Hold { ground }, false),
    };
    Ok(Review {
        unit: units
            .by_id(unit)
            .map(|unit| unit.name.clone())
            .unwrap_or_default(),
        can_publish: matches!(state, Where::Draft | Where::Published { correction: true }),
        can_withdraw: matches!(state, Where::Published { .. }),
        state: word(state).to_owned(),
        fields: fields(&original, may_be_public),
        reference,
        revision,
        ruling,
        form,
    })
}

const fn word(state: Where) -> &'static str {
    match state {
        Where::Draft => "待发布",
        Where::Published { correction: false } => "已公开",
        Where::Published { correction: true } => "已公开，有更正待发布",
        Where::Sealed => "依规定不公开",
        Where::Withdrawn => "已撤回",
        Where::Expired => "公示期满",
    }
}

/// Each text of the original, marked where masking takes something away, beside the public one.
fn fields(original: &Content, is_public: bool) -> Vec<Compared> {
    let texts = original.texts().into_iter().zip(desk_of::maskings(original));
    let compared = |((field, text), masked): ((&'static str, &str), Masked)| Compared {
        field,
        original: marked(text, &masked.spans),
        public: is_public.then_some(masked.text),
    };
    texts.map(compared).collect()
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

/// What the publication form posts: the original that the person has seen.
#[derive(Debug, serde::Deserialize)]
pub struct Publish {
    revision: i32,
}

/// Makes public what policy allows of the original that was seen.
pub async fn publish(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(form): Form<Publish>,
) -> Result<Response, Problem> {
    desk_of::publish(app.services(), &signed_in.staff, &reference, form.revision).await?;
    Ok(Redirect::to(&format!("/staff/records/{reference}")).into_response())
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
        let model = reviewed(&app, &reference, form).await?;
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
            DeskError::NothingToPublish | DeskError::Changed => {
                Self::new(StatusCode::CONFLICT).text([error.to_string()])
            }
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
