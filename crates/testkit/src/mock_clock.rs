//! A clock that moves only when told.

use chrono::{DateTime, Duration, Utc};
use domain::clock::Clock;
use std::sync::{Arc, Mutex, PoisonError};

/// A clock for tests; its clones show the same time.
#[derive(Clone, Debug)]
pub struct MockClock(Arc<Mutex<DateTime<Utc>>>);

impl MockClock {
    /// A clock that stands at an RFC 3339 instant, such as `2026-11-22T09:00:00+08:00`.
    pub fn at(instant: &str) -> Self {
        let instant = DateTime::parse_from_rfc3339(instant).expect("tests write valid RFC 3339 instants");
        Self(Arc::new(Mutex::new(instant.with_timezone(&Utc))))
    }

    /// Moves the clock, forwards or back.
    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
    }
}

impl Default for MockClock {
    /// A Sunday morning in Shanghai.
    fn default() -> Self {
        Self::at("2026-11-22T09:00:00+08:00")
    }
}

impl Clock for MockClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_only_when_told_and_for_all_clones_at_once() {
        let clock = MockClock::at("2026-11-22T23:59:59+08:00");
        let shown = clock.clone();
        assert_eq!(shown.today().to_string(), "2026-11-22");
        clock.advance(Duration::seconds(1));
        assert_eq!(shown.today().to_string(), "2026-11-23");
    }
}
