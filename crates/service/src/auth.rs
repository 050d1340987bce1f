//! Signing in and out. The session layer is our own: the known crates pin an old SQLite (security.md 0).

mod token;

pub use token::Token;

use crate::limits::RetryAfter;
use crate::passwords::Busy;
use crate::services::Services;
use chrono::{DateTime, TimeDelta, Utc};
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::UserId;
use domain::role::Staff;
use std::net::IpAddr;
use storage::events::{self, When};
use storage::sessions::Session;
use storage::{Tx, sessions, users};

/// How long a sign-in lasts.
#[derive(Debug, Clone, Copy)]
pub struct Lifetime {
    idle: TimeDelta,
    absolute: TimeDelta,
}

/// Use is noted only this often: otherwise every page of staff would be a write.
const NOTED_EVERY: TimeDelta = TimeDelta::seconds(30);
/// A clock set back by more than this ends sessions, so that none becomes immortal.
const SKEW: TimeDelta = TimeDelta::minutes(10);

impl Lifetime {
    /// Ends after `idle_minutes` without use, and in any case after `absolute_hours`.
    pub fn new(idle_minutes: u32, absolute_hours: u32) -> Self {
        Self {
            idle: TimeDelta::minutes(idle_minutes.into()),
            absolute: TimeDelta::hours(absolute_hours.into()),
        }
    }

    fn is_alive(self, session: &Session, now: DateTime<Utc>) -> bool {
        let fits = |since: DateTime<Utc>, most| (-SKEW..most).contains(&(now - since));
        fits(session.seen_at, self.idle) && fits(session.created_at, self.absolute)
    }
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// User name or password are wrong, or the account is disabled: never said which.
    #[error("用户名或密码不对。请检查大小写后重试；忘记密码请联系系统管理员。")]
    Wrong,
    /// Too many attempts.
    #[error(transparent)]
    TooMany(#[from] RetryAfter),
    /// Too many at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The database.
    #[error(transparent)]
    Database(#[from] storage::Error),
}

/// Begins a session with a new token, whatever the browser sent before (no fixation).
pub async fn sign_in(
    services: &Services,
    client: IpAddr,
    username: &str,
    password: &str,
) -> Result<(Staff, Token), SignInError> {
    let limits = &services.limits;
    // Under the name as typed, known or not: the answer to a stranger is the same.
    limits.check_sign_in(username, client)?;
    let account = users::find(&mut services.db.read().await?, username).await?;
    let hash = account.as_ref().map(|account| account.password_hash.as_str());
    let queue = if limits.knows(username, client) {
        services.passwords.for_known()
    } else {
        services.passwords.clone()
    };
    let is_right = queue.verify(password, hash).await?;
    let account = account.filter(|account| is_right && account.disabled_at.is_none());
    let Some(account) = account else {
        // The stranger does not wait for it: only a name that exists costs a write, and the wait would tell.
        tokio::spawn(note_failure(services.clone(), username.to_owned()));
        return Err(SignInError::Wrong);
    };
    limits.signed_in(username, client);
    let token = Token::draw(&services.rng);
    let at = services.clock.now();
    let mut tx = services.db.begin().await?;
    sessions::insert(&mut tx, &token.hash(), account.staff.id, at).await?;
    note(&mut tx, &account.staff, at, &Event::SignedIn).await?;
    tx.commit().await?;
    Ok((account.staff, token))
}

/// Who holds the token, while the session is alive.
pub async fn current(
    services: &Services,
    lifetime: Lifetime,
    token: &Token,
) -> Result<Option<Staff>, storage::Error> {
    let hash = token.hash();
    let Some(session) = sessions::find(&mut services.db.read().await?, &hash).await? else {
        return Ok(None);
    };
    let now = services.clock.now();
    if !lifetime.is_alive(&session, now) {
        return Ok(None);
    }
    if now - session.seen_at >= NOTED_EVERY {
        let mut tx = services.db.begin().await?;
        sessions::touch(&mut tx, &hash, now).await?;
        tx.commit().await?;
    }
    Ok(Some(session.staff))
}

/// Ends a session.
pub async fn sign_out(services: &Services, staff: &Staff, token: &Token) -> Result<(), storage::Error> {
    let mut tx = services.db.begin().await?;
    sessions::delete(&mut tx, &token.hash()).await?;
    note(&mut tx, staff, services.clock.now(), &Event::SignedOut).await?;
    tx.commit().await
}

/// Forgets sessions that can no longer be alive.
pub async fn forget_expired(services: &Services, lifetime: Lifetime) -> Result<(), storage::Error> {
    let now = services.clock.now();
    let mut tx = services.db.begin().await?;
    sessions::delete_expired(&mut tx, now - lifetime.absolute, now - lifetime.idle).await?;
    tx.commit().await
}

async fn note(tx: &mut Tx, staff: &Staff, at: DateTime<Utc>, event: &Event) -> Result<(), storage::Error> {
    let UserId(id) = staff.id;
    events::append(
        tx,
        (SubjectKind::User, id),
        When::At(at),
        &Actor::Staff(staff.id),
        event,
    )
    .await
}

async fn note_failure(services: Services, username: String) {
    if let Err(error) = write_failure(&services, &username).await {
        tracing::warn!(error = %error, "a failed sign-in could not be noted");
    }
}

/// A wrong password for an account that exists is an event of that account.
async fn write_failure(services: &Services, username: &str) -> Result<(), storage::Error> {
    let mut tx = services.db.begin().await?;
    if let Some(account) = users::find(&mut tx, username).await? {
        let actor = Actor::System("sign-in".into());
        let subject = (SubjectKind::User, account.staff.id.0);
        events::append(
            &mut tx,
            subject,
            When::At(services.clock.now()),
            &actor,
            &Event::SignInFailed,
        )
        .await?;
    }
    tx.commit().await
}

#[cfg(test)]
mod tests;
