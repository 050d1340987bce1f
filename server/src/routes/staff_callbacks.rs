//! Follow-ups and the incidents behind figures.

use super::dashboard::{asked, chosen_span};
use super::shown::Shown;
use super::staff_cases::desk::told;
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::Done;
use app::components::{FormState, day_text};
use app::link::Query as Address;
use app::pages::staff::callbacks::{self as pages, CallbacksModel, CaseRow, CasesModel, FollowUpRow};
use app::pages::staff::followup::{FollowUpModel, NoteRow, follow_up};
use app::{t, t_with};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::callback::Reason;
use domain::clock::strict_day;
use domain::field_error::FieldError;
use domain::ids::FollowUpId;
use domain::unit::Unit;
use service::callbacks::{self, Act, CallbackError, FollowUpView};
use service::dashboard;
use service::services::Services;
use storage::dashboard::{Case, Group, Span};
use storage::followups::{Filter, Listed, Show};
use uuid::Uuid;

type Pairs = Vec<(String, String)>;

/// The row that an address names; anything else is nothing.
pub(super) fn row_id(text: &str) -> Result<Uuid, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// The unit that `unit=` names.
pub(super) async fn unit(services: &Services, pairs: &Pairs) -> Result<Option<Unit>, Problem> {
    let Some(code) = asked(pairs, "unit") else {
        return Ok(None);
    };
    let units = storage::units::all(&mut services.db.read().await?).await?;
    Ok(units.by_code(code).cloned())
}

