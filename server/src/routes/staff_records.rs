//! `/staff/records`: what waits on its way to the public, and taking down what must go.

mod entry;
mod exceptions;
mod facts;
pub mod gaps;
mod masking;
mod outliers;
mod owed;
mod policy;
mod review;
mod schedule;
mod steps;
mod withdraw;

pub use entry::{blank, edit, enter, mend};
pub use exceptions::{answer, propose, register};
pub(crate) use facts::{Facts, facts_beside};
pub use masking::choose;
pub use outliers::outliers;
pub use owed::owe;
pub use policy::policy;
pub(crate) use review::compared;
pub use review::show;
pub use schedule::schedule;
pub use steps::{approve, forget_earlier, judge, publish, submit};
pub use withdraw::withdraw;

use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::staff_cases::desk::see;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::staff_records::{Desk, Line, Over, Pick, desk};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::publication::{DeskList, Stage};
use domain::unit::Units;
use service::records::{self as desk_of, DeskError, Waiting, WithdrawError};

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
    let sought = value("find").unwrap_or_default().trim();
    let under = if sought.is_empty() {
        None
    } else {
        Some(desk_of::under(app.services(), sought).await?)
    };
    if let Some([reference]) = under.as_deref() {
        return Ok(see(&format!("/staff/records/{reference}")));
    }
    let mut model = desk_model(&app, &signed_in, list, page(&pairs)).await?;
    model.form = model.form.with("find", sought);
    if under.as_ref().is_some_and(Vec::is_empty) {
        let told = "没有找到这样的记录：请写记录编号（R-…）或者文号；只写一部分的，相符的不能超过 5 件";
        model.form.error("find", told);
    }
    model.under = under.unwrap_or_default();
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
    let today = services.clock.today();
    let picks = (list == DeskList::InReview && signed_in.staff.role.reviews_records()).then_some(today);
    Ok(Desk {
        list,
        counts,
        lines: found
            .lines
            .into_iter()
            .map(|waiting| line(list, waiting, &units, picks))
            .collect(),
        page,
        per_page: desk_of::PER_PAGE,
        total: found.total,
        today,
        bulk: None,
        may_enter: signed_in.staff.role.publishes(),
        form: FormState::new(),
        under: Vec::new(),
        watches_discretion: signed_in.staff.role.watches_discretion(),
    })
}

/// A line of a list; `picks` is today where records may be let pass from it.
fn line(list: DeskList, waiting: Waiting, units: &Units, picks: Option<NaiveDate>) -> Line {
    let pick = picks.map(|today| pick(&waiting, today));
    let Waiting {
        listed,
        findable,
        withdrawn,
    } = waiting;
    let over = match withdrawn {
        Some(withdrawn) => Some(review::withdrawal(withdrawn)),
        None if list == DeskList::Expired => listed.found.publish_until.map(|until| Over::Expired { until }),
        None => None,
    };
    let comment = match &listed.found.stage {
        Stage::SentBack(sent_back) => Some(sent_back.comment().as_str().to_owned()),
        _ => None,
    };
    let publish_at = listed.found.scheduled.map(|scheduled| scheduled.at);
    let original = listed.found.original;
    Line {
        reference: listed.found.reference,
        title: original.title,
        unit: units.name_of(listed.found.unit),
        document_number: original.document_number,
        decided_on: original.decided_on,
        came_in: domain::clock::legal_day(listed.created_at),
        ground: match listed.found.owed {
            Some(owed) if list == DeskList::ToWithdraw => Some(owed.ground.label().to_owned()),
            _ => listed.ground,
        },
        due_on: listed.due_on,
        publish_at,
        comment,
        findable: findable.map(|findable| findable.to_string()),
        over,
        pick,
    }
}

fn pick(waiting: &Waiting, today: NaiveDate) -> Pick {
    let found = &waiting.listed.found;
    match desk_of::beyond_names(found, waiting.findable.as_ref(), today) {
        None => Pick::Plain(format!("{}:{}", found.reference, found.revision)),
        Some(more) => Pick::OneByOne(more),
    }
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
            | DeskError::ReasonTells(_)
            | DeskError::NothingEarlier
            | DeskError::AfterDue(_)
            | DeskError::NotSealed
            | DeskError::AlreadyProposed
            | DeskError::NothingProposed
            | DeskError::Changed
            | DeskError::MustNotBePublic(_)
            | DeskError::Findable(_)
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
