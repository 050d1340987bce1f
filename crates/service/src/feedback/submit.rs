//! A citizen sends feedback: one transaction, and a receipt only after it is durable.

use super::around::{decide, periods};
use super::error::SubmitError;
use super::group_commit::keep;
use super::intake::Intake;
use super::key::{Key, UsableKey, canonical, usable};
use super::running::Running;
use crate::lengths::Lengths;
use crate::receipt::{Hash, same_hash};
use crate::services::Services;
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::Counted;
use domain::clock::legal_day;
use domain::feedback::{NewFeedback, RawFeedback};
use domain::receipt::{FeedbackReference, ReceiptCode};
use domain::routing::Route;
use std::net::IpAddr;
use std::sync::Arc;
use storage::feedback::Case;
use storage::{calendar, feedback, idempotency};

/// A drawn reference that exists already is drawn again: with 35 bits a year this is one in millions.
const DRAWS: usize = 5;

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
    let intake = Arc::new(Intake {
        key,
        key_hash,
        body_hash,
        new,
        unit,
        queue,
        assignment,
        lengths,
        calendar,
    });
    for _ in 0..DRAWS {
        match keep(services, intake.clone()).await {
            // Another node, or a second click on the same form, was faster; or the reference was drawn before.
            Err(storage::Error::Conflict(_)) => {}
            other => return Ok(other?),
        }
        if let Some(receipt) = answered_before(services, &intake.key, &key_hash, &body_hash).await? {
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