/// The queue.
pub async fn list(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Problem> {
    let services = app.services();
    let show = asked(&pairs, "show").and_then(Show::parse).unwrap_or_default();
    let day = |name| asked(&pairs, name).and_then(strict_day);
    let unit = unit(services, &pairs).await?.map(|unit| unit.id);
    let filter = Filter {
        show,
        unit,
        from: day("from"),
        to: day("to"),
    };
    let listed = callbacks::list(services, &signed_in.staff, &filter).await?;
    let span = dashboard::usual_span(services.clock.today());
    let coverage = dashboard::coverage(services, span).await?;
    let query = pairs
        .iter()
        .fold(Address::new("/staff/callbacks"), |query, (name, value)| {
            query.with(name, value)
        });
    let model = CallbacksModel {
        query,
        show: (show.as_str(), Show::ALL.map(Show::as_str).to_vec()),
        coverage: (coverage.due, coverage.invited, coverage.answered()),
        rows: listed.into_iter().map(row).collect(),
    };
    Ok(visit.private(StatusCode::OK, |ui| pages::callbacks(ui, model)))
}

fn row(listed: Listed) -> FollowUpRow {
    FollowUpRow {
        id: listed.id,
        number: listed.incident_number,
        kind: listed.kind,
        unit: listed.unit_name,
        closed_on: listed.closed_on,
        round: listed.round,
        level: listed.level,
        state: listed.state,
        due_on: listed.due_on,
        wants_contact: listed.wants_contact,
    }
}

/// The incidents behind a figure.
pub async fn cases(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Problem> {
    let services = app.services();
    let (span, _) = chosen_span(&pairs, services.clock.today());
    let group = asked(&pairs, "group")
        .and_then(Group::parse)
        .unwrap_or(Group::Due);
    let reason = asked(&pairs, "reason").and_then(Reason::parse);
    let page: u32 = asked(&pairs, "page")
        .and_then(|text| text.parse().ok())
        .unwrap_or(1)
        .clamp(1, 100_000);
    let unit = unit(services, &pairs).await?;
    let figure = figure(unit.as_ref(), group, reason, span);
    let unit = unit.map(|unit| unit.id);
    let found = dashboard::cases(services, &signed_in.staff, (group, span), unit, reason, page).await;
    let (total, cases) = found?;
    let address = Address::new("/staff/callbacks/cases");
    let model = CasesModel {
        figure,
        query: pairs
            .iter()
            .filter(|(name, _)| name != "page")
            .fold(address, |query, (name, value)| query.with(name, value)),
        page: page.into(),
        per_page: dashboard::page_size().into(),
        total,
        at_least: total >= dashboard::COUNTED,
        rows: cases.into_iter().map(case).collect(),
    };
    Ok(visit.private(StatusCode::OK, |ui| pages::cases(ui, model)))
}

/// `城关派出所 · 满意 · 2026-10-29 至 2026-11-25`.
fn figure(unit: Option<&Unit>, group: Group, reason: Option<Reason>, span: Span) -> String {
    let unit = unit.map_or_else(|| t("common-all-units"), |unit| unit.name.clone());
    let days = [
        ("from", day_text(span.from).into()),
        ("to", day_text(span.to).into()),
    ];
    [
        Some(unit),
        Some(t(&format!("cases-group-{}", group.as_str()))),
        reason.map(|reason| reason.label().to_owned()),
    ]
    .into_iter()
    .flatten()
    .chain([t_with("cases-days", &days)])
    .collect::<Vec<_>>()
    .join(" · ")
}

fn case(case: Case) -> CaseRow {
    CaseRow {
        number: case.number,
        kind: case.kind,
        unit: case.unit_name,
        closed_on: case.closed_on,
        not_due: case.not_due,
        invited: case.invited,
        level: case.level,
        follow_up: case.follow_up,
    }
}

/// One follow-up.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = FollowUpId(row_id(&id)?);
    let view = callbacks::find(app.services(), &signed_in.staff, id).await?;
    Ok(page(&visit, view, Shown::default()))
}

/// The page with what was typed.
pub(super) fn page(visit: &Visit, view: FollowUpView, shown: Shown) -> Response {
    shown.answer(visit, |ui, form, refused| {
        follow_up(ui, model(view, form, refused))
    })
}

fn model(view: FollowUpView, form: FormState, refused: Option<String>) -> FollowUpModel {
    let companion = |one: &Listed| {
        let told = if one.may_tell_unit {
            "可告知编号"
        } else {
            "不告知编号"
        };
        (
            one.id,
            format!("{}（{}，{}）", one.incident_number, one.closed_on, told),
        )
    };
    let note = |note: storage::followups::Note| NoteRow {
        kind: note.kind,
        text: note.text,
        author: note.author,
        at: note.at,
    };
    FollowUpModel {
        version: view.follow_up.version,
        queue: view.follow_up.queue.label(),
        may_tell_unit: view.follow_up.may_tell_unit,
        companions: view.companions.iter().map(companion).collect(),
        row: row(view.follow_up),
        ratings: view.ratings.into_iter().map(|stored| stored.rating).collect(),
        notes: view.notes.into_iter().map(note).collect(),
        acts: view.acts.into_iter().map(Act::as_str).collect(),
        group_size: view.group_size,
        demand: view.demand,
        form,
        refused,
    }
}

/// Does something with a follow-up.
pub async fn act(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Problem> {
    let (services, staff, id) = (app.services(), &signed_in.staff, FollowUpId(row_id(&id)?));
    let version = asked(&pairs, "version")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let text = asked(&pairs, "text").unwrap_or_default();
    let done = match asked(&pairs, "act").and_then(Act::parse) {
        None => Err(CallbackError::Invalid(vec![FieldError::not_chosen(
            "act",
            "怎么办",
        )])),
        Some(act) => callbacks::act(services, staff, (id, version), act, text).await,
    };
    let Err(error) = done else {
        return Ok(told(Done::FollowUpNoted, &format!("/staff/callbacks/{id}")));
    };
    let shown = Shown::after(error, FormState::from_pairs(pairs))?;
    let view = callbacks::find(services, staff, id).await?;
    Ok(page(&visit, view, shown))
}

impl From<CallbackError> for Problem {
    fn from(error: CallbackError) -> Self {
        match error {
            CallbackError::NotFound => Self::not_found(),
            CallbackError::NotYours => Self::forbidden().text([error.to_string()]),
            CallbackError::NotNow(_) | CallbackError::DemandRefused(_) => {
                Self::new(StatusCode::CONFLICT).text([format!("{error}。")])
            }
            CallbackError::CannotBrief(_) => Self::invalid(vec![FieldError::new(
                "follow_up",
                "cannot-brief",
                error.to_string(),
            )]),
            CallbackError::Invalid(errors) => Self::invalid(errors),
            CallbackError::Storage(error) => error.into(),
        }
    }
}
