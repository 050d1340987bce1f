//! One import at a time in a data folder. The lock ends with its process, so a batch left open is nobody's.

use super::run::RunError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Held while an import runs.
pub(super) struct ImportLock(#[expect(dead_code, reason = "held for its lock")] File);

impl ImportLock {
    pub(super) fn take(data: &Path) -> Result<Self, RunError> {
        let path = data.join("import.lock");
        let io = super::error::ImportError::io(&path);
        let file = match OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
        {
            Ok(file) => file,
            Err(error) => return Err(io(error).into()),
        };
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(RunError::Busy),
            Err(TryLockError::Error(error)) => Err(io(error).into()),
        }
    }
}
