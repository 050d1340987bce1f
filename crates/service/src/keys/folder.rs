//! Creating the key folder, all or nothing, and opening its views.

use super::file::{
    failed, parse, read_identity, read_mac_key, read_recipient, read_secret, to_hex, write_secret,
};
use super::{CustodianKey, KeyError, WebKeys, WorkerKeys};
use crate::rng::Rng;
use age::secrecy::{ExposeSecret, SecretString};
use age::x25519::Identity;
use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

const RECEIPT_CODE: &str = "receipt-code";
const RECEIPT_VERIFIER: &str = "receipt-verifier";
const IDEMPOTENCY: &str = "idempotency";
const CALLBACK: &str = "callback";
const MAC_KEYS: [&str; 4] = [RECEIPT_CODE, RECEIPT_VERIFIER, IDEMPOTENCY, CALLBACK];
const DELIVERY: &str = "delivery";
const DELIVERY_PUB: &str = "delivery.pub";
const CUSTODIAN: &str = "custodian.age";
const CUSTODIAN_PUB: &str = "custodian.pub";
const CUSTODIAN_PASSPHRASE: &str = "custodian.passphrase";

/// Shorter passphrases of people are refused.
const SHORTEST_PASSPHRASE: usize = 12;

/// What protects the custodian's private half.
pub enum CustodianPassphrase {
    /// A passphrase a person chose (`init`).
    Given(SecretString),
    /// 130 random bits, written to `custodian.passphrase`: so that a fresh folder can seal identities at
    /// once, before anybody is asked anything.
    Generated,
}

/// How hard guessing the passphrase is made: scrypt with N = 2ⁿ. Tests lower it.
#[derive(Debug, Clone, Copy)]
pub struct Effort(pub u8);

impl Effort {
    /// About a second and 256 MiB, for passphrases that people choose.
    pub const PEOPLE: Self = Self(18);
    /// For 130 random bits, which need no stretching.
    const RANDOM: Self = Self(10);
    /// The most that is accepted when opening a file, lest a forged one eat all memory.
    const MOST: u8 = 20;
}

/// The folder `DIR/keys`.
#[derive(Debug, Clone)]
pub struct KeyFolder(PathBuf);

