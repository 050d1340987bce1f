//! Sealed contacts: the web process writes them and can never read them back (design, principle 3).
//!
//! Two envelopes, each an age file to one X25519 recipient. The subject (case or incident) is sealed inside
//! and checked when opening, so that a blob moved to another row does not open there. The plain text is
//! padded, so that the length of a sealed name or number tells nothing.

use crate::hide::hide;
use crate::keys::{CustodianKey, WebKeys, WorkerKeys};
use age::x25519::{Identity as Secret, Recipient};
use domain::event::SubjectKind;
use domain::feedback::Contact;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use storage::Tx;
use storage::sealed::{self, Envelope as To};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const PADDED_TO: usize = 256;

/// What the worker needs to reach somebody: nothing else is sealed to it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Delivery {
    /// A phone number, for the short message export.
    pub phone: Option<String>,
    /// A mail address.
    pub email: Option<String>,
}

/// All contact fields: for the custodian alone.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Identity {
    /// The name as given.
    pub name: Option<String>,
    /// The phone number as given.
    pub phone: Option<String>,
    /// The mail address as given.
    pub email: Option<String>,
}

impl Delivery {
    /// Whether there is nothing to seal.
    pub fn is_empty(&self) -> bool {
        self.phone.is_none() && self.email.is_none()
    }
}

impl Identity {
    /// Whether there is nothing to seal.
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.phone, &self.email]
            .iter()
            .all(|field| field.is_none())
    }
}

/// Why an envelope does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Sealed to another key, or damaged.
    #[error("密封的联系方式打不开：密钥不对或数据已损坏。请核对密钥是否为本库所用的一套。")]
    Unreadable,
    /// Sealed for another case: somebody moved rows.
    #[error("密封的联系方式不属于这个事项：数据可能被改动过。请运行 mingjing audit verify 并报告管理员。")]
    Misplaced,
}

#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    subject: Uuid,
    content: T,
}

