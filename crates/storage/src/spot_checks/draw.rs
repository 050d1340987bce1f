//! What a check draws from, and what it drew.

use super::reviewed;
use crate::{Conn, Result, Tx, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{RecordId, SpotCheckId, UnitId, UserId};
use domain::record::RecordKind;
use domain::spot_check::{Plan, Seed};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is public on `$1` and first became so between `$2` and `$3`; of the kind `$4` or of any where that is empty, of
/// the unit `$6` and those below it or of any where `$5`; where `$7`, only what nobody reviewed.
macro_rules! in_frame {
    ($select:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM public_records p WHERE (p.publish_until IS NULL OR p.publish_until >= $1) \
             AND p.published_on BETWEEN $2 AND $3 AND ($4 = '' OR p.kind = $4) \
             AND ($5 OR p.unit_id IN (WITH RECURSIVE below (id) AS (SELECT u.id FROM units u WHERE u.id = $6 \
             UNION SELECT u.id FROM units u JOIN below b ON u.parent_id = b.id) SELECT id FROM below)) \
             AND NOT ($7 AND ",
            reviewed!(),
            ")"
        )
    };
}

macro_rules! of_plan {
    ($query:expr, $plan:expr, $today:expr) => {
        $query
            .bind($today)
            .bind($plan.from)
            .bind($plan.to)
            .bind($plan.kind.map_or("", RecordKind::as_str))
            .bind($plan.unit.is_none())
            .bind($plan.unit.map_or(Uuid::nil(), |unit| unit.0))
            .bind($plan.unreviewed)
    };
}

/// Every public record that a plan draws from, by unit.
pub async fn frame(
    conn: &mut Conn,
    plan: &Plan,
    today: NaiveDate,
) -> Result<BTreeMap<UnitId, Vec<RecordId>>> {
    const SQL: &str = in_frame!("p.unit_id, p.record_id");
    let rows: Vec<(Uuid, Uuid)> = on_db!(conn, |c| of_plan!(sqlx::query_as(SQL), plan, today)
        .fetch_all(c)
        .await?);
    let mut frame: BTreeMap<UnitId, Vec<RecordId>> = BTreeMap::new();
    for (unit, record) in rows {
        frame.entry(UnitId(unit)).or_default().push(RecordId(record));
    }
    Ok(frame)
}

/// How many these are.
pub async fn count_frame(conn: &mut Conn, plan: &Plan, today: NaiveDate) -> Result<u64> {
    const SQL: &str = in_frame!("COUNT(*)");
    let (count,): (i64,) = on_db!(conn, |c| of_plan!(sqlx::query_as(SQL), plan, today)
        .fetch_one(c)
        .await?);
    Ok(count.unsigned_abs())
}

/// A check that is about to be kept.
#[derive(Debug)]
pub struct NewSpotCheck<'a> {
    /// Row id.
    pub id: SpotCheckId,
    /// What it draws from.
    pub plan: &'a Plan,
    /// Where its numbers come from.
    pub seed: Seed,
    /// Who draws, and when.
    pub drawn: (UserId, DateTime<Utc>),
    /// How many records of each unit it draws from.
    pub units: &'a BTreeMap<UnitId, Vec<RecordId>>,
}

/// Adds a check under the next number, which is returned.
pub async fn insert(tx: &mut Tx, new: &NewSpotCheck<'_>) -> Result<i32> {
    const SQL: &str = "INSERT INTO spot_checks (id, number, from_day, to_day, unit_id, kind, unreviewed, seed, drawn_by, drawn_at) \
                       SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM spot_checks \
                       RETURNING number";
    const UNIT: &str = "INSERT INTO spot_check_units (check_id, unit_id, records) VALUES ($1, $2, $3)";
    let plan = new.plan;
    let (number,): (i32,) = on_db!(tx, |c| sqlx::query_as(SQL)
        .bind(new.id.0)
        .bind(plan.from)
        .bind(plan.to)
        .bind(plan.unit.map(|unit| unit.0))
        .bind(plan.kind.map(RecordKind::as_str))
        .bind(plan.unreviewed)
        .bind(new.seed.to_string())
        .bind(new.drawn.0.0)
        .bind(new.drawn.1)
        .fetch_one(c)
        .await?);
    for (unit, records) in new.units {
        let records = i64::try_from(records.len()).unwrap_or(i64::MAX);
        on_db!(tx, |c| sqlx::query(UNIT)
            .bind(new.id.0)
            .bind(unit.0)
            .bind(records)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(number)
}

/// Puts a drawn record into a check; `false` when it is public no longer.
pub async fn put(
    tx: &mut Tx,
    (check, place): (SpotCheckId, i32),
    record: RecordId,
    today: NaiveDate,
) -> Result<bool> {
    const SQL: &str = concat!(
        "INSERT INTO spot_check_items (check_id, place, record_id, version, revision, reviewed) \
         SELECT $1, $2, p.record_id, p.version, p.revision, ",
        reviewed!(),
        " FROM public_records p WHERE p.record_id = $3 AND (p.publish_until IS NULL OR p.publish_until >= $4)"
    );
    let rows = on_db!(tx, |c| sqlx::query(SQL)
        .bind(check.0)
        .bind(place)
        .bind(record.0)
        .bind(today)
        .execute(c)
        .await?
        .rows_affected());
    Ok(rows == 1)
}
