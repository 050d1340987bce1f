//! The newest change of what is public, as this process knows it.

use service::services::Services;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What was seen, and until when that may be relied on: a change of this process ends it at once, one of another
/// process within the patience.
#[derive(Debug)]
pub(super) struct Watch {
    patience: Duration,
    /// How often this process may have changed something.
    writes: AtomicU64,
    seen: Mutex<Option<Look>>,
}

/// One look at the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    newest: i64,
    /// Writes of this process, and the time, before it.
    writes: u64,
    at: Instant,
}

impl Watch {
    pub(super) fn new(patience: Duration) -> Self {
        Self {
            patience,
            writes: AtomicU64::new(0),
            seen: Mutex::new(None),
        }
    }

    /// This process may have changed something: whoever asks from now on looks first.
    pub(super) fn note_write(&self) {
        self.writes.fetch_add(1, Ordering::AcqRel);
    }

    /// The newest change; nothing when the database cannot tell.
    pub(super) async fn newest(&self, services: &Services) -> Option<i64> {
        let (writes, at) = (self.writes.load(Ordering::Acquire), Instant::now());
        if let Some(newest) = self.known(writes, at) {
            return Some(newest);
        }
        match service::jobs::newest_index_change(&services.db).await {
            Ok(newest) => Some(self.learn(Look { newest, writes, at })),
            Err(error) => {
                tracing::debug!(error = %error, "kept pages are passed by: the database cannot be looked at");
                None
            }
        }
    }

    fn known(&self, writes: u64, now: Instant) -> Option<i64> {
        let seen = (*self.seen.lock().unwrap_or_else(PoisonError::into_inner))?;
        let holds = seen.writes >= writes && now.saturating_duration_since(seen.at) < self.patience;
        holds.then_some(seen.newest)
    }

    /// Looks may end in another order than they began. Changes only grow, so that the newest of two looks covers what
    /// either was to cover.
    fn learn(&self, look: Look) -> i64 {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let both = seen.map_or(look, |before| Look {
            newest: before.newest.max(look.newest),
            writes: before.writes.max(look.writes),
            at: before.at.max(look.at),
        });
        *seen = Some(both);
        both.newest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(200);
    const ALMOST: Duration = Duration::from_millis(199);

    #[test]
    fn what_was_seen_holds_for_the_patience_and_until_this_process_writes() {
        let (watch, start) = (Watch::new(PATIENCE), Instant::now());
        assert_eq!(watch.known(0, start), None, "nobody looked yet");
        watch.learn(Look {
            newest: 7,
            writes: 0,
            at: start,
        });
        let last = start + ALMOST;
        assert_eq!(watch.known(0, last), Some(7));
        assert_eq!(
            watch.known(0, start + PATIENCE),
            None,
            "another process may have written"
        );
        assert_eq!(watch.known(1, start), None, "this process wrote");
    }

    #[test]
    fn without_patience_every_request_looks() {
        let (watch, start) = (Watch::new(Duration::ZERO), Instant::now());
        watch.learn(Look {
            newest: 7,
            writes: 0,
            at: start,
        });
        assert_eq!(watch.known(0, start), None);
    }

    #[test]
    fn a_look_that_ends_late_takes_nothing_back() {
        let (watch, start) = (Watch::new(PATIENCE), Instant::now());
        let later = start + Duration::from_millis(150);
        let (late, early) = (
            Look {
                newest: 8,
                writes: 1,
                at: later,
            },
            Look {
                newest: 7,
                writes: 0,
                at: start,
            },
        );
        watch.learn(late);
        assert_eq!(watch.learn(early), 8);
        assert_eq!(watch.known(1, start + PATIENCE), Some(8));
    }
}
