use super::{BackupError, Manifest, SQLITE_FILE, dump, verify};
use crate::keys::KeyFolder;
use crate::lifecycle::FolderLock;
use std::path::Path;
use storage::{Db, SchemaState, schema_state};

/// Where a backup goes.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The data folder.
    pub data: &'a Path,
    /// The database's address.
    pub database_url: &'a str,
}

/// Puts a checked backup into an empty place. Returns the manifest and whether the keys it needs are there.
pub async fn restore(folder: &Path, target: Target<'_>) -> Result<(Manifest, bool), BackupError> {
    let manifest = verify(folder).await?;
    let occupied = |error: crate::lifecycle::OpenError| BackupError::Occupied(error.to_string());
    let _serving = FolderLock::serving(target.data).map_err(occupied)?;
    let file = folder.join(&manifest.file);
    let is_sqlite = manifest.file == SQLITE_FILE;
    match target.database_url.strip_prefix("sqlite:") {
        Some(path) if is_sqlite => place(&file, Path::new(path))?,
        None if !is_sqlite => {
            ensure_empty(target.database_url).await?;
            dump::restore(target.database_url, &file).await?;
        }
        _ => {
            let kind = if is_sqlite { "SQLite" } else { "PostgreSQL" };
            return Err(BackupError::Occupied(format!(
                "这份备份来自 {kind}，而 --database 指向另一种数据库。请改用相同种类的数据库。"
            )));
        }
    }
    // The index belongs to the database that is gone; the next start builds it anew.
    match std::fs::remove_dir_all(target.data.join("index")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(BackupError::file(&target.data.join("index"))(error));
        }
        _ => {}
    }
    let keys = KeyFolder::of(target.data);
    let has_keys = keys.exists()
        && keys
            .load_web()
            .is_ok_and(|found| found.fingerprint() == manifest.keys);
    Ok((manifest, has_keys))
}

/// A copy under another name first: an interrupted restore leaves no half database.
fn place(from: &Path, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        let told = format!(
            "{} 已存在。恢复不会覆盖现有数据库：请先移走它，或用 --data 指定空的文件夹。",
            to.display()
        );
        return Err(BackupError::Occupied(told));
    }
    let coming = to.with_extension("restoring");
    std::fs::copy(from, &coming).map_err(BackupError::file(&coming))?;
    std::fs::File::open(&coming)
        .and_then(|file| file.sync_all())
        .map_err(BackupError::file(&coming))?;
    std::fs::rename(&coming, to).map_err(BackupError::file(to))
}

async fn ensure_empty(url: &str) -> Result<(), BackupError> {
    let db = Db::open(url).await?;
    let state = schema_state(&db).await?;
    db.close().await;
    match state {
        SchemaState::Empty => Ok(()),
        SchemaState::Older | SchemaState::Current | SchemaState::Newer => Err(BackupError::Occupied(
            "数据库里已有数据。恢复不会覆盖现有数据：请先建立一个空的数据库，再用 --database 指向它。"
                .to_owned(),
        )),
    }
}
