//! What every use case stands on: database, keys, time, randomness.

use crate::keys::WebKeys;
use crate::limits::Limits;
use crate::passwords::Passwords;
use crate::rng::Rng;
use chrono::{DateTime, Utc};
use domain::clock::Clock;
use std::path::PathBuf;
use std::sync::Arc;
use storage::Db;

/// The portal's means, shared by all use cases of a process; cloning is cheap.
#[derive(Clone)]
pub struct Services {
    /// The truth.
    pub db: Db,
    /// What this process may know of the keys.
    pub keys: Arc<WebKeys>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Rng,
    /// What one client may ask in a time.
    pub limits: Arc<Limits>,
    /// Searches by mail that run at once.
    pub most_subscriptions: u64,
    /// Hashes passwords, a few at a time.
    pub passwords: Passwords,
    /// What the worker sends mail with; the web process has none.
    pub post: Option<Arc<crate::post_office::PostOffice>>,
    /// Jobs that this process has seen waiting.
    pub waits: Arc<crate::jobs::Waits>,
    /// This process's view of the search index.
    pub search: Arc<crate::search::SearchPortal>,
    /// Feedback that waits to be made durable.
    pub intakes: Arc<crate::feedback::Intakes>,
    /// Figures over all public records, as counted last.
    pub overviews: Arc<crate::overview::Overviews>,
    /// Sealed decisions, counted.
    pub sealed_decisions: Arc<crate::sealed_decisions::Counted>,
    /// The data folder: database, keys, index.
    pub data: Arc<PathBuf>,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services")
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the portal asks the machine for the time"
    )]
    fn now(&self) -> DateTime<Utc> {
        // SQLite's text and PostgreSQL's timestamps both hold microseconds.
        DateTime::from_timestamp_micros(Utc::now().timestamp_micros())
            .expect("the present is within chrono's range")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_has_no_more_than_microseconds() {
        assert_eq!(SystemClock.now().timestamp_subsec_nanos() % 1000, 0);
    }
}
