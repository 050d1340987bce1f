//! A mailbox that is not there: after some days of refused letters in a row all its subscriptions end, and its letters that
//! were set aside go with them. Until then `mingjing doctor` counts those.

use super::{Ended, end};
use chrono::{DateTime, Utc};
use domain::clock::legal_day;
use domain::ids::SubscriptionId;
use domain::subscription::MOST_UNDELIVERED;
use storage::{Tx, subscriptions};

/// Counts the day of a letter that its mailbox refused, and says whether the subscription goes on: several searches of one
/// mailbox have their letters on one morning.
pub(crate) async fn not_delivered(
    tx: &mut Tx,
    id: SubscriptionId,
    now: DateTime<Utc>,
) -> Result<bool, storage::Error> {
    let too_many = subscriptions::count_undelivered(tx, id, legal_day(now), MOST_UNDELIVERED).await?;
    end(tx, &too_many, Ended::Undeliverable, now).await?;
    Ok(subscriptions::by_id(tx, id).await?.is_some())
}
