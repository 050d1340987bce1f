//! A citizen sends feedback: one transaction, and a receipt only after it is durable.

use super::around::{decide, periods};
use super::error::SubmitError;
use super::running::Running;
use crate::lengths::Lengths;
use crate::receipt::{Door, Hash, same_hash};
use crate::sealing::{Delivery, Identity};
use crate::services::Services;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::calendar::Counted;
use domain::clock::legal_day;
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::feedback::{NewFeedback, RawFeedback, Status};
use domain::ids::{FeedbackId, UnitId};
use domain::receipt::{FeedbackReference, ReceiptCode};
use domain::routing::{Assignment, Route};
use std::net::IpAddr;
use storage::clocks::Bearer;
use storage::events::When;
use storage::feedback::Case;
use storage::idempotency::{self, Known};
use storage::sealed::{self, Envelope};
use storage::{Tx, calendar, clocks, events, feedback};

/// The shortest key that the API takes.
const SHORTEST_KEY: usize = 16;
/// A drawn reference that exists already is drawn again: with 35 bits a year this is one in millions.
const DRAWS: usize = 5;

/// What makes the same submission give the same answer.
#[derive(Debug, Clone)]
pub enum Key {
    /// The hidden field of a form: lives as long as the case.
    Form(String),
    /// `Idempotency-Key`: lives to the end of the next day.
    Api(String),
    /// None: the answer cannot be repeated.
    Absent,
}

/// A submission as it came in.
pub struct Submission<'a> {
    /// The fields.
    pub raw: &'a RawFeedback,
    /// Its key.
    pub key: Key,
    /// The client, for the limiter alone.
    pub client: IpAddr,
}

/// When feedback was received, as finely as may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// To the instant.
    At(DateTime<Utc>),
    /// To the day.
    On(NaiveDate),
}

impl Received {
    /// As a case keeps it.
    pub fn of(case: &Case) -> Self {
        case.received_at.map_or(Self::On(case.received_on), Self::At)
    }

    /// The legal day.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::At(at) => legal_day(at),
            Self::On(day) => day,
        }
    }
}

/// The receipt: the one time that the code is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The case's public name.
    pub reference: FeedbackReference,
    /// The secret that opens it.
    pub code: ReceiptCode,
    /// When it was received.
    pub received: Received,
    /// The last day for telling whether it is accepted.
    pub notice_due: Option<Counted>,
    /// The last day for the answer.
    pub answer_due: Counted,
}

/// Takes a submission, or says why not. Nothing is kept unless a receipt is returned.
pub async fn submit(services: &Services, submission: Submission<'_>) -> Result<Receipt, SubmitError> {
    services
        .limits
        .check(crate::limits::Action::FeedbackSubmit, submission.client)?;
    let key = usable(services, submission.key)?;
    let body_hash = services.keys.body_hash(&canonical(submission.raw));
    let key_hash = services.keys.idempotency_hash(key.door(), &key.text);
    let running = Running::start(key_hash);
    if running.is_none() && key.is_api {
        return Err(SubmitError::StillRunning);
    }
    if let Some(receipt) = answered_before(services, &key, &key_hash, &body_hash).await? {
        return Ok(receipt);
    }
    let new = NewFeedback::parse(submission.raw, services.clock.today()).map_err(SubmitError::Invalid)?;
    let mut conn = services.db.read().await?;
    let decided = decide(services, &mut conn, &new)
        .await?
        .map_err(SubmitError::Invalid)?;
    let Route::Inside(assignment) = decided.route else {
        return Err(SubmitError::Outside);
    };
    let queue = decided
        .units
        .by_id(assignment.queue)
        .map(|unit| unit.code.to_string())
        .unwrap_or_default();
    let unit = decided.unit;
    let (lengths, calendar) = (Lengths::load(&mut conn).await?, calendar::load(&mut conn).await?);
    drop(conn);
    let intake = Intake {
        services,
        key: &key,
        key_hash,
        body_hash,
        new,
        unit,
        queue,
        assignment,
        lengths,
        calendar,
    };
    for _ in 0..DRAWS {
        match intake.keep().await {
            // Another node, or a second click on the same form, was faster; or the reference was drawn before.
            Err(storage::Error::Conflict(_)) => {}
            other => return Ok(other?),
        }
        if let Some(receipt) = answered_before(services, &key, &key_hash, &intake.body_hash).await? {
            return Ok(receipt);
        }
    }
    Err(SubmitError::StillRunning)
}

/// Forgets the keys whose last day has passed, in small transactions.
pub async fn forget_keys(services: &Services) -> Result<(), storage::Error> {
    const AT_ONCE: i64 = 500;
    loop {
        let mut tx = services.db.begin().await?;
        let forgotten = idempotency::purge(&mut tx, services.clock.today(), AT_ONCE).await?;
        tx.commit().await?;
        if forgotten == 0 {
            return Ok(());
        }
    }
}

/// A key fit for use.
struct UsableKey {
    text: String,
    is_api: bool,
    is_drawn: bool,
}

impl UsableKey {
    fn door(&self) -> Door {
        if self.is_api { Door::Api } else { Door::Form }
    }
}

