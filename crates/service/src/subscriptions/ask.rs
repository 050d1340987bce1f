//! Somebody types an address and a search. Whether the address is known shows nowhere: the answer is always the same.

use crate::jobs::{self, Job};
use crate::limits::{Action, RetryAfter};
use crate::sealing;
use crate::services::Services;
use chrono::{DateTime, Utc};
use domain::event::{Actor, Event, SubjectKind};
use domain::feedback::Contact;
use domain::field_error::FieldError;
use domain::ids::{SearchId, SubscriptionId};
use domain::subscription::{Admitted, Pace, admit};
use std::net::IpAddr;
use storage::events::When;
use storage::subscriptions::{self, NewSubscription};
use storage::{Tx, events};

/// What somebody wants to hear of.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The search, as [`crate::search::query_of`] writes it.
    pub query: &'a str,
    /// The search in words.
    pub words: &'a str,
    /// The address as typed.
    pub email: &'a str,
    /// The word of a [`Pace`].
    pub pace: &'a str,
    /// The client, for the limiter alone.
    pub client: IpAddr,
}

/// Why nothing was asked for.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Too many from this client.
    #[error(transparent)]
    TooMany(#[from] RetryAfter),
    /// Fields have to be mended.
    #[error("有几处需要改正")]
    Invalid(Vec<FieldError>),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Has a letter sent that asks for confirmation, unless the address has it already or has had its letters.
pub async fn ask(services: &Services, wanted: Wanted<'_>) -> Result<(), AskError> {
    services.limits.check(Action::Subscribe, wanted.client)?;
    let (contact, pace) = parse(wanted).map_err(AskError::Invalid)?;
    let address = contact.email.as_deref().unwrap_or_default().to_lowercase();
    // Whoever is over the limit of an address learns nothing of it.
    if services
        .limits
        .check(Action::SubscribePerAddress, address.as_str())
        .is_err()
    {
        return Ok(());
    }
    let mut asking = Asking {
        services,
        tx: services.db.begin().await?,
        address_hash: services.keys.address_hash(&address),
        contact,
        pace,
        now: services.clock.now(),
    };
    match asking.keep(wanted).await {
        Ok(true) => Ok(asking.tx.commit().await?),
        // A second click on the same form was faster.
        Ok(false) | Err(storage::Error::Conflict(_)) => Ok(asking.tx.rollback().await?),
        Err(error) => Err(error.into()),
    }
}

fn parse(wanted: Wanted<'_>) -> Result<(Contact, Pace), Vec<FieldError>> {
    let mut errors = Vec::new();
    let contact = Contact::parse(["", "", wanted.email], |error| errors.push(error));
    if contact.email.is_none() && errors.is_empty() {
        errors.push(FieldError::missing("contact_email", "邮箱"));
    }
    let pace = Pace::parse(wanted.pace);
    if pace.is_none() {
        errors.push(FieldError::not_chosen("pace", "多久发一次"));
    }
    match pace {
        Some(pace) if errors.is_empty() => Ok((contact, pace)),
        _ => Err(errors),
    }
}

struct Asking<'a> {
    services: &'a Services,
    tx: Tx,
    address_hash: [u8; 32],
    contact: Contact,
    pace: Pace,
    now: DateTime<Utc>,
}

impl Asking<'_> {
    /// Writes the subscription and the job of its letter. False when there is nothing to write.
    async fn keep(&mut self, wanted: Wanted<'_>) -> Result<bool, storage::Error> {
        let drawn = SearchId(self.services.rng.uuid_v4());
        let search = subscriptions::save_search(&mut self.tx, drawn, wanted.query, wanted.words).await?;
        let known = subscriptions::of_address(&mut self.tx, &self.address_hash).await?;
        let had = known
            .iter()
            .map(|one| (one.search == search, one.stage, one.letters));
        let waiting = known.iter().find(|one| one.search == search);
        let id = match (admit(had, self.now), waiting) {
            (Admitted::New, _) => self.begin(search).await?,
            (Admitted::Again, Some(waiting)) => {
                subscriptions::ask_again(&mut self.tx, waiting.id, self.pace, self.now).await?;
                waiting.id
            }
            (Admitted::Again, None) | (Admitted::Nothing, _) => return Ok(false),
        };
        let event = Event::SubscriptionAsked;
        note(&mut self.tx, id, self.now, &event).await?;
        let job = Job::ConfirmSubscription { subscription: id.0 };
        jobs::enqueue(&mut self.tx, self.services, &job, self.now).await?;
        Ok(true)
    }

    async fn begin(&mut self, search: SearchId) -> Result<SubscriptionId, storage::Error> {
        let keys = &self.services.keys;
        let id = SubscriptionId(self.services.rng.uuid_v4());
        let new = NewSubscription {
            id,
            token_hash: &keys.subscription_hash(keys.subscription_token(id)),
            address_hash: &self.address_hash,
            search,
            pace: self.pace,
            at: self.now,
        };
        subscriptions::insert(&mut self.tx, &new).await?;
        let subject = (SubjectKind::Subscription, id.0);
        // Nobody but the worker ever opens the address.
        sealing::keep(keys, &mut self.tx, subject, &self.contact, true).await?;
        Ok(id)
    }
}

/// Writes what a citizen did to a subscription.
pub(super) async fn note(
    tx: &mut Tx,
    id: SubscriptionId,
    now: DateTime<Utc>,
    event: &Event,
) -> Result<(), storage::Error> {
    let subject = (SubjectKind::Subscription, id.0);
    events::append(tx, subject, When::At(now), &Actor::Citizen, event).await
}
