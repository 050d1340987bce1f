//! Publishing at an hour: a job takes the step that the publisher would take then.

use super::desk::DeskError;
use super::steps::{Seen, Step, publish};
use crate::jobs::{Job, JobError, enqueue};
use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::clock::legal_day;
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::RecordId;
use domain::publication::{Publisher, Scheduled, Stage};
use storage::events::{self, When};
use storage::{clocks, records};
use uuid::Uuid;

/// The actor of what the worker does by itself.
const ACTOR: &str = "publish-at";

/// Has an approved original published at an hour, which is no later than the last day until which it is due, unless that
/// day is over anyway.
pub async fn schedule(
    services: &Services,
    publisher: Publisher,
    seen: &Seen,
    at: DateTime<Utc>,
) -> Result<(), DeskError> {
    let mut step = Step::begin(services, seen).await?;
    step.ensure_may_be_public("定时发布")?;
    let Stage::Approved(approved) = step.found.stage.clone() else {
        return Err(DeskError::NotNow(step.found.stage.label(), "定时发布"));
    };
    let id = step.found.id;
    let today = legal_day(step.now);
    let clocks = clocks::of(&mut step.tx, (SubjectKind::Record, id.0)).await?;
    let mut running = clocks.iter().filter(|due| due.met_on.is_none());
    let due = running
        .find(|due| due.clock != ClockKind::Withdraw)
        .map(|due| due.on);
    if let Some(due) = due.filter(|due| (today..legal_day(at)).contains(due)) {
        return Err(DeskError::AfterDue(due));
    }
    let scheduled = approved.schedule(publisher, at);
    records::schedule(&mut step.tx, id, Some(scheduled)).await?;
    let job = Job::PublishRecord { record: id.0, at };
    enqueue(&mut step.tx, services, &job, at).await?;
    step.end(publisher.id(), &Event::RecordScheduled { at }).await
}

/// Leaves the hour to people again; the job will find nothing to do.
pub async fn unschedule(services: &Services, publisher: Publisher, seen: &Seen) -> Result<(), DeskError> {
    let mut step = Step::begin(services, seen).await?;
    if step.found.scheduled.is_none() {
        return Err(DeskError::NotNow(step.found.stage.label(), "取消定时发布"));
    }
    let id = step.found.id;
    records::schedule(&mut step.tx, id, None).await?;
    let reason = "cancelled".to_owned();
    step.end(publisher.id(), &Event::RecordUnscheduled { reason })
        .await
}

/// Publishes what was scheduled for this instant, if it still is, or holds it back if policy has come to forbid it.
pub(crate) async fn publish_scheduled(
    services: &Services,
    record: Uuid,
    at: DateTime<Utc>,
) -> Result<(), JobError> {
    let (id, today) = (RecordId(record), services.clock.today());
    let mut conn = services.db.read().await.map_err(JobError::from)?;
    let Some(found) = records::find_by_id(&mut conn, id, today).await? else {
        return Ok(());
    };
    let Some(scheduled) = found.scheduled.filter(|scheduled| scheduled.at == at) else {
        return Ok(());
    };
    let account = storage::users::find_by_id(&mut conn, scheduled.by).await?;
    drop(conn);
    let publisher = account
        .filter(|account| account.disabled_at.is_none())
        .and_then(|account| Publisher::of(&account.staff));
    let Some(publisher) = publisher else {
        return Ok(give_up(services, id, scheduled).await?);
    };
    let seen = Seen {
        reference: found.reference,
        revision: found.revision,
    };
    match publish(services, publisher, &seen).await {
        // Somebody else took the step, or gave the record a new original: then nobody waits for this one.
        Ok(_) | Err(DeskError::NotNow(..) | DeskError::Changed) => Ok(()),
        Err(error) => Err(JobError::Retry(error.to_string())),
    }
}

/// Whoever scheduled it publishes no longer: people decide anew.
async fn give_up(services: &Services, id: RecordId, scheduled: Scheduled) -> Result<(), storage::Error> {
    let mut tx = services.db.begin().await?;
    records::lock(&mut tx, id).await?;
    let found = records::find_by_id(&mut tx, id, services.clock.today()).await?;
    if found.and_then(|found| found.scheduled) != Some(scheduled) {
        return Ok(());
    }
    records::schedule(&mut tx, id, None).await?;
    let event = Event::RecordUnscheduled {
        reason: "publisher-gone".to_owned(),
    };
    let (subject, when) = ((SubjectKind::Record, id.0), When::At(services.clock.now()));
    events::append(&mut tx, subject, when, &Actor::System(ACTOR.to_owned()), &event).await?;
    tx.commit().await
}
