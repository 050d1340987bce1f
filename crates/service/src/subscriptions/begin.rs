//! The worker's side of asking: what the address has already decides what becomes of it, and nobody waits for that.

use super::note;
use crate::jobs::{self, Job, JobError};
use crate::keys::WebKeys;
use crate::limits::Action;
use crate::sealing::Delivery;
use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::event::{Event, SubjectKind};
use domain::ids::{SearchId, SubscriptionId};
use domain::subscription::{Admitted, Pace, admit};
use serde::{Deserialize, Serialize};
use storage::Tx;
use storage::sealed::{self, Envelope};
use storage::subscriptions::{self, NewSubscription};
use uuid::Uuid;

/// A search that somebody wants by mail. The address is sealed to the worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The row that a new subscription gets.
    pub subscription: Uuid,
    /// The keyed digest of the address.
    pub address_hash: [u8; 32],
    /// The address, sealed for that row.
    pub sealed: Vec<u8>,
    /// The search.
    pub query: String,
    /// The search in words.
    pub words: String,
    /// How often.
    pub pace: Pace,
}

impl Wish {
    /// Of a search, given by its query and in words. The address is sealed before it comes near the database.
    pub(crate) fn new(
        keys: &WebKeys,
        SubscriptionId(subscription): SubscriptionId,
        email: String,
        (query, words): (&str, &str),
        pace: Pace,
    ) -> Self {
        let address_hash = keys.address_hash(&email);
        let delivery = Delivery {
            phone: None,
            email: Some(email),
        };
        Self {
            subscription,
            address_hash,
            sealed: keys.seal_delivery(subscription, &delivery),
            query: query.to_owned(),
            words: words.to_owned(),
            pace,
        }
    }
}

/// Begins a subscription, or asks once more about the one that waits for confirmation, and has the letter sent; does
/// nothing for an address that has it already or has had its letters.
pub async fn begin(services: &Services, wish: &Wish) -> Result<(), JobError> {
    let mut tx = services.db.begin().await?;
    look_and_begin(services, &mut tx, wish).await?;
    Ok(tx.commit().await?)
}

/// The same for a job, which ends with it: a worker killed behind its commit has no second letter sent.
pub async fn begin_once(services: &Services, job: Uuid, wish: &Wish) -> Result<(), JobError> {
    let mut tx = services.db.begin().await?;
    if !storage::jobs::take(&mut tx, job).await? {
        return Ok(());
    }
    look_and_begin(services, &mut tx, wish).await?;
    Ok(tx.commit().await?)
}

async fn look_and_begin(services: &Services, tx: &mut Tx, wish: &Wish) -> Result<(), storage::Error> {
    let counted = services
        .limits
        .check(Action::SubscribePerAddress, &wish.address_hash);
    if counted.is_err() {
        return Ok(());
    }
    let now = services.clock.now();
    let Some(id) = written(services, tx, wish, now).await? else {
        return Ok(());
    };
    note(tx, id, now, &Event::SubscriptionAsked).await?;
    let letter = Job::ConfirmSubscription { subscription: id.0 };
    jobs::enqueue(tx, services, &letter, now).await
}

/// The subscription that a letter is to be sent about, if any.
async fn written(
    services: &Services,
    tx: &mut Tx,
    wish: &Wish,
    now: DateTime<Utc>,
) -> Result<Option<SubscriptionId>, storage::Error> {
    let known = subscriptions::of_address(tx, &wish.address_hash).await?;
    let had = known
        .iter()
        .map(|one| (one.query == wish.query, one.stage, one.letters));
    let waiting = known.iter().find(|one| one.query == wish.query);
    match (admit(had, now), waiting) {
        (Admitted::New, _) => insert(services, tx, wish, now).await.map(Some),
        (Admitted::Again, Some(waiting)) => {
            subscriptions::ask_again(tx, waiting.id, wish.pace, now).await?;
            Ok(Some(waiting.id))
        }
        (Admitted::Again, None) | (Admitted::Nothing, _) => Ok(None),
    }
}

async fn insert(
    services: &Services,
    tx: &mut Tx,
    wish: &Wish,
    now: DateTime<Utc>,
) -> Result<SubscriptionId, storage::Error> {
    let keys = &services.keys;
    let id = SubscriptionId(wish.subscription);
    let drawn = SearchId(services.rng.uuid_v4());
    let search = subscriptions::save_search(tx, drawn, &wish.query, &wish.words).await?;
    let new = NewSubscription {
        id,
        token_hash: &keys.subscription_hash(keys.subscription_token(id)),
        address_hash: &wish.address_hash,
        search,
        pace: wish.pace,
        at: now,
    };
    subscriptions::insert(tx, &new).await?;
    let subject = (SubjectKind::Subscription, id.0);
    sealed::put(tx, subject, Envelope::Delivery, &wish.sealed).await?;
    sealed::note_email(tx, subject).await?;
    Ok(id)
}
