//! Opening a data folder. On a fresh one every command makes, under one file lock, what the portal needs to
//! work: keys, schema, calendar and the root unit (contract, The binary).

mod calendar;
mod error;
mod lock;
mod seed;

pub use error::OpenError;
pub use lock::FolderLock;

use crate::keys::{CustodianPassphrase, Effort, KeyFolder};
use crate::limits::{LimitSettings, Limits, Ticks};
use crate::passwords::{Cost, Passwords};
use crate::rng::Rng;
use crate::services::{Services, SystemClock};
use domain::clock::Clock;
use domain::subscription::MOST_IN_ALL;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use storage::{Db, SchemaState, meta, schema_state};

/// What is opened, and with which time and randomness.
#[derive(Clone)]
pub struct Opening {
    /// The data folder.
    pub data: PathBuf,
    /// The database's address.
    pub database_url: String,
    /// What to do with a schema made by an older program.
    pub older: OlderSchema,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Rng,
    /// Limits on clients; `None` switches them off.
    pub limits: Option<LimitSettings>,
    /// Searches by mail that run at once.
    pub most_subscriptions: u64,
}

/// What to do with a schema made by an older program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OlderSchema {
    /// Bring it up to date: `serve` and `migrate`.
    Migrate,
    /// Refuse and name `mingjing migrate`: every other command.
    Refuse,
}

impl Opening {
    /// With the machine's time and randomness.
    pub fn new(data: PathBuf, database_url: String, older: OlderSchema) -> Self {
        let limits = Some(LimitSettings::default());
        Self {
            data,
            database_url,
            older,
            clock: Arc::new(SystemClock),
            rng: Rng::system(),
            limits,
            most_subscriptions: MOST_IN_ALL,
        }
    }

    /// Opens the folder, making what is missing.
    pub async fn open(self) -> Result<Services, OpenError> {
        let lock = FolderLock::creation(&self.data).await?;
        let db = Db::open(&self.database_url)
            .await
            .map_err(|source| self.unreachable(source))?;
        self.bring_schema_up_to_date(&db).await?;
        let keys = self.matching_keys(&db).await?;
        seed::seed_if_empty(&db, self.clock.as_ref(), &self.rng).await?;
        drop(lock);
        let limits = match &self.limits {
            Some(settings) => Limits::new(settings, &self.rng, Ticks::monotonic()),
            None => Limits::disabled(&self.rng),
        };
        let Self {
            data,
            clock,
            rng,
            most_subscriptions,
            ..
        } = self;
        let search = Arc::new(crate::search::SearchPortal::new(&data));
        let (keys, limits, data) = (Arc::new(keys), Arc::new(limits), Arc::new(data));
        let passwords = Passwords::new(rng.clone(), Cost::PRODUCTION);
        Ok(Services {
            db,
            keys,
            clock,
            rng,
            limits,
            most_subscriptions,
            passwords,
            post: None,
            search,
            intakes: Arc::default(),
            overviews: Arc::default(),
            waits: Arc::default(),
            sealed_decisions: Arc::default(),
            data,
        })
    }

    async fn bring_schema_up_to_date(&self, db: &Db) -> Result<(), OpenError> {
        match schema_state(db)
            .await
            .map_err(|source| self.unreachable(source))?
        {
            SchemaState::Current => Ok(()),
            SchemaState::Newer => Err(OpenError::NewerSchema),
            SchemaState::Older if self.older == OlderSchema::Refuse => Err(OpenError::OlderSchema),
            SchemaState::Empty | SchemaState::Older => {
                db.migrate().await.map_err(|source| self.unreachable(source))
            }
        }
    }

    /// The keys that belong to the database. New ones are made for a new database only: others could read
    /// neither its receipts nor its contacts.
    async fn matching_keys(&self, db: &Db) -> Result<crate::keys::WebKeys, OpenError> {
        let folder = KeyFolder::of(&self.data);
        let expected = meta::find(&mut db.read().await?, KEYS).await?;
        if !folder.exists() {
            if let Some(fingerprint) = expected {
                return Err(OpenError::KeysMissing {
                    folder: folder.path().to_owned(),
                    fingerprint,
                });
            }
            folder.create(&self.rng, &CustodianPassphrase::Generated, Effort::PEOPLE)?;
        }
        let keys = folder.load_web()?;
        let found = keys.fingerprint();
        match expected {
            Some(expected) if expected == found => {}
            Some(expected) => {
                let folder = folder.path().to_owned();
                return Err(OpenError::ForeignKeys {
                    folder,
                    expected,
                    found,
                });
            }
            None => {
                let mut tx = db.begin().await?;
                meta::set(&mut tx, KEYS, &found).await?;
                tx.commit().await?;
            }
        }
        Ok(keys)
    }

    fn unreachable(&self, source: storage::Error) -> OpenError {
        if self.database_url.starts_with("sqlite:") {
            OpenError::DatabaseFile {
                folder: self.data.clone(),
                source,
            }
        } else {
            OpenError::DatabaseServer(source)
        }
    }
}

/// The key in `meta` of the fingerprint of the keys that this database was filled with.
const KEYS: &str = "keys";

/// The bureau's name, or the name until `init` gives one.
pub async fn bureau_name(db: &Db) -> Result<String, storage::Error> {
    Ok(meta::find(&mut db.read().await?, meta::BUREAU)
        .await?
        .unwrap_or_else(|| seed::UNNAMED.to_owned()))
}

/// Whether a folder can be written, tried before anything else so that the message is plain.
fn ensure_folder(data: &Path) -> Result<(), OpenError> {
    use std::os::unix::fs::DirBuilderExt;
    let cannot = |source| OpenError::Folder {
        folder: data.to_owned(),
        source,
    };
    std::fs::DirBuilder::new()
        .mode(0o700)
        .recursive(true)
        .create(data)
        .map_err(cannot)
}

#[cfg(test)]
mod tests;
