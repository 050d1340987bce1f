//! A consistent copy of the whole database while it is in use.

use crate::{Db, Error, Result, write_lock};
use std::path::Path;

impl Db {
    /// Writes a copy to `file`, which must not exist, as of one moment; readers and the writer go on. SQLite only:
    /// PostgreSQL brings `pg_dump`, which does the same.
    pub async fn copy_to(&self, file: &Path) -> Result<()> {
        let Self::Sqlite { write, .. } = self else {
            return Err(Error::Address("postgres".to_owned()));
        };
        // VACUUM INTO reads one snapshot; the log of the original is not blocked.
        let copy = sqlx::query("VACUUM INTO $1").bind(file.display().to_string());
        write_lock::patiently(write, copy.execute(write)).await??;
        Ok(())
    }

    /// Whether the file's pages and references are whole: the complaints, none when all is well.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let Self::Sqlite { read, .. } = self else {
            return Ok(Vec::new());
        };
        let found: Vec<(String,)> = sqlx::query_as("PRAGMA integrity_check").fetch_all(read).await?;
        let dangling: Vec<(String,)> = sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check")
            .fetch_all(read)
            .await?;
        let dangling = dangling
            .into_iter()
            .map(|(table,)| format!("表 {table} 有悬空引用"));
        Ok(found
            .into_iter()
            .map(|(line,)| line)
            .filter(|line| line != "ok")
            .chain(dangling)
            .collect())
    }
}
