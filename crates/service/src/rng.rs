//! Randomness, as a parameter: the operating system's in production, a seeded stream in demo and tests.

use chrono::{DateTime, Utc};
use domain::crockford::Symbols;
use rand::rand_core::{Infallible, SeedableRng, TryCryptoRng, TryRng};
use rand::rngs::SysRng;
use rand_chacha::ChaCha20Rng;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// A shared source of random numbers. It implements `rand`'s traits, so a `clone()` serves wherever `rand`
/// wants a generator.
#[derive(Clone)]
pub struct Rng(Source);

#[derive(Clone)]
enum Source {
    System,
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Rng {
    /// The operating system's source: the only one fit for keys and receipts of real people.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// The same stream for the same seed: for demo content and tests.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(
            seed,
        )))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A random identifier that tells nothing about the time (version 4).
    pub fn uuid_v4(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// An identifier that begins with the time (version 7), for rows whose time is no secret: what is written together
    /// then lies together in every index, where a random key would touch a page of its own for each row.
    pub fn uuid_v7(&self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// `N` random Crockford symbols, for references.
    pub fn symbols<const N: usize>(&self) -> Symbols<N> {
        Symbols::from_bits(&self.bytes())
    }

    fn fill(&self, bytes: &mut [u8]) {
        match &self.0 {
            // Without randomness no receipt and no session is safe: stopping is the only right answer.
            Source::System => SysRng
                .try_fill_bytes(bytes)
                .expect("the operating system gives random bytes"),
            Source::Seeded(stream) => {
                let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
                let Ok(()) = stream.try_fill_bytes(bytes);
            }
        }
    }
}

impl TryRng for Rng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.bytes()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.bytes()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.fill(bytes);
        Ok(())
    }
}

// Both sources are cryptographic: the operating system's, and ChaCha with twenty rounds.
impl TryCryptoRng for Rng {}

impl std::fmt::Debug for Rng {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Source::System => "Rng(system)",
            Source::Seeded(_) => "Rng(seeded)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream_and_another_seed_another() {
        let (first, again, other) = (Rng::seeded(7), Rng::seeded(7), Rng::seeded(8));
        let id = first.uuid_v4();
        assert_eq!(id, again.uuid_v4());
        assert_ne!(id, other.uuid_v4());
        assert_ne!(id, first.uuid_v4());
        assert_eq!(id.get_version_num(), 4);
    }

    #[test]
    fn ids_of_later_rows_sort_behind() {
        let rng = Rng::seeded(7);
        let at = |millis| DateTime::from_timestamp_millis(millis).unwrap();
        let (earlier, later) = (
            rng.uuid_v7(at(1_764_000_000_000)),
            rng.uuid_v7(at(1_764_000_000_001)),
        );
        assert!(earlier < later);
        assert_eq!(earlier.get_version_num(), 7);
    }

    #[test]
    fn the_system_source_does_not_repeat() {
        let rng = Rng::system();
        assert_ne!(rng.bytes::<32>(), rng.bytes::<32>());
        assert_ne!(rng.symbols::<13>(), rng.symbols::<13>());
    }
}
