//! Mail about a case: that it was received, that there is news.

use crate::jobs::{Job, JobError};
use crate::post_office::{Tell, tell_holder};
use crate::services::Services;
use domain::clock::start_of;
use domain::event::SubjectKind;
use domain::ids::FeedbackId;
use domain::receipt::CaseReference;
use storage::Tx;
use storage::feedback::Case;
use storage::feedback::receipt::by_id;
use storage::sealed;
use uuid::Uuid;

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

/// The worker sends the mail. A case that is gone needs none.
pub async fn tell(services: &Services, job: Uuid, case: Uuid, tell: Tell) -> Result<(), JobError> {
    let found = by_id(&mut services.db.read().await?, FeedbackId(case)).await?;
    let Some(case) = found else {
        return Ok(());
    };
    let about = (tell, CaseReference::Feedback(case.reference));
    let when = case.when(services.clock.now());
    tell_holder(services, job, (SubjectKind::Feedback, case.id.0), about, when).await
}
