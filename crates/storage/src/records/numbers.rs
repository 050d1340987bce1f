//! Document numbers as they stand in the records, and what was said of missing ones.

use crate::{Conn, Error, Result, Tx, on_db, one};
use chrono::NaiveDate;
use domain::document_number::{Cause, Explanation, Run, Standing};
use domain::ids::{RecordId, UnitId};
use std::fmt::Display;
use uuid::Uuid;

/// More records whose numbers hold the same digits are no answer.
const MOST_HOLDING: i64 = 20_000;

/// A number with its unit and how its record stands.
pub type Numbered = (UnitId, String, Standing);

macro_rules! numbers {
    ($more:literal) => {
        concat!(
            "SELECT r.unit_id, r.document_number, CASE WHEN r.withdrawn_at IS NOT NULL THEN 'gone' \
             WHEN p.publish_until < $2 THEN 'gone' WHEN p.record_id IS NOT NULL THEN 'public' \
             WHEN r.ruling IN ('sealed', 'never') THEN 'held' ELSE 'waiting' END \
             FROM records r LEFT JOIN record_public p ON p.record_id = r.id \
             LEFT JOIN import_batches b ON b.id = r.batch_id \
             WHERE (r.batch_id IS NULL OR b.released_at IS NOT NULL) \
             AND (r.document_number LIKE $1 OR r.document_number LIKE $3)",
            $more
        )
    };
}

impl From<(Uuid, String, String)> for Bearer {
    fn from((id, reference, number): (Uuid, String, String)) -> Self {
        Self {
            id: RecordId(id),
            reference,
            number,
        }
    }
}

/// Patterns of what ends so, in digits of either width.
fn patterns(end: impl Display) -> [String; 2] {
    let pattern = format!("%{end}");
    let wide = pattern.chars().map(|c| match c {
        '0'..='9' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
        other => other,
    });
    let wide = wide.collect();
    [pattern, wide]
}

/// A record and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// Row id.
    pub id: RecordId,
    /// `R-…`.
    pub reference: String,
    /// As it stands in the record.
    pub number: String,
}

/// Records whose numbers end with these runs of digits, one after the other and all of one width; else those that hold
/// them. Batches under way are not there yet.
pub async fn holding(conn: &mut Conn, runs: &[String]) -> Result<Vec<Bearer>> {
    const SQL: &str = "SELECT r.id, r.ref, r.document_number FROM records r LEFT JOIN import_batches b ON b.id = r.batch_id \
                       WHERE (r.batch_id IS NULL OR b.released_at IS NOT NULL) \
                       AND (r.document_number LIKE $1 OR r.document_number LIKE $2) LIMIT $3";
    for end in ["", "号", "%"] {
        let [pattern, wide] = patterns(format!("{}{end}", runs.join("%")));
        let rows: Vec<(Uuid, String, String)> = on_db!(conn, |c| sqlx::query_as(SQL)
            .bind(&pattern)
            .bind(&wide)
            .bind(MOST_HOLDING)
            .fetch_all(c)
            .await?);
        if !rows.is_empty() {
            return Ok(rows.into_iter().map(Bearer::from).collect());
        }
    }
    Ok(Vec::new())
}

/// Records of a unit whose numbers hold these runs of digits, one after the other and all of one width.
pub async fn holding_of_unit(conn: &mut Conn, unit: UnitId, runs: &[String]) -> Result<Vec<Bearer>> {
    const SQL: &str = "SELECT id, ref, document_number FROM records WHERE unit_id = $1 \
                       AND (document_number LIKE $2 OR document_number LIKE $3)";
    let [pattern, wide] = patterns(format!("{}%", runs.join("%")));
    let rows: Vec<(Uuid, String, String)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(unit.0)
        .bind(&pattern)
        .bind(&wide)
        .fetch_all(c)
        .await?);
    Ok(rows.into_iter().map(Bearer::from).collect())
}

/// The numbers that name a year in digits of either width, of one unit or of all.
pub async fn numbers(
    conn: &mut Conn,
    unit: Option<UnitId>,
    year: i32,
    today: NaiveDate,
) -> Result<Vec<Numbered>> {
    const ALL: &str = numbers!("");
    const OF_UNIT: &str = numbers!(" AND r.unit_id = $4");
    let [pattern, wide] = patterns(format!("{year}%"));
    let rows: Vec<(Uuid, String, String)> = match unit {
        None => on_db!(conn, |c| sqlx::query_as(ALL)
            .bind(&pattern)
            .bind(today)
            .bind(&wide)
            .fetch_all(c)
            .await?),
        Some(unit) => on_db!(conn, |c| sqlx::query_as(OF_UNIT)
            .bind(&pattern)
            .bind(today)
            .bind(&wide)
            .bind(unit.0)
            .fetch_all(c)
            .await?),
    };
    rows.into_iter()
        .map(|(unit, number, standing)| {
            let standing = Standing::parse(&standing)
                .ok_or_else(|| Error::inconsistent("records", "ruling", standing.as_str()))?;
            Ok((UnitId(unit), number, standing))
        })
        .collect()
}

/// What was said of missing numbers of a year: unit, word, what.
pub async fn explanations(conn: &mut Conn, year: i32) -> Result<Vec<(UnitId, String, Explanation)>> {
    const SQL: &str = "SELECT unit_id, word, first, last, cause, reason FROM number_gaps WHERE year = $1 \
                       ORDER BY unit_id, word, first";
    let rows: Vec<(Uuid, String, i32, i32, String, String)> =
        on_db!(conn, |c| sqlx::query_as(SQL).bind(year).fetch_all(c).await?);
    rows.into_iter()
        .map(|(unit, word, first, last, cause, reason)| {
            let broken = || Error::inconsistent("number_gaps", "cause", cause.as_str());
            let number = |n: i32| u32::try_from(n).map_err(|_| broken());
            let explanation = Explanation {
                run: Run {
                    first: number(first)?,
                    last: number(last)?,
                },
                cause: Cause::parse(&cause).ok_or_else(broken)?,
                reason,
            };
            Ok((UnitId(unit), word, explanation))
        })
        .collect()
}

/// Notes what was said of missing numbers. [`Error::Conflict`] when something was said of the first of them.
pub async fn explain(
    tx: &mut Tx,
    (unit, word, year): (UnitId, &str, i32),
    explanation: &Explanation,
) -> Result<()> {
    const SQL: &str = "INSERT INTO number_gaps (unit_id, word, year, first, last, cause, reason) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (first, last) = columns(explanation.run);
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(unit.0)
        .bind(word)
        .bind(year)
        .bind(first)
        .bind(last)
        .bind(explanation.cause.as_str())
        .bind(&explanation.reason)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Forgets what was said of a run; [`Error::Stale`] when nothing was.
pub async fn reopen(tx: &mut Tx, (unit, word, year): (UnitId, &str, i32), run: Run) -> Result<()> {
    const SQL: &str =
        "DELETE FROM number_gaps WHERE unit_id = $1 AND word = $2 AND year = $3 AND first = $4 AND last = $5";
    let (first, last) = columns(run);
    let gone = on_db!(tx, |c| sqlx::query(SQL)
        .bind(unit.0)
        .bind(word)
        .bind(year)
        .bind(first)
        .bind(last)
        .execute(c)
        .await?
        .rows_affected());
    one(gone)
}

/// Serial numbers have seven digits at most.
fn columns(run: Run) -> (i32, i32) {
    let column = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    (column(run.first), column(run.last))
}
