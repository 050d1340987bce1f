//! Mail about an objection: that it was received, that it was answered.

use crate::jobs::{self, Job, JobError};
use crate::post_office::{Tell, tell_holder};
use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::event::SubjectKind;
use domain::ids::ObjectionId;
use domain::receipt::CaseReference;
use storage::events::When;
use storage::objections::receipt::by_id;
use storage::{Tx, sealed};
use uuid::Uuid;

/// Adds the job for a mail, if mail can reach the person. `day` is the start of a day: nothing finer is kept.
pub(super) async fn enqueue(
    services: &Services,
    tx: &mut Tx,
    id: ObjectionId,
    tell: Tell,
    day: DateTime<Utc>,
) -> Result<(), storage::Error> {
    if !sealed::has_email(tx, (SubjectKind::Objection, id.0)).await? {
        return Ok(());
    }
    let job = Job::TellObjector {
        objection: id.0,
        tell,
    };
    jobs::enqueue(tx, services, &job, day).await
}

/// The worker sends the mail. An objection that is gone needs none.
pub async fn tell(services: &Services, job: Uuid, objection: Uuid, tell: Tell) -> Result<(), JobError> {
    let today = services.clock.today();
    let found = by_id(&mut services.db.read().await?, ObjectionId(objection), today).await?;
    let Some(found) = found else {
        return Ok(());
    };
    let about = (tell, CaseReference::Objection(found.reference));
    let subject = (SubjectKind::Objection, found.id.0);
    tell_holder(services, job, subject, about, When::On(today)).await
}
