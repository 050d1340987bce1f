//! Running clocks (时限) of cases, demands and follow-ups.

use crate::{Conn, Error, Result, Tx, on_db};
use chrono::NaiveDate;
use domain::calendar::Counted;
use domain::deadline::{ClockKind, Due};
use domain::demand::DemandKind;
use domain::event::SubjectKind;
use uuid::Uuid;

/// What bears a clock, as far as its length depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// A citizen's feedback.
    Feedback,
    /// A demand or rectification.
    Demand(DemandKind),
    /// A follow-up of a bad rating.
    FollowUp,
    /// A record on its way to the public.
    Record,
}

/// A running clock whose last day rests on a year without announced holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provisional {
    /// What it belongs to.
    pub subject: (SubjectKind, Uuid),
    /// What that is.
    pub bearer: Bearer,
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

/// Forgets a running clock: the duty was none. A clock already stopped stays.
pub async fn forget(tx: &mut Tx, subject: (SubjectKind, Uuid), clock: ClockKind) -> Result<()> {
    const SQL: &str =
        "DELETE FROM clocks WHERE subject_kind = $1 AND subject_id = $2 AND clock = $3 AND met_on IS NULL";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
        .bind(clock.as_str())
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Stops every running clock of a subject.
pub async fn meet_all(tx: &mut Tx, subject: (SubjectKind, Uuid), day: NaiveDate) -> Result<()> {
    const SQL: &str =
        "UPDATE clocks SET met_on = $3 WHERE subject_kind = $1 AND subject_id = $2 AND met_on IS NULL";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
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

/// Some running clocks that were counted by weekends alone in some year, behind `after`; `None` for the first.
pub async fn provisional(
    conn: &mut Conn,
    after: Option<&Provisional>,
    limit: i64,
) -> Result<Vec<Provisional>> {
    const SQL: &str = "SELECT subject_kind, subject_id, clock, starts_on, due_on, \
                       (SELECT d.kind FROM demands d WHERE subject_kind = 'demand' AND d.id = subject_id) AS demand \
                       FROM clocks WHERE provisional AND met_on IS NULL AND (subject_kind, subject_id, clock) > ($1, $2, $3) \
                       ORDER BY subject_kind, subject_id, clock LIMIT $4";
    let (kind, id, clock) = after.map_or(("", Uuid::nil(), ""), |after| {
        (after.subject.0.as_str(), after.subject.1, after.clock.as_str())
    });
    let rows: Vec<(String, Uuid, String, NaiveDate, NaiveDate, Option<String>)> =
        on_db!(conn, |c| sqlx::query_as(SQL)
            .bind(kind)
            .bind(id)
            .bind(clock)
            .bind(limit)
            .fetch_all(c)
            .await?);
    rows.into_iter()
        .map(|(kind, id, clock, starts_on, due_on, demand)| {
            let (kind, bearer) = bearer(&kind, demand.as_deref())?;
            Ok(Provisional {
                subject: (kind, id),
                bearer,
                clock: parse(&clock)?,
                starts_on,
                due_on,
            })
        })
        .collect()
}

/// Gives a clock that still runs as it was read its last day counted anew; false when it does not.
pub async fn recount(tx: &mut Tx, clock: &Provisional, due: Counted) -> Result<bool> {
    const SQL: &str = "UPDATE clocks SET due_on = $4, provisional = $5 WHERE subject_kind = $1 AND subject_id = $2 \
                       AND clock = $3 AND starts_on = $6 AND due_on = $7 AND met_on IS NULL";
    let changed = on_db!(tx, |c| sqlx::query(SQL)
        .bind(clock.subject.0.as_str())
        .bind(clock.subject.1)
        .bind(clock.clock.as_str())
        .bind(due.on)
        .bind(due.provisional)
        .bind(clock.starts_on)
        .bind(clock.due_on)
        .execute(c)
        .await?
        .rows_affected());
    Ok(changed > 0)
}

fn bearer(kind: &str, demand: Option<&str>) -> Result<(SubjectKind, Bearer)> {
    let demand = demand.and_then(DemandKind::parse).map(Bearer::Demand);
    let found = SubjectKind::parse(kind).and_then(|kind| match kind {
        SubjectKind::Feedback => Some((kind, Bearer::Feedback)),
        SubjectKind::FollowUp => Some((kind, Bearer::FollowUp)),
        SubjectKind::Record => Some((kind, Bearer::Record)),
        SubjectKind::Demand => Some((kind, demand?)),
        _ => None,
    });
    found.ok_or_else(|| Error::inconsistent("clocks", "subject_kind", kind))
}

fn parse(clock: &str) -> Result<ClockKind> {
    ClockKind::parse(clock).ok_or_else(|| Error::inconsistent("clocks", "clock", clock))
}
