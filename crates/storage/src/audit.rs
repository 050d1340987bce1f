//! What an auditor compares: the trail of events with itself, with the rows that it tells of, and the envelopes.

mod untold;

pub use untold::{Untold, untold};

use crate::events::{Recorded, Row};
use crate::{Conn, Db, Result, on_db};
use sqlx::types::Json;
use sqlx::{FromRow, Row as _};
use std::collections::HashSet;
use uuid::Uuid;

/// An event as it lies there, readable or not.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is about, as in the database.
    pub subject_kind: String,
    /// Its subject.
    pub subject: Uuid,
    /// Its place among the events of its subject.
    pub ordinal: i32,
    /// Its name as in the database.
    pub name: String,
    /// What it says; `None` when nobody can read it.
    pub recorded: Option<Recorded>,
}

/// The events behind `after` in the order of their subjects; `None` for the first.
pub async fn events(conn: &mut Conn, after: Option<&Entry>, limit: i64) -> Result<Vec<Entry>> {
    const SQL: &str = "SELECT subject_kind, subject_id, ordinal, name, on_day, at, actor, data FROM events \
                       WHERE (subject_kind, subject_id, ordinal) > ($1, $2, $3) \
                       ORDER BY subject_kind, subject_id, ordinal LIMIT $4";
    let (kind, subject, ordinal) = after.map_or(("", Uuid::nil(), i32::MIN), |entry| {
        (&*entry.subject_kind, entry.subject, entry.ordinal)
    });
    on_db!(conn, |c| {
        let rows = sqlx::query(SQL)
            .bind(kind)
            .bind(subject)
            .bind(ordinal)
            .bind(limit)
            .fetch_all(c)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Entry {
                    subject_kind: row.try_get("subject_kind")?,
                    subject: row.try_get("subject_id")?,
                    ordinal: row.try_get("ordinal")?,
                    name: row.try_get("name")?,
                    recorded: Row::from_row(row).ok().and_then(|row| row.try_into().ok()),
                })
            })
            .collect()
    })
}

macro_rules! gone {
    ($($kind:literal: $table:literal),+ $(,)?) => {
        [$(($kind, concat!(
            "SELECT e.subject_id, e.data FROM events e WHERE e.subject_kind = '", $kind, "' AND e.ordinal = 1 \
             AND e.subject_id > $1 AND NOT EXISTS (SELECT 1 FROM ", $table, " t WHERE t.id = e.subject_id) \
             ORDER BY e.subject_id LIMIT $2"
        ))),+]
    };
}

/// The subjects that have rows of their own, by their word in the events. A subscription that ended has none any more.
pub const SUBJECTS: [(&str, &str); 12] = gone![
    "record": "records",
    "objection": "objections",
    "spot-check": "spot_checks",
    "case": "cases",
    "feedback": "feedback",
    "demand": "demands",
    "incident": "incidents",
    "follow-up": "follow_ups",
    "unit": "units",
    "officer": "officers",
    "user": "users",
    "import": "import_batches",
];

/// Subjects of events whose row is not there, behind `after`, each with its first event. `sql` is one of
/// [`SUBJECTS`].
pub async fn gone(
    conn: &mut Conn,
    sql: &'static str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, serde_json::Value)>> {
    let rows: Vec<(Uuid, Json<serde_json::Value>)> = on_db!(conn, |c| sqlx::query_as(sql)
        .bind(after)
        .bind(limit)
        .fetch_all(c)
        .await?);
    Ok(rows.into_iter().map(|(id, Json(data))| (id, data)).collect())
}

/// Import runs of which nothing need be left: dropped, or not released yet.
pub async fn unreleased(conn: &mut Conn) -> Result<HashSet<Uuid>> {
    const SQL: &str = "SELECT id FROM import_batches WHERE released_at IS NULL";
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// An envelope and whether its subject is there.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Sealed {
    /// Its subject's word.
    pub subject_kind: String,
    /// Its subject.
    pub subject_id: Uuid,
    /// `delivery` or `identity`.
    pub envelope: String,
    /// The age file.
    pub sealed: Vec<u8>,
    /// Whether the subject has a row.
    pub is_owned: bool,
}

/// The envelopes behind `after`; `None` for the first.
pub async fn envelopes(conn: &mut Conn, after: Option<&Sealed>, limit: i64) -> Result<Vec<Sealed>> {
    const SQL: &str = "SELECT subject_kind, subject_id, envelope, sealed, \
         (subject_kind = 'feedback' AND EXISTS (SELECT 1 FROM feedback f WHERE f.id = s.subject_id)) \
         OR (subject_kind = 'objection' AND EXISTS (SELECT 1 FROM objections o WHERE o.id = s.subject_id)) \
         OR (subject_kind = 'subscription' AND EXISTS (SELECT 1 FROM subscriptions u WHERE u.id = s.subject_id)) \
         OR (subject_kind = 'incident' AND EXISTS (SELECT 1 FROM incidents i WHERE i.id = s.subject_id)) AS is_owned \
         FROM sealed_contacts s WHERE (subject_kind, subject_id, envelope) > ($1, $2, $3) \
         ORDER BY subject_kind, subject_id, envelope LIMIT $4";
    let (kind, subject, envelope) = after.map_or(("", Uuid::nil(), ""), |sealed| {
        (&*sealed.subject_kind, sealed.subject_id, &*sealed.envelope)
    });
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(kind)
        .bind(subject)
        .bind(envelope)
        .bind(limit)
        .fetch_all(c)
        .await?))
}

/// What keeps events and ratings from being changed and is not there, or switched off.
pub async fn missing_guards(db: &Db, conn: &mut Conn) -> Result<Vec<&'static str>> {
    const IN_SQLITE: &str = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
    const IN_POSTGRES: &str = "SELECT CAST(tgname AS TEXT) FROM pg_trigger WHERE tgenabled <> 'D'";
    let (sql, guards): (_, &[&str]) = if db.is_sqlite() {
        let guards = &[
            "events_are_kept",
            "events_do_not_change",
            "ratings_are_kept",
            "ratings_do_not_change",
        ];
        (IN_SQLITE, guards)
    } else {
        (IN_POSTGRES, &["events_are_kept", "ratings_are_kept"])
    };
    let found: Vec<(String,)> = on_db!(conn, |c| sqlx::query_as(sql).fetch_all(c).await?);
    let found: HashSet<_> = found.into_iter().map(|(name,)| name).collect();
    Ok(guards
        .iter()
        .copied()
        .filter(|guard| !found.contains(*guard))
        .collect())
}
