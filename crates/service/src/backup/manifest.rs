use super::BackupError;
use crate::services::Services;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use storage::census::Census;

const NAME: &str = "manifest.json";

/// What a backup holds and needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The program that made it.
    pub version: String,
    /// The file beside the manifest.
    pub file: String,
    /// Its SHA-256, hex.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Rows by table.
    pub counts: Census,
    /// Fingerprint of the keys it needs; the keys themselves are escrowed apart.
    pub keys: String,
}

impl Manifest {
    pub(super) fn of(
        services: &Services,
        name: &str,
        file: &Path,
        counts: Census,
    ) -> Result<Self, BackupError> {
        let bytes = std::fs::metadata(file).map_err(BackupError::file(file))?.len();
        Ok(Self {
            made_at: services.clock.now(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            file: name.to_owned(),
            sha256: sha256(file)?,
            bytes,
            counts,
            keys: services.keys.fingerprint(),
        })
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), BackupError> {
        let path = folder.join(NAME);
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        let written = File::create_new(&path).and_then(|mut file| {
            file.write_all(&text)?;
            file.sync_all()
        });
        written.map_err(BackupError::file(&path))
    }

    pub(super) fn read(folder: &Path) -> Result<Self, BackupError> {
        let none = |reason: String| BackupError::NoBackup {
            folder: folder.to_owned(),
            reason,
        };
        let text =
            std::fs::read(folder.join(NAME)).map_err(|error| none(format!("没有清单 {NAME}（{error}）")))?;
        let manifest: Self =
            serde_json::from_slice(&text).map_err(|error| none(format!("清单读不懂（{error}）")))?;
        let is_known = [super::SQLITE_FILE, super::POSTGRES_FILE].contains(&manifest.file.as_str());
        if is_known {
            Ok(manifest)
        } else {
            Err(none("清单里的文件名不对".to_owned()))
        }
    }
}

/// SHA-256 of a file, hex.
pub(super) fn sha256(path: &Path) -> Result<String, BackupError> {
    let mut file = File::open(path).map_err(BackupError::file(path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(BackupError::file(path))? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    Ok(hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}
