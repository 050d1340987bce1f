//! Claiming and running jobs.

use super::Job;
use crate::auth::{self, Lifetime};
use crate::feedback::Tell;
use crate::services::Services;
use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::clock::{legal_day, start_of};
use storage::jobs;

/// How often a failing job is tried before it is set aside for people.
pub const RETRIES: i32 = 24;
/// How long a worker may hold a job; then it is taken for dead and another takes the job.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// Jobs claimed at once.
const BATCH: i64 = 20;
/// The longest session that any configuration allows (`config::Session`): older ones are dead whatever is set.
const LONGEST_SESSION: (u32, u32) = (24 * 60, 7 * 24);

/// Why a job was not done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Waiting may help.
    #[error("{0}")]
    Retry(String),
    /// Trying again would fail again.
    #[error("{0}")]
    Fail(String),
}

impl From<storage::Error> for JobError {
    fn from(error: storage::Error) -> Self {
        Self::Retry(error.to_string())
    }
}

/// Runs the jobs that are due, one batch of them, and says how many there were.
pub async fn run_due(services: &Services) -> Result<usize, storage::Error> {
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    let lease = jobs::Lease {
        until: now + LEASE,
        by_day: tomorrow(now),
    };
    let claimed = jobs::claim(&mut tx, now, lease, BATCH).await?;
    tx.commit().await?;
    for job in &claimed {
        let result = match serde_json::from_value(job.payload.0.clone()) {
            Ok(known) => handle(services, job.id, known).await,
            // A newer program's job, or a damaged row: for people to look at.
            Err(error) => Err(JobError::Fail(format!("unknown job: {error}"))),
        };
        settle(services, job, result).await?;
    }
    Ok(claimed.len())
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
        Job::AcknowledgeAnonymous { case } => crate::feedback::tell(services, id, case, Tell::Received).await,
        Job::TellCitizen { case, tell } => crate::feedback::tell(services, id, case, tell).await,
    }
}

async fn settle(
    services: &Services,
    job: &jobs::Job,
    result: Result<(), JobError>,
) -> Result<(), storage::Error> {
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    match result {
        Ok(()) => jobs::finish(&mut tx, job.id).await?,
        // Its citizen was here just before: neither row nor log says when.
        Err(JobError::Retry(why)) if job.kind == jobs::BY_DAY && job.attempts < RETRIES => {
            jobs::retry(&mut tx, job.id, &why, tomorrow(now)).await?;
        }
        Err(JobError::Retry(why)) if job.attempts < RETRIES => {
            tracing::warn!(job.kind, job.attempts, "a job failed and will be tried again");
            jobs::retry(&mut tx, job.id, &why, now + back_off(job.attempts)).await?;
        }
        Err(JobError::Retry(why) | JobError::Fail(why)) => {
            tracing::error!(job.kind, job.attempts, "a job was set aside");
            let at = if job.kind == jobs::BY_DAY {
                start_of(legal_day(now))
            } else {
                now
            };
            jobs::bury(&mut tx, job.id, &why, at).await?;
        }
    }
    tx.commit().await
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
