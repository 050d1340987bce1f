//! Records before they are public: originals with their revisions, and what was decided about them.
//!
//! Nothing of this module is reachable from a public page; those read [`crate::public`].

mod change;
mod listing;

pub use change::{decide, insert, revise, withdraw};
pub use listing::{Filter, Listed, count, list};

use crate::{Conn, Result, Tx, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{RecordId, UnitId};
use domain::record::Content;
use sqlx::types::Json;
use uuid::Uuid;

/// What names a record within its unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// 文号.
    DocumentNumber(String),
    /// The case system's own key.
    ExternalId(String),
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not public.
    Draft,
    /// Public; `correction` when a newer original waits to be published.
    Published {
        /// A newer original waits.
        correction: bool,
    },
    /// Held back by policy: sealed or never.
    Sealed,
    /// Taken down.
    Withdrawn,
    /// 公示期满.
    Expired,
}

/// A record found by its key, with its newest original.
#[derive(Debug, Clone)]
pub struct Found {
    /// Row id.
    pub id: RecordId,
    /// Public reference.
    pub reference: String,
    /// The unit.
    pub unit: UnitId,
    /// Where it stands.
    pub state: State,
    /// Counts the originals; the newest is this one.
    pub revision: i32,
    /// The newest original, a pending correction included.
    pub original: Content,
}

/// A record that an import brings.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Row id, drawn by the caller.
    pub id: RecordId,
    /// `R-` and eight symbols, drawn by the caller.
    pub reference: String,
    /// The unit.
    pub unit: UnitId,
    /// As imported.
    pub original: Content,
    /// What was decided about it, when publication was asked for.
    pub decision: Option<Decision>,
}

/// What policy decided about a record.
#[derive(Debug, Clone)]
pub enum Decision {
    /// Made public.
    Publish(Box<Publication>),
    /// Held back: `sealed` or `never`.
    Hold {
        /// `sealed` or `never`.
        ruling: &'static str,
        /// Law and article.
        ground: String,
    },
}

impl Decision {
    /// The ruling, its ground, and how many public versions it makes.
    fn ruled(&self) -> (&'static str, &str, i32) {
        match self {
            Self::Publish(publication) => (publication.ruling, &publication.ground, 1),
            Self::Hold { ruling, ground } => (ruling, ground, 0),
        }
    }
}

/// A text that becomes public.
#[derive(Debug, Clone)]
pub struct Publication {
    /// Masked.
    pub masked: Content,
    /// Whether a person is concerned: `noindex`, not in the sitemap, not in bulk data.
    pub personal: bool,
    /// `publish` or `publish-masked`.
    pub ruling: &'static str,
    /// Law and article.
    pub ground: String,
    /// First publication anywhere.
    pub published_on: NaiveDate,
    /// 公示期满.
    pub publish_until: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    #[sqlx(rename = "ref")]
    reference: String,
    unit_id: Uuid,
    revision: i32,
    ruling: Option<String>,
    withdrawn_at: Option<DateTime<Utc>>,
    public_revision: Option<i32>,
    publish_until: Option<NaiveDate>,
    content: Json<Content>,
}

impl Row {
    fn found(self, today: NaiveDate) -> Found {
        let state = match (self.withdrawn_at, self.public_revision) {
            (Some(_), _) => State::Withdrawn,
            (None, Some(_)) if self.publish_until.is_some_and(|until| until < today) => State::Expired,
            (None, Some(public)) => State::Published {
                correction: public < self.revision,
            },
            (None, None) if matches!(self.ruling.as_deref(), Some("sealed" | "never")) => State::Sealed,
            (None, None) => State::Draft,
        };
        Found {
            id: RecordId(self.id),
            reference: self.reference,
            unit: UnitId(self.unit_id),
            state,
            revision: self.revision,
            original: self.content.0,
        }
    }
}

const BY_NUMBER: &str = "SELECT r.id, r.ref, r.unit_id, r.revision, r.ruling, r.withdrawn_at, \
     p.revision AS public_revision, p.publish_until, o.content \
     FROM records r JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision \
     LEFT JOIN record_public p ON p.record_id = r.id WHERE r.unit_id = $1 AND r.document_number = $2";
const BY_EXTERNAL_ID: &str = "SELECT r.id, r.ref, r.unit_id, r.revision, r.ruling, r.withdrawn_at, \
     p.revision AS public_revision, p.publish_until, o.content \
     FROM records r JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision \
     LEFT JOIN record_public p ON p.record_id = r.id WHERE r.unit_id = $1 AND r.external_id = $2";
const BY_REF: &str = "SELECT r.id, r.ref, r.unit_id, r.revision, r.ruling, r.withdrawn_at, \
     p.revision AS public_revision, p.publish_until, o.content \
     FROM records r JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision \
     LEFT JOIN record_public p ON p.record_id = r.id WHERE r.ref = $1";

/// The record of a key within a unit.
pub async fn find(conn: &mut Conn, unit: UnitId, key: &Key, today: NaiveDate) -> Result<Option<Found>> {
    let (sql, text) = match key {
        Key::DocumentNumber(number) => (BY_NUMBER, number),
        Key::ExternalId(id) => (BY_EXTERNAL_ID, id),
    };
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(sql)
        .bind(unit.0)
        .bind(text)
        .fetch_optional(c)
        .await?);
    Ok(row.map(|row| row.found(today)))
}

/// The record of a reference.
pub async fn find_by_reference(conn: &mut Conn, reference: &str, today: NaiveDate) -> Result<Option<Found>> {
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(BY_REF)
        .bind(reference)
        .fetch_optional(c)
        .await?);
    Ok(row.map(|row| row.found(today)))
}

/// Takes the record's row until the transaction ends, so that nobody revises what is being decided on.
pub async fn lock(tx: &mut Tx, id: RecordId) -> Result<()> {
    const SQL: &str = "UPDATE records SET version = version WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL).bind(id.0).execute(c).await.map(drop)?);
    Ok(())
}

/// Whether every original came with a batch that is released: only then may people work on the record.
pub async fn is_settled(conn: &mut Conn, id: RecordId) -> Result<bool> {
    const SQL: &str = "SELECT COUNT(*) FROM record_originals o JOIN import_batches b ON b.id = o.batch_id \
                       WHERE o.record_id = $1 AND b.released_at IS NULL";
    let (open,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_one(c).await?);
    Ok(open == 0)
}
