//! A demand on its way: the unit answers, the reviewing unit releases the answer or sends it back.

use super::error::HandleError;
use super::handle::Deed;
use crate::lengths;
use crate::services::Services;
use domain::deadline::{ClockKind, Due};
use domain::demand::{DemandAction, DemandKind, ensure_discreet};
use domain::event::{Actor, Event, SubjectKind};
use domain::feedback::{Action, message_text};
use domain::ids::{DemandId, FeedbackId};
use domain::receipt::FeedbackReference;
use domain::role::Staff;
use domain::unit::Unit;
use storage::clocks::Bearer;
use storage::demands::{self, Demand, DemandMessage, DemandSender};
use storage::events::When;
use storage::feedback::{Case, find_by_id};
use storage::visibility::Sight;
use storage::{Conn, Tx, clocks, events, units};
use uuid::Uuid;

/// A demand as a member of staff sees it.
#[derive(Debug, Clone)]
pub struct DemandView {
    /// The demand.
    pub demand: Demand,
    /// Who answers.
    pub unit: Option<Unit>,
    /// Who reviews.
    pub reviewer: Option<Unit>,
    /// Its clock.
    pub due: Vec<Due>,
    /// Answers and reasons, first to last.
    pub messages: Vec<DemandMessage>,
    /// The case behind it: for the reviewing unit alone, and only while it may see the case.
    pub source: Option<FeedbackReference>,
    /// May answer now.
    pub can_answer: bool,
    /// May release or send back now.
    pub can_review: bool,
}

/// Opens a demand.
pub async fn open_demand(services: &Services, staff: &Staff, id: Uuid) -> Result<DemandView, HandleError> {
    let mut conn = services.db.read().await?;
    let demand = permitted(&mut conn, staff, id).await?;
    let units = units::all(&mut conn).await?;
    let source = source(&mut conn, staff, &demand).await?;
    Ok(DemandView {
        unit: units.by_id(demand.unit).cloned(),
        reviewer: units.by_id(demand.reviewer).cloned(),
        due: clocks::of(&mut conn, (SubjectKind::Demand, id)).await?,
        messages: demands::messages(&mut conn, demand.id).await?,
        source: source.map(|case| case.reference),
        can_answer: demand.unit == staff.unit && demand.status.allows(DemandAction::Answer),
        can_review: demand.reviewer == staff.unit && demand.status.allows(DemandAction::Release),
        demand,
    })
}

/// The unit answers.
pub async fn answer_demand(
    services: &Services,
    staff: &Staff,
    (id, version): (Uuid, i32),
    text: &str,
) -> Result<(), HandleError> {
    let mut deed = Turn::start(services, staff, id, version, DemandAction::Answer).await?;
    deed.say(DemandSender::Unit, text).await?;
    deed.note(&Event::DemandAnswered).await?;
    deed.meet_clock().await?;
    deed.finish().await
}

/// The reviewing unit sends the answer back to be mended; the clock runs anew.
pub async fn send_demand_back(
    services: &Services,
    staff: &Staff,
    (id, version): (Uuid, i32),
    reason: &str,
) -> Result<(), HandleError> {
    let mut deed = Turn::start(services, staff, id, version, DemandAction::SendBack).await?;
    deed.ensure_discreet(reason).await?;
    let reason = deed.say(DemandSender::Reviewer, reason).await?;
    deed.note(&Event::DemandSentBack { reason }).await?;
    deed.restart_clock().await?;
    deed.finish().await
}

/// The reviewing unit releases the answer: `text`, as it mended it, goes to the citizen.
pub async fn release_demand(
    services: &Services,
    staff: &Staff,
    (id, version): (Uuid, i32),
    text: &str,
) -> Result<(), HandleError> {
    let mut deed = Turn::start(services, staff, id, version, DemandAction::Release).await?;
    let text = message_text(text).map_err(HandleError::field)?;
    let case = source(&mut deed.tx, staff, &deed.demand).await?;
    let Some(case) = case.filter(|case| case.queue == staff.unit) else {
        return Err(HandleError::NotAllowed(
            "这件反映已不在您单位的待办中，不能放行答复",
        ));
    };
    deed.note(&Event::DemandReleased).await?;
    // A case withdrawn or closed meanwhile needs no answer any more; the demand ends all the same.
    if case.status.allows(Action::Answer) {
        let now = services.clock.now();
        Deed {
            services,
            case: &case,
            now,
        }
        .answer(&mut deed.tx, staff, &text)
        .await?;
    }
    deed.finish().await
}

