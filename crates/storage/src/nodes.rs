//! Live web processes and how far their search index has come.

use crate::{Conn, Result, Tx, on_db};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A heartbeat: the node lives at `at` and its reader has reached `index_sequence`.
pub async fn beat(
    tx: &mut Tx,
    node: Uuid,
    started_at: DateTime<Utc>,
    at: DateTime<Utc>,
    index_sequence: i64,
) -> Result<()> {
    const SQL: &str = "INSERT INTO nodes (id, started_at, seen_at, index_sequence) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, index_sequence = excluded.index_sequence";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(node)
        .bind(started_at)
        .bind(at)
        .bind(index_sequence)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Forgets a node that stops, or nodes not seen since `before`.
pub async fn forget(tx: &mut Tx, node: Option<Uuid>, before: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "DELETE FROM nodes WHERE id = $1 OR seen_at < $2";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(node)
        .bind(before)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The lowest sequence among nodes seen since `since`; `None` when none lives.
pub async fn slowest(conn: &mut Conn, since: DateTime<Utc>) -> Result<Option<i64>> {
    const SQL: &str = "SELECT MIN(index_sequence) FROM nodes WHERE seen_at >= $1";
    let (slowest,): (Option<i64>,) = on_db!(conn, |c| sqlx::query_as(SQL).bind(since).fetch_one(c).await?);
    Ok(slowest)
}
