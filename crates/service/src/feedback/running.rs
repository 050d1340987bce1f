//! Which idempotency keys are being worked on at this moment in this process.

use crate::receipt::Hash;
use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Keyed hashes only. Between nodes the unique key in the database decides.
static RUNNING: LazyLock<Mutex<HashSet<Hash>>> = LazyLock::new(Mutex::default);

/// Holds a key while its submission is worked on.
pub(super) struct Running(Hash);

impl Running {
    /// `None` when the same key is held already.
    pub(super) fn start(key: Hash) -> Option<Self> {
        let is_new = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
        is_new.then_some(Self(key))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_held_once_and_free_again_afterwards() {
        let key = [7; 32];
        let held = Running::start(key);
        assert!(held.is_some() && Running::start(key).is_none() && Running::start([8; 32]).is_some());
        drop(held);
        assert!(Running::start(key).is_some());
    }
}
