//! Passwords that staff choose: Argon2id behind a bounded queue, so that a flood of sign-ins cannot take the
//! machine's cores and memory from the public pages.

mod rules;

pub use rules::{NewPassword, PasswordRule};

use crate::rng::Rng;
use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordVerifier, Version};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

/// How many wait for a core before the next is turned away.
const QUEUE: usize = 32;

/// How hard one guess is made.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    kib: u32,
    passes: u32,
}

impl Cost {
    /// OWASP's choice for Argon2id: 19 MiB, two passes, about 40 ms.
    pub const PRODUCTION: Self = Self {
        kib: 19 * 1024,
        passes: 2,
    };
    /// For tests and the demo's test runs only.
    pub const LIGHT: Self = Self { kib: 8, passes: 1 };

    fn hasher(self) -> Argon2<'static> {
        let params =
            Params::new(self.kib, self.passes, 1, None).expect("both costs are within Argon2's bounds");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}

/// Too many sign-ins are waiting: answer 503 with Retry-After.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("登录人数过多，请稍候几秒再试。")]
pub struct Busy;

/// Hashes and checks passwords, a few at a time.
#[derive(Clone)]
pub struct Passwords {
    cost: Cost,
    rng: Rng,
    /// Working or waiting.
    places: Arc<Semaphore>,
    /// The same for those who signed in before: a flood of strangers does not take them.
    places_of_known: Arc<Semaphore>,
    /// Working: one core is always left for everything else.
    cores: Arc<Semaphore>,
    /// Checked in place of an unknown user's, so that both take the same time.
    nobody: Arc<str>,
}

impl Passwords {
    /// A queue for this machine.
    pub fn new(rng: Rng, cost: Cost) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1).max(1));
        Self::with_cores(rng, cost, cores)
    }

    fn with_cores(rng: Rng, cost: Cost, cores: usize) -> Self {
        let nobody = hash(cost, &rng, rng.uuid_v4().as_bytes()).into();
        let places = || Arc::new(Semaphore::new(cores + QUEUE));
        let (places, places_of_known, cores) = (places(), places(), Arc::new(Semaphore::new(cores)));
        Self {
            cost,
            rng,
            places,
            places_of_known,
            cores,
            nobody,
        }
    }

    /// The queue of those who signed in before.
    #[must_use]
    pub fn for_known(&self) -> Self {
        Self {
            places: Arc::clone(&self.places_of_known),
            ..self.clone()
        }
    }

    /// The PHC string to store for a new password.
    pub async fn hash(&self, password: &NewPassword) -> Result<String, Busy> {
        let (cost, rng, password) = (
            self.cost,
            self.rng.clone(),
            Zeroizing::new(password.reveal().to_owned()),
        );
        self.queued(move || hash(cost, &rng, password.as_bytes())).await
    }

    /// Whether `typed` is the password behind `stored`. `stored` is absent for an unknown or disabled user: the
    /// same work is done and the answer is no.
    pub async fn verify(&self, typed: &str, stored: Option<&str>) -> Result<bool, Busy> {
        if typed.len() > rules::MOST_BYTES {
            // Depends on what was typed alone, so its speed tells nothing about the user.
            return Ok(false);
        }
        let is_known = stored.is_some();
        let stored = stored.unwrap_or(&self.nobody).to_owned();
        let (cost, typed) = (self.cost, Zeroizing::new(typed.to_owned()));
        let is_right = self
            .queued(move || verify(cost, typed.as_bytes(), &stored))
            .await?;
        Ok(is_right && is_known)
    }

    /// Runs `work` on a blocking thread when a core is free. The permits go with the work: somebody who hangs
    /// up does not make room before the core is really free.
    async fn queued<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Busy)?;
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| Busy)?;
        let run = move || {
            let _held: [OwnedSemaphorePermit; 2] = [place, core];
            work()
        };
        tokio::task::spawn_blocking(run).await.map_err(|_| Busy)
    }
}

