//! The append-only list of everything that happened.

use crate::{Conn, Error, Result, Tx, many, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::event::{Actor, Event, SubjectKind};
use sqlx::types::Json;
use uuid::Uuid;

/// When something happened, as finely as may be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// To the instant.
    At(DateTime<Utc>),
    /// To the day: what a citizen does in an anonymous case.
    On(NaiveDate),
}

impl When {
    /// The legal day.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::At(at) => domain::clock::legal_day(at),
            Self::On(day) => day,
        }
    }

    /// The instant, where it may be known.
    pub fn instant(self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(at) => Some(at),
            Self::On(_) => None,
        }
    }
}

/// An event as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its place among the events of its subject.
    pub ordinal: i32,
    /// The legal day.
    pub on_day: NaiveDate,
    /// The instant; `None` where only the day may be known.
    pub at: Option<DateTime<Utc>>,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: Event,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    ordinal: i32,
    on_day: NaiveDate,
    at: Option<DateTime<Utc>>,
    actor: String,
    data: Json<Event>,
}

impl TryFrom<Row> for Recorded {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let actor =
            Actor::parse(&row.actor).ok_or_else(|| Error::inconsistent("events", "actor", &row.actor))?;
        Ok(Self {
            ordinal: row.ordinal,
            on_day: row.on_day,
            at: row.at,
            actor,
            event: row.data.0,
        })
    }
}

/// How often a place among a subject's events may be lost to another writer.
const TRIES: usize = 100;

/// Writes an event behind those of its subject. On PostgreSQL two writers may meet at one place: the slower one
/// waits for the other's commit and takes the next.
pub async fn append(
    tx: &mut Tx,
    subject: (SubjectKind, Uuid),
    when: When,
    actor: &Actor,
    event: &Event,
) -> Result<()> {
    const SQL: &str = "INSERT INTO events (subject_kind, subject_id, ordinal, on_day, at, actor, name, data) \
                       SELECT $1, $2, COALESCE(MAX(ordinal), 0) + 1, $3, $4, $5, $6, $7 \
                       FROM events WHERE subject_kind = $1 AND subject_id = $2 \
                       ON CONFLICT (subject_kind, subject_id, ordinal) DO NOTHING";
    let (kind, id) = subject;
    for _ in 0..TRIES {
        let written = on_db!(tx, |c| sqlx::query(SQL)
            .bind(kind.as_str())
            .bind(id)
            .bind(when.day())
            .bind(when.instant())
            .bind(actor.to_string())
            .bind(event.name())
            .bind(Json(event))
            .execute(c)
            .await?
            .rows_affected());
        if written == 1 {
            return Ok(());
        }
    }
    Err(Error::Stale)
}

/// Writes the first events of subjects that are new, in their order: nobody else can write any.
pub async fn append_first(
    tx: &mut Tx,
    kind: SubjectKind,
    events: &[(Uuid, Vec<Event>)],
    when: When,
    actor: &Actor,
) -> Result<()> {
    const COLUMNS: usize = 8;
    let numbered = |(id, events): &'_ (Uuid, Vec<Event>)| {
        let id = *id;
        (1_i32..)
            .zip(events.clone())
            .map(move |(ordinal, event)| (id, ordinal, event))
    };
    let rows: Vec<(Uuid, i32, Event)> = events.iter().flat_map(numbered).collect();
    for rows in rows.chunks(many::rows_at_once(COLUMNS)) {
        let sql = many::insert(
            tx,
            "events (subject_kind, subject_id, ordinal, on_day, at, actor, name, data)",
            COLUMNS,
            rows.len(),
        );
        on_db!(tx, |c| {
            let mut query = sqlx::query(sql);
            for (id, ordinal, event) in rows {
                query = query
                    .bind(kind.as_str())
                    .bind(id)
                    .bind(ordinal)
                    .bind(when.day())
                    .bind(when.instant())
                    .bind(actor.to_string())
                    .bind(event.name())
                    .bind(Json(event));
            }
            query.execute(c).await.map(drop)?;
        });
    }
    Ok(())
}

/// Everything that happened to a subject, first to last.
pub async fn list(conn: &mut Conn, subject: (SubjectKind, Uuid)) -> Result<Vec<Recorded>> {
    const SQL: &str = "SELECT ordinal, on_day, at, actor, data FROM events \
                       WHERE subject_kind = $1 AND subject_id = $2 ORDER BY ordinal";
    let (kind, id) = subject;
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(kind.as_str())
        .bind(id)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(Recorded::try_from).collect()
}
