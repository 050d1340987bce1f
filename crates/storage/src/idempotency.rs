//! What makes the same submission give the same answer: keyed hashes of its key and body.

use crate::{Conn, Result, Tx, on_db};
use chrono::NaiveDate;
use domain::ids::FeedbackId;
use uuid::Uuid;

/// A submission made before under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// HMAC(K3, body).
    pub body_hash: Vec<u8>,
    /// The case it made.
    pub case: FeedbackId,
    /// The last day for the answer, as it was told.
    pub answer_due: NaiveDate,
}

/// The submission made under the key, unless its time has passed.
pub async fn find(conn: &mut Conn, key_hash: &[u8], today: NaiveDate) -> Result<Option<Known>> {
    const SQL: &str = "SELECT body_hash, feedback_id, answer_due FROM idempotency \
                       WHERE key_hash = $1 AND (until IS NULL OR until >= $2)";
    let row: Option<(Vec<u8>, Uuid, NaiveDate)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(key_hash)
        .bind(today)
        .fetch_optional(c)
        .await?);
    Ok(row.map(|(body_hash, case, answer_due)| Known {
        body_hash,
        case: FeedbackId(case),
        answer_due,
    }))
}

/// Remembers a submission until the end of the day `until`; `None`: as long as the case lives. A key used
/// meanwhile is [`crate::Error::Conflict`]; one whose time has passed is taken over.
pub async fn insert(
    tx: &mut Tx,
    key_hash: &[u8],
    known: &Known,
    today: NaiveDate,
    until: Option<NaiveDate>,
) -> Result<()> {
    const FORGET: &str = "DELETE FROM idempotency WHERE key_hash = $1 AND until < $2";
    const SQL: &str = "INSERT INTO idempotency (key_hash, body_hash, feedback_id, answer_due, until) \
                       VALUES ($1, $2, $3, $4, $5)";
    on_db!(tx, |c| sqlx::query(FORGET)
        .bind(key_hash)
        .bind(today)
        .execute(c)
        .await
        .map(drop)?);
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(key_hash)
        .bind(&known.body_hash)
        .bind(known.case.0)
        .bind(known.answer_due)
        .bind(until)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Forgets up to `limit` keys whose last day has passed; says how many.
pub async fn purge(tx: &mut Tx, today: NaiveDate, limit: i64) -> Result<u64> {
    const SQL: &str = "DELETE FROM idempotency WHERE key_hash IN \
                       (SELECT key_hash FROM idempotency WHERE until < $1 LIMIT $2)";
    Ok(on_db!(tx, |c| sqlx::query(SQL)
        .bind(today)
        .bind(limit)
        .execute(c)
        .await?
        .rows_affected()))
}
