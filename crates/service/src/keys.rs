//! The keys of the portal: files in `DIR/keys`, outside the database and its backups.
//!
//! | file | holds | who loads it |
//! |---|---|---|
//! | `receipt-code` (K1) | derives receipt codes | web |
//! | `receipt-verifier` (K2) | hashes codes for the database | web |
//! | `idempotency` (K3) | hashes idempotency keys and bodies | web |
//! | `callback` (K4) | derives and hashes tokens of callbacks and subscriptions, hashes subscribers' addresses | web, worker |
//! | `delivery.pub`, `custodian.pub` | age recipients that contacts are sealed to | web |
//! | `delivery` | opens phone and mail address for sending | worker and invitation export only |
//! | `custodian.age` | opens identities; behind a passphrase; to be moved off the machine | the custodian |

mod error;
mod file;
mod folder;
mod views;

pub use error::KeyError;
pub use folder::{CustodianPassphrase, Effort, KeyFolder};
pub use views::{CustodianKey, WebKeys, WorkerKeys};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A secret of 32 bytes for HMAC-SHA-256; wiped from memory when dropped, hidden in `Debug`.
#[derive(Clone)]
pub struct MacKey(Zeroizing<[u8; 32]>);

impl MacKey {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// HMAC-SHA-256 over the parts one after the other. Callers keep all parts but the last of fixed length,
    /// so that no two lists of parts give the same message.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.0.as_slice()).expect("HMAC takes keys of any length");
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for MacKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MacKey(…)")
    }
}

#[cfg(test)]
pub(crate) mod tests;
