//! A case as a member of staff sees it, with what may be done next.

use super::around::{centre, is_centre, is_inspection, periods};
use super::error::HandleError;
use super::masked;
use super::timeline::{self, Happening};
use crate::cores::aside;
use crate::services::Services;
use chrono::NaiveDate;
use domain::deadline::{Due, Periods};
use domain::event::{Actor, Event, SubjectKind};
use domain::feedback::{Action, Outcome};
use domain::ids::UnitId;
use domain::receipt::FeedbackReference;
use domain::role::{Role, Staff};
use domain::routing::conflicts;
use domain::unit::{Unit, Units};
use storage::demands::{self, Demand};
use storage::feedback::{Case, find};
use storage::messages::{self, Message};
use storage::visibility::Sight;
use storage::{Conn, calendar, clocks, events, feedback, units};

/// A case with all that belongs to it.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// The case; title and account masked when `is_masked`.
    pub case: Case,
    /// De-identified text is shown.
    pub is_masked: bool,
    /// The original may be asked for, on the record.
    pub may_read_original: bool,
    /// All clocks.
    pub due: Vec<Due>,
    /// What happened, first to last.
    pub happenings: Vec<Happening>,
    /// What was written, first to last.
    pub messages: Vec<Message>,
    /// Demands put to units because of it.
    pub demands: Vec<Demand>,
    /// Units that must not see it.
    pub concerned: Vec<Unit>,
    /// What may be done now.
    pub actions: Actions,
    /// For names.
    pub units: Units,
}

/// What may be done now: only these are offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one button")]
pub struct Actions {
    /// 受理.
    pub accept: bool,
    /// 请补充.
    pub ask: bool,
    /// 答复.
    pub answer: bool,
    /// 办结, with these results.
    pub close: Vec<Outcome>,
    /// 不予受理.
    pub refuse: bool,
    /// 转送.
    pub pass_on: bool,
    /// 退回.
    pub give_back: bool,
    /// 改派, to these queues.
    pub assign: Vec<Unit>,
    /// 认定涉及单位, among these.
    pub concern: Vec<Unit>,
    /// 向单位提出要求.
    pub demand: bool,
}

impl Actions {
    /// Whether nothing can be done.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Opens a case: not permitted and not existing are the same answer.
pub async fn open_case(services: &Services, staff: &Staff, reference: &str) -> Result<CaseView, HandleError> {
    let mut conn = services.db.read().await?;
    let case = permitted(&mut conn, staff, reference).await?;
    let mut view = view(services, &mut conn, staff, case).await?;
    drop(conn);
    if !masked::is_for(staff) {
        return Ok(view);
    }
    // What a citizen wrote may be long, and made to be read slowly.
    view = aside(move || {
        masked::mask(&mut view.case, &mut view.messages, &mut view.happenings);
        view
    })
    .await;
    if staff.role == Role::Monitor {
        masked::hide_numbers(&mut view.case);
    }
    view.is_masked = true;
    view.may_read_original = masked::may_ask_for_original(staff);
    Ok(view)
}

/// The same with the original text, which is an event.
pub async fn read_original(
    services: &Services,
    staff: &Staff,
    reference: &str,
) -> Result<CaseView, HandleError> {
    if !masked::may_ask_for_original(staff) {
        return Err(HandleError::NotFound);
    }
    let mut tx = services.db.begin().await?;
    let case = permitted(&mut tx, staff, reference).await?;
    let subject = (SubjectKind::Feedback, case.id.0);
    let when = case.when(services.clock.now());
    events::append(
        &mut tx,
        subject,
        when,
        &Actor::Staff(staff.id),
        &Event::FeedbackOriginalRead,
    )
    .await?;
    let view = view(services, &mut tx, staff, case).await?;
    tx.commit().await?;
    Ok(view)
}

/// The case of a reference as typed, through the conflict-of-interest predicate.
pub(super) async fn permitted(conn: &mut Conn, staff: &Staff, reference: &str) -> Result<Case, HandleError> {
    let reference = FeedbackReference::parse(reference).map_err(|_| HandleError::NotFound)?;
    find(conn, &Sight::of(staff), reference)
        .await?
        .ok_or(HandleError::NotFound)
}

async fn view(
    services: &Services,
    conn: &mut Conn,
    staff: &Staff,
    case: Case,
) -> Result<CaseView, HandleError> {
    let subject = (SubjectKind::Feedback, case.id.0);
    let units = units::all(conn).await?;
    let concerned = feedback::receipt::concerned(conn, case.id).await?;
    let scope = Scope::new(services, conn, staff, &case, &units, &concerned).await?;
    Ok(CaseView {
        is_masked: false,
        may_read_original: false,
        due: clocks::of(conn, subject).await?,
        happenings: timeline::of(conn, case.id).await?,
        messages: messages::list(conn, case.id).await?,
        demands: demands::of_source(conn, subject).await?,
        concerned: concerned
            .iter()
            .filter_map(|id| units.by_id(*id).cloned())
            .collect(),
        actions: scope.actions(),
        case,
        units,
    })
}

/// What decides on the next steps of a case.
pub(super) struct Scope<'a> {
    pub(super) staff: &'a Staff,
    pub(super) case: &'a Case,
    pub(super) units: &'a Units,
    pub(super) concerned: &'a [UnitId],
    returnable_until: NaiveDate,
    today: NaiveDate,
}

