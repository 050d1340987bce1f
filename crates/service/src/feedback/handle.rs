//! What staff do with a case: one step, one transaction, guarded by the version the page showed.

mod decide;

use super::case::{Scope, permitted};
use super::error::HandleError;
use super::owner::unchanged;
use super::post::enqueue_news;
use crate::lengths;
use crate::services::Services;
use chrono::{DateTime, NaiveDate, Utc};
use decide::{ALL_CLOCKS, Done, decide};
use domain::clock::legal_day;
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::feedback::Action;
use domain::person::Concerned;
use domain::role::Staff;
use storage::clocks::Bearer;
use storage::feedback::{Case, Change};
use storage::messages::Sender;
use storage::{Tx, clocks, events, feedback, messages, units};

/// One step, with its texts as typed.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named as in the form")]
pub enum Step {
    /// 受理.
    Accept,
    /// 请补充.
    Ask { text: String },
    /// 答复.
    Answer { text: String },
    /// 办结.
    Close { outcome: String, text: String },
    /// 不予受理, with the reason and where to turn.
    Refuse { reason: String, to: String },
    /// 转送 to another body.
    PassOn { to: String, reason: String },
    /// 退回 to the centre.
    Return { reason: String },
    /// 改派 to another unit, by its code.
    Assign { unit: String, reason: String },
    /// 认定涉及单位, by its code.
    Concern { unit: String },
}

/// Does `step`, if the case is still as the page showed it (`version`).
pub async fn handle(
    services: &Services,
    staff: &Staff,
    reference: &str,
    version: i32,
    step: Step,
) -> Result<(), HandleError> {
    let mut tx = services.db.begin().await?;
    let case = permitted(&mut tx, staff, reference).await?;
    if case.version != version {
        return Err(storage::Error::Stale.into());
    }
    let units = units::all(&mut tx).await?;
    let concerned = feedback::receipt::concerned(&mut tx, case.id).await?;
    let scope = Scope::new(services, &mut tx, staff, &case, &units, &concerned).await?;
    if !scope.works() {
        return Err(HandleError::NotAllowed("这个事项不在您单位的待办中，不能办理"));
    }
    let done = decide(&scope, step)?;
    let now = services.clock.now();
    Deed {
        services,
        case: &case,
        now,
    }
    .carry_out(&mut tx, staff, done)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Writes what a step came to.
pub(super) struct Deed<'a> {
    pub(super) services: &'a Services,
    pub(super) case: &'a Case,
    pub(super) now: DateTime<Utc>,
}

impl Deed<'_> {
    async fn carry_out(&self, tx: &mut Tx, staff: &Staff, done: Done) -> Result<(), storage::Error> {
        let today = legal_day(self.now);
        let moved = done.change.queue != self.case.queue;
        let queued_on = if moved { today } else { self.case.queued_on };
        feedback::update(
            tx,
            self.case.id,
            self.case.version,
            &Change {
                queued_on,
                ..done.change
            },
        )
        .await?;
        if let Some(unit) = done.concerned {
            let units = vec![unit];
            let concerned = Concerned {
                units,
                ..Concerned::default()
            };
            feedback::concern(tx, self.case.id, &concerned).await?;
        }
        self.note(tx, staff, &done.event).await?;
        if let Some(message) = &done.message {
            self.say(tx, message).await?;
        }
        self.run_clocks(tx, &done, today).await?;
        if done.tells_citizen {
            enqueue_news(self.services, tx, self.case).await?;
        }
        Ok(())
    }

    /// Writes an event of staff.
    pub(super) async fn note(&self, tx: &mut Tx, staff: &Staff, event: &Event) -> Result<(), storage::Error> {
        let (subject, when) = ((SubjectKind::Feedback, self.case.id.0), self.case.when(self.now));
        events::append(tx, subject, when, &Actor::Staff(staff.id), event).await
    }

    /// Writes to the citizen.
    pub(super) async fn say(&self, tx: &mut Tx, text: &str) -> Result<(), storage::Error> {
        messages::append(tx, self.case.id, Sender::Unit, text, self.case.when(self.now)).await
    }

    async fn run_clocks(&self, tx: &mut Tx, done: &Done, today: NaiveDate) -> Result<(), storage::Error> {
        let subject = (SubjectKind::Feedback, self.case.id.0);
        for clock in &done.met {
            clocks::meet(tx, subject, *clock, today).await?;
        }
        if done.restarts_answer {
            // 60 days run from acceptance (信访工作条例 第三十四条).
            lengths::start(tx, (Bearer::Feedback, self.case.id.0), ClockKind::Answer, today).await?;
        }
        Ok(())
    }

    /// An answer that came from a unit and was released: says it and stops the clocks.
    pub(super) async fn answer(&self, tx: &mut Tx, staff: &Staff, text: &str) -> Result<(), HandleError> {
        let status = self.case.status.after(Action::Answer)?;
        let change = Change {
            status,
            has_news: false,
            ..unchanged(self.case)
        };
        let done = Done::new(change, Event::FeedbackAnswered)
            .saying(text.to_owned())
            .meeting(&ALL_CLOCKS);
        Ok(self.carry_out(tx, staff, done).await?)
    }
}
