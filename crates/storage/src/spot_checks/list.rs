//! Checks with what came of them so far.

use super::shown;
use crate::{Conn, Error, Result, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{SpotCheckId, UnitId};
use domain::record::RecordKind;
use domain::spot_check::{Seed, Tally};
use uuid::Uuid;

/// A check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotCheck {
    /// Row id.
    pub id: SpotCheckId,
    /// What people call it by.
    pub number: i32,
    /// First published from this day to that one.
    pub days: (NaiveDate, NaiveDate),
    /// Of this unit and those below it.
    pub unit: Option<UnitId>,
    /// Of this kind.
    pub kind: Option<RecordKind>,
    /// Only what nobody reviewed.
    pub unreviewed: bool,
    /// Where the numbers of the draw come from.
    pub seed: Seed,
    /// Who drew, by display name, and when.
    pub drawn: (String, DateTime<Utc>),
    /// How far it has come.
    pub tally: Tally,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: i32,
    from_day: NaiveDate,
    to_day: NaiveDate,
    unit_id: Option<Uuid>,
    kind: Option<String>,
    unreviewed: bool,
    seed: String,
    drawn_by: String,
    drawn_at: DateTime<Utc>,
    frame: i64,
    drawn: i64,
    judged: i64,
    in_order: i64,
    gone: i64,
    waiting: i64,
}

impl TryFrom<Row> for SpotCheck {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let bad = |column, value: &str| Error::inconsistent("spot_checks", column, value);
        let kind = |word: &str| RecordKind::parse(word).ok_or_else(|| bad("kind", word));
        Ok(Self {
            id: SpotCheckId(row.id),
            number: row.number,
            days: (row.from_day, row.to_day),
            unit: row.unit_id.map(UnitId),
            kind: row.kind.as_deref().map(kind).transpose()?,
            unreviewed: row.unreviewed,
            seed: Seed::parse(&row.seed).ok_or_else(|| bad("seed", &row.seed))?,
            drawn: (row.drawn_by, row.drawn_at),
            tally: Tally {
                frame: row.frame.unsigned_abs(),
                drawn: row.drawn.unsigned_abs(),
                judged: row.judged.unsigned_abs(),
                in_order: row.in_order.unsigned_abs(),
                left: row.gone.unsigned_abs(),
                open: row.waiting.unsigned_abs(),
            },
        })
    }
}

/// `$1` is the day. A finding whose record is public no longer waits for nobody.
macro_rules! selected {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.number, c.from_day, c.to_day, c.unit_id, c.kind, c.unreviewed, c.seed, \
             a.display_name AS drawn_by, c.drawn_at, \
             (SELECT CAST(COALESCE(SUM(n.records), 0) AS BIGINT) FROM spot_check_units n WHERE n.check_id = c.id) AS frame, \
             t.drawn, t.judged, t.in_order, t.gone, t.waiting \
             FROM spot_checks c JOIN users a ON a.id = c.drawn_by \
             JOIN (SELECT i.check_id, COUNT(*) AS drawn, COUNT(i.judged_at) AS judged, \
             COUNT(CASE WHEN i.judged_at IS NOT NULL AND f.place IS NULL THEN 1 END) AS in_order, \
             COUNT(CASE WHEN i.judged_at IS NULL AND p.record_id IS NULL THEN 1 END) AS gone, \
             CAST(COALESCE(SUM(CASE WHEN p.record_id IS NOT NULL THEN f.open END), 0) AS BIGINT) AS waiting \
             FROM spot_check_items i JOIN records r ON r.id = i.record_id",
            shown!(),
            " LEFT JOIN (SELECT s.check_id, s.place, COUNT(CASE WHEN s.outcome IS NULL THEN 1 END) AS open \
             FROM spot_check_findings s GROUP BY s.check_id, s.place) f ON f.check_id = i.check_id AND f.place = i.place \
             GROUP BY i.check_id) t ON t.check_id = c.id ",
            $rest
        )
    };
}

/// Checks, last drawn first.
pub async fn list(conn: &mut Conn, today: NaiveDate, (limit, offset): (i64, i64)) -> Result<Vec<SpotCheck>> {
    const SQL: &str = selected!("ORDER BY c.number DESC LIMIT $2 OFFSET $3");
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(SpotCheck::try_from).collect()
}

/// The check of a number.
pub async fn find(conn: &mut Conn, number: i32, today: NaiveDate) -> Result<Option<SpotCheck>> {
    const SQL: &str = selected!("WHERE c.number = $2");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .bind(number)
        .fetch_optional(c)
        .await?);
    row.map(SpotCheck::try_from).transpose()
}

/// How many checks there are.
pub async fn count(conn: &mut Conn) -> Result<u64> {
    const SQL: &str = "SELECT COUNT(*) FROM spot_checks";
    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL).fetch_one(c).await?);
    Ok(count.unsigned_abs())
}

/// The next record behind a place that waits for its judgement and is public, from the beginning again behind the last.
pub async fn next_waiting(
    conn: &mut Conn,
    (id, place): (SpotCheckId, i32),
    today: NaiveDate,
) -> Result<Option<i32>> {
    const SQL: &str = concat!(
        "SELECT i.place FROM spot_check_items i JOIN records r ON r.id = i.record_id",
        shown!(),
        " WHERE i.check_id = $2 AND i.place <> $3 AND i.judged_at IS NULL AND p.record_id IS NOT NULL \
         ORDER BY i.place < $3, i.place LIMIT 1"
    );
    let row: Option<(i32,)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .bind(id.0)
        .bind(place)
        .fetch_optional(c)
        .await?);
    Ok(row.map(|(place,)| place))
}

/// What a unit had in the frame, gave and was found to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitShare {
    /// The unit.
    pub unit: UnitId,
    /// Records in the frame.
    pub frame: u64,
    /// Drawn.
    pub drawn: u64,
    /// Judged.
    pub judged: u64,
    /// Judged, with findings.
    pub with_findings: u64,
}

/// Every unit that had any, most first.
pub async fn units(conn: &mut Conn, id: SpotCheckId) -> Result<Vec<UnitShare>> {
    const SQL: &str = "SELECT n.unit_id, n.records, COUNT(i.place), COUNT(i.judged_at), COUNT(f.place) \
         FROM spot_check_units n LEFT JOIN (SELECT i.check_id, i.place, i.judged_at, r.unit_id FROM spot_check_items i \
         JOIN records r ON r.id = i.record_id) i ON i.check_id = n.check_id AND i.unit_id = n.unit_id \
         LEFT JOIN (SELECT DISTINCT s.check_id, s.place FROM spot_check_findings s) f \
         ON f.check_id = i.check_id AND f.place = i.place \
         WHERE n.check_id = $1 GROUP BY n.unit_id, n.records ORDER BY n.records DESC, n.unit_id";
    let rows: Vec<(Uuid, i64, i64, i64, i64)> =
        on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    let share = |(unit, frame, drawn, judged, found): (Uuid, i64, i64, i64, i64)| UnitShare {
        unit: UnitId(unit),
        frame: frame.unsigned_abs(),
        drawn: drawn.unsigned_abs(),
        judged: judged.unsigned_abs(),
        with_findings: found.unsigned_abs(),
    };
    Ok(rows.into_iter().map(share).collect())
}
