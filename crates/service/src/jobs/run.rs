//! Claiming and running jobs.

use super::Job;
use crate::auth::{self, Lifetime};
use crate::services::Services;
use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::clock::{legal_day, start_of};
use domain::ids::{RecordId, SubscriptionId};
use mail::SendError;
use storage::{Tx, jobs};

/// How often a failing job is tried before it is set aside for people.
pub const RETRIES: i32 = 24;
/// How long a worker may hold a job; then it is taken for dead and another takes the job. One mail takes a minute
/// at most.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How many jobs are run before the caller is heard again.
const BATCH: usize = 20;
/// A job that only waits is never set aside, and is looked at every 43 minutes at least: this many attempts are
/// all that count.
const PATIENCE: i32 = 10;
/// The longest session that any configuration allows (`config::Session`): older ones are dead whatever is set.
const LONGEST_SESSION: (u32, u32) = (24 * 60, 7 * 24);

/// Why a job was not done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Waiting may help.
    #[error("{0}")]
    Retry(String),
    /// What every such job needs is missing, whatever the job: it waits for as long as that takes.
    #[error("{0}")]
    Wait(String),
    /// Something of the portal's own comes first and is on its way: it is looked for again every few seconds.
    #[error("{0}")]
    NotYet(String),
    /// Trying again would fail again.
    #[error("{0}")]
    Fail(String),
    /// The same, because the mailbox takes no mail.
    #[error("{0}")]
    NoMailbox(String),
}

impl From<storage::Error> for JobError {
    fn from(error: storage::Error) -> Self {
        Self::Retry(error.to_string())
    }
}

impl From<SendError> for JobError {
    fn from(error: SendError) -> Self {
        let why = error.to_string();
        match error {
            SendError::Unavailable(_) => Self::Wait(why),
            SendError::Later(_) => Self::Retry(why),
            SendError::Never(_) => Self::Fail(why),
            SendError::NoMailbox(_) => Self::NoMailbox(why),
        }
    }
}

/// Runs jobs that are due, some of them, and says how many. Each is claimed when its turn comes: a lease that began
/// with the first would have run out before the last.
pub async fn run_due(services: &Services) -> Result<usize, storage::Error> {
    for done in 0..BATCH {
        let Some(job) = claim(services).await? else {
            return Ok(done);
        };
        let result = if job.attempts > RETRIES {
            Err(JobError::Fail("后台任务进程多次在这项任务中途退出".to_owned()))
        } else {
            run(services, &job).await
        };
        settle(services, &job, result).await?;
    }
    Ok(BATCH)
}

async fn claim(services: &Services) -> Result<Option<jobs::Job>, storage::Error> {
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    let lease = jobs::Lease {
        until: now + LEASE,
        by_day: tomorrow(now),
    };
    let claimed = jobs::claim(&mut tx, now, lease, 1).await?;
    tx.commit().await?;
    Ok(claimed.into_iter().next())
}

async fn run(services: &Services, job: &jobs::Job) -> Result<(), JobError> {
    match serde_json::from_value(job.payload.0.clone()) {
        Ok(known) => handle(services, job.id, known).await,
        // A newer program's job, or a damaged row: for people to look at.
        Err(error) => Err(JobError::Fail(format!("unknown job: {error}"))),
    }
}

async fn handle(services: &Services, id: uuid::Uuid, job: Job) -> Result<(), JobError> {
    match job {
        Job::ForgetSessions => {
            let (idle, absolute) = LONGEST_SESSION;
            Ok(auth::forget_expired(services, Lifetime::new(idle, absolute)).await?)
        }
        Job::ForgetSubmissionKeys => Ok(crate::feedback::forget_keys(services).await?),
        Job::SendInvitations => crate::callbacks::fan_out(services).await,
        Job::InviteByMail { invitation } => crate::callbacks::invite_by_mail(services, id, invitation).await,
        Job::CloseUnanswered => crate::callbacks::close_unanswered(services).await,
        Job::ApplyPolicy { after } => Ok(crate::policy::apply(services, after.map(RecordId)).await?),
        Job::PublishRecord { record, at } => crate::records::publish_scheduled(services, record, at).await,
        Job::TellAnonymous { case, tell } | Job::TellCitizen { case, tell } => {
            crate::feedback::tell(services, id, case, tell).await
        }
        Job::BeginSubscription(wish) => crate::subscriptions::begin_once(services, id, &wish).await,
        Job::ConfirmSubscription { subscription } => {
            crate::subscriptions::confirm_by_mail(services, id, subscription).await
        }
        Job::MatchNewcomers => crate::subscriptions::match_newcomers(services).await,
        Job::TellSubscribers { pace } => crate::subscriptions::tell(services, pace).await,
        Job::SendNewRecords {
            subscription,
            records,
            more,
        } => crate::subscriptions::send(services, id, subscription, records, more).await,
        Job::ForgetSubscriptions => crate::subscriptions::forget(services).await,
        Job::TellObjector { objection, tell } => crate::objections::tell(services, id, objection, tell).await,
    }
}

