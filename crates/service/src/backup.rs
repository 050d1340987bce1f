//! Backup, its check, and its way back. Keys are never in it: they are escrowed apart, and the manifest names the
//! set that the copy needs.

mod dump;
mod manifest;
mod restore;

pub use manifest::Manifest;
pub use restore::{Target, restore};

use crate::services::Services;
use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use storage::{Db, census};

/// The copy of a SQLite database.
pub const SQLITE_FILE: &str = "mingjing.db";
/// The dump of a PostgreSQL database.
pub const POSTGRES_FILE: &str = "mingjing.pgdump";

/// Why a backup was not made, or is not whole: what is wrong, then how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder holds something already.
    #[error("文件夹 {} 不是空的。请换一个新的文件夹存放备份。", .0.display())]
    NotEmpty(PathBuf),
    /// A file cannot be read or written.
    #[error("不能读写 {}：{source}。请检查权限和磁盘空间。", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// No manifest, or not one of ours.
    #[error("{} 不是明镜的备份：{reason}。请核对文件夹。", .folder.display())]
    NoBackup {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The content differs from the manifest.
    #[error("备份已损坏或被改动：{0}。请改用另一份备份。")]
    Damaged(String),
    /// `pg_dump` or `pg_restore`.
    #[error("{program} 未成功：{reason}。请安装与数据库同版本的 PostgreSQL 客户端工具后重试。")]
    Tool {
        /// Which.
        program: &'static str,
        /// What it said.
        reason: String,
    },
    /// The data folder is in use or holds a database.
    #[error("{0}")]
    Occupied(String),
    /// The database.
    #[error("数据库出错：{0}。请检查磁盘空间和数据库服务后重试。")]
    Database(#[from] storage::Error),
}

impl BackupError {
    fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

/// Copies the database to `folder` while it is in use, checks the copy and writes the manifest last: a folder
/// without one is an unfinished backup.
pub async fn backup(services: &Services, database_url: &str, folder: &Path) -> Result<Manifest, BackupError> {
    empty_folder(folder)?;
    let name = if services.db.is_sqlite() {
        SQLITE_FILE
    } else {
        POSTGRES_FILE
    };
    let file = folder.join(name);
    // Made first: both databases fill an empty file, and what citizens wrote is never readable by others.
    private(&file)?;
    let counts = if services.db.is_sqlite() {
        services.db.copy_to(&file).await?;
        counted(&file).await?
    } else {
        dump::dump(database_url, &file).await?;
        census::take(&mut services.db.read().await?).await?
    };
    let manifest = Manifest::of(services, name, &file, counts)?;
    manifest.write(folder)?;
    Ok(manifest)
}

/// Checks the hash and, on SQLite, every page, reference and count.
pub async fn verify(folder: &Path) -> Result<Manifest, BackupError> {
    let manifest = Manifest::read(folder)?;
    let file = folder.join(&manifest.file);
    let found = manifest::sha256(&file)?;
    if found != manifest.sha256 {
        return Err(BackupError::Damaged(format!("{} 的校验值不符", manifest.file)));
    }
    if manifest.file == SQLITE_FILE {
        let counts = counted(&file).await?;
        if counts != manifest.counts {
            return Err(BackupError::Damaged("记录数与清单不符".to_owned()));
        }
    }
    Ok(manifest)
}

/// Opens a copy of the copy: opening a database may write beside it, and a backup is not touched.
async fn counted(file: &Path) -> Result<census::Census, BackupError> {
    let scratch = file.with_extension("checking");
    std::fs::copy(file, &scratch).map_err(BackupError::file(&scratch))?;
    let outcome = examine(&scratch).await;
    for ending in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{ending}", scratch.display()));
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(BackupError::file(&path)(error));
            }
            _ => {}
        }
    }
    outcome
}

async fn examine(file: &Path) -> Result<census::Census, BackupError> {
    let db = Db::open(&format!("sqlite:{}", file.display())).await?;
    let complaints = db.complaints().await?;
    if let Some(first) = complaints.first() {
        return Err(BackupError::Damaged(first.clone()));
    }
    let counts = census::take(&mut db.read().await?).await?;
    db.close().await;
    Ok(counts)
}

fn empty_folder(folder: &Path) -> Result<(), BackupError> {
    DirBuilder::new()
        .mode(0o700)
        .recursive(true)
        .create(folder)
        .map_err(BackupError::file(folder))?;
    let mut entries = std::fs::read_dir(folder).map_err(BackupError::file(folder))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(BackupError::NotEmpty(folder.to_owned())),
    }
}

fn private(file: &Path) -> Result<(), BackupError> {
    let made = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(file);
    made.map(drop).map_err(BackupError::file(file))
}

#[cfg(test)]
mod tests;
