//! What each process may know of the keys.

use super::MacKey;
use crate::hide::hide;

/// Keys of the web process: it can derive and check, and seal but never open.
#[derive(Clone)]
pub struct WebKeys {
    pub(crate) receipt_code: MacKey,
    pub(crate) receipt_verifier: MacKey,
    pub(crate) idempotency: MacKey,
    pub(crate) callback: MacKey,
    pub(crate) delivery: age::x25519::Recipient,
    pub(crate) custodian: age::x25519::Recipient,
}

impl WebKeys {
    /// A public name of this set of keys: stored with the database and in backups, so that a restore can say
    /// which keys it needs and a start with foreign keys is noticed.
    pub fn fingerprint(&self) -> String {
        let macs = [
            &self.receipt_code,
            &self.receipt_verifier,
            &self.idempotency,
            &self.callback,
        ]
        .map(|key| key.mac(&[b"mingjing key fingerprint"]));
        let (delivery, custodian) = (self.delivery.to_string(), self.custodian.to_string());
        let whole =
            MacKey::new([0; 32]).mac(&[macs.as_flattened(), delivery.as_bytes(), custodian.as_bytes()]);
        super::file::to_hex(&whole)[..16].to_owned()
    }
}

/// The private half for deliveries, for the worker and the invitation export.
#[derive(Clone)]
pub struct WorkerKeys {
    pub(crate) delivery: age::x25519::Identity,
}

/// The custodian's opened private half: lives only while one identity is opened.
pub struct CustodianKey {
    pub(crate) identity: age::x25519::Identity,
}

hide!(WebKeys WorkerKeys CustodianKey);
