//! Somebody types an address and a search. Whether the address is known shows nowhere, not even in the time that an answer
//! takes: it is not looked up here. What was asked for is left to the worker ([`super::begin`]).

use super::begin::Wish;
use crate::jobs::{self, Job};
use crate::limits::{Action, RetryAfter};
use crate::services::Services;
use domain::feedback::Contact;
use domain::field_error::FieldError;
use domain::ids::SubscriptionId;
use domain::subscription::{Full, Pace};
use std::net::IpAddr;
use storage::subscriptions;

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
    /// See [`Full`]: said to everybody, whatever the address.
    #[error(transparent)]
    Full(#[from] Full),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Has a letter sent that asks for confirmation, unless the address has it already or has had its letters. In every case
/// one job is written, and nothing else.
pub async fn ask(services: &Services, wanted: Wanted<'_>) -> Result<(), AskError> {
    services.limits.check(Action::Subscribe, wanted.client)?;
    let (email, pace) = parse(wanted).map_err(AskError::Invalid)?;
    let mut tx = services.db.begin().await?;
    if subscriptions::running(&mut tx).await? >= services.most_subscriptions {
        return Err(Full.into());
    }
    let id = SubscriptionId(services.rng.uuid_v4());
    let wish = Wish::new(&services.keys, id, email, (wanted.query, wanted.words), pace);
    jobs::enqueue(
        &mut tx,
        services,
        &Job::BeginSubscription(wish),
        services.clock.now(),
    )
    .await?;
    Ok(tx.commit().await?)
}

fn parse(wanted: Wanted<'_>) -> Result<(String, Pace), Vec<FieldError>> {
    let mut errors = Vec::new();
    let email = Contact::parse(["", "", wanted.email], |error| errors.push(error)).email;
    if email.is_none() && errors.is_empty() {
        errors.push(FieldError::missing("contact_email", "邮箱"));
    }
    let pace = Pace::parse(wanted.pace);
    if pace.is_none() {
        errors.push(FieldError::not_chosen("pace", "多久发一次"));
    }
    match (email, pace) {
        (Some(email), Some(pace)) => Ok((email, pace)),
        _ => Err(errors),
    }
}
