//! Whether the portal is ready: schema and index include everything committed before the start.

use service::services::Services;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// What this process must have seen before it is ready.
#[derive(Debug, Default)]
pub struct Readiness {
    /// The last change committed before the start; the index must have reached it once.
    committed_before_start: AtomicI64,
    was_ready: AtomicBool,
}

/// The answer of `/readyz`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// 200 or 503.
    pub is_ready: bool,
    /// `ready`, `catching-up` or `database-unavailable`.
    pub word: &'static str,
    /// Changes committed that the index of this node does not include yet.
    pub index_lag: i64,
}

impl Readiness {
    /// Notes what was committed before the start.
    pub fn must_reach(&self, sequence: i64) {
        self.committed_before_start.store(sequence, Ordering::Relaxed);
    }

    /// Asks the database and compares with this node's view of the index.
    pub async fn check(&self, services: &Services) -> Answer {
        let Ok(newest) = service::jobs::newest_index_change(&services.db).await else {
            return Answer {
                is_ready: false,
                word: "database-unavailable",
                index_lag: 0,
            };
        };
        let reached = services.search.sequence();
        let index_lag = (newest - reached).max(0);
        let has_caught_up = reached >= self.committed_before_start.load(Ordering::Relaxed);
        // Once ready, a lag is told but does not take the node out of service: the database serves meanwhile.
        let is_ready = self.was_ready.fetch_or(has_caught_up, Ordering::Relaxed) || has_caught_up;
        Answer {
            is_ready,
            word: if is_ready { "ready" } else { "catching-up" },
            index_lag,
        }
    }
}
