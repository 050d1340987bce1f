//! What the search index and the pages kept in memory have to follow. The sequence is their notion of time: whatever a
//! public page shows is changed together with a step.

use crate::{Conn, Driver, Result, Tx, on_db};
use domain::ids::{BatchId, RecordId, UnitId};
use uuid::Uuid;

/// One step of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Look at this record again: it is public now, or no longer.
    Record(RecordId),
    /// Every public record of a released batch.
    Batch(BatchId),
    /// Every public record of a unit: its name or its place among the units is another now.
    Unit(UnitId),
    /// None: only pages show what changed. Its row names nothing.
    Pages,
}

/// Adds a step. On PostgreSQL writers wait for each other until commit, so that sequences become visible in
/// their order and a reader never passes one that commits later.
pub async fn append(tx: &mut Tx, change: Change) -> Result<()> {
    const ORDER: &str = "SELECT pg_advisory_xact_lock(7261)";
    const SQL: &str = "INSERT INTO index_changes (record_id, batch_id, unit_id) VALUES ($1, $2, $3)";
    let (record, batch, unit) = match change {
        Change::Record(id) => (Some(id.0), None, None),
        Change::Batch(id) => (None, Some(id.0), None),
        Change::Unit(id) => (None, None, Some(id.0)),
        Change::Pages => (None, None, None),
    };
    if let Driver::Postgres(c) = tx.driver() {
        sqlx::query(ORDER).execute(c).await?;
    }
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(record)
        .bind(batch)
        .bind(unit)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The newest sequence; 0 when there is none.
pub async fn newest(conn: &mut Conn) -> Result<i64> {
    const SQL: &str = "SELECT COALESCE(MAX(sequence), 0) FROM index_changes";
    let (newest,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL).fetch_one(c).await?);
    Ok(newest)
}

/// Sequence, record, batch, unit.
type Row = (i64, Option<Uuid>, Option<Uuid>, Option<Uuid>);

/// The next steps after `sequence`, at most `limit`.
pub async fn after(conn: &mut Conn, sequence: i64, limit: i64) -> Result<Vec<(i64, Change)>> {
    const SQL: &str = "SELECT sequence, record_id, batch_id, unit_id FROM index_changes WHERE sequence > $1 \
                       ORDER BY sequence LIMIT $2";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(sequence)
        .bind(limit)
        .fetch_all(c)
        .await?);
    Ok(rows
        .into_iter()
        .map(|(sequence, record, batch, unit)| {
            let change = record
                .map(|id| Change::Record(RecordId(id)))
                .or(batch.map(|id| Change::Batch(BatchId(id))))
                .or(unit.map(|id| Change::Unit(UnitId(id))))
                .unwrap_or(Change::Pages);
            (sequence, change)
        })
        .collect())
}
