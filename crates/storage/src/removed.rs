//! What is told of records that are public no more: tombstones, and the bare fact that one went.

use crate::public::Lookup;
use crate::{Conn, Error, Result, on_db};
use chrono::{DateTime, NaiveDate, Utc};
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
    /// Who had published it.
    pub unit: UnitId,
    /// The day it went; the hour is nobody's business.
    pub on: NaiveDate,
    /// Why, where the law asks for the reason to be told.
    pub reason: Option<WithdrawalCode>,
}

#[derive(sqlx::FromRow)]
struct TombstoneRow {
    #[sqlx(rename = "ref")]
    reference: String,
    kind: String,
    document_number: Option<String>,
    unit_id: Uuid,
    withdrawn_at: DateTime<Utc>,
    withdrawn_code: String,
}

impl TryFrom<TombstoneRow> for Tombstone {
    type Error = Error;
    fn try_from(row: TombstoneRow) -> Result<Self> {
        let odd = || Error::inconsistent("record_originals", "kind", &row.kind);
        Ok(Self {
            reference: row.reference,
            kind: RecordKind::parse(&row.kind).ok_or_else(odd)?,
            document_number: row.document_number,
            unit: UnitId(row.unit_id),
            withdrawn_at: row.withdrawn_at,
            code: code(&row.withdrawn_code)?,
        })
    }
}

fn code(stored: &str) -> Result<WithdrawalCode> {
    WithdrawalCode::parse(stored).ok_or_else(|| Error::inconsistent("records", "withdrawn_code", stored))
}

// With the public text its kind is gone: of the original the kind alone is read.
macro_rules! stones {
    ($($rest:tt)+) => {
        concat!(
            "SELECT r.ref, o.content ->> 'kind' AS kind, r.document_number, r.unit_id, r.withdrawn_at, r.withdrawn_code \
             FROM records r JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision \
             WHERE r.withdrawn_at IS NOT NULL AND ",
            $($rest)+
        )
    };
}

/// What stands at the address of a reference that is not public.
pub(crate) async fn look_up(conn: &mut Conn, reference: &str) -> Result<Lookup> {
    const SQL: &str = stones!("r.ref = $1");
    let row: Option<TombstoneRow> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(reference)
        .fetch_optional(c)
        .await?);
    Ok(match row.map(Tombstone::try_from).transpose()? {
        None => Lookup::Unknown,
        Some(tombstone) if tombstone.code.leaves_tombstone() => Lookup::Tombstone(tombstone),
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
    const PAGE: &str = stones!(told!(), " ORDER BY r.withdrawn_at DESC, r.ref LIMIT $1 OFFSET $2");
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
        "SELECT ref, document_number FROM records WHERE document_number IS NOT NULL AND withdrawn_at IS NOT NULL AND ",
        told!(),
        " ORDER BY withdrawn_at DESC, ref LIMIT $1"
    );
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(limit)
        .fetch_all(c)
        .await?))
}

/// Records that left the public from the instant `since` on, last first.
pub async fn removals(
    conn: &mut Conn,
    since: DateTime<Utc>,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Removal>> {
    const WITHDRAWN: &str = "SELECT ref, unit_id, withdrawn_at, withdrawn_code FROM records \
                             WHERE withdrawn_at >= $1 ORDER BY withdrawn_at DESC, ref LIMIT $2";
    const EXPIRED: &str = "SELECT ref, unit_id, publish_until FROM public_records \
                           WHERE publish_until < $2 AND publish_until >= $1 ORDER BY publish_until DESC, ref LIMIT $3";
    let withdrawn: Vec<(String, Uuid, DateTime<Utc>, String)> = on_db!(conn, |c| sqlx::query_as(WITHDRAWN)
        .bind(since)
        .bind(limit)
        .fetch_all(c)
        .await?);
    let expired: Vec<(String, Uuid, NaiveDate)> = on_db!(conn, |c| sqlx::query_as(EXPIRED)
        .bind(domain::clock::legal_day(since))
        .bind(today)
        .bind(limit)
        .fetch_all(c)
        .await?);
    let withdrawn = withdrawn.into_iter().map(|(reference, unit, at, stored)| {
        Ok(Removal {
            reference,
            unit: UnitId(unit),
            on: domain::clock::legal_day(at),
            reason: Some(code(&stored)?).filter(|code| code.leaves_tombstone()),
        })
    });
    let mut all: Vec<Removal> = withdrawn.collect::<Result<_>>()?;
    // The last public day is the day of `publish_until` itself.
    all.extend(expired.into_iter().map(|(reference, unit, until)| Removal {
        reference,
        unit: UnitId(unit),
        on: until.succ_opt().unwrap_or(until),
        reason: None,
    }));
    all.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.reference.cmp(&b.reference)));
    all.truncate(usize::try_from(limit).unwrap_or(0));
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