/// Keeps how to reach the person behind `subject`, sealed before it comes near the database. Who is anonymous is
/// reached by delivery alone: nobody ever opens who it was.
pub(crate) async fn keep(
    keys: &WebKeys,
    tx: &mut Tx,
    subject: (SubjectKind, Uuid),
    contact: &Contact,
    is_anonymous: bool,
) -> Result<(), storage::Error> {
    let delivery = Delivery {
        phone: contact.phone.clone(),
        email: contact.email.clone(),
    };
    let identity = Identity {
        name: contact.name.clone(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
    };
    if !delivery.is_empty() {
        let blob = keys.seal_delivery(subject.1, &delivery);
        sealed::put(tx, subject, To::Delivery, &blob).await?;
    }
    if !identity.is_empty() && !is_anonymous {
        let blob = keys.seal_identity(subject.1, &identity);
        sealed::put(tx, subject, To::Identity, &blob).await?;
    }
    if contact.email.is_some() {
        sealed::note_email(tx, subject).await?;
    }
    Ok(())
}

impl WebKeys {
    /// Seals a way to reach somebody about `subject` for the worker.
    pub fn seal_delivery(&self, subject: Uuid, content: &Delivery) -> Vec<u8> {
        seal(&self.delivery, subject, content)
    }

    /// Seals who somebody is for the custodian.
    pub fn seal_identity(&self, subject: Uuid, content: &Identity) -> Vec<u8> {
        seal(&self.custodian, subject, content)
    }
}

impl WorkerKeys {
    /// Opens what was sealed for `subject`.
    pub fn open_delivery(&self, subject: Uuid, sealed: &[u8]) -> Result<Delivery, SealError> {
        open(&self.delivery, subject, sealed)
    }
}

impl CustodianKey {
    /// Opens who `subject` is about; the caller writes the event first.
    pub fn open_identity(&self, subject: Uuid, sealed: &[u8]) -> Result<Identity, SealError> {
        open(&self.identity, subject, sealed)
    }
}

fn seal<T: Serialize>(to: &Recipient, subject: Uuid, content: &T) -> Vec<u8> {
    age::encrypt(to, &padded(subject, content))
        .expect("sealing to one X25519 recipient in memory does not fail")
}

/// JSON may end in spaces: they hide how long the fields are.
fn padded<T: Serialize>(subject: Uuid, content: &T) -> Zeroizing<Vec<u8>> {
    let plain = serde_json::to_vec(&Envelope { subject, content }).expect("text fields always become JSON");
    let mut plain = Zeroizing::new(plain);
    let length = plain.len().next_multiple_of(PADDED_TO);
    plain.resize(length, b' ');
    plain
}

fn open<T: DeserializeOwned>(with: &Secret, subject: Uuid, sealed: &[u8]) -> Result<T, SealError> {
    let plain = age::decrypt(with, sealed)
        .map(Zeroizing::new)
        .map_err(|_| SealError::Unreadable)?;
    let envelope: Envelope<T> = serde_json::from_slice(&plain).map_err(|_| SealError::Unreadable)?;
    if envelope.subject == subject {
        Ok(envelope.content)
    } else {
        Err(SealError::Misplaced)
    }
}

hide!(Delivery Identity);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::tests::{custodian, folder};
    use crate::rng::Rng;

    fn somebody() -> Identity {
        Identity {
            name: Some("欧阳测试".into()),
            phone: Some("13900000000".into()),
            email: Some("canary@example.test".into()),
        }
    }

    #[test]
    fn the_worker_opens_deliveries_and_the_custodian_identities() {
        let (_data, folder) = folder();
        let (web, worker) = (folder.load_web().unwrap(), folder.load_worker().unwrap());
        let subject = Rng::seeded(1).uuid_v4();
        let reach = Delivery {
            phone: None,
            email: Some("canary@example.test".into()),
        };
        let sealed = web.seal_delivery(subject, &reach);
        assert_eq!(worker.open_delivery(subject, &sealed), Ok(reach));
        let sealed = web.seal_identity(subject, &somebody());
        assert_eq!(custodian(&folder).open_identity(subject, &sealed), Ok(somebody()));
    }

    #[test]
    fn the_worker_cannot_open_an_identity() {
        let (_data, folder) = folder();
        let subject = Rng::seeded(1).uuid_v4();
        let sealed = folder.load_web().unwrap().seal_identity(subject, &somebody());
        let opened = folder.load_worker().unwrap().open_delivery(subject, &sealed);
        assert_eq!(opened, Err(SealError::Unreadable));
    }

    #[test]
    fn an_envelope_moved_to_another_case_or_damaged_does_not_open() {
        let (_data, folder) = folder();
        let rng = Rng::seeded(1);
        let (subject, other) = (rng.uuid_v4(), rng.uuid_v4());
        let worker = folder.load_worker().unwrap();
        let mut sealed = folder
            .load_web()
            .unwrap()
            .seal_delivery(subject, &Delivery::default());
        assert_eq!(worker.open_delivery(other, &sealed), Err(SealError::Misplaced));
        *sealed.last_mut().unwrap() ^= 1;
        assert_eq!(worker.open_delivery(subject, &sealed), Err(SealError::Unreadable));
        assert_eq!(worker.open_delivery(subject, b""), Err(SealError::Unreadable));
    }

    #[test]
    fn length_and_bytes_of_an_envelope_tell_nothing() {
        let (_data, folder) = folder();
        let web = folder.load_web().unwrap();
        let subject = Rng::seeded(1).uuid_v4();
        assert_eq!(
            padded(subject, &Identity::default()).len(),
            padded(subject, &somebody()).len()
        );
        let sealed = web.seal_identity(subject, &somebody());
        assert_ne!(sealed, web.seal_identity(subject, &somebody()));
        for canary in ["欧阳测试", "13900000000", "canary@example.test"] {
            assert!(
                !sealed
                    .windows(canary.len())
                    .any(|bytes| bytes == canary.as_bytes())
            );
        }
        assert_eq!(format!("{:?}", somebody()), "Identity(…)");
    }
}
