//! A mailbox that is not there: after some days of refused letters in a row all its subscriptions end. Its letters stay
//! among the jobs that were set aside, where `mingjing doctor` counts them, and find nobody to go to when they are queued again.

use super::{Ended, end};
use chrono::{DateTime, Utc};
use domain::clock::legal_day;
use domain::ids::SubscriptionId;
use domain::subscription::MOST_UNDELIVERED;
use storage::{Tx, subscriptions};

/// Counts the day of a letter that was set aside: several searches of one mailbox have their letters on one morning.
pub(crate) async fn not_delivered(
    tx: &mut Tx,
    id: SubscriptionId,
    now: DateTime<Utc>,
) -> Result<(), storage::Error> {
    let too_many = subscriptions::count_undelivered(tx, id, legal_day(now), MOST_UNDELIVERED).await?;
    end(tx, &too_many, Ended::Undeliverable, now).await
}
