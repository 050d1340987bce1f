//! File locks in the data folder. The operating system gives them back when a process ends, however it ends.

use super::{OpenError, ensure_folder};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// A lock held until dropped.
#[derive(Debug)]
pub struct FolderLock(#[expect(dead_code, reason = "held for its lock")] File);

impl FolderLock {
    /// For making what a fresh folder needs: waits for others that do the same.
    pub async fn creation(data: &Path) -> Result<Self, OpenError> {
        Self::wait(data, "create.lock").await
    }

    /// For serving: a second server on the same folder is refused.
    pub fn serving(data: &Path) -> Result<Self, OpenError> {
        match Self::try_take(data, "serve.lock")? {
            Some(lock) => Ok(lock),
            None => Err(OpenError::InUse(data.to_owned())),
        }
    }

    /// For doing jobs: a second worker of the same folder waits until the first one has ended.
    pub async fn working(data: &Path) -> Result<Self, OpenError> {
        Self::wait(data, "worker.lock").await
    }

    /// Whether a worker lives in this folder.
    pub fn has_worker(data: &Path) -> Result<bool, OpenError> {
        Ok(Self::try_take(data, "worker.lock")?.is_none())
    }

    fn try_take(data: &Path, name: &str) -> Result<Option<Self>, OpenError> {
        let file = open(data, name)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(OpenError::Folder {
                folder: data.to_owned(),
                source,
            }),
        }
    }

    async fn wait(data: &Path, name: &str) -> Result<Self, OpenError> {
        loop {
            if let Some(lock) = Self::try_take(data, name)? {
                return Ok(lock);
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
    }
}

fn open(data: &Path, name: &str) -> Result<File, OpenError> {
    ensure_folder(data)?;
    let path = data.join(name);
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| OpenError::Folder {
            folder: data.to_owned(),
            source,
        })
}
