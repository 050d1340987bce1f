//! What staff see of cases: every query contains the conflict-of-interest predicate.

use super::case::{Case, Row, columns};
use crate::visibility::{Sight, concerns_viewer, seen_by, visible};
use crate::{Conn, Error, Result, on_db};
use chrono::NaiveDate;
use domain::deadline::ClockKind;
use domain::feedback::{FeedbackKind, Status};
use domain::ids::{FeedbackId, UnitId};
use domain::receipt::FeedbackReference;
use domain::statistics::Listed;
use uuid::Uuid;

/// Whether nothing more is to be done about the case `f`.
macro_rules! finished {
    () => {
        "f.status IN ('closed', 'not-accepted', 'passed-on', 'withdrawn')"
    };
}

/// Which cases of the queue; `None` is all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one kind.
    pub kind: Option<FeedbackKind>,
    /// Closed ones instead of open ones.
    pub finished: bool,
    /// With a clock that ran out before this day.
    pub overdue_on: Option<NaiveDate>,
    /// In the queue of this unit.
    pub unit: Option<UnitId>,
}

/// A part of the queue, as one page shows it.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Lines before it.
    pub offset: i64,
    /// The most lines.
    pub limit: i64,
}

/// A line of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// The case.
    pub case: Case,
    /// The next clock that runs, with its last day.
    pub due: Option<(ClockKind, NaiveDate)>,
    /// The day of the citizen's last message, where nobody reacted to one yet.
    pub news_on: Option<NaiveDate>,
    /// The last day on which anything happened.
    pub last_on: Option<NaiveDate>,
}

/// The case of a reference, if `sight` may see it.
pub async fn find(conn: &mut Conn, sight: &Sight, reference: FeedbackReference) -> Result<Option<Case>> {
    const SQL: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM feedback f WHERE f.reference = $5 AND ",
        visible!()
    );
    let reference = reference.to_string();
    let row: Option<Row> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), sight)
        .bind(&reference)
        .fetch_optional(c)
        .await?);
    row.map(Case::try_from).transpose()
}

/// The case of a row id, if `sight` may see it.
pub async fn find_by_id(conn: &mut Conn, sight: &Sight, id: FeedbackId) -> Result<Option<Case>> {
    const SQL: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM feedback f WHERE f.id = $5 AND ",
        visible!()
    );
    let row: Option<Row> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), sight)
        .bind(id.0)
        .fetch_optional(c)
        .await?);
    row.map(Case::try_from).transpose()
}

/// The last day on which anything happened to the case `f`.
macro_rules! last_day {
    () => {
        "SELECT MAX(e.on_day) FROM events e WHERE e.subject_kind = 'feedback' AND e.subject_id = f.id"
    };
}

/// The queue: answered cases on which the citizen wrote again stand on top, they have no clock; then what is due
/// next, the rest last. Of closed cases the newest end stands on top.
pub async fn queue(conn: &mut Conn, sight: &Sight, filter: Filter, part: Part) -> Result<Vec<QueueRow>> {
    const SQL: &str = concat!(
        "SELECT ",
        columns!(),
        ", d.clock, d.due_on, CASE WHEN f.has_news THEN (SELECT MAX(m.on_day) FROM feedback_messages m \
         WHERE m.feedback_id = f.id AND m.sender = 'citizen') END AS news_on, \
         (",
        last_day!(),
        ") AS last_on FROM feedback f LEFT JOIN clocks d ON d.subject_kind = 'feedback' \
         AND d.subject_id = f.id AND d.clock = (SELECT x.clock FROM clocks x WHERE x.subject_kind = 'feedback' \
           AND x.subject_id = f.id AND x.met_on IS NULL ORDER BY x.due_on, x.clock LIMIT 1) \
         WHERE (CAST($5 AS TEXT) IS NULL OR f.kind = $5) \
         AND (CASE WHEN ",
        finished!(),
        " THEN 1 ELSE 0 END) = $6 \
         AND ($7 IS NULL OR EXISTS (SELECT 1 FROM clocks o WHERE o.subject_kind = 'feedback' \
              AND o.subject_id = f.id AND o.met_on IS NULL AND o.due_on < $7)) \
         AND ($8 IS NULL OR f.queue_unit = $8) AND ",
        visible!(),
        " ORDER BY CASE WHEN $6 = 1 THEN (",
        last_day!(),
        ") END DESC NULLS LAST, \
         CASE WHEN f.status = 'answered' AND f.has_news THEN 0 WHEN d.due_on IS NOT NULL THEN 1 ELSE 2 END, \
         d.due_on, f.reference LIMIT $9 OFFSET $10"
    );
    let rows: Vec<Line> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), sight)
        .bind(filter.kind.map(FeedbackKind::as_str))
        .bind(i32::from(filter.finished))
        .bind(filter.overdue_on)
        .bind(filter.unit.map(|unit| unit.0))
        .bind(part.limit)
        .bind(part.offset)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(QueueRow::try_from).collect()
}

