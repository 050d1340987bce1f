//! A clock that the demo moves: what it makes up happened over two years, not in the seconds of loading.

use chrono::{DateTime, Utc};
use domain::clock::Clock;
use std::sync::{Mutex, PoisonError};

/// Stands still until it is set.
pub(super) struct MovedClock(Mutex<DateTime<Utc>>);

impl MovedClock {
    pub(super) fn new(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(at))
    }

    pub(super) fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

impl Clock for MovedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
