//! The limiter's memory: a fixed number of clients, then one bucket for all the others.

use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::ShrinkableKeyedStateStore;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Clients are spread over several locks, so that requests seldom wait for each other.
const SHARDS: usize = 16;

/// Remembers at most `SHARDS × most_per_shard` keys. A new key beyond that uses the shard's overflow cell, which
/// all such keys share: an attacker with endless addresses gets one client's quota per shard, not memory. A clone
/// is the same memory.
#[derive(Debug, Clone)]
pub(super) struct BoundedStore {
    shards: Arc<[Mutex<Shard>; SHARDS]>,
    most_per_shard: usize,
}

#[derive(Debug, Default)]
struct Shard {
    known: HashMap<u64, Nanos>,
    overflow: Option<Nanos>,
}

impl BoundedStore {
    pub(super) fn holding(most: usize) -> Self {
        Self {
            shards: Arc::default(),
            most_per_shard: most.div_ceil(SHARDS),
        }
    }

    /// Whether the key has a cell of its own.
    pub(super) fn holds(&self, key: u64) -> bool {
        self.shard(key).known.contains_key(&key)
    }

    /// Takes one permit back that was given and not used; it was worth `one`.
    pub(super) fn give_back(&self, key: u64, one: Nanos) {
        let mut shard = self.shard(key);
        if let Some(until) = shard.known.get_mut(&key) {
            *until = until.saturating_sub(one);
        }
    }

    fn shard(&self, key: u64) -> MutexGuard<'_, Shard> {
        // Keys are HMACs: their low bits are evenly spread.
        let index = usize::try_from(key % SHARDS as u64).unwrap_or(0);
        lock(&self.shards[index])
    }
}

impl StateStore for BoundedStore {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, key: &u64, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut shard = self.shard(*key);
        let is_full = shard.known.len() >= self.most_per_shard;
        match shard.known.entry(*key) {
            Entry::Occupied(mut known) => {
                let (answer, next) = decide(Some(*known.get()))?;
                known.insert(next);
                Ok(answer)
            }
            Entry::Vacant(room) if !is_full => {
                let (answer, next) = decide(None)?;
                room.insert(next);
                Ok(answer)
            }
            Entry::Vacant(_) => {
                let (answer, next) = decide(shard.overflow)?;
                shard.overflow = Some(next);
                Ok(answer)
            }
        }
    }
}

impl ShrinkableKeyedStateStore<u64> for BoundedStore {
    fn retain_recent(&self, drop_below: Nanos) {
        for shard in &*self.shards {
            lock(shard).known.retain(|_, until| *until > drop_below);
        }
    }

    fn shrink_to_fit(&self) {
        for shard in &*self.shards {
            lock(shard).known.shrink_to_fit();
        }
    }

    fn len(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).known.len()).sum()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A panic cannot leave a shard half changed, so a poisoned lock is as good as any.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}
