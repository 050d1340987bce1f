//! Records published for the first time that no saved search has looked at yet. Publication adds them in its own
//! transaction, while anybody subscribes at all.

use crate::{Conn, Result, Tx, on_db};
use chrono::{DateTime, Utc};
use domain::ids::{BatchId, RecordId};
use uuid::Uuid;

/// Something new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newcomer {
    /// Its place.
    pub number: i64,
    /// What it is.
    pub what: What,
    /// When it became public.
    pub published_at: DateTime<Utc>,
}

/// A record alone or those of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// One record.
    Record(RecordId),
    /// The records of a released batch behind the one that was reached.
    Batch(BatchId, Option<RecordId>),
}

/// Adds a record whose first version is public now. A correction is no first version.
pub(crate) async fn add_record(tx: &mut Tx, id: RecordId, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "INSERT INTO newcomers (record_id, published_at) SELECT r.id, $2 FROM records r \
                       WHERE r.id = $1 AND r.version = 1 \
                       AND EXISTS (SELECT 1 FROM subscriptions WHERE confirmed_at IS NOT NULL)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Adds a batch that was released.
pub(crate) async fn add_batch(tx: &mut Tx, id: BatchId, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "INSERT INTO newcomers (batch_id, published_at) SELECT b.id, $2 FROM import_batches b \
                       WHERE b.id = $1 AND EXISTS (SELECT 1 FROM subscriptions WHERE confirmed_at IS NOT NULL)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

type Row = (i64, Option<Uuid>, Option<Uuid>, Option<Uuid>, DateTime<Utc>);

/// The first newcomers.
pub async fn first(conn: &mut Conn, limit: i64) -> Result<Vec<Newcomer>> {
    const SQL: &str = "SELECT number, record_id, batch_id, reached, published_at FROM newcomers \
                       ORDER BY number LIMIT $1";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL).bind(limit).fetch_all(c).await?);
    let newcomer = |(number, record, batch, reached, published_at): Row| {
        let what = record.map(|id| What::Record(RecordId(id)));
        let what = what.or_else(|| batch.map(|id| What::Batch(BatchId(id), reached.map(RecordId))))?;
        Some(Newcomer {
            number,
            what,
            published_at,
        })
    };
    Ok(rows.into_iter().filter_map(newcomer).collect())
}

/// The first versions among a batch's public records, behind `after` by row id.
pub async fn of_batch(
    conn: &mut Conn,
    batch: BatchId,
    after: Option<RecordId>,
    limit: i64,
) -> Result<Vec<RecordId>> {
    const SQL: &str = "SELECT record_id FROM public_records WHERE batch_id = $1 AND version = 1 \
                       AND record_id > $2 ORDER BY record_id LIMIT $3";
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(batch.0)
        .bind(after.map_or(Uuid::nil(), |id| id.0))
        .bind(limit)
        .fetch_all(c)
        .await?);
    Ok(rows.into_iter().map(|(id,)| RecordId(id)).collect())
}

/// Takes one away: it was looked at. False when somebody else did so.
pub async fn remove(tx: &mut Tx, number: i64) -> Result<bool> {
    const SQL: &str = "DELETE FROM newcomers WHERE number = $1";
    let removed = on_db!(tx, |c| sqlx::query(SQL)
        .bind(number)
        .execute(c)
        .await?
        .rows_affected());
    Ok(removed == 1)
}

/// Notes how far a batch was looked at. False when somebody else did so.
pub async fn reach(tx: &mut Tx, number: i64, from: Option<RecordId>, to: RecordId) -> Result<bool> {
    const SQL: &str = "UPDATE newcomers SET reached = $3 WHERE number = $1 AND COALESCE(reached, $4) = $2";
    let nil = Uuid::nil();
    let moved = on_db!(tx, |c| sqlx::query(SQL)
        .bind(number)
        .bind(from.map_or(nil, |id| id.0))
        .bind(to.0)
        .bind(nil)
        .execute(c)
        .await?
        .rows_affected());
    Ok(moved == 1)
}
