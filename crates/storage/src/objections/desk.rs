//! The desk's queue of objections.

use super::{Objection, Row, selected};
use crate::load::{Load, load_by};
use crate::{Conn, Result, Tx, on_db, one};
use chrono::NaiveDate;
use domain::ids::ObjectionId;
use domain::objection::Answered;
use domain::receipt::ObjectionReference;

/// A line of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The objection.
    pub objection: Objection,
    /// The last day for its answer.
    pub due_on: Option<NaiveDate>,
}

/// How many objections there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct Count {
    /// Waiting for their answers.
    pub open: i64,
    /// Of them overdue.
    pub overdue: i64,
    /// Answered.
    pub answered: i64,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    #[sqlx(flatten)]
    row: Row,
    due_on: Option<NaiveDate>,
}

macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            $crate::objections::columns!(),
            ", c.due_on",
            $crate::objections::joined!(),
            " LEFT JOIN clocks c ON c.subject_kind = 'objection' AND c.subject_id = o.id",
            $rest
        )
    };
}

/// A page of those that wait, privacy first and then by their last day; or of the answered, the last answered first.
pub async fn list(
    conn: &mut Conn,
    answered: bool,
    today: NaiveDate,
    (limit, offset): (i64, i64),
) -> Result<Vec<Listed>> {
    const OPEN: &str = listed!(
        " WHERE o.outcome IS NULL ORDER BY CASE WHEN o.kind = 'privacy' THEN 0 ELSE 1 END, \
         c.due_on IS NULL, c.due_on, o.reference LIMIT $1 OFFSET $2"
    );
    const ANSWERED: &str =
        listed!(" WHERE o.outcome IS NOT NULL ORDER BY o.answered_on DESC, o.reference LIMIT $1 OFFSET $2");
    let sql = if answered { ANSWERED } else { OPEN };
    let rows: Vec<ListRow> = on_db!(conn, |c| sqlx::query_as(sql)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    rows.into_iter()
        .map(|line| {
            Ok(Listed {
                objection: line.row.objection(today)?,
                due_on: line.due_on,
            })
        })
        .collect()
}

/// How many wait, how many of them too long, and how many are answered.
pub async fn count(conn: &mut Conn, today: NaiveDate) -> Result<Count> {
    const SQL: &str = "SELECT COUNT(CASE WHEN o.outcome IS NULL THEN 1 END) AS open, \
         COUNT(CASE WHEN o.outcome IS NULL AND c.due_on < $1 THEN 1 END) AS overdue, \
         COUNT(o.outcome) AS answered FROM objections o \
         LEFT JOIN clocks c ON c.subject_kind = 'objection' AND c.subject_id = o.id";
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .fetch_one(c)
        .await?))
}

/// What waits for its answer today; `soon` is the last of the days that are near.
pub async fn load(conn: &mut Conn, (today, soon): (NaiveDate, NaiveDate)) -> Result<Load> {
    const SQL: &str = concat!(
        load_by!("c.due_on"),
        " FROM objections o LEFT JOIN clocks c ON c.subject_kind = 'objection' AND c.subject_id = o.id \
         WHERE o.outcome IS NULL"
    );
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .bind(soon)
        .fetch_one(c)
        .await?))
}

/// The objection of a reference, for the desk.
pub async fn find(
    conn: &mut Conn,
    reference: ObjectionReference,
    today: NaiveDate,
) -> Result<Option<Objection>> {
    const SQL: &str = selected!(" WHERE o.reference = $1");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(reference.to_string())
        .fetch_optional(c)
        .await?);
    row.map(|row| row.objection(today)).transpose()
}

/// Keeps an answer. [`crate::Error::Stale`] when there is one already.
pub async fn answer(tx: &mut Tx, id: ObjectionId, answered: &Answered) -> Result<()> {
    const SQL: &str = "UPDATE objections SET outcome = $2, answer = $3, answered_by = $4, answered_on = $5 \
                       WHERE id = $1 AND outcome IS NULL";
    let kept = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(answered.answer().outcome.as_str())
        .bind(&answered.answer().text)
        .bind(answered.by().0)
        .bind(answered.on())
        .execute(c)
        .await?
        .rows_affected());
    one(kept)
}
