//! Import runs. Rows land under a batch id and stay invisible until the batch is released in one short
//! transaction; an unfinished batch is dropped in chunks.

use crate::{Conn, Db, Result, Tx, index_changes, newcomers, on_db};
use chrono::{DateTime, Utc};
use domain::ids::BatchId;
use sqlx::types::Json;
use uuid::Uuid;

/// A run that begins.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// Drawn by the caller.
    pub id: BatchId,
    /// `records`, `incidents`, `demo`.
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

/// Runs that were neither released nor dropped, each with its kind. To whoever holds the import lock their
/// processes are dead.
pub async fn unfinished(conn: &mut Conn) -> Result<Vec<(BatchId, String)>> {
    const SQL: &str = "SELECT id, kind FROM import_batches WHERE released_at IS NULL AND dropped_at IS NULL";
    let rows: Vec<(Uuid, String)> = on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id, kind)| (BatchId(id), kind)).collect())
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
    newcomers::add_batch(tx, batch, at).await?;
    index_changes::append(tx, index_changes::Change::Batch(batch)).await
}

/// Rows of a batch that are taken back in one transaction.
const CHUNK: i64 = 250;

/// Takes back a batch of records that was not released, some hundred rows a transaction: what it brought is
/// gone, what it changed is as before.
pub async fn drop_records(db: &Db, batch: BatchId, at: DateTime<Utc>) -> Result<()> {
    while drop_chunk(db, batch).await? {}
    let mut tx = db.begin().await?;
    drop_units(&mut tx, batch).await?;
    mark_dropped(&mut tx, batch, at).await?;
    tx.commit().await
}

/// Notes that nothing of the batch is left.
pub(crate) async fn mark_dropped(tx: &mut Tx, batch: BatchId, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE import_batches SET dropped_at = $2 WHERE id = $1 AND released_at IS NULL";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(batch.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Removes the units that a dropped batch made and nothing else uses.
pub(crate) async fn drop_units(tx: &mut Tx, batch: BatchId) -> Result<()> {
    const SQL: &str = "DELETE FROM units WHERE batch_id = $1 \
                       AND NOT EXISTS (SELECT 1 FROM records r WHERE r.unit_id = units.id) \
                       AND NOT EXISTS (SELECT 1 FROM incidents i WHERE i.unit_id = units.id)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(batch.0)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// What a batch did to some records, and what takes it back. Ids are looked up first and used one by one: with
/// the tables' own keys this takes no longer at the millionth row than at the first.
const STEPS: [(&str, &[&str]); 4] = [
    (
        "SELECT id FROM records WHERE batch_id = $1 LIMIT $2",
        &[
            "DELETE FROM record_public WHERE record_id = $1",
            "DELETE FROM record_originals WHERE record_id = $1",
            "DELETE FROM clocks WHERE subject_kind = 'record' AND subject_id = $1",
            "DELETE FROM records WHERE id = $1",
        ],
    ),
    (
        "SELECT record_id FROM record_public WHERE batch_id = $1 LIMIT $2",
        &["DELETE FROM record_public WHERE record_id = $1"],
    ),
    (
        "SELECT record_id FROM record_originals WHERE batch_id = $1 LIMIT $2",
        &[
            "DELETE FROM record_originals WHERE record_id = $1 \
             AND revision = (SELECT revision FROM records WHERE id = $1)",
            "UPDATE records SET revision = revision - 1 WHERE id = $1",
            // The clock of a correction that never came; what is not public has had its own before.
            "DELETE FROM clocks WHERE subject_kind = 'record' AND subject_id = $1 AND clock <> 'withdraw' AND met_on IS NULL AND EXISTS \
             (SELECT 1 FROM records r JOIN record_public p ON p.record_id = r.id AND p.revision = r.revision \
             WHERE r.id = $1)",
        ],
    ),
    (
        // An import rules on drafts alone, which nobody ruled on before.
        "SELECT id FROM records WHERE ruling_batch_id = $1 LIMIT $2",
        &[
            "UPDATE records SET ruling = NULL, ground = NULL, version = 0, ruling_batch_id = NULL WHERE id = $1",
            "UPDATE clocks SET met_on = NULL WHERE subject_kind = 'record' AND subject_id = $1",
        ],
    ),
];

/// Takes back some rows; `false` when none was left.
async fn drop_chunk(db: &Db, batch: BatchId) -> Result<bool> {
    let mut tx = db.begin().await?;
    for (find, undo) in STEPS {
        let found: Vec<(Uuid,)> = on_db!(tx, |c| sqlx::query_as(find)
            .bind(batch.0)
            .bind(CHUNK)
            .fetch_all(c)
            .await?);
        for (id,) in &found {
            for sql in undo {
                on_db!(tx, |c| sqlx::query(*sql).bind(id).execute(c).await.map(drop)?);
            }
        }
        if !found.is_empty() {
            tx.commit().await?;
            db.let_others_write().await;
            return Ok(true);
        }
    }
    Ok(false)
}
