//! Which demands wait, are overdue, or stand in a list.

use super::{Demand, Row, permitted};
use crate::visibility::{Sight, seen_by};
use crate::{Conn, Error, Result, on_db};
use chrono::NaiveDate;
use domain::demand::DemandKind;
use domain::ids::UnitId;
use domain::role::Staff;
use uuid::Uuid;

/// A demand with the last day of its running clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The demand.
    pub demand: Demand,
    /// Until when the unit must answer.
    pub due_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct Line {
    #[sqlx(flatten)]
    demand: Row,
    due_on: Option<NaiveDate>,
}

impl TryFrom<Line> for Listed {
    type Error = Error;
    fn try_from(line: Line) -> Result<Self> {
        Ok(Self {
            demand: line.demand.try_into()?,
            due_on: line.due_on,
        })
    }
}

/// What a list shows of the demand `d`.
macro_rules! line {
    () => {
        "SELECT d.id, d.kind, d.title, d.text, d.unit_id, d.reviewer_unit, d.status, d.sent_on, d.version, x.due_on \
         FROM demands d LEFT JOIN (SELECT c.subject_id, MIN(c.due_on) AS due_on FROM clocks c \
         WHERE c.subject_kind = 'demand' AND c.met_on IS NULL GROUP BY c.subject_id) x ON x.subject_id = d.id WHERE "
    };
}

/// Whether the demand `d` waits for the unit `$1`: to be answered or to be reviewed.
macro_rules! waits {
    () => {
        "((d.unit_id = $1 AND d.status IN ('sent', 'sent-back')) OR (d.reviewer_unit = $1 AND d.status = 'answered'))"
    };
}

/// The demands that wait for `staff`'s unit, the next due on top: those to answer and those to review.
pub async fn waiting(conn: &mut Conn, staff: &Staff) -> Result<Vec<Listed>> {
    const SQL: &str = concat!(
        line!(),
        waits!(),
        " AND ",
        permitted!(),
        " ORDER BY x.due_on NULLS LAST, d.sent_on, d.id"
    );
    let rows: Vec<Line> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), Sight::of(staff))
        .fetch_all(c)
        .await?);
    rows.into_iter().map(Listed::try_from).collect()
}

/// The unit whose turn it is in the demand `d`.
macro_rules! turn {
    () => {
        "CASE WHEN d.status = 'answered' THEN d.reviewer_unit ELSE d.unit_id END"
    };
}

/// The demands that `staff` may see with a clock that ran out before `today`, in the hands of `unit` or of any; the
/// longest overdue on top.
pub async fn overdue(
    conn: &mut Conn,
    staff: &Staff,
    today: NaiveDate,
    unit: Option<UnitId>,
) -> Result<Vec<Listed>> {
    const SQL: &str = concat!(
        line!(),
        "x.due_on < $5 AND ($6 IS NULL OR ",
        turn!(),
        " = $6) AND ",
        permitted!(),
        " ORDER BY x.due_on, d.id"
    );
    let rows: Vec<Line> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), Sight::of(staff))
        .bind(today)
        .bind(unit.map(|unit| unit.0))
        .fetch_all(c)
        .await?);
    rows.into_iter().map(Listed::try_from).collect()
}

/// How many demands [`overdue`] lists, by the unit whose turn it is.
pub async fn overdue_by_unit(conn: &mut Conn, staff: &Staff, today: NaiveDate) -> Result<Vec<(UnitId, i64)>> {
    const SQL: &str = concat!(
        "SELECT w.unit, COUNT(*) FROM (SELECT ",
        turn!(),
        " AS unit FROM demands d WHERE EXISTS (SELECT 1 FROM clocks c WHERE c.subject_kind = 'demand' \
         AND c.subject_id = d.id AND c.met_on IS NULL AND c.due_on < $5) AND ",
        permitted!(),
        ") w GROUP BY w.unit"
    );
    let rows: Vec<(Uuid, i64)> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), Sight::of(staff))
        .bind(today)
        .fetch_all(c)
        .await?);
    Ok(rows.into_iter().map(|(unit, n)| (UnitId(unit), n)).collect())
}

/// Every demand of a kind that `staff` may see: what waits for the own unit on top by its last day, then the newest.
pub async fn list(conn: &mut Conn, staff: &Staff, kind: DemandKind, limit: i64) -> Result<Vec<Listed>> {
    const SQL: &str = concat!(
        line!(),
        "d.kind = $5 AND ",
        permitted!(),
        " ORDER BY CASE WHEN ",
        waits!(),
        " THEN 0 ELSE 1 END, CASE WHEN ",
        waits!(),
        " THEN x.due_on END NULLS LAST, d.sent_on DESC, d.id LIMIT $6"
    );
    let rows: Vec<Line> = on_db!(conn, |c| seen_by!(sqlx::query_as(SQL), Sight::of(staff))
        .bind(kind.as_str())
        .bind(limit)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(Listed::try_from).collect()
}
