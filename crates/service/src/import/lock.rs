//! One import at a time in a database. The lock ends with its process, so a batch left open is nobody's.

use super::error::ImportError;
use super::run::RunError;
use crate::services::Services;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use storage::{Exclusive, Work};

/// Held while an import runs.
pub(super) struct ImportLock {
    #[expect(dead_code, reason = "held for its lock: the processes of this machine")]
    folder: File,
    #[expect(dead_code, reason = "held for its lock: the machines of this database")]
    database: Exclusive,
}

impl ImportLock {
    pub(super) async fn take(services: &Services) -> Result<Self, RunError> {
        let folder = take_file(&services.data.join("import.lock"))?;
        let database = services.db.try_exclusive(Work::Import).await?;
        let database = database.ok_or(RunError::Busy)?;
        Ok(Self { folder, database })
    }
}

fn take_file(path: &Path) -> Result<File, RunError> {
    let opened = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path);
    let file = opened.map_err(ImportError::io(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(RunError::Busy),
        Err(TryLockError::Error(error)) => Err(ImportError::io(path)(error).into()),
    }
}
