//! Limits on what one client may ask in a time: per action and client, in bounded memory (governor).
//!
//! No address is held: keys are HMACs under a random key that lives as long as the process.

mod client;
mod known;
mod settings;
mod store;
mod subject;

pub use client::{client_ip, subscriber};
pub use settings::{Action, LimitSettings, Quota};
pub use subject::Subject;

use crate::rng::Rng;
use governor::RateLimiter;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use known::Known;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::BoundedStore;
use subject::Keys;

/// How many clients are told apart for one action; those beyond share one strict bucket.
const MOST_CLIENTS: usize = 100_000;
/// How often clients that are as good as new are forgotten.
const FORGET_EVERY: Duration = Duration::from_mins(1);
/// A provider gives a subscriber up to a /48: all its /64 together get this many times the quota of one.
const WHOLE_SITE: u32 = 8;

/// Too many requests: come back after this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("操作过于频繁，请在 {} 秒后再试。", .0.as_secs().max(1))]
pub struct RetryAfter(pub Duration);

/// A clock that only goes forward, so that a jump of the system's time neither frees nor locks anybody.
#[derive(Clone)]
pub struct Ticks(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Ticks {
    /// The machine's monotonic clock.
    pub fn monotonic() -> Self {
        let start = std::time::Instant::now();
        Self(Arc::new(move || start.elapsed()))
    }

    /// A clock that the caller moves: for tests.
    pub fn from_fn(now: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }
}

impl Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        (self.0)()
    }
}

/// One quota with its memory.
struct Bucket {
    limiter: RateLimiter<u64, BoundedStore, Ticks, NoOpMiddleware<Duration>>,
    store: BoundedStore,
    /// What one permit is worth.
    one: Duration,
}

impl Bucket {
    fn new(quota: governor::Quota, ticks: &Ticks) -> Self {
        let store = BoundedStore::holding(MOST_CLIENTS);
        Self {
            limiter: RateLimiter::new(quota, store.clone(), ticks.clone()),
            store,
            one: quota.replenish_interval(),
        }
    }

    fn pass(&self, key: u64, now: Duration) -> Result<(), RetryAfter> {
        self.limiter
            .check_key(&key)
            .map_err(|until| RetryAfter(until.wait_time_from(now)))
    }

    fn give_back(&self, key: u64) {
        self.store.give_back(key, self.one.into());
    }
}

/// The limiter of this process. Without the actions' buckets (`disabled`) everything is allowed.
pub struct Limits {
    gates: HashMap<Action, Gate>,
    keys: Keys,
    known: Known,
    ticks: Ticks,
}

struct Gate {
    each: Bucket,
    site: Bucket,
    forgotten_at: AtomicU64,
}

impl Limits {
    /// Limits as configured.
    pub fn new(settings: &LimitSettings, rng: &Rng, ticks: Ticks) -> Self {
        let gates = Action::ALL
            .into_iter()
            .map(|action| (action, Gate::new(settings.quota(action), &ticks)));
        Self {
            gates: gates.collect(),
            keys: Keys::new(rng),
            known: Known::default(),
            ticks,
        }
    }

    /// No limits, for measurements on loopback.
    pub fn disabled(rng: &Rng) -> Self {
        Self {
            gates: HashMap::new(),
            keys: Keys::new(rng),
            known: Known::default(),
            ticks: Ticks::monotonic(),
        }
    }

    /// Counts one `action` of `subject`, or says when to come back.
    pub fn check<'a>(&self, action: Action, subject: impl Into<Subject<'a>>) -> Result<(), RetryAfter> {
        let Some(gate) = self.gates.get(&action) else {
            return Ok(());
        };
        let now = self.ticks.now();
        gate.forget_old(now);
        let keys = self.keys.of(&subject.into());
        match keys.site {
            // A new client of a site that is used up takes no memory from others.
            Some(site) if !gate.each.store.holds(keys.each) => {
                gate.site.pass(site, now)?;
                gate.each.pass(keys.each, now)
            }
            // A client known by now asks for itself first: its flood does not use up its neighbours' share.
            Some(site) => {
                gate.each.pass(keys.each, now)?;
                gate.site.pass(site, now)
            }
            None => gate.each.pass(keys.each, now),
        }
    }

    /// Takes one counted `action` of `subject` back: it was no guess.
    pub fn give_back<'a>(&self, action: Action, subject: impl Into<Subject<'a>>) {
        let keys = self.keys.of(&subject.into());
        if let Some(gate) = self.gates.get(&action) {
            gate.each.give_back(keys.each);
            if let Some(site) = keys.site {
                gate.site.give_back(site);
            }
        }
    }

    /// Counts an attempt to sign in to the account `name`, known or not, before anything is looked up or hashed.
    pub fn check_sign_in(&self, name: &str, client: IpAddr) -> Result<(), RetryAfter> {
        self.check(Action::SignIn, client)?;
        let attempt = Subject::NameFrom(name, client);
        self.check(Action::SignInPerAccount, attempt)?;
        if self.knows(name, client) {
            return Ok(());
        }
        self.check(Action::SignInPerName, name)
    }

    /// Whether the client signed in to the account before.
    pub fn knows(&self, name: &str, client: IpAddr) -> bool {
        self.known
            .holds(self.keys.of(&Subject::NameFrom(name, client)).each)
    }

    /// The client signed in to the account: guesses from elsewhere no longer hold it up, and it was no guess, so that
    /// a bureau behind one address may begin its day at once.
    pub fn signed_in(&self, name: &str, client: IpAddr) {
        let attempt = Subject::NameFrom(name, client);
        self.known.remember(self.keys.of(&attempt).each);
        self.give_back(Action::SignIn, client);
        self.give_back(Action::SignInPerAccount, attempt);
    }

    /// How many clients are held in memory, for the metrics.
    pub fn held(&self) -> usize {
        self.gates
            .values()
            .map(|gate| gate.each.limiter.len() + gate.site.limiter.len())
            .sum()
    }
}

impl Gate {
    fn new(quota: Quota, ticks: &Ticks) -> Self {
        let bucket = |times| Bucket::new(quota.times(times), ticks);
        Self {
            each: bucket(1),
            site: bucket(WHOLE_SITE),
            forgotten_at: AtomicU64::new(seconds(ticks.now())),
        }
    }

    fn forget_old(&self, now: Duration) {
        let (last, now) = (self.forgotten_at.load(Ordering::Relaxed), seconds(now));
        let is_due = now.saturating_sub(last) >= FORGET_EVERY.as_secs();
        let is_ours = || {
            self.forgotten_at
                .compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
        };
        if is_due && is_ours() {
            for bucket in [&self.each, &self.site] {
                bucket.limiter.retain_recent();
                bucket.limiter.shrink_to_fit();
            }
        }
    }
}

fn seconds(ticks: Duration) -> u64 {
    ticks.as_secs()
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.gates.is_empty() {
            "Limits(disabled)"
        } else {
            "Limits(enabled)"
        })
    }
}

#[cfg(test)]
mod tests;
