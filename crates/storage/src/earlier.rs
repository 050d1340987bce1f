//! Earlier public texts of records that are public: those that a factual correction replaced.

use crate::public::{PublicRecord, Row, public_columns};
use crate::{Conn, Result, Tx, on_db};
use chrono::{DateTime, Utc};
use domain::ids::RecordId;

/// A public text that another has replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// As it was public, masked.
    pub record: PublicRecord,
    /// The original that it was made from.
    pub revision: i32,
    /// When the next version took its place.
    pub replaced_at: DateTime<Utc>,
    /// Why, as the publisher told the public.
    pub reason: Option<String>,
}

#[derive(sqlx::FromRow)]
struct EarlierRow {
    #[sqlx(flatten)]
    row: Row,
    revision: i32,
    replaced_at: DateTime<Utc>,
    reason: Option<String>,
}

/// Every earlier text of a record that may still be read, first to last: without a gap up to the public one.
pub async fn list(conn: &mut Conn, id: RecordId) -> Result<Vec<Earlier>> {
    const SQL: &str = concat!(
        "SELECT ",
        public_columns!(),
        ", p.revision, p.replaced_at, p.reason FROM record_versions p WHERE p.record_id = $1 ORDER BY p.version"
    );
    let rows: Vec<EarlierRow> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    let earlier = |earlier: EarlierRow| {
        Ok(Earlier {
            record: earlier.row.try_into()?,
            revision: earlier.revision,
            replaced_at: earlier.replaced_at,
            reason: earlier.reason,
        })
    };
    rows.into_iter().map(earlier).collect()
}

/// Keeps the public text of a record before another takes its place, with the reason that was submitted with that one.
pub(crate) async fn keep(tx: &mut Tx, id: RecordId, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "INSERT INTO record_versions (record_id, revision, version, published_at, replaced_at, ref, unit_id, personal, \
         kind, title, document_number, decided_on, party_name, party_type, violation, facts, legal_basis, penalty_kinds, \
         penalty_text, fine_fen, confiscated_fen, detention_days, body, acted_on, published_on, publish_until, source_url, reason) \
         SELECT record_id, revision, version, published_at, $2, ref, unit_id, personal, kind, title, document_number, \
         decided_on, party_name, party_type, violation, facts, legal_basis, penalty_kinds, penalty_text, fine_fen, \
         confiscated_fen, detention_days, body, acted_on, published_on, publish_until, source_url, \
         (SELECT s.reason FROM records r JOIN record_rounds s ON s.record_id = r.id AND s.round = r.round WHERE r.id = $1) \
         FROM record_public WHERE record_id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Deletes every earlier text of a record; says how many there were. Whoever calls it tells the pages.
pub(crate) async fn forget(tx: &mut Tx, id: RecordId) -> Result<u64> {
    const SQL: &str = "DELETE FROM record_versions WHERE record_id = $1";
    Ok(on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .execute(c)
        .await?
        .rows_affected()))
}
