//! Saved searches with mail (订阅): asked for, confirmed from the mailbox, matched against what becomes public, told of it.

mod ask;
mod begin;
mod forget;
mod letters;
mod matching;
mod own;
mod tell;
mod undelivered;

pub use ask::{AskError, Wanted, ask};
pub use begin::{Wish, begin, begin_once};
pub use forget::forget;
pub use letters::{confirm_by_mail, send};
pub use matching::{match_newcomers, wake};
pub use own::{ConfirmError, change, confirm, look, stop};
pub(crate) use tell::morning;
pub use tell::tell;
pub(crate) use undelivered::not_delivered;

use chrono::{DateTime, Utc};
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{SearchId, SubscriptionId};
use storage::events::{self, When};
use storage::{Result, Tx, subscriptions};

/// Writes what a citizen did to a subscription.
async fn note(tx: &mut Tx, id: SubscriptionId, now: DateTime<Utc>, event: &Event) -> Result<()> {
    let subject = (SubjectKind::Subscription, id.0);
    events::append(tx, subject, When::At(now), &Actor::Citizen, event).await
}

/// Why the portal itself ends a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Nobody confirmed it: it was last asked for before this time.
    Lapsed(DateTime<Utc>),
    /// Its mailbox takes no letters.
    Undeliverable,
}

impl Ended {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Lapsed(_) => "lapsed",
            Self::Undeliverable => "undeliverable",
        }
    }
}

/// Ends some and deletes their addresses: those of which that still holds.
async fn end(
    tx: &mut Tx,
    ending: &[(SubscriptionId, SearchId)],
    why: Ended,
    now: DateTime<Utc>,
) -> Result<()> {
    let actor = Actor::System("worker".to_owned());
    let event = Event::SubscriptionEnded {
        reason: why.as_str().to_owned(),
    };
    subscriptions::hold(tx, ending.iter().map(|(_, search)| *search).collect()).await?;
    for (id, search) in ending {
        let has_ended = match why {
            Ended::Lapsed(asked_before) => {
                subscriptions::delete_lapsed(tx, *id, *search, asked_before).await?
            }
            Ended::Undeliverable => subscriptions::delete(tx, *id, *search).await?,
        };
        if has_ended {
            let subject = (SubjectKind::Subscription, id.0);
            events::append(tx, subject, When::At(now), &actor, &event).await?;
        }
    }
    Ok(())
}
