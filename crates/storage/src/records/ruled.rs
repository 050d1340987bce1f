//! What was decided about records, for a policy that is about to change.

use crate::index_changes::{self, Change as IndexChange};
use crate::{Conn, Result, Tx, on_db, one};
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::masking::choice::Choices;
use domain::record::Content;
use sqlx::types::Json;
use uuid::Uuid;

/// A record that is public or held back.
#[derive(Debug, Clone)]
pub struct Ruled {
    /// Row id.
    pub id: RecordId,
    /// `R-…`.
    pub reference: String,
    /// The original of the public text, or the newest of a held one.
    pub original: Content,
    /// Of a public one: first publication, and the last day on which it is shown.
    pub shown: Option<(NaiveDate, Option<NaiveDate>)>,
    /// What people decided about single passages.
    pub choices: Choices,
    /// The ground of an exception from the policy that a leader granted.
    pub exception: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    #[sqlx(rename = "ref")]
    reference: String,
    content: Json<Content>,
    published_on: Option<NaiveDate>,
    publish_until: Option<NaiveDate>,
    maskings: Json<Choices>,
    exception: Option<String>,
}

/// Records behind `after` by row id that are public today or held back, of imports that ended.
pub async fn ruled(
    conn: &mut Conn,
    after: Option<RecordId>,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Ruled>> {
    const SQL: &str = "SELECT r.id, r.ref, o.content, r.maskings, p.published_on, p.publish_until, \
         (SELECT e.ground FROM record_exceptions e WHERE e.record_id = r.id AND e.granted \
         ORDER BY e.number DESC LIMIT 1) AS exception FROM records r \
         LEFT JOIN record_public p ON p.record_id = r.id \
         JOIN record_originals o ON o.record_id = r.id AND o.revision = COALESCE(p.revision, r.revision) \
         WHERE r.id > $1 AND r.withdrawn_at IS NULL \
         AND (p.record_id IS NOT NULL OR (r.version = 0 AND r.ruling IN ('sealed', 'never'))) \
         AND (p.publish_until IS NULL OR p.publish_until >= $2) \
         AND r.id NOT IN (SELECT b.record_id FROM record_originals b JOIN import_batches i ON i.id = b.batch_id \
         WHERE i.released_at IS NULL) ORDER BY r.id LIMIT $3";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(after.map_or(Uuid::nil(), |id| id.0))
        .bind(today)
        .bind(limit)
        .fetch_all(c)
        .await?);
    Ok(rows.into_iter().map(Ruled::from).collect())
}

impl From<Row> for Ruled {
    fn from(row: Row) -> Self {
        Self {
            id: RecordId(row.id),
            reference: row.reference,
            original: row.content.0,
            shown: row.published_on.map(|on| (on, row.publish_until)),
            choices: row.maskings.0,
            exception: row.exception,
        }
    }
}

/// Makes a held record a draft again. [`crate::Error::Stale`] when it is not held.
pub async fn release(tx: &mut Tx, id: RecordId) -> Result<()> {
    const SQL: &str = "UPDATE records SET ruling = NULL, ground = NULL, ruling_batch_id = NULL \
                       WHERE id = $1 AND version = 0 AND ruling IN ('sealed', 'never')";
    one(on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .execute(c)
        .await?
        .rows_affected()))
}

/// Shows a public record until another day, or without end. [`crate::Error::Stale`] when it is not public.
pub async fn show_until(tx: &mut Tx, id: RecordId, until: Option<NaiveDate>) -> Result<()> {
    const SQL: &str = "UPDATE record_public SET publish_until = $2 WHERE record_id = $1";
    one(on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(until)
        .execute(c)
        .await?
        .rows_affected()))?;
    index_changes::append(tx, IndexChange::Record(id)).await
}