fn usable(services: &Services, key: Key) -> Result<UsableKey, SubmitError> {
    match key {
        Key::Api(text) if text.chars().count() < SHORTEST_KEY => Err(SubmitError::KeyTooShort),
        Key::Api(text) => Ok(UsableKey {
            text,
            is_api: true,
            is_drawn: false,
        }),
        Key::Form(text) if text.chars().count() >= SHORTEST_KEY => Ok(UsableKey {
            text,
            is_api: false,
            is_drawn: false,
        }),
        // A form without its hidden field still works; only its answer cannot be repeated.
        Key::Form(_) | Key::Absent => Ok(UsableKey {
            text: services.rng.symbols::<26>().to_string(),
            is_api: false,
            is_drawn: true,
        }),
    }
}

/// Every field with its length, so that no two submissions give the same bytes.
fn canonical(raw: &RawFeedback) -> Vec<u8> {
    let flags = format!("{:?} {}", raw.anonymous, raw.tell_unit);
    let fields = [
        &raw.kind,
        &raw.unit,
        &raw.record,
        &raw.incident,
        &raw.officer_name,
        &raw.officer_badge,
        &raw.title,
        &raw.body,
        &raw.occurred_on,
        &raw.contact_name,
        &raw.contact_phone,
        &raw.contact_email,
        &flags,
    ];
    let mut bytes = Vec::new();
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field.as_bytes());
    }
    bytes
}

async fn answered_before(
    services: &Services,
    key: &UsableKey,
    key_hash: &Hash,
    body_hash: &Hash,
) -> Result<Option<Receipt>, SubmitError> {
    if key.is_drawn {
        return Ok(None);
    }
    let mut conn = services.db.read().await?;
    let Some(known) = idempotency::find(&mut conn, key_hash, services.clock.today()).await? else {
        return Ok(None);
    };
    let Some(case) = feedback::receipt::by_id(&mut conn, known.case).await? else {
        return Ok(None);
    };
    if !same_hash(&known.body_hash, body_hash) {
        return Err(SubmitError::KeyReused(case.reference));
    }
    let (periods, calendar) = (periods(&mut conn).await?, calendar::load(&mut conn).await?);
    Ok(Some(Receipt {
        reference: case.reference,
        code: services.keys.receipt_code(case.reference, &key.text),
        received: Received::of(&case),
        notice_due: Some(periods.notice.end(&calendar, case.received_on)),
        answer_due: Counted {
            on: known.answer_due,
            ..periods.answer.end(&calendar, case.received_on)
        },
    }))
}

/// A submission that was checked and routed.
struct Intake<'a> {
    services: &'a Services,
    key: &'a UsableKey,
    key_hash: Hash,
    body_hash: Hash,
    new: NewFeedback,
    unit: Option<UnitId>,
    /// The queue's code, for the event.
    queue: String,
    assignment: Assignment,
    lengths: Lengths,
    calendar: domain::calendar::Calendar,
}

impl Intake<'_> {
    /// Everything in one transaction; the receipt exists only once it is durable.
    async fn keep(&self) -> Result<Receipt, storage::Error> {
        let now = self.services.clock.now();
        let case = self.case(now);
        let code = self.services.keys.receipt_code(case.reference, &self.key.text);
        let verifier = self.services.keys.receipt_verifier(case.reference, code);
        let length = |clock| self.lengths.of(Bearer::Feedback, clock);
        let due = |clock| length(clock).end(&self.calendar, case.received_on);
        let sealed = self.seal(case.id);

        let mut tx = self.services.db.begin().await?;
        feedback::insert(&mut tx, &case, &verifier, &self.assignment.concerned).await?;
        for (envelope, blob) in &sealed {
            sealed::put(&mut tx, (SubjectKind::Feedback, case.id.0), *envelope, blob).await?;
        }
        if self.new.contact.email.is_some() {
            sealed::note_email(&mut tx, (SubjectKind::Feedback, case.id.0)).await?;
        }
        self.start_clocks(&mut tx, &case, due).await?;
        self.record(&mut tx, &case).await?;
        self.remember(&mut tx, &case, due(ClockKind::Answer).on).await?;
        tx.commit().await?;

        Ok(Receipt {
            reference: case.reference,
            code,
            received: Received::of(&case),
            notice_due: Some(due(ClockKind::Notice)),
            answer_due: due(ClockKind::Answer),
        })
    }

    fn case(&self, now: DateTime<Utc>) -> Case {
        let (new, to) = (&self.new, &self.assignment);
        let today = legal_day(now);
        let year = u16::try_from(today.year()).unwrap_or_default();
        Case {
            id: FeedbackId(self.services.rng.uuid_v4()),
            reference: FeedbackReference::new(year, self.services.rng.symbols()),
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

    /// Contacts, sealed before they come near the database. An anonymous person's are for delivery alone.
    fn seal(&self, case: FeedbackId) -> Vec<(Envelope, Vec<u8>)> {
        let contact = &self.new.contact;
        let delivery = Delivery {
            phone: contact.phone.clone(),
            email: contact.email.clone(),
        };
        let identity = Identity {
            name: contact.name.clone(),
            phone: contact.phone.clone(),
            email: contact.email.clone(),
        };
        let mut sealed = Vec::new();
        if !delivery.is_empty() {
            sealed.push((
                Envelope::Delivery,
                self.services.keys.seal_delivery(case.0, &delivery),
            ));
        }
        if !identity.is_empty() && !self.new.anonymous {
            sealed.push((
                Envelope::Identity,
                self.services.keys.seal_identity(case.0, &identity),
            ));
        }
        sealed
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

    async fn record(&self, tx: &mut Tx, case: &Case) -> Result<(), storage::Error> {
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
        super::post::enqueue_received(self.services, tx, case).await
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
