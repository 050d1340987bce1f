//! Daily: deletes what nobody confirmed in time or could begin, and the hits that everybody was told of.

use super::{Ended, end};
use crate::jobs::JobError;
use crate::services::Services;
use domain::subscription::CONFIRM_WITHIN;
use storage::{jobs, search_hits, subscriptions};

/// Deleted in one transaction.
const BATCH: i64 = 100;

/// Deletes them, some in a transaction.
pub async fn forget(services: &Services) -> Result<(), JobError> {
    let now = services.clock.now();
    let asked_before = now - CONFIRM_WITHIN;
    loop {
        let mut tx = services.db.begin().await?;
        let lapsed = subscriptions::lapsed(&mut tx, asked_before, BATCH).await?;
        end(&mut tx, &lapsed, Ended::Lapsed(asked_before), now).await?;
        if lapsed.is_empty() {
            // Who typed an address that long ago waits for no letter.
            jobs::forget_addresses(&mut tx, asked_before).await?;
            search_hits::forget_told(&mut tx).await?;
            return Ok(tx.commit().await?);
        }
        tx.commit().await?;
    }
}
