//! Rectifications in turn: the unit answers, the desk that sent it reviews; then the people are asked again.

use super::error::{CallbackError, required};
use super::follow_up::ask_again;
use crate::lengths;
use crate::services::Services;
use domain::deadline::ClockKind;
use domain::demand::{self, DemandAction, DemandKind};
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::DemandId;
use domain::rectification::Mended;
use domain::role::Staff;
use storage::clocks::Bearer;
use storage::demands::{self, Demand, DemandSender};
use storage::events::When;
use storage::followups::{self, Standing};
use storage::{Tx, clocks, events, incidents};

pub(super) const TEXT_MAX: usize = 5000;

/// The unit says what it put right.
pub async fn answer(
    services: &Services,
    staff: &Staff,
    demand: (DemandId, i32),
    text: &str,
) -> Result<(), CallbackError> {
    let text = required("text", "整改情况", text, TEXT_MAX)?;
    let mut turn = Turn::take(services, staff, demand, DemandAction::Answer).await?;
    turn.say(DemandSender::Unit, &text).await?;
    turn.deed.meet(ClockKind::Demand).await?;
    turn.deed.run(ClockKind::Review).await?;
    turn.deed.note(&Event::DemandAnswered).await?;
    turn.deed.commit().await
}

/// The review wants more; the unit's clock runs anew.
pub async fn send_back(
    services: &Services,
    staff: &Staff,
    demand: (DemandId, i32),
    reason: &str,
) -> Result<(), CallbackError> {
    let reason = required("text", "退回的理由", reason, TEXT_MAX)?;
    let mut turn = Turn::take(services, staff, demand, DemandAction::SendBack).await?;
    turn.ensure_discreet(&reason).await?;
    turn.say(DemandSender::Reviewer, &reason).await?;
    turn.deed.meet(ClockKind::Review).await?;
    turn.deed.run(ClockKind::Demand).await?;
    turn.deed.note(&Event::DemandSentBack { reason }).await?;
    turn.deed.commit().await
}

/// The review accepts the answer: everybody behind it is asked again. The first ratings stay as they are.
pub async fn release(
    services: &Services,
    staff: &Staff,
    demand: (DemandId, i32),
) -> Result<(), CallbackError> {
    let mut turn = Turn::take(services, staff, demand, DemandAction::Release).await?;
    turn.deed.meet(ClockKind::Review).await?;
    turn.deed.note(&Event::DemandReleased).await?;
    for one in followups::of_demand(&mut turn.deed.tx, turn.demand.id).await? {
        turn.end(&one).await?;
    }
    turn.deed.commit().await
}

/// A rectification in the hands of the side whose turn it is.
struct Turn<'a> {
    demand: Demand,
    deed: Deed<'a>,
}

impl<'a> Turn<'a> {
    /// Finds the rectification and moves it; only the side whose turn it is.
    async fn take(
        services: &'a Services,
        staff: &'a Staff,
        (id, version): (DemandId, i32),
        action: DemandAction,
    ) -> Result<Self, CallbackError> {
        let mut tx = services.db.begin().await?;
        let demand = demands::find(&mut tx, staff, id)
            .await?
            .filter(|demand| demand.kind == DemandKind::Rectification)
            .ok_or(CallbackError::NotFound)?;
        let side = match action {
            DemandAction::Answer => demand.unit,
            DemandAction::SendBack | DemandAction::Release => demand.reviewer,
        };
        if side != staff.unit {
            return Err(CallbackError::NotYours);
        }
        let next = demand.status.after(action)?;
        demands::set_status(&mut tx, id, version, next).await?;
        let deed = Deed {
            services,
            staff,
            tx,
            subject: (SubjectKind::Demand, id.0),
        };
        Ok(Self { demand, deed })
    }

    async fn say(&mut self, sender: DemandSender, text: &str) -> Result<(), storage::Error> {
        let Deed {
            services, staff, tx, ..
        } = &mut self.deed;
        demands::add_message(tx, self.demand.id, sender, text, staff.id, services.clock.now()).await
    }

    /// The unit reads it: it names nobody, and no incident that the rectification itself does not name.
    async fn ensure_discreet(&mut self, text: &str) -> Result<(), CallbackError> {
        let mut numbers = Vec::new();
        for one in followups::of_demand(&mut self.deed.tx, self.demand.id).await? {
            let incident = incidents::find(&mut self.deed.tx, one.incident).await?;
            numbers.extend(incident.map(|incident| incident.number));
        }
        let hidden = numbers
            .iter()
            .filter(|number| !self.demand.text.contains(*number));
        demand::ensure_discreet("text", text, hidden.map(String::as_str))
            .map_err(|error| CallbackError::Invalid(vec![error]))
    }

    /// What was behind it is put right.
    async fn end(&mut self, one: &Standing) -> Result<(), CallbackError> {
        one.state.rectified(Mended::NotAsked)?;
        let then = ask_again(self.deed.services, &mut self.deed.tx, one).await?;
        let state = one.state.rectified(then)?;
        followups::set_state(&mut self.deed.tx, one.id, one.version, state).await?;
        let event = Event::FollowUpDecided {
            decision: state.as_str().to_owned(),
        };
        Ok(self
            .deed
            .note_of((SubjectKind::FollowUp, one.id.0), &event)
            .await?)
    }
}

/// What a member of staff does to one subject, in one transaction.
pub(super) struct Deed<'a> {
    pub(super) services: &'a Services,
    pub(super) staff: &'a Staff,
    pub(super) tx: Tx,
    pub(super) subject: (SubjectKind, uuid::Uuid),
}

impl Deed<'_> {
    pub(super) async fn meet(&mut self, clock: ClockKind) -> Result<(), storage::Error> {
        let today = self.services.clock.today();
        clocks::meet(&mut self.tx, self.subject, clock, today).await
    }

    /// Starts a rectification's clock: that of the unit's answer or that of its review.
    pub(super) async fn run(&mut self, clock: ClockKind) -> Result<(), storage::Error> {
        let bearer = Bearer::Demand(DemandKind::Rectification);
        let (_, id) = self.subject;
        lengths::start(&mut self.tx, (bearer, id), clock, self.services.clock.today()).await
    }

    pub(super) async fn note(&mut self, event: &Event) -> Result<(), storage::Error> {
        self.note_of(self.subject, event).await
    }

    pub(super) async fn note_of(
        &mut self,
        subject: (SubjectKind, uuid::Uuid),
        event: &Event,
    ) -> Result<(), storage::Error> {
        let at = When::At(self.services.clock.now());
        events::append(&mut self.tx, subject, at, &Actor::Staff(self.staff.id), event).await
    }

    pub(super) async fn commit(self) -> Result<(), CallbackError> {
        Ok(self.tx.commit().await?)
    }
}