/// Rectifications have their own clocks and their own page: here they do not exist.
async fn permitted(conn: &mut Conn, staff: &Staff, id: Uuid) -> Result<Demand, HandleError> {
    demands::find(conn, staff, DemandId(id))
        .await?
        .filter(|demand| demand.kind == DemandKind::Feedback)
        .ok_or(HandleError::NotFound)
}

/// The case behind a demand, through the conflict-of-interest predicate.
async fn source(conn: &mut Conn, staff: &Staff, demand: &Demand) -> Result<Option<Case>, storage::Error> {
    if demand.reviewer != staff.unit {
        return Ok(None);
    }
    let sources = demands::sources(conn, demand.id, SubjectKind::Feedback).await?;
    match sources.first() {
        Some(id) => find_by_id(conn, &Sight::of(staff), FeedbackId(*id)).await,
        None => Ok(None),
    }
}

/// One turn of a demand, in one transaction.
struct Turn<'a> {
    services: &'a Services,
    staff: &'a Staff,
    demand: Demand,
    tx: Tx,
}

impl<'a> Turn<'a> {
    async fn start(
        services: &'a Services,
        staff: &'a Staff,
        id: Uuid,
        version: i32,
        action: DemandAction,
    ) -> Result<Self, HandleError> {
        let mut tx = services.db.begin().await?;
        let demand = permitted(&mut tx, staff, id).await?;
        let side = match action {
            DemandAction::Answer => demand.unit,
            DemandAction::SendBack | DemandAction::Release => demand.reviewer,
        };
        if side != staff.unit {
            return Err(HandleError::NotAllowed("这一步由另一个单位办理"));
        }
        let next = demand.status.after(action)?;
        demands::set_status(&mut tx, demand.id, version, next).await?;
        Ok(Self {
            services,
            staff,
            demand,
            tx,
        })
    }

    async fn say(&mut self, sender: DemandSender, text: &str) -> Result<String, HandleError> {
        let text = message_text(text).map_err(HandleError::field)?;
        let at = self.services.clock.now();
        demands::add_message(&mut self.tx, self.demand.id, sender, &text, self.staff.id, at).await?;
        Ok(text)
    }

    /// The unit reads it: it names nobody and no case.
    async fn ensure_discreet(&mut self, text: &str) -> Result<(), HandleError> {
        let case = source(&mut self.tx, self.staff, &self.demand).await?;
        let reference = case.as_ref().map(|case| case.reference.to_string());
        let incident = case.as_ref().and_then(|case| case.incident.as_deref());
        let numbers = reference.as_deref().into_iter().chain(incident);
        ensure_discreet("text", text, numbers).map_err(HandleError::field)
    }

    async fn note(&mut self, event: &Event) -> Result<(), storage::Error> {
        let (subject, when) = (
            (SubjectKind::Demand, self.demand.id.0),
            When::At(self.services.clock.now()),
        );
        events::append(&mut self.tx, subject, when, &Actor::Staff(self.staff.id), event).await
    }

    async fn meet_clock(&mut self) -> Result<(), storage::Error> {
        let (subject, today) = (
            (SubjectKind::Demand, self.demand.id.0),
            self.services.clock.today(),
        );
        clocks::meet(&mut self.tx, subject, ClockKind::Demand, today).await
    }

    async fn restart_clock(&mut self) -> Result<(), storage::Error> {
        let (bearer, today) = (Bearer::Demand(self.demand.kind), self.services.clock.today());
        lengths::start(&mut self.tx, (bearer, self.demand.id.0), ClockKind::Demand, today).await
    }

    async fn finish(self) -> Result<(), HandleError> {
        Ok(self.tx.commit().await?)
    }
}
