//! Work for the worker: a closed list of kinds, each with its handler. A use case enqueues a job in its own
//! transaction ([`enqueue`]); the worker claims it, runs it, and tries again later when it fails.

mod run;
mod waits;

pub use run::{JobError, RETRIES, back_off, run_due};
pub use waits::Waits;

use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::ids::JobId;
use domain::subscription::Pace;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use storage::{Db, Tx};

/// Everything the worker can be asked to do, with what it needs to know. A new kind is a new variant here and
/// a new arm in `run::handle`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Job {
    /// Daily: forgets sessions that ended.
    ForgetSessions,
    /// Daily: forgets idempotency keys whose last day has passed.
    ForgetSubmissionKeys,
    /// Gives waiting callback links to mail jobs of their own.
    SendInvitations,
    /// Mail with one callback link.
    InviteByMail {
        /// The invitation's row.
        invitation: uuid::Uuid,
    },
    /// Daily: ends loops whose second callback was not answered.
    CloseUnanswered,
    /// Brings records into line with a policy that was changed, some at a time.
    ApplyPolicy {
        /// The row behind which to go on.
        after: Option<uuid::Uuid>,
    },
    /// Publishes an approved record at the hour that was set for it.
    PublishRecord {
        /// The record's row.
        record: uuid::Uuid,
        /// The hour: another one has a job of its own.
        at: DateTime<Utc>,
    },
    /// Mail about an anonymous case. Tried once a day: rows of such a case carry the day only.
    TellAnonymous {
        /// The case's row.
        case: uuid::Uuid,
        /// What the mail says.
        tell: crate::post_office::Tell,
    },
    /// Mail about a case: that it was received, or that there is news.
    TellCitizen {
        /// The case's row.
        case: uuid::Uuid,
        /// What the mail says.
        tell: crate::post_office::Tell,
    },
    /// Looks at what an address has, and begins a subscription.
    BeginSubscription(crate::subscriptions::Wish),
    /// Mail that asks whether a subscription is wanted.
    ConfirmSubscription {
        /// The subscription's row.
        subscription: uuid::Uuid,
    },
    /// Matches what was published against the saved searches.
    MatchNewcomers,
    /// Writes letters to the subscribers of a pace; daily for the daily ones.
    TellSubscribers {
        /// Which of them.
        pace: Pace,
    },
    /// Mail with new records to one subscriber.
    SendNewRecords {
        /// The subscription's row.
        subscription: uuid::Uuid,
        /// The records' rows.
        records: Vec<uuid::Uuid>,
        /// How many more were found.
        more: u64,
    },
    /// Daily: deletes subscriptions that nobody confirmed in time.
    ForgetSubscriptions,
    /// Mail about an objection to a record. Of those the day alone is kept, whoever objects.
    TellObjector {
        /// The objection's row.
        objection: uuid::Uuid,
        /// What the mail says.
        tell: crate::post_office::Tell,
    },
}

impl Job {
    /// The word in the table.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ForgetSessions => "forget-sessions",
            Self::ForgetSubmissionKeys => "forget-submission-keys",
            Self::SendInvitations => "send-invitations",
            Self::InviteByMail { .. } => "invite-by-mail",
            Self::CloseUnanswered => "close-unanswered",
            Self::ApplyPolicy { .. } => "apply-policy",
            Self::PublishRecord { .. } => "publish-record",
            Self::TellAnonymous { .. } | Self::TellObjector { .. } => storage::jobs::BY_DAY,
            Self::TellCitizen { .. } => "tell-citizen",
            Self::BeginSubscription(_) => storage::jobs::WITH_ADDRESS,
            Self::ConfirmSubscription { .. } => "confirm-subscription",
            Self::MatchNewcomers => "match-newcomers",
            Self::TellSubscribers { .. } => "tell-subscribers",
            Self::SendNewRecords { .. } => "send-new-records",
            Self::ForgetSubscriptions => "forget-subscriptions",
        }
    }
}

/// Adds a job to the caller's transaction. For an anonymous case `run_at` is the start of the day.
pub async fn enqueue(
    tx: &mut Tx,
    services: &Services,
    job: &Job,
    run_at: DateTime<Utc>,
) -> Result<(), storage::Error> {
    storage::jobs::enqueue(tx, JobId(services.rng.uuid_v4()), job.kind(), job, run_at).await
}

/// Adds a job unless there is one of this name, whoever added it: the id is made from the name.
pub(crate) async fn enqueue_once(
    tx: &mut Tx,
    name: &str,
    job: &Job,
    run_at: DateTime<Utc>,
) -> Result<(), storage::Error> {
    let digest = Sha256::digest(format!("{name} {}", job.kind()));
    let id = uuid::Builder::from_random_bytes(std::array::from_fn(|i| digest[i])).into_uuid();
    storage::jobs::enqueue(tx, JobId(id), job.kind(), job, run_at).await
}

/// Adds the day's regular jobs, once however many workers there are.
pub async fn enqueue_daily(services: &Services) -> Result<(), storage::Error> {
    let (today, now) = (services.clock.today(), services.clock.now());
    let morning = crate::subscriptions::morning(today);
    for (job, run_at) in [
        (Job::ForgetSessions, now),
        (Job::ForgetSubmissionKeys, now),
        (Job::SendInvitations, now),
        (Job::CloseUnanswered, now),
        (Job::ForgetSubscriptions, now),
        (Job::TellSubscribers { pace: Pace::Daily }, morning),
    ] {
        let mut tx = services.db.begin().await?;
        enqueue_once(&mut tx, &format!("daily {today}"), &job, run_at).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Gives every job that was set aside all its attempts again, after people mended what was in its way; says how
/// many there were.
pub async fn revive(services: &Services) -> Result<u64, storage::Error> {
    let mut tx = services.db.begin().await?;
    let revived = storage::jobs::revive(&mut tx).await?;
    tx.commit().await?;
    Ok(revived)
}

/// The newest change that the search index has to follow; 0 when there is none.
pub async fn newest_index_change(db: &Db) -> Result<i64, storage::Error> {
    storage::index_changes::newest(&mut db.read().await?).await
}

#[cfg(test)]
mod tests;
