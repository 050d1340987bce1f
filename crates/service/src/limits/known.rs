//! Clients that signed in to an account: a flood of guesses from elsewhere does not hold them up.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Hashes of account and client, as many as a large bureau has; when full, all are forgotten and made anew by the
/// next sign-ins. Held in memory alone: after a restart everybody is a stranger until the next sign-in.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<HashSet<u64>>);

const MOST: usize = 50_000;

impl Known {
    pub(super) fn remember(&self, key: u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key);
    }

    pub(super) fn holds(&self, key: u64) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&key)
    }
}
