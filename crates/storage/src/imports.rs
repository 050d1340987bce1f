//! Import runs. Rows land under a batch id and stay invisible until the batch is released in one short
//! transaction; an unfinished batch is dropped in chunks.

use crate::{Conn, Db, Result, Tx, index_changes, on_db};
use chrono::{DateTime, Utc};
use domain::ids::BatchId;
use sqlx::types::Json;
use uuid::Uuid;

/// A run that begins.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// Drawn by the caller.
    pub id: BatchId,
    /// `records`, `incidents` …
    pub kind: &'static str,
    /// Name of the file, without its folder.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub file_sha256: String,
    /// The operating system's user who started it.
    pub os_user: String,
    /// Whether rows were to be made public.
    pub publish: bool,
    /// When it began.
    pub at: DateTime<Utc>,
}

/// Begins a run.
pub async fn start(tx: &mut Tx, batch: &NewBatch) -> Result<()> {
    const SQL: &str = "INSERT INTO import_batches (id, kind, file_name, file_sha256, os_user, publish, started_at) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(batch.id.0)
        .bind(batch.kind)
        .bind(&batch.file_name)
        .bind(&batch.file_sha256)
        .bind(&batch.os_user)
        .bind(batch.publish)
        .bind(batch.at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Runs of `kind` that were neither released nor dropped. The caller holds the import lock, so their
/// processes are dead.
pub async fn unfinished(conn: &mut Conn, kind: &str) -> Result<Vec<BatchId>> {
    const SQL: &str =
        "SELECT id FROM import_batches WHERE kind = $1 AND released_at IS NULL AND dropped_at IS NULL";
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL).bind(kind).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| BatchId(id)).collect())
}

/// Makes everything of the batch visible at once and tells the index.
pub async fn release(
    tx: &mut Tx,
    batch: BatchId,
    at: DateTime<Utc>,
    summary: &serde_json::Value,
) -> Result<()> {
    const SQL: &str = "UPDATE import_batches SET released_at = $2, summary = $3 WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(batch.0)
        .bind(at)
        .bind(Json(summary))
        .execute(c)
        .await
        .map(drop)?);
    index_changes::append(tx, index_changes::Change::Batch(batch)).await
}

/// Removes a batch of records that was not released, in transactions of at most 500 rows a table.
pub async fn drop_records(db: &Db, batch: BatchId, at: DateTime<Utc>) -> Result<()> {
    const DROPPED: &str = "UPDATE import_batches SET dropped_at = $2 WHERE id = $1";
    while drop_chunk(db, batch).await? > 0 {}
    let mut tx = db.begin().await?;
    on_db!(tx, |c| sqlx::query(DROPPED)
        .bind(batch.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    tx.commit().await
}

async fn drop_chunk(db: &Db, batch: BatchId) -> Result<u64> {
    const PUBLIC: &str = "DELETE FROM record_public WHERE record_id IN \
                          (SELECT record_id FROM record_public WHERE batch_id = $1 LIMIT 500)";
    const REVISION: &str = "UPDATE records SET revision = revision - 1 WHERE id IN \
                            (SELECT record_id FROM record_originals WHERE batch_id = $1 ORDER BY record_id LIMIT 500)";
    const ORIGINALS: &str = "DELETE FROM record_originals WHERE batch_id = $1 AND record_id IN \
                             (SELECT record_id FROM record_originals WHERE batch_id = $1 ORDER BY record_id LIMIT 500)";
    const RECORDS: &str = "DELETE FROM records WHERE id IN (SELECT r.id FROM records r WHERE r.batch_id = $1 AND NOT EXISTS \
                           (SELECT 1 FROM record_originals o WHERE o.record_id = r.id) LIMIT 500)";
    const UNITS: &str = "DELETE FROM units WHERE batch_id = $1 AND NOT EXISTS (SELECT 1 FROM records r WHERE r.unit_id = units.id)";
    let mut tx = db.begin().await?;
    let mut removed = 0;
    for sql in [PUBLIC, REVISION, ORIGINALS, RECORDS, UNITS] {
        removed += on_db!(tx, |c| sqlx::query(sql)
            .bind(batch.0)
            .execute(c)
            .await?
            .rows_affected());
    }
    tx.commit().await?;
    Ok(removed)
}
