//! What the public may see of records: the view `public_records`. What remains of withdrawn ones is in `removed`.

mod record;

pub use record::PublicRecord;
pub(crate) use record::{Row, public_columns};

use crate::removed::{self, Tombstone};
use crate::{Conn, Driver, Result, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{BatchId, RecordId, UnitId};
use sqlx::types::Json;
use std::collections::HashMap;
use uuid::Uuid;

/// What stands at a record's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Public.
    Public(Box<PublicRecord>),
    /// Taken down for a legal change: says which decision it was and why it went.
    Tombstone(Tombstone),
    /// Taken down for privacy, a minor or sealing; or 公示期满: nothing is said of it.
    Gone {
        /// 公示期满, rather than withdrawn.
        expired: bool,
    },
    /// Never public, or unknown.
    Unknown,
}
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", public_columns!(), " FROM public_records p ", $rest)
    };
}

fn records(rows: Vec<Row>) -> Result<Vec<PublicRecord>> {
    rows.into_iter().map(PublicRecord::try_from).collect()
}

/// What stands at the address of `reference` on `today`.
pub async fn look_up(conn: &mut Conn, reference: &str, today: NaiveDate) -> Result<Lookup> {
    const SQL: &str = select!("WHERE p.record_id = (SELECT r.id FROM records r WHERE r.ref = $1)");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(reference)
        .fetch_optional(c)
        .await?);
    match row.map(PublicRecord::try_from).transpose()? {
        Some(record) if record.publish_until.is_some_and(|until| until < today) => {
            Ok(Lookup::Gone { expired: true })
        }
        Some(record) => Ok(Lookup::Public(Box::new(record))),
        None => removed::look_up(conn, reference).await,
    }
}

/// The public records among `ids`, in the order of `ids`; those no longer public are left out.
pub async fn by_ids(conn: &mut Conn, ids: &[RecordId]) -> Result<Vec<PublicRecord>> {
    const SQLITE: &str = select!("WHERE p.record_id IN (SELECT unhex(value) FROM json_each($1))");
    const POSTGRES: &str = select!("WHERE p.record_id = ANY($1)");
    let rows: Vec<Row> = match conn.driver() {
        Driver::Sqlite(c) => {
            let hex: Vec<String> = ids.iter().map(|id| id.0.simple().to_string()).collect();
            sqlx::query_as(SQLITE).bind(Json(hex)).fetch_all(c).await?
        }
        Driver::Postgres(c) => {
            let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
            sqlx::query_as(POSTGRES).bind(ids).fetch_all(c).await?
        }
    };
    let places: HashMap<RecordId, usize> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let mut found = records(rows)?;
    found.sort_by_key(|record| places.get(&record.id).copied());
    Ok(found)
}

/// The last published records: of one day, the last stored ones first.
pub async fn latest(conn: &mut Conn, today: NaiveDate, limit: i64) -> Result<Vec<PublicRecord>> {
    const SQL: &str = select!(
        "WHERE p.publish_until IS NULL OR p.publish_until >= $1 ORDER BY p.published_on DESC, p.record_id DESC LIMIT $2"
    );
    records(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .bind(limit)
        .fetch_all(c)
        .await?))
}

/// Which public records are read one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Every one.
    All,
    /// Those of an import.
    Batch(BatchId),
    /// Those of a unit, without the units below it.
    Unit(UnitId),
}

/// Public records after `after` by row id, for filling the index.
pub async fn scan(
    conn: &mut Conn,
    after: Option<RecordId>,
    part: Part,
    limit: i64,
) -> Result<Vec<PublicRecord>> {
    const ALL: &str = select!("WHERE p.record_id > $1 ORDER BY p.record_id LIMIT $2");
    const BATCH: &str = select!("WHERE p.record_id > $1 AND p.batch_id = $3 ORDER BY p.record_id LIMIT $2");
    const UNIT: &str = select!("WHERE p.record_id > $1 AND p.unit_id = $3 ORDER BY p.record_id LIMIT $2");
    let after = after.map_or(Uuid::nil(), |id| id.0);
    let (sql, of) = match part {
        Part::All => {
            let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(ALL)
                .bind(after)
                .bind(limit)
                .fetch_all(c)
                .await?);
            return records(rows);
        }
        Part::Batch(batch) => (BATCH, batch.0),
        Part::Unit(unit) => (UNIT, unit.0),
    };
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(sql)
        .bind(after)
        .bind(limit)
        .bind(of)
        .fetch_all(c)
        .await?);
    records(rows)
}

/// How many records are public, and how many of them were published on `day`.
pub async fn count(conn: &mut Conn, day: NaiveDate) -> Result<(i64, i64)> {
    const SQL: &str = "SELECT COUNT(*), COUNT(*) FILTER (WHERE published_on = $1) FROM public_records \
                       WHERE publish_until IS NULL OR publish_until >= $1";
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(day)
        .fetch_one(c)
        .await?))
}

/// How many records of a year a unit shows, and from when to when they were decided.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Coverage {
    /// The unit.
    pub unit_id: Uuid,
    /// The year of the decisions; absent for those without a day.
    pub year: Option<String>,
    /// How many.
    pub records: i64,
    /// First decision.
    pub from_day: Option<NaiveDate>,
    /// Last decision.
    pub to_day: Option<NaiveDate>,
}

/// What is covered, by unit and year.
pub async fn coverage(conn: &mut Conn, today: NaiveDate) -> Result<Vec<Coverage>> {
    const SQL: &str = "SELECT unit_id, SUBSTR(CAST(decided_on AS TEXT), 1, 4) AS year, COUNT(*) AS records, \
                       MIN(decided_on) AS from_day, MAX(decided_on) AS to_day FROM public_records \
                       WHERE publish_until IS NULL OR publish_until >= $1 GROUP BY 1, 2";
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .fetch_all(c)
        .await?))
}

/// Violations by how often they occur: what the search box suggests.
pub async fn violations(conn: &mut Conn) -> Result<Vec<(String, i64)>> {
    const SQL: &str = "SELECT violation, COUNT(*) FROM public_records WHERE violation IS NOT NULL \
                       GROUP BY violation ORDER BY 2 DESC, 1 LIMIT 5000";
    Ok(on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?))
}

/// References for the sitemap: organisations' records only, newest first.
pub async fn for_sitemap(
    conn: &mut Conn,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<(String, DateTime<Utc>)>> {
    const SQL: &str = "SELECT ref, published_at FROM public_records WHERE NOT personal \
                       AND (publish_until IS NULL OR publish_until >= $1) ORDER BY published_on DESC, record_id DESC LIMIT $2";
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .bind(limit)
        .fetch_all(c)
        .await?))
}

/// Records whose 公示期 ended before `today`: to be taken from the index.
pub async fn expired(conn: &mut Conn, today: NaiveDate) -> Result<Vec<RecordId>> {
    const SQL: &str = "SELECT record_id FROM public_records WHERE publish_until < $1";
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL).bind(today).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| RecordId(id)).collect())
}
