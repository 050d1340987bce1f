//! Running clocks (时限) of cases, demands and follow-ups.

use crate::{Conn, Error, Result, Tx, on_db};
use chrono::NaiveDate;
use domain::calendar::Counted;
use domain::deadline::{ClockKind, Due};
use domain::event::SubjectKind;
use uuid::Uuid;

/// A running clock whose last day rests on a year without announced holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provisional {
    /// What it belongs to, as in the database.
    pub subject_kind: String,
    /// Its row.
    pub subject_id: Uuid,
    /// Which clock.
    pub clock: ClockKind,
    /// From which day it counts.
    pub starts_on: NaiveDate,
    /// Its last day as counted by weekends.
    pub due_on: NaiveDate,
}

/// Starts a clock, or starts it anew (`answer` runs from receipt and again from acceptance).
pub async fn start(
    tx: &mut Tx,
    subject: (SubjectKind, Uuid),
    clock: ClockKind,
    starts_on: NaiveDate,
    due: Counted,
) -> Result<()> {
    const SQL: &str = "INSERT INTO clocks (subject_kind, subject_id, clock, starts_on, due_on, provisional) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (subject_kind, subject_id, clock) DO UPDATE SET \
         starts_on = excluded.starts_on, due_on = excluded.due_on, provisional = excluded.provisional, met_on = NULL";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
        .bind(clock.as_str())
        .bind(starts_on)
        .bind(due.on)
        .bind(due.provisional)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Stops a running clock: the duty was fulfilled on `day`. A clock already stopped keeps its day.
pub async fn meet(tx: &mut Tx, subject: (SubjectKind, Uuid), clock: ClockKind, day: NaiveDate) -> Result<()> {
    const SQL: &str = "UPDATE clocks SET met_on = $4 \
                       WHERE subject_kind = $1 AND subject_id = $2 AND clock = $3 AND met_on IS NULL";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
        .bind(clock.as_str())
        .bind(day)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The clocks of a subject, by last day.
pub async fn of(conn: &mut Conn, subject: (SubjectKind, Uuid)) -> Result<Vec<Due>> {
    const SQL: &str = "SELECT clock, due_on, provisional, met_on FROM clocks \
                       WHERE subject_kind = $1 AND subject_id = $2 ORDER BY due_on, clock";
    let rows: Vec<(String, NaiveDate, bool, Option<NaiveDate>)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
        .fetch_all(c)
        .await?);
    rows.into_iter()
        .map(|(clock, on, provisional, met_on)| {
            Ok(Due {
                clock: parse(&clock)?,
                on,
                provisional,
                met_on,
            })
        })
        .collect()
}

/// Every running clock that was counted by weekends alone in some year.
pub async fn provisional(conn: &mut Conn) -> Result<Vec<Provisional>> {
    const SQL: &str = "SELECT subject_kind, subject_id, clock, starts_on, due_on FROM clocks \
                       WHERE provisional AND met_on IS NULL";
    let rows: Vec<(String, Uuid, String, NaiveDate, NaiveDate)> =
        on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?);
    rows.into_iter()
        .map(|(subject_kind, subject_id, clock, starts_on, due_on)| {
            Ok(Provisional {
                subject_kind,
                subject_id,
                clock: parse(&clock)?,
                starts_on,
                due_on,
            })
        })
        .collect()
}

fn parse(clock: &str) -> Result<ClockKind> {
    ClockKind::parse(clock).ok_or_else(|| Error::inconsistent("clocks", "clock", clock))
}
