//! What the owner of a mailbox does with the link of a letter: look, confirm, change, stop.

use super::note;
use crate::services::Services;
use domain::event::Event;
use domain::receipt::SubscriptionToken;
use domain::subscription::{NotConfirmed, Pace, Stage};
use storage::Result;
use storage::subscriptions::{self, Subscription};

/// Why a subscription was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// See [`NotConfirmed`].
    #[error(transparent)]
    NotConfirmed(#[from] NotConfirmed),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// The subscription of a link; nothing where there is none, or none any more.
pub async fn look(services: &Services, typed: &str) -> Result<Option<Subscription>> {
    let Ok(token) = SubscriptionToken::parse(typed) else {
        return Ok(None);
    };
    let hash = services.keys.subscription_hash(token);
    let found = subscriptions::by_token(&mut services.db.read().await?, &hash).await?;
    let now = services.clock.now();
    Ok(found.filter(|found| match found.stage {
        Stage::Asked(asked) => asked.is_open(now),
        Stage::Running(_) => true,
    }))
}

/// Confirms; one that runs already goes on.
pub async fn confirm(services: &Services, typed: &str) -> Result<Option<Subscription>, ConfirmError> {
    let Some(found) = look(services, typed).await? else {
        return Ok(None);
    };
    if let Stage::Running(_) = found.stage {
        return Ok(Some(found));
    }
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    let room = subscriptions::room(&mut tx, found.id, services.most_subscriptions).await?;
    // Of two clicks at once the other may have had its turn before: what it left is neither full nor asked for.
    let Some(mut found) = subscriptions::by_id(&mut tx, found.id).await? else {
        return Ok(None);
    };
    let Stage::Asked(asked) = found.stage else {
        return Ok(Some(found));
    };
    let running = asked.confirm(now, room)?;
    match subscriptions::confirm(&mut tx, found.id, running.since).await {
        // It was stopped in this very moment.
        Err(storage::Error::Stale) => return Ok(None),
        other => other?,
    }
    note(&mut tx, found.id, now, &Event::SubscriptionConfirmed).await?;
    tx.commit().await?;
    found.stage = Stage::Running(running);
    Ok(Some(found))
}

/// Lets the letters come at another pace.
pub async fn change(services: &Services, typed: &str, pace: Pace) -> Result<Option<Subscription>> {
    let Some(mut found) = look(services, typed).await? else {
        return Ok(None);
    };
    if found.pace != pace {
        let mut tx = services.db.begin().await?;
        subscriptions::set_pace(&mut tx, found.id, pace).await?;
        let event = Event::SubscriptionChanged {
            pace: pace.as_str().to_owned(),
        };
        note(&mut tx, found.id, services.clock.now(), &event).await?;
        tx.commit().await?;
        found.pace = pace;
    }
    Ok(Some(found))
}

/// Ends it and deletes the address at once. Unknown links have ended already.
pub async fn stop(services: &Services, typed: &str) -> Result<()> {
    let Some(found) = look(services, typed).await? else {
        return Ok(());
    };
    let mut tx = services.db.begin().await?;
    // Of two clicks at once one ends it.
    if !subscriptions::delete(&mut tx, found.id, found.search).await? {
        return tx.rollback().await;
    }
    let event = Event::SubscriptionEnded {
        reason: "stopped".to_owned(),
    };
    note(&mut tx, found.id, services.clock.now(), &event).await?;
    tx.commit().await
}
