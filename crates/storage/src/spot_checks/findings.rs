//! The desk's list of what spot checks found.

use super::item::Finding;
use super::items::{FindingRow, finding_columns};
use super::shown;
use crate::record_now::record_now;
use crate::{Conn, Error, Result, Tx, on_db, one};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{SpotCheckId, UnitId};
use domain::objection::RecordNow;
use domain::spot_check::{FindingKind, Settled};
use uuid::Uuid;

/// Which findings are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Those that wait for the desk.
    Open,
    /// Those that were settled, or went with their records.
    Done,
}

/// A finding with where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The number of the check.
    pub check: i32,
    /// The record's place in it.
    pub place: i32,
    /// `R-…`.
    pub reference: String,
    /// Whose it is.
    pub unit: UnitId,
    /// What it is called in public, while it is.
    pub title: Option<String>,
    /// What has become of it since.
    pub record_now: RecordNow,
    /// When it was found.
    pub found_at: DateTime<Utc>,
    /// What was seen.
    pub words: String,
    /// What.
    pub finding: Finding,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    finding: FindingRow,
    number: i32,
    item: i32,
    #[sqlx(rename = "ref")]
    reference: String,
    unit_id: Uuid,
    withdrawn_code: Option<String>,
    title: Option<String>,
    version_now: Option<i32>,
    version: i32,
    judged_at: DateTime<Utc>,
    words: Option<String>,
}

impl TryFrom<Row> for Found {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let now = record_now(row.withdrawn_code.as_deref(), row.version_now, row.version)?;
        Ok(Self {
            check: row.number,
            place: row.item,
            reference: row.reference,
            unit: UnitId(row.unit_id),
            title: row.title,
            record_now: now,
            found_at: row.judged_at,
            words: row.words.unwrap_or_default(),
            finding: row.finding.finding(now)?,
        })
    }
}

macro_rules! from_findings {
    ($select:expr, $condition:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM spot_check_findings f JOIN spot_check_items i ON i.check_id = f.check_id AND i.place = f.place \
             JOIN spot_checks c ON c.id = f.check_id JOIN records r ON r.id = i.record_id",
            shown!(),
            " LEFT JOIN users b ON b.id = f.settled_by WHERE ",
            $condition,
            $rest
        )
    };
}
macro_rules! columns {
    () => {
        concat!(
            finding_columns!(),
            ", c.number, i.place AS item, r.ref, r.unit_id, r.withdrawn_code, p.title, p.version AS version_now, i.version, \
             i.judged_at, i.words"
        )
    };
}

/// Findings: what waits first found first, the rest last judged first.
pub async fn findings(
    conn: &mut Conn,
    listed: Listed,
    today: NaiveDate,
    (limit, offset): (i64, i64),
) -> Result<Vec<Found>> {
    const OPEN: &str = from_findings!(
        columns!(),
        "f.outcome IS NULL AND p.record_id IS NOT NULL",
        " ORDER BY i.judged_at, c.number, i.place, f.kind LIMIT $2 OFFSET $3"
    );
    const DONE: &str = from_findings!(
        columns!(),
        "(f.outcome IS NOT NULL OR p.record_id IS NULL)",
        " ORDER BY i.judged_at DESC, c.number, i.place, f.kind LIMIT $2 OFFSET $3"
    );
    let sql = match listed {
        Listed::Open => OPEN,
        Listed::Done => DONE,
    };
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(sql)
        .bind(today)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(Found::try_from).collect()
}

/// How many findings wait for the desk, and how many do not any longer.
pub async fn count_findings(conn: &mut Conn, today: NaiveDate) -> Result<(u64, u64)> {
    const SQL: &str = from_findings!(
        "COUNT(*), COUNT(CASE WHEN f.outcome IS NULL AND p.record_id IS NOT NULL THEN 1 END)",
        "1 = 1",
        ""
    );
    let (all, open): (i64, i64) = on_db!(conn, |c| sqlx::query_as(SQL).bind(today).fetch_one(c).await?);
    Ok((open.unsigned_abs(), (all - open).unsigned_abs()))
}

/// Keeps what the desk said of a finding. [`Error::Stale`] when it was settled before.
pub async fn settle(
    tx: &mut Tx,
    (id, place): (SpotCheckId, i32),
    kind: FindingKind,
    settled: &Settled,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "UPDATE spot_check_findings SET outcome = $4, reason = $5, settled_by = $6, settled_at = $7 \
                       WHERE check_id = $1 AND place = $2 AND kind = $3 AND outcome IS NULL";
    let kept = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(place)
        .bind(kind.as_str())
        .bind(settled.settlement().outcome().as_str())
        .bind(settled.settlement().reason())
        .bind(settled.by().0)
        .bind(at)
        .execute(c)
        .await?
        .rows_affected());
    one(kept)
}
