//! Whether the portal is ready: schema and index include everything committed before the start.

use service::services::Services;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// How far this process has come.
#[derive(Debug, Default)]
pub struct Readiness {
    /// The last change committed before the start; the index must have reached it once.
    committed_before_start: AtomicI64,
    reached: AtomicI64,
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

    /// Notes how far this node's index has come.
    pub fn reached(&self, sequence: i64) {
        self.reached.store(sequence, Ordering::Relaxed);
        if sequence >= self.committed_before_start.load(Ordering::Relaxed) {
            self.was_ready.store(true, Ordering::Relaxed);
        }
    }

    /// How far this node's index has come.
    pub fn sequence(&self) -> i64 {
        self.reached.load(Ordering::Relaxed)
    }

    /// Asks the database and compares.
    pub async fn check(&self, services: &Services) -> Answer {
        let Ok(newest) = service::jobs::newest_index_change(&services.db).await else {
            return Answer {
                is_ready: false,
                word: "database-unavailable",
                index_lag: 0,
            };
        };
        let index_lag = (newest - self.sequence()).max(0);
        let is_ready = self.was_ready.load(Ordering::Relaxed);
        Answer {
            is_ready,
            word: if is_ready { "ready" } else { "catching-up" },
            index_lag,
        }
    }
}