impl<'a> Scope<'a> {
    pub(super) async fn new(
        services: &Services,
        conn: &mut Conn,
        staff: &'a Staff,
        case: &'a Case,
        units: &'a Units,
        concerned: &'a [UnitId],
    ) -> Result<Self, storage::Error> {
        let (periods, calendar): (Periods, _) = (periods(conn).await?, calendar::load(conn).await?);
        let returnable_until = periods.return_within.end(&calendar, case.queued_on).on;
        Ok(Self {
            staff,
            case,
            units,
            concerned,
            returnable_until,
            today: services.clock.today(),
        })
    }

    /// Whether this person works the case: it is in the queue of the own unit.
    pub(super) fn works(&self) -> bool {
        self.staff.role.works_cases() && self.case.queue == self.staff.unit
    }

    pub(super) fn is_inspection(&self) -> bool {
        is_inspection(self.units, self.staff.unit)
    }

    fn leads(&self) -> bool {
        self.works() && is_centre(self.units, self.staff.unit)
    }

    /// A unit returns a wrong assignment once and within five working days, with reasons, to the centre
    /// (信访工作条例 第二十三条).
    pub(super) fn may_return(&self) -> bool {
        self.works()
            && !is_centre(self.units, self.staff.unit)
            && !self.case.returned
            && self.today <= self.returnable_until
            && self.case.status.allows(Action::Return)
            && centre(self.units).is_some_and(|centre| !conflicts(centre, self.concerned, self.units))
    }

    /// The queues that the centre may give the case to: none that it concerns.
    pub(super) fn assignable(&self) -> Vec<Unit> {
        if !self.leads() || !self.case.status.allows(Action::Assign) {
            return Vec::new();
        }
        let fits = |unit: &&Unit| unit.id != self.case.queue && !conflicts(unit, self.concerned, self.units);
        self.units.iter().filter(fits).cloned().collect()
    }

    /// Units that the centre or inspection may find to be concerned.
    pub(super) fn concernable(&self) -> Vec<Unit> {
        let may = self.works() && (self.leads() || self.is_inspection());
        if !may || self.case.status.is_final() || !self.case.kind.accuses() {
            return Vec::new();
        }
        let own = self.units.by_id(self.case.queue);
        let is_above_own = |unit: &Unit| own.is_some_and(|own| conflicts(own, &[unit.id], self.units));
        let fits = |unit: &&Unit| !self.concerned.contains(&unit.id) && !is_above_own(unit);
        self.units.iter().filter(fits).cloned().collect()
    }

    pub(super) fn may_demand(&self) -> bool {
        self.works() && (self.leads() || self.is_inspection()) && self.case.status.allows(Action::Demand)
    }

    pub(super) fn outcomes(&self) -> Vec<Outcome> {
        let fitting = Outcome::fitting(self.case.kind, self.is_inspection());
        fitting
            .into_iter()
            .filter(|outcome| self.case.status.allows(Action::Close(*outcome)))
            .collect()
    }

    fn actions(&self) -> Actions {
        if !self.works() {
            return Actions::default();
        }
        let allows = |action| self.case.status.allows(action);
        Actions {
            accept: allows(Action::Accept),
            ask: allows(Action::Ask),
            answer: allows(Action::Answer),
            close: self.outcomes(),
            refuse: allows(Action::Refuse),
            pass_on: allows(Action::PassOn),
            give_back: self.may_return(),
            assign: self.assignable(),
            concern: self.concernable(),
            demand: self.may_demand(),
        }
    }
}
