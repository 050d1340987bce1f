//! Mail about a case: that it was received, that there is news. Never text, never a code.

use crate::jobs::{Job, JobError};
use crate::post_office::PostOffice;
use crate::services::Services;
use domain::clock::start_of;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::FeedbackId;
use mail::{Letter, Post, SendError};
use serde::{Deserialize, Serialize};
use storage::events::When;
use storage::feedback::Case;
use storage::feedback::receipt::by_id;
use storage::sealed::{self, Envelope};
use storage::{Tx, events};
use uuid::Uuid;

/// What a mail says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tell {
    /// The feedback was received.
    Received,
    /// Something happened.
    News,
}

/// Adds the job that tells the citizen that `case` was received, if mail can reach them.
pub(super) async fn enqueue_received(
    services: &Services,
    tx: &mut Tx,
    case: &Case,
) -> Result<(), storage::Error> {
    if !sealed::has_email(tx, (SubjectKind::Feedback, case.id.0)).await? {
        return Ok(());
    }
    let (job, run_at) = match case.received_at {
        Some(at) => {
            let tell = Tell::Received;
            (
                Job::TellCitizen {
                    case: case.id.0,
                    tell,
                },
                at,
            )
        }
        None => (
            Job::AcknowledgeAnonymous { case: case.id.0 },
            start_of(case.received_on),
        ),
    };
    crate::jobs::enqueue(tx, services, &job, run_at).await
}

/// Adds a job for news, if mail can reach the citizen. That of an anonymous case tells the day only.
pub(super) async fn enqueue_news(
    services: &Services,
    tx: &mut Tx,
    case: &Case,
) -> Result<(), storage::Error> {
    if !sealed::has_email(tx, (SubjectKind::Feedback, case.id.0)).await? {
        return Ok(());
    }
    let run_at = if case.anonymous {
        start_of(services.clock.today())
    } else {
        services.clock.now()
    };
    let (case, tell) = (case.id.0, Tell::News);
    crate::jobs::enqueue(tx, services, &Job::TellCitizen { case, tell }, run_at).await
}

/// The worker sends the mail. Who left no mail address gets none; a case that is gone needs none.
pub async fn tell(services: &Services, job: Uuid, case: Uuid, tell: Tell) -> Result<(), JobError> {
    let office = PostOffice::of(services)?;
    let subject = (SubjectKind::Feedback, case);
    let mut conn = services.db.read().await?;
    let sealed = sealed::find(&mut conn, subject, Envelope::Delivery).await?;
    let Some((case, sealed)) = by_id(&mut conn, FeedbackId(case)).await?.zip(sealed) else {
        return Ok(());
    };
    drop(conn);
    let delivery = office
        .keys
        .open_delivery(case.id.0, &sealed)
        .map_err(|error| JobError::Fail(error.to_string()))?;
    let Some(to) = delivery.email.as_deref() else {
        return Ok(());
    };
    let bureau = crate::lifecycle::bureau_name(&services.db).await?;
    let (reference, status_url) = (case.reference, office.address("/feedback/status"));
    let letter = match tell {
        Tell::Received => Letter::Acknowledgement {
            bureau,
            reference,
            status_url,
        },
        Tell::News => Letter::News {
            bureau,
            reference,
            status_url,
        },
    };
    let when = if case.anonymous {
        When::On(services.clock.today())
    } else {
        When::At(services.clock.now())
    };
    let at = when.instant().unwrap_or_else(|| start_of(when.day()));
    office
        .mailer
        .send(Post {
            job,
            to,
            letter: &letter,
            at,
        })
        .await
        .map_err(failed)?;
    record_use(services, subject, when).await
}

/// The mail is gone: another writer at the same place of the list must not make it go twice.
async fn record_use(services: &Services, subject: (SubjectKind, Uuid), when: When) -> Result<(), JobError> {
    let (actor, used) = (
        Actor::System("worker".to_owned()),
        Event::ContactUsed {
            purpose: "mail".to_owned(),
        },
    );
    for _ in 0..5 {
        let mut tx = services.db.begin().await?;
        match events::append(&mut tx, subject, when, &actor, &used).await {
            Ok(()) => return Ok(tx.commit().await?),
            Err(storage::Error::Conflict(_)) => tx.rollback().await?,
            Err(error) => return Err(error.into()),
        }
    }
    tracing::error!("the use of a contact could not be recorded");
    Ok(())
}

fn failed(error: SendError) -> JobError {
    if error.is_worth_a_retry() {
        JobError::Retry(error.to_string())
    } else {
        JobError::Fail(error.to_string())
    }
}
