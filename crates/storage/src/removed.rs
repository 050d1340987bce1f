//! What is told of records that are public no more: tombstones, and the bare fact that one went.

use crate::public::Lookup;
use crate::{Conn, Error, Result, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::legal_day;
use domain::ids::UnitId;
use domain::record::{RecordKind, WithdrawalCode};
use uuid::Uuid;

/// What remains of a withdrawn record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// `R-…`.
    pub reference: String,
    /// What kind of enforcement it showed.
    pub kind: RecordKind,
    /// 文号.
    pub document_number: Option<String>,
    /// The unit.
    pub unit: UnitId,
    /// When it was taken down.
    pub withdrawn_at: DateTime<Utc>,
    /// Why.
    pub code: WithdrawalCode,
}

/// A record that left the public, for those who keep a copy: withdrawn for whatever reason, or 公示期满.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// `R-…`.
    pub reference: String,
    /// The day it went; the hour is nobody's business.
    pub on: NaiveDate,
    /// Why, where the law asks for the reason to be told.
    pub reason: Option<WithdrawalCode>,
}

#[derive(sqlx::FromRow)]
struct TombstoneRow {
    #[sqlx(rename = "ref")]
    reference: String,
    told_kind: Option<String>,
    told_number: Option<String>,
    unit_id: Uuid,
    withdrawn_at: DateTime<Utc>,
    withdrawn_code: String,
}

impl TryFrom<TombstoneRow> for Tombstone {
    type Error = Error;
    fn try_from(row: TombstoneRow) -> Result<Self> {
        let kind = row.told_kind.unwrap_or_default();
        let odd = || Error::inconsistent("records", "told_kind", &kind);
        Ok(Self {
            reference: row.reference,
            kind: RecordKind::parse(&kind).ok_or_else(odd)?,
            document_number: row.told_number,
            unit: UnitId(row.unit_id),
            withdrawn_at: row.withdrawn_at,
            code: code(&row.withdrawn_code)?,
        })
    }
}

fn code(stored: &str) -> Result<WithdrawalCode> {
    WithdrawalCode::parse(stored).ok_or_else(|| Error::inconsistent("records", "withdrawn_code", stored))
}

macro_rules! stones {
    ($($rest:tt)+) => {
        concat!(
            "SELECT ref, told_kind, told_number, unit_id, withdrawn_at, withdrawn_code FROM records \
             WHERE withdrawn_at IS NOT NULL AND ",
            $($rest)+
        )
    };
}

/// What stands at the address of a reference that is not public.
pub(crate) async fn look_up(conn: &mut Conn, reference: &str) -> Result<Lookup> {
    const SQL: &str = stones!("ref = $1");
    let row: Option<TombstoneRow> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(reference)
        .fetch_optional(c)
        .await?);
    Ok(match row {
        None => Lookup::Unknown,
        Some(row) if code(&row.withdrawn_code)?.leaves_tombstone() => Lookup::Tombstone(row.try_into()?),
        Some(_) => Lookup::Gone { expired: false },
    })
}

// The codes of `WithdrawalCode::leaves_tombstone`; a test holds the two together.
macro_rules! told {
    () => {
        "withdrawn_code IN ('revoked', 'changed', 'unlawful', 'void', 'published-in-error')"
    };
}

/// How many records left a tombstone, and one page of them, last withdrawn first.
pub async fn tombstones(conn: &mut Conn, limit: i64, offset: i64) -> Result<(i64, Vec<Tombstone>)> {
    const COUNT: &str = concat!(
        "SELECT COUNT(*) FROM records WHERE withdrawn_at IS NOT NULL AND ",
        told!()
    );
    const PAGE: &str = stones!(told!(), " ORDER BY withdrawn_at DESC, ref LIMIT $1 OFFSET $2");
    let (total,): (i64,) = on_db!(conn, |c| sqlx::query_as(COUNT).fetch_one(c).await?);
    let rows: Vec<TombstoneRow> = on_db!(conn, |c| sqlx::query_as(PAGE)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    let page: Result<Vec<Tombstone>> = rows.into_iter().map(Tombstone::try_from).collect();
    Ok((total, page?))
}

/// Reference and document number of records that left a tombstone, last withdrawn first.
pub async fn numbers(conn: &mut Conn, limit: i64) -> Result<Vec<(String, String)>> {
    const SQL: &str = concat!(
        "SELECT ref, told_number FROM records WHERE told_number IS NOT NULL AND withdrawn_at IS NOT NULL AND ",
        told!(),
        " ORDER BY withdrawn_at DESC, ref LIMIT $1"
    );
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(limit)
        .fetch_all(c)
        .await?))
}

/// The statement for records of the unit $4 and those below it, or of every unit.
macro_rules! of_units {
    ($select:literal, $order:literal) => {
        concat!(
            $select,
            " AND ($4 IS NULL OR unit_id IN (WITH RECURSIVE below (id) AS (SELECT id FROM units WHERE id = $4 UNION \
             SELECT u.id FROM units u JOIN below b ON u.parent_id = b.id) SELECT id FROM below)) ORDER BY ",
            $order,
            " DESC, ref LIMIT $3"
        )
    };
}

/// Records that left the public between two instants: of a unit and of those below it, or
/// of all; at most `limit` that were withdrawn and as many whose term ended, the last of each.
pub async fn removals(
    conn: &mut Conn,
    unit: Option<UnitId>,
    (since, now): (DateTime<Utc>, DateTime<Utc>),
    limit: i64,
) -> Result<Vec<Removal>> {
    const WITHDRAWN: &str = of_units!(
        "SELECT ref, withdrawn_at, withdrawn_code FROM records WHERE withdrawn_at >= $1 AND withdrawn_at <= $2",
        "withdrawn_at"
    );
    const EXPIRED: &str = of_units!(
        "SELECT ref, publish_until FROM public_records WHERE publish_until >= $1 AND publish_until < $2",
        "publish_until"
    );
    let unit = unit.map(|unit| unit.0);
    let withdrawn: Vec<(String, DateTime<Utc>, String)> = on_db!(conn, |c| sqlx::query_as(WITHDRAWN)
        .bind(since)
        .bind(now)
        .bind(limit)
        .bind(unit)
        .fetch_all(c)
        .await?);
    let expired: Vec<(String, NaiveDate)> = on_db!(conn, |c| sqlx::query_as(EXPIRED)
        .bind(legal_day(since))
        .bind(legal_day(now))
        .bind(limit)
        .bind(unit)
        .fetch_all(c)
        .await?);
    let withdrawn = withdrawn.into_iter().map(|(reference, at, stored)| {
        Ok(Removal {
            reference,
            on: legal_day(at),
            reason: Some(code(&stored)?).filter(|code| code.leaves_tombstone()),
        })
    });
    let mut all: Vec<Removal> = withdrawn.collect::<Result<_>>()?;
    // The last public day is the day of `publish_until` itself.
    all.extend(expired.into_iter().map(|(reference, until)| Removal {
        reference,
        on: until.succ_opt().unwrap_or(until),
        reason: None,
    }));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_names_the_codes_that_leave_a_tombstone() {
        const SQL: &str = told!();
        for code in WithdrawalCode::ALL {
            let named = SQL.contains(&format!("'{}'", code.as_str()));
            assert_eq!(named, code.leaves_tombstone(), "{}", code.as_str());
        }
    }
}
