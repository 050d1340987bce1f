//! Decisions that are kept from the public one by one and may be told in counts.

use crate::{Conn, Driver, Error, Result, on_db};
use chrono::NaiveDate;
use domain::clock::start_of;
use domain::ids::UnitId;
use domain::record::PenaltyKind;
use uuid::Uuid;

/// How many decisions are alike in all of this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The unit.
    pub unit: UnitId,
    /// First day of the month of decision.
    pub month: NaiveDate,
    /// 违法行为.
    pub violation: Option<String>,
    /// Classes of penalty.
    pub penalty_kinds: Vec<PenaltyKind>,
    /// How many.
    pub count: u64,
}

// Sealed by the policy before they were public or after it, of imports that ended.
macro_rules! sealed {
    ($select:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM records r JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision \
             WHERE ((r.ruling = 'sealed' AND r.version = 0) OR r.withdrawn_code = 'sealed') \
             AND r.id NOT IN (SELECT b.record_id FROM record_originals b JOIN import_batches i ON i.id = b.batch_id \
             WHERE i.released_at IS NULL)",
            $rest
        )
    };
}

/// How many had come in before `end`: changes whenever [`counted`] does, but for a correction.
pub async fn count(conn: &mut Conn, end: NaiveDate) -> Result<i64> {
    const SQL: &str = sealed!("COUNT(*)", " AND r.created_at < $1");
    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(start_of(end))
        .fetch_one(c)
        .await?);
    Ok(count)
}

#[derive(sqlx::FromRow)]
struct Row {
    unit_id: Uuid,
    month: String,
    violation: Option<String>,
    penalty_kinds: Option<String>,
    count: i64,
}

/// The sealed decisions that were made and had come in before `end`; those without a date are in no count.
pub async fn counted(conn: &mut Conn, end: NaiveDate) -> Result<Vec<Alike>> {
    const SQLITE: &str = sealed!(
        "r.unit_id, substr(json_extract(o.content, '$.decided_on'), 1, 7) AS month, \
         json_extract(o.content, '$.violation') AS violation, \
         json_extract(o.content, '$.penalty_kinds') AS penalty_kinds, COUNT(*) AS count",
        " AND json_extract(o.content, '$.decided_on') < $1 AND r.created_at < $2 GROUP BY 1, 2, 3, 4"
    );
    const POSTGRES: &str = sealed!(
        "r.unit_id, substr(o.content ->> 'decided_on', 1, 7) AS month, o.content ->> 'violation' AS violation, \
         o.content ->> 'penalty_kinds' AS penalty_kinds, COUNT(*) AS count",
        " AND o.content ->> 'decided_on' < $1 AND r.created_at < $2 GROUP BY 1, 2, 3, 4"
    );
    let (day, start) = (end.to_string(), start_of(end));
    let rows: Vec<Row> = match conn.driver() {
        Driver::Sqlite(c) => sqlx::query_as(SQLITE).bind(day).bind(start).fetch_all(c).await?,
        Driver::Postgres(c) => {
            sqlx::query_as(POSTGRES)
                .bind(day)
                .bind(start)
                .fetch_all(c)
                .await?
        }
    };
    rows.into_iter().map(Alike::try_from).collect()
}

impl TryFrom<Row> for Alike {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let bad = |column, value: &str| Error::inconsistent("record_originals", column, value);
        let kinds = row.penalty_kinds.as_deref().unwrap_or("[]");
        Ok(Self {
            unit: UnitId(row.unit_id),
            month: format!("{}-01", row.month)
                .parse()
                .map_err(|_| bad("decided_on", &row.month))?,
            violation: row.violation,
            penalty_kinds: serde_json::from_str(kinds).map_err(|_| bad("penalty_kinds", kinds))?,
            count: row.count.unsigned_abs(),
        })
    }
}
