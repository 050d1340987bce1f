//! A submission on its way into the database.

use super::key::UsableKey;
use super::submit::{Receipt, Received};
use crate::lengths::Lengths;
use crate::receipt::Hash;
use crate::sealing;
use crate::services::Services;
use chrono::{Datelike, NaiveDate};
use domain::calendar::{Calendar, Counted};
use domain::clock::legal_day;
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::feedback::{NewFeedback, Status};
use domain::ids::{FeedbackId, UnitId};
use domain::receipt::FeedbackReference;
use domain::routing::Assignment;
use storage::clocks::Bearer;
use storage::events::When;
use storage::feedback::Case;
use storage::idempotency::{self, Known};
use storage::{Tx, clocks, events, feedback};

/// A submission that was checked and routed.
#[derive(Debug)]
pub(super) struct Intake {
    pub(super) key: UsableKey,
    pub(super) key_hash: Hash,
    pub(super) body_hash: Hash,
    pub(super) new: NewFeedback,
    pub(super) unit: Option<UnitId>,
    /// The queue's code, for the event.
    pub(super) queue: String,
    pub(super) assignment: Assignment,
    pub(super) lengths: Lengths,
    pub(super) calendar: Calendar,
}

impl Intake {
    /// Writes everything; the receipt may be shown only once the transaction is durable.
    pub(super) async fn write(&self, services: &Services, tx: &mut Tx) -> Result<Receipt, storage::Error> {
        let case = self.case(services);
        let code = services.keys.receipt_code(case.reference, &self.key.text);
        let verifier = services.keys.receipt_verifier(case.reference, code);
        let length = |clock| self.lengths.of(Bearer::Feedback, clock);
        let due = |clock| length(clock).end(&self.calendar, case.received_on);

        feedback::insert(tx, &case, &verifier, &self.assignment.concerned).await?;
        let (subject, contact) = ((SubjectKind::Feedback, case.id.0), &self.new.contact);
        sealing::keep(&services.keys, tx, subject, contact, self.new.anonymous).await?;
        self.start_clocks(tx, &case, due).await?;
        self.record(services, tx, &case).await?;
        self.remember(tx, &case, due(ClockKind::Answer).on).await?;
        Ok(Receipt {
            reference: case.reference,
            code,
            received: Received::of(&case),
            notice_due: Some(due(ClockKind::Notice)),
            answer_due: due(ClockKind::Answer),
        })
    }

    fn case(&self, services: &Services) -> Case {
        let (new, to, now) = (&self.new, &self.assignment, services.clock.now());
        let today = legal_day(now);
        let year = u16::try_from(today.year()).unwrap_or_default();
        Case {
            id: FeedbackId(services.rng.uuid_v4()),
            reference: FeedbackReference::new(year, services.rng.symbols()),
            kind: new.kind,
            anonymous: new.anonymous,
            title: new.title.clone(),
            body: new.body.clone(),
            occurred_on: new.occurred_on,
            unit: self.unit,
            record: new.record.map(|reference| reference.to_string()),
            incident: new.incident.clone(),
            officer_name: new.officer_name.clone(),
            officer_badge: new.officer_badge.clone(),
            tell_unit: new.tell_unit,
            status: Status::Received,
            queue: to.queue,
            queued_on: today,
            rule: to.rule.clone(),
            returned: false,
            has_news: true,
            received_on: today,
            received_at: (!new.anonymous).then_some(now),
            version: 1,
        }
    }

    async fn start_clocks(
        &self,
        tx: &mut Tx,
        case: &Case,
        due: impl Fn(ClockKind) -> Counted,
    ) -> Result<(), storage::Error> {
        for clock in [ClockKind::Notice, ClockKind::Answer, ClockKind::LocalTarget] {
            let subject = (SubjectKind::Feedback, case.id.0);
            clocks::start(tx, subject, clock, case.received_on, due(clock)).await?;
        }
        Ok(())
    }

    async fn record(&self, services: &Services, tx: &mut Tx, case: &Case) -> Result<(), storage::Error> {
        let when = case.received_at.map_or(When::On(case.received_on), When::At);
        let event = Event::FeedbackReceived {
            kind: case.kind.as_str().to_owned(),
            queue: self.queue.clone(),
            rule: case.rule.clone(),
        };
        events::append(
            tx,
            (SubjectKind::Feedback, case.id.0),
            when,
            &Actor::Citizen,
            &event,
        )
        .await?;
        super::post::enqueue_received(services, tx, case).await
    }

    async fn remember(&self, tx: &mut Tx, case: &Case, answer_due: NaiveDate) -> Result<(), storage::Error> {
        if self.key.is_drawn {
            return Ok(());
        }
        let known = Known {
            body_hash: self.body_hash.to_vec(),
            case: case.id,
            answer_due,
        };
        let until = self.key.is_api.then(|| case.received_on.succ_opt()).flatten();
        idempotency::insert(tx, &self.key_hash, &known, case.received_on, until).await
    }
}
