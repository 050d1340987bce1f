//! Somebody objects to a public record: one transaction, and a receipt only after it is durable.

use super::post::enqueue;
use crate::feedback::{UsableKey, joined};
use crate::lengths;
use crate::limits::{Action, RetryAfter};
use crate::post_office::Tell;
use crate::receipt::{Door, Hash, same_hash};
use crate::sealing;
use crate::services::Services;
use chrono::{Datelike, NaiveDate};
use domain::calendar::Counted;
use domain::clock::start_of;
use domain::deadline::{ClockKind, Due};
use domain::event::{Actor, Event, SubjectKind};
use domain::field_error::FieldError;
use domain::ids::ObjectionId;
use domain::objection::{NewObjection, RawObjection};
use domain::receipt::{ObjectionReference, ReceiptCode, RecordRef};
use std::net::IpAddr;
use storage::clocks::Bearer;
use storage::events::When;
use storage::objections::{self, Incoming};
use storage::{Conn, Tx, clocks, events};

/// A drawn reference that exists already is drawn again: with 35 bits a year this is one in millions.
const DRAWS: usize = 5;

/// An objection as it came in.
pub struct Submission<'a> {
    /// The record.
    pub record: RecordRef,
    /// The fields.
    pub raw: &'a RawObjection,
    /// The hidden key of the form.
    pub key: String,
    /// The client, for the limiter alone.
    pub client: IpAddr,
}

/// The receipt: the one time that the code is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The public name.
    pub reference: ObjectionReference,
    /// The secret that opens it.
    pub code: ReceiptCode,
    /// The day received.
    pub received_on: NaiveDate,
    /// The last day for the answer.
    pub answer_due: Counted,
}

/// Why an objection was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// Too many from this client.
    #[error(transparent)]
    TooMany(#[from] RetryAfter),
    /// Fields have to be mended.
    #[error("有几处需要改正")]
    Invalid(Vec<FieldError>),
    /// The record is not public, or not any longer.
    #[error("这条记录没有公开，或者已经不再公开")]
    NotPublic,
    /// The key was used for something else, which has this reference.
    #[error("已提交过，编号 {0}")]
    KeyReused(ObjectionReference),
    /// Every reference drawn was taken.
    #[error("编号没有分配成功，请再提交一次")]
    Unlucky,
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Takes an objection, or says why not. Nothing is kept unless a receipt is returned.
pub async fn submit(services: &Services, submission: Submission<'_>) -> Result<Receipt, SubmitError> {
    services
        .limits
        .check(Action::ObjectionSubmit, submission.client)?;
    let key = UsableKey::of_form(services, submission.key);
    let record = submission.record.to_string();
    let intake = Intake {
        key_hash: services.keys.idempotency_hash(Door::Form, &key.text),
        body_hash: services.keys.body_hash(&canonical(&record, submission.raw)),
        key,
        record,
    };
    if let Some(receipt) = intake.answered_before(services).await? {
        return Ok(receipt);
    }
    let new = NewObjection::parse(submission.raw).map_err(SubmitError::Invalid)?;
    for _ in 0..DRAWS {
        match intake.keep(services, &new).await {
            // A second click on the same form was faster; or the reference was drawn before.
            Err(SubmitError::Storage(storage::Error::Conflict(_))) => {}
            other => return other,
        }
        if let Some(receipt) = intake.answered_before(services).await? {
            return Ok(receipt);
        }
    }
    Err(SubmitError::Unlucky)
}

/// What was sent, field by field.
fn canonical(record: &str, raw: &RawObjection) -> Vec<u8> {
    joined(&[
        record,
        &raw.kind,
        &raw.asker,
        &raw.passage,
        &raw.request,
        &raw.contact_name,
        &raw.contact_phone,
        &raw.contact_email,
    ])
}

/// A submission on its way into the database.
struct Intake {
    key: UsableKey,
    key_hash: Hash,
    body_hash: Hash,
    record: String,
}

impl Intake {
    /// The same form again gives the same receipt.
    async fn answered_before(&self, services: &Services) -> Result<Option<Receipt>, SubmitError> {
        if self.key.is_drawn {
            return Ok(None);
        }
        let mut conn = services.db.read().await?;
        let known = objections::receipt::by_key(&mut conn, &self.key_hash, services.clock.today()).await?;
        let Some((objection, body_hash)) = known else {
            return Ok(None);
        };
        if !same_hash(&body_hash, &self.body_hash) {
            return Err(SubmitError::KeyReused(objection.reference));
        }
        let made = (objection.id, objection.reference, objection.received_on);
        Ok(Some(self.receipt(services, &mut conn, made).await?))
    }

    async fn keep(&self, services: &Services, new: &NewObjection) -> Result<Receipt, SubmitError> {
        let today = services.clock.today();
        let year = u16::try_from(today.year()).unwrap_or_default();
        let reference = ObjectionReference::new(year, services.rng.symbols());
        let code = services.keys.receipt_code(reference, &self.key.text);
        let incoming = Incoming {
            id: ObjectionId(services.rng.uuid_v4()),
            reference,
            new,
            on: today,
            code_hash: &services.keys.receipt_verifier(reference, code),
            key_hash: (!self.key.is_drawn).then_some(self.key_hash.as_slice()),
            body_hash: &self.body_hash,
        };
        let mut tx = services.db.begin().await?;
        if !objections::insert(&mut tx, &self.record, &incoming).await? {
            return Err(SubmitError::NotPublic);
        }
        self.note(services, &mut tx, &incoming).await?;
        let receipt = self
            .receipt(services, &mut tx, (incoming.id, reference, today))
            .await?;
        tx.commit().await?;
        Ok(receipt)
    }

    /// Contacts, clock, event and mail of a new objection.
    async fn note(
        &self,
        services: &Services,
        tx: &mut Tx,
        Incoming { id, new, on, .. }: &Incoming<'_>,
    ) -> Result<(), storage::Error> {
        let subject = (SubjectKind::Objection, id.0);
        sealing::keep(&services.keys, tx, subject, &new.contact, false).await?;
        lengths::start(tx, (Bearer::Objection, id.0), ClockKind::Objection, *on).await?;
        let event = Event::ObjectionReceived {
            kind: new.kind.as_str().to_owned(),
            record: self.record.clone(),
        };
        events::append(tx, subject, When::On(*on), &Actor::Citizen, &event).await?;
        enqueue(services, tx, *id, Tell::Received, start_of(*on)).await
    }

    async fn receipt(
        &self,
        services: &Services,
        conn: &mut Conn,
        (id, reference, received_on): (ObjectionId, ObjectionReference, NaiveDate),
    ) -> Result<Receipt, storage::Error> {
        let due = clocks::of(conn, (SubjectKind::Objection, id.0)).await?.pop();
        let counted = |due: Due| Counted {
            on: due.on,
            provisional: due.provisional,
        };
        Ok(Receipt {
            reference,
            code: services.keys.receipt_code(reference, &self.key.text),
            received_on,
            answer_due: due.map(counted).ok_or(storage::Error::Stale)?,
        })
    }
}
