//! Hits become letters: in one transaction a subscription is marked as told and its letter written into the job table, so
//! that no record is told twice, however often this runs.

use crate::jobs::{self, Job, JobError};
use crate::post_office::PostOffice;
use crate::services::Services;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::clock::start_of;
use domain::subscription::{MOST_LINES, Pace};
use storage::Tx;
use storage::newcomers::{self, What};
use storage::search_hits::{self, Untold};

/// Subscriptions told in one transaction.
const BATCH: i64 = 200;

/// When the daily letters of a legal day are written. What is published later is told on the next day.
pub(crate) fn morning(day: NaiveDate) -> DateTime<Utc> {
    start_of(day) + TimeDelta::hours(8)
}

/// Writes a letter to everybody of this pace who has something to hear of. While no mail can be sent, and until a batch is
/// matched as a whole, they wait: then one letter tells all.
pub async fn tell(services: &Services, pace: Pace) -> Result<(), JobError> {
    let before = match pace {
        // Whatever there is: no clock of ours is an hour ahead of another.
        Pace::AtOnce => services.clock.now() + TimeDelta::hours(1),
        Pace::Daily => morning(services.clock.today()),
    };
    loop {
        let some = search_hits::untold(&mut services.db.read().await?, pace, before, BATCH).await?;
        if some.is_empty() {
            return Ok(());
        }
        PostOffice::of(services)?;
        if is_half_matched(services).await? {
            return Err(JobError::NotYet(
                "一批新公开的记录还在比对，比对完再发信".to_owned(),
            ));
        }
        let mut tx = services.db.begin().await?;
        for untold in &some {
            write(services, &mut tx, untold).await?;
        }
        tx.commit().await?;
    }
}

async fn is_half_matched(services: &Services) -> Result<bool, storage::Error> {
    let first = newcomers::first(&mut services.db.read().await?, 1).await?;
    Ok(first
        .iter()
        .any(|one| matches!(one.what, What::Batch(_, Some(_)))))
}

async fn write(services: &Services, tx: &mut Tx, untold: &Untold) -> Result<(), storage::Error> {
    let (found, more) = search_hits::of(tx, untold).await?;
    if !search_hits::tell(tx, untold).await? || (found.is_empty() && more == 0) {
        return Ok(());
    }
    let unnamed = found.len().saturating_sub(MOST_LINES) as u64;
    let letter = Job::SendNewRecords {
        subscription: untold.id().0,
        records: found.into_iter().take(MOST_LINES).map(|id| id.0).collect(),
        more: more.unsigned_abs() + unnamed,
    };
    jobs::enqueue(tx, services, &letter, services.clock.now()).await
}