async fn settle(
    services: &Services,
    job: &jobs::Job,
    result: Result<(), JobError>,
) -> Result<(), storage::Error> {
    let now = services.clock.now();
    // Its citizen was here just before: neither row nor log says when.
    let by_day = job.kind == jobs::BY_DAY;
    let mut tx = services.db.begin().await?;
    match result {
        Ok(()) => jobs::finish(&mut tx, job).await?,
        Err(JobError::Wait(why)) => {
            let tried = job.attempts.min(PATIENCE);
            jobs::retry(&mut tx, job, tried, &why, next(by_day, now, tried)).await?;
        }
        Err(JobError::NotYet(why)) => {
            if let Some(waited) = services.waits.has_become_long(job.id, now) {
                let minutes = waited.num_minutes();
                tracing::warn!(job.kind, minutes, "a job waits for something of the portal's own");
            }
            jobs::retry(&mut tx, job, 0, &why, next(by_day, now, 1)).await?;
        }
        Err(JobError::Retry(why)) if job.attempts < RETRIES => {
            if !by_day {
                tracing::warn!(job.kind, job.attempts, "a job failed and will be tried again");
            }
            jobs::retry(&mut tx, job, job.attempts, &why, next(by_day, now, job.attempts)).await?;
        }
        // What failed for three days says nothing about a mailbox: a relay of our own may have been at fault.
        Err(JobError::Fail(why) | JobError::Retry(why)) => set_aside(&mut tx, job, &why, now).await?,
        Err(JobError::NoMailbox(why)) => {
            if is_still_wanted(&mut tx, job, now).await? {
                set_aside(&mut tx, job, &why, now).await?;
            } else {
                jobs::finish(&mut tx, job).await?;
            }
        }
    }
    tx.commit().await
}

async fn set_aside(
    tx: &mut Tx,
    job: &jobs::Job,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), storage::Error> {
    tracing::error!(job.kind, job.attempts, "a job was set aside");
    let at = if job.kind == jobs::BY_DAY {
        start_of(legal_day(now))
    } else {
        now
    };
    jobs::bury(tx, job, why, at).await
}

/// Whether people are to look at a letter that its mailbox refused.
async fn is_still_wanted(tx: &mut Tx, job: &jobs::Job, now: DateTime<Utc>) -> Result<bool, storage::Error> {
    match serde_json::from_value(job.payload.0.clone()) {
        // Whoever typed the address, maybe a stranger, mistyped it: nobody can mend that, and it says nothing about the
        // mailbox's other subscriptions.
        Ok(Job::ConfirmSubscription { .. }) => Ok(false),
        Ok(Job::SendNewRecords { subscription, .. }) => {
            crate::subscriptions::not_delivered(tx, SubscriptionId(subscription), now).await
        }
        Ok(_) | Err(_) => Ok(true),
    }
}

/// When a job is tried again.
fn next(by_day: bool, now: DateTime<Utc>, attempts: i32) -> DateTime<Utc> {
    if by_day {
        tomorrow(now)
    } else {
        now + back_off(attempts)
    }
}

/// The start of the next legal day.
fn tomorrow(now: DateTime<Utc>) -> DateTime<Utc> {
    start_of(legal_day(now) + Days::new(1))
}

/// 5 s, doubled with each attempt, at most six hours: about three days in all, then people look at it.
pub fn back_off(attempts: i32) -> TimeDelta {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(20);
    TimeDelta::seconds(5i64 << doublings).min(TimeDelta::hours(6))
}
