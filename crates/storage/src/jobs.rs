//! Work for the worker, written in the transaction that causes it.

use crate::{Conn, Result, Tx, on_db};
use chrono::{DateTime, Utc};
use domain::ids::{JobId, SubscriptionId};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

/// A job taken on lease.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Job {
    /// Random, so that it tells nothing about when it was made.
    pub id: Uuid,
    /// Which handler.
    pub kind: String,
    /// What for.
    pub payload: Json<serde_json::Value>,
    /// How often it was tried, this time included.
    pub attempts: i32,
    /// Until when this worker holds it: who was slower than that holds it no longer.
    pub leased_until: DateTime<Utc>,
}

/// Adds a job, unless there is one of this id. For an anonymous case `run_at` is the start of the day.
pub async fn enqueue(
    tx: &mut Tx,
    id: JobId,
    kind: &str,
    payload: &(impl Serialize + Sync),
    run_at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO jobs (id, kind, payload, run_at) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (id) DO NOTHING";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(kind)
        .bind(Json(payload))
        .bind(run_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The kind of job that tells nothing finer than the day: mail about an anonymous case or an objection.
pub const BY_DAY: &str = "tell-anonymous";

/// The kind of job that holds an address, sealed: of a subscription that has no row yet.
pub const WITH_ADDRESS: &str = "begin-subscription";

/// Until when claimed jobs are held.
#[derive(Debug, Clone, Copy)]
pub struct Lease {
    /// Most of them.
    pub until: DateTime<Utc>,
    /// Those of the kind [`BY_DAY`]: a lease that ends soon would tell when the citizen was here.
    pub by_day: DateTime<Utc>,
}

impl From<DateTime<Utc>> for Lease {
    fn from(until: DateTime<Utc>) -> Self {
        Self { until, by_day: until }
    }
}

/// Takes up to `limit` due jobs on `lease`; a job whose lease ran out is taken again. What subscribers are told may be any
/// amount, so it lets everything else go first.
pub async fn claim(tx: &mut Tx, now: DateTime<Utc>, lease: impl Into<Lease>, limit: i64) -> Result<Vec<Job>> {
    const SQLITE: &str = "UPDATE jobs SET leased_until = CASE WHEN kind = $4 THEN $5 ELSE $2 END, \
                          attempts = attempts + 1 WHERE id IN \
                          (SELECT id FROM jobs WHERE dead_at IS NULL AND run_at <= $1 \
                           AND (leased_until IS NULL OR leased_until <= $1) ORDER BY CASE WHEN kind IN ('match-newcomers', 'send-new-records') THEN 1 ELSE 0 END, run_at LIMIT $3) \
                          RETURNING id, kind, payload, attempts, leased_until";
    const POSTGRES: &str = "UPDATE jobs SET leased_until = CASE WHEN kind = $4 THEN $5 ELSE $2 END, \
                            attempts = attempts + 1 WHERE id IN \
                            (SELECT id FROM jobs WHERE dead_at IS NULL AND run_at <= $1 \
                             AND (leased_until IS NULL OR leased_until <= $1) ORDER BY CASE WHEN kind IN ('match-newcomers', 'send-new-records') THEN 1 ELSE 0 END, run_at LIMIT $3 \
                             FOR UPDATE SKIP LOCKED) \
                            RETURNING id, kind, payload, attempts, leased_until";
    let lease = lease.into();
    Ok(match tx.driver() {
        crate::Driver::Sqlite(c) => {
            sqlx::query_as(SQLITE)
                .bind(now)
                .bind(lease.until)
                .bind(limit)
                .bind(BY_DAY)
                .bind(lease.by_day)
                .fetch_all(c)
                .await?
        }
        crate::Driver::Postgres(c) => {
            sqlx::query_as(POSTGRES)
                .bind(now)
                .bind(lease.until)
                .bind(limit)
                .bind(BY_DAY)
                .bind(lease.by_day)
                .fetch_all(c)
                .await?
        }
    })
}

/// Forgets a job that is done, if it is still held on this lease.
pub async fn finish(tx: &mut Tx, job: &Job) -> Result<()> {
    const SQL: &str = "DELETE FROM jobs WHERE id = $1 AND leased_until = $2";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(job.id)
        .bind(job.leased_until)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Forgets a job in the transaction that does its work, so that it is done once, whoever is killed or runs it twice; says
/// whether it was still there.
pub async fn take(tx: &mut Tx, id: Uuid) -> Result<bool> {
    const SQL: &str = "DELETE FROM jobs WHERE id = $1";
    let taken = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id)
        .execute(c)
        .await?
        .rows_affected());
    Ok(taken == 1)
}

/// Puts a job back for `run_at`, if it is still held on this lease; from now on it was tried `attempts` times.
pub async fn retry(tx: &mut Tx, job: &Job, attempts: i32, error: &str, run_at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE jobs SET leased_until = NULL, last_error = $3, run_at = $4, attempts = $5 \
                       WHERE id = $1 AND leased_until = $2";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(job.id)
        .bind(job.leased_until)
        .bind(error)
        .bind(run_at)
        .bind(attempts)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Sets a job aside for people to look at, if it is still held on this lease.
pub async fn bury(tx: &mut Tx, job: &Job, error: &str, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE jobs SET leased_until = NULL, last_error = $3, dead_at = $4 \
                       WHERE id = $1 AND leased_until = $2";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(job.id)
        .bind(job.leased_until)
        .bind(error)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Gives every job that was set aside all its attempts again; says how many there were.
pub async fn revive(tx: &mut Tx) -> Result<u64> {
    const SQL: &str = "UPDATE jobs SET dead_at = NULL, attempts = 0 WHERE dead_at IS NOT NULL";
    Ok(on_db!(tx, |c| sqlx::query(SQL).execute(c).await?.rows_affected()))
}

/// Forgets letters of a subscription that were set aside: there is nobody any more to whom they could go.
pub(crate) async fn forget_letters(tx: &mut Tx, SubscriptionId(id): SubscriptionId) -> Result<()> {
    const SQL: &str = "DELETE FROM jobs WHERE dead_at IS NOT NULL AND payload ->> 'subscription' = $1 \
                       AND kind IN ('confirm-subscription', 'send-new-records')";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.to_string())
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Forgets jobs of the kind [`WITH_ADDRESS`] that were set aside before a time.
pub async fn forget_addresses(tx: &mut Tx, before: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "DELETE FROM jobs WHERE kind = $1 AND dead_at < $2";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(WITH_ADDRESS)
        .bind(before)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Jobs of one kind that did not succeed so far.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Failing {
    /// Which handler.
    pub kind: String,
    /// How many will be tried again.
    pub waiting: i64,
    /// How many were set aside.
    pub dead: i64,
    /// One of the reasons.
    pub last_error: String,
}

/// What failed and is not done yet, by kind.
pub async fn failing(conn: &mut Conn) -> Result<Vec<Failing>> {
    const SQL: &str = "SELECT kind, COUNT(*) - COUNT(dead_at) AS waiting, COUNT(dead_at) AS dead, \
                       MAX(last_error) AS last_error FROM jobs WHERE last_error IS NOT NULL \
                       GROUP BY kind ORDER BY kind";
    Ok(on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?))
}

/// How many jobs wait, and how many were set aside.
pub async fn count(conn: &mut Conn) -> Result<(i64, i64)> {
    const SQL: &str = "SELECT COUNT(*) - COUNT(dead_at), COUNT(dead_at) FROM jobs";
    Ok(on_db!(conn, |c| sqlx::query_as(SQL).fetch_one(c).await?))
}