/// How many open cases of each status `sight` sees, and how many are overdue on `today`.
pub async fn queue_counts(
    conn: &mut Conn,
    sight: &Sight,
    today: NaiveDate,
) -> Result<Vec<(Status, i64, i64)>> {
    const SQL: &str = concat!(
        "SELECT f.status, COUNT(*), COUNT(o.subject_id) FROM feedback f \
         LEFT JOIN (SELECT subject_id FROM clocks WHERE subject_kind = 'feedback' AND met_on IS NULL \
                    AND due_on < $5 GROUP BY subject_id) o ON o.subject_id = f.id \
         WHERE NOT ",
        finished!(),
        " AND ",
        visible!(),
        " GROUP BY f.status ORDER BY f.status"
    );
    let rows: Vec<(String, i64, i64)> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), sight)
        .bind(today)
        .fetch_all(c)
        .await?);
    rows.into_iter()
        .map(|(status, all, overdue)| {
            let status = Status::parse(&status, None)
                .ok_or_else(|| Error::inconsistent("feedback", "status", &status))?;
            Ok((status, all, overdue))
        })
        .collect()
}

/// Open cases with a clock that ran out before `today`, by the unit whose queue they are in: all that do not concern
/// the viewer, and those of them that [`queue`] lists.
pub async fn overdue_by_unit(
    conn: &mut Conn,
    sight: &Sight,
    today: NaiveDate,
) -> Result<Vec<(UnitId, Listed)>> {
    const SQL: &str = concat!(
        "SELECT f.queue_unit, COUNT(*), COUNT(CASE WHEN ",
        visible!(),
        " THEN 1 END) FROM feedback f WHERE NOT ",
        finished!(),
        " AND EXISTS (SELECT 1 FROM clocks o WHERE o.subject_kind = 'feedback' AND o.subject_id = f.id \
                     AND o.met_on IS NULL AND o.due_on < $5) AND NOT ",
        concerns_viewer!(),
        " GROUP BY f.queue_unit"
    );
    let rows: Vec<(Uuid, i64, i64)> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), sight)
        .bind(today)
        .fetch_all(c)
        .await?);
    let counted = rows.into_iter().map(|(unit, all, listed)| {
        let (all, listed) = (all.unsigned_abs(), listed.unsigned_abs());
        (UnitId(unit), Listed { all, listed })
    });
    Ok(counted.collect())
}

#[derive(sqlx::FromRow)]
struct Line {
    #[sqlx(flatten)]
    case: Row,
    clock: Option<String>,
    due_on: Option<NaiveDate>,
    news_on: Option<NaiveDate>,
    last_on: Option<NaiveDate>,
}

impl TryFrom<Line> for QueueRow {
    type Error = Error;
    fn try_from(line: Line) -> Result<Self> {
        let due = match line.clock.zip(line.due_on) {
            Some((clock, on)) => {
                let kind =
                    ClockKind::parse(&clock).ok_or_else(|| Error::inconsistent("clocks", "clock", &clock))?;
                Some((kind, on))
            }
            None => None,
        };
        Ok(Self {
            case: line.case.try_into()?,
            due,
            news_on: line.news_on,
            last_on: line.last_on,
        })
    }
}
