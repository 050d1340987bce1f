//! Daily: deletes what nobody confirmed in time, and the hits that everybody was told of.

use crate::jobs::JobError;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::subscription::CONFIRM_WITHIN;
use storage::events::{self, When};
use storage::{search_hits, subscriptions};

/// Deleted in one transaction.
const BATCH: i64 = 100;

/// Deletes them, some in a transaction.
pub async fn forget(services: &Services) -> Result<(), JobError> {
    let now = services.clock.now();
    loop {
        let mut tx = services.db.begin().await?;
        let lapsed = subscriptions::lapsed(&mut tx, now - CONFIRM_WITHIN, BATCH).await?;
        for (id, search) in &lapsed {
            subscriptions::delete(&mut tx, *id, *search).await?;
            let event = Event::SubscriptionEnded {
                reason: "lapsed".to_owned(),
            };
            let subject = (SubjectKind::Subscription, id.0);
            let actor = Actor::System("worker".to_owned());
            events::append(&mut tx, subject, When::At(now), &actor, &event).await?;
        }
        if lapsed.is_empty() {
            search_hits::forget_told(&mut tx).await?;
            return Ok(tx.commit().await?);
        }
        tx.commit().await?;
    }
}
