//! Mail about a case: that it was received, that there is news. Never text, never a code.

use crate::jobs::{Job, JobError};
use crate::post_office::{PostOffice, note_use};
use crate::services::Services;
use domain::clock::start_of;
use domain::event::SubjectKind;
use domain::ids::FeedbackId;
use mail::{Letter, Post};
use serde::{Deserialize, Serialize};
use storage::Tx;
use storage::events::When;
use storage::feedback::Case;
use storage::feedback::receipt::by_id;
use storage::sealed::{self, Envelope};
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
    enqueue(services, tx, case, Tell::Received).await
}

/// Adds a job for news, if mail can reach the citizen.
pub(super) async fn enqueue_news(
    services: &Services,
    tx: &mut Tx,
    case: &Case,
) -> Result<(), storage::Error> {
    enqueue(services, tx, case, Tell::News).await
}

/// That of an anonymous case tells the day only, now and when it is tried again.
async fn enqueue(services: &Services, tx: &mut Tx, case: &Case, tell: Tell) -> Result<(), storage::Error> {
    let id = case.id.0;
    if !sealed::has_email(tx, (SubjectKind::Feedback, id)).await? {
        return Ok(());
    }
    let (job, run_at) = if case.anonymous {
        (
            Job::TellAnonymous { case: id, tell },
            start_of(services.clock.today()),
        )
    } else {
        (Job::TellCitizen { case: id, tell }, services.clock.now())
    };
    crate::jobs::enqueue(tx, services, &job, run_at).await
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
        .await?;
    note_use(services, subject, when, "mail").await
}