impl KeyFolder {
    /// The key folder of a data folder.
    pub fn of(data: &Path) -> Self {
        Self(data.join("keys"))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Whether keys were ever made here. A caller whose database holds cases must not make new ones.
    pub fn exists(&self) -> bool {
        self.0.exists()
    }

    /// Makes all keys, or none: they are written beside and renamed as one. The caller holds the data lock.
    pub fn create(&self, rng: &Rng, custodian: &CustodianPassphrase, effort: Effort) -> Result<(), KeyError> {
        if self.exists() {
            return Err(KeyError::Exists(self.0.clone()));
        }
        let half_made = self.0.with_extension("partial");
        if half_made.exists() {
            fs::remove_dir_all(&half_made).map_err(failed("清除", &half_made))?;
        }
        let mut folder = fs::DirBuilder::new();
        folder
            .mode(0o700)
            .recursive(true)
            .create(&half_made)
            .map_err(failed("创建", &half_made))?;
        write_all(&half_made, rng, custodian, effort)?;
        sync_folder(&half_made)?;
        fs::rename(&half_made, &self.0).map_err(failed("创建", &self.0))?;
        self.0.parent().map_or(Ok(()), sync_folder)
    }

    /// What the web process may know: MAC keys and public halves. It never reads `delivery`.
    pub fn load_web(&self) -> Result<WebKeys, KeyError> {
        Ok(WebKeys {
            receipt_code: read_mac_key(&self.0.join(RECEIPT_CODE))?,
            receipt_verifier: read_mac_key(&self.0.join(RECEIPT_VERIFIER))?,
            idempotency: read_mac_key(&self.0.join(IDEMPOTENCY))?,
            callback: read_mac_key(&self.0.join(CALLBACK))?,
            delivery: read_recipient(&self.0.join(DELIVERY_PUB))?,
            custodian: read_recipient(&self.0.join(CUSTODIAN_PUB))?,
        })
    }

    /// What the worker and the invitation export may know besides: the private half for deliveries.
    pub fn load_worker(&self) -> Result<WorkerKeys, KeyError> {
        let path = self.0.join(DELIVERY);
        let delivery = read_identity(&path)?;
        let expected = read_recipient(&self.0.join(DELIVERY_PUB))?;
        if delivery.to_public().to_string() != expected.to_string() {
            return Err(KeyError::Mismatch(path));
        }
        Ok(WorkerKeys { delivery })
    }

    /// Where the custodian's private half is written; it may have been moved away since.
    pub fn custodian_file(&self) -> PathBuf {
        self.0.join(CUSTODIAN)
    }

    /// The generated passphrase's file, while it is still on this machine: `doctor` and `init` advise to move
    /// it and `custodian.age` away.
    pub fn passphrase_left_here(&self) -> Option<PathBuf> {
        Some(self.0.join(CUSTODIAN_PASSPHRASE)).filter(|path| path.exists())
    }

    /// Opens a custodian's private half, wherever its file now is.
    pub fn open_custodian(file: &Path, passphrase: SecretString) -> Result<CustodianKey, KeyError> {
        let sealed = read_secret(file)?;
        let mut key = age::scrypt::Identity::new(passphrase);
        key.set_max_work_factor(Effort::MOST);
        let opened =
            age::decrypt(&key, &sealed)
                .map(zeroize::Zeroizing::new)
                .map_err(|error| match error {
                    age::DecryptError::InvalidHeader
                    | age::DecryptError::UnknownFormat
                    | age::DecryptError::Io(_) => KeyError::Damaged(file.to_owned()),
                    _ => KeyError::WrongPassphrase(file.to_owned()),
                })?;
        Ok(CustodianKey {
            identity: parse(&opened, file)?,
        })
    }
}

fn write_all(
    folder: &Path,
    rng: &Rng,
    custodian: &CustodianPassphrase,
    effort: Effort,
) -> Result<(), KeyError> {
    for name in MAC_KEYS {
        write_secret(&folder.join(name), to_hex(&rng.bytes()).as_bytes())?;
    }
    let delivery = Identity::generate();
    write_secret(
        &folder.join(DELIVERY),
        delivery.to_string().expose_secret().as_bytes(),
    )?;
    write_secret(
        &folder.join(DELIVERY_PUB),
        delivery.to_public().to_string().as_bytes(),
    )?;
    let identity = Identity::generate();
    write_secret(
        &folder.join(CUSTODIAN_PUB),
        identity.to_public().to_string().as_bytes(),
    )?;
    let file = folder.join(CUSTODIAN);
    let sealed = match custodian {
        CustodianPassphrase::Given(passphrase) => protect(&identity, passphrase, effort, &file)?,
        CustodianPassphrase::Generated => {
            let passphrase = rng.symbols::<26>().to_string();
            write_secret(&folder.join(CUSTODIAN_PASSPHRASE), passphrase.as_bytes())?;
            protect(&identity, &passphrase.into(), Effort::RANDOM, &file)?
        }
    };
    write_secret(&file, &sealed)
}

fn protect(
    identity: &Identity,
    with: &SecretString,
    effort: Effort,
    file: &Path,
) -> Result<Vec<u8>, KeyError> {
    if with.expose_secret().chars().count() < SHORTEST_PASSPHRASE {
        return Err(KeyError::WeakPassphrase(SHORTEST_PASSPHRASE));
    }
    let mut recipient = age::scrypt::Recipient::new(with.clone());
    recipient.set_work_factor(effort.0);
    age::encrypt(&recipient, identity.to_string().expose_secret().as_bytes())
        .map_err(|error| failed("写入", file)(std::io::Error::other(error.to_string())))
}

fn sync_folder(folder: &Path) -> Result<(), KeyError> {
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(failed("写入", folder))
}