fn hash(cost: Cost, rng: &Rng, password: &[u8]) -> String {
    let salt: [u8; 16] = rng.bytes();
    let hashed: PasswordHash = cost
        .hasher()
        .hash_password_with_salt(password, &salt)
        .expect("a salt of 16 bytes and a password of at most 1 KiB are within Argon2's bounds");
    hashed.to_string()
}

/// A stored text that is no PHC string opens for nobody.
fn verify(cost: Cost, typed: &[u8], stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|stored| cost.hasher().verify_password(typed, &stored).is_ok())
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passwords")
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn passwords() -> Passwords {
        Passwords::with_cores(Rng::seeded(1), Cost::LIGHT, 1)
    }

    fn chosen(text: &str) -> NewPassword {
        NewPassword::parse(text, &[]).unwrap()
    }

    #[tokio::test]
    async fn the_right_password_opens_and_no_other_does() {
        let passwords = passwords();
        let stored = passwords.hash(&chosen("雨后的石桥 and 3 geese")).await.unwrap();
        assert!(
            passwords
                .verify("雨后的石桥 and 3 geese", Some(&stored))
                .await
                .unwrap()
        );
        for wrong in ["雨后的石桥 and 3 geese ", "雨后的石桥 AND 3 geese", ""] {
            assert!(!passwords.verify(wrong, Some(&stored)).await.unwrap());
        }
    }

    #[tokio::test]
    async fn the_same_password_is_stored_differently_each_time_with_the_production_cost() {
        let passwords = Passwords::new(Rng::system(), Cost::PRODUCTION);
        let password = chosen("雨后的石桥 and 3 geese");
        let (one, other) = (
            passwords.hash(&password).await.unwrap(),
            passwords.hash(&password).await.unwrap(),
        );
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other);
    }

    #[tokio::test]
    async fn an_unknown_user_a_broken_hash_and_a_giant_input_open_nothing() {
        let passwords = passwords();
        assert!(!passwords.verify("anything at all", None).await.unwrap());
        assert!(
            !passwords
                .verify("anything at all", Some("not a hash"))
                .await
                .unwrap()
        );
        assert!(!passwords.verify(&"a".repeat(1 << 20), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_full_queue_turns_the_next_away_and_recovers() {
        let passwords = passwords();
        let (release, held) = mpsc::channel::<()>();
        let busy = tokio::spawn({
            let passwords = passwords.clone();
            async move { passwords.queued(move || held.recv()).await }
        });
        let waiting: Vec<_> = (0..QUEUE)
            .map(|_| {
                let passwords = passwords.clone();
                tokio::spawn(async move { passwords.verify("one of many in the queue", None).await })
            })
            .collect();
        while passwords.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(passwords.verify("one too many", None).await, Err(Busy));
        let known = tokio::spawn({
            let known = passwords.for_known();
            async move { known.verify("signed in yesterday", None).await }
        });

        release.send(()).unwrap();
        assert!(busy.await.unwrap().is_ok());
        for answer in waiting {
            assert_eq!(answer.await.unwrap(), Ok(false));
        }
        assert_eq!(known.await.unwrap(), Ok(false), "has a place of its own");
        assert_eq!(passwords.verify("there is room again", None).await, Ok(false));
    }

    #[tokio::test]
    async fn somebody_who_hangs_up_frees_the_place() {
        let passwords = passwords();
        let all = passwords.places.available_permits();
        let (release, held) = mpsc::channel::<()>();
        let working = tokio::spawn({
            let passwords = passwords.clone();
            async move { passwords.queued(move || held.recv()).await }
        });
        while passwords.cores.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let waiting = tokio::spawn({
            let passwords = passwords.clone();
            async move { passwords.verify("gone before its turn", None).await }
        });
        while passwords.places.available_permits() > all - 2 {
            tokio::task::yield_now().await;
        }
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        assert_eq!(passwords.places.available_permits(), all - 1);
        release.send(()).unwrap();
        assert!(working.await.unwrap().is_ok());
        assert_eq!(passwords.places.available_permits(), all);
    }
}
