//! Records before they are public: originals with their revisions, and what was decided about them.
//!
//! Nothing of this module is reachable from a public page; those read [`crate::public`].

use crate::index_changes::{self, Change as IndexChange};
use crate::{Conn, Error, Result, Tx, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{BatchId, RecordId, UnitId};
use domain::record::{Content, WithdrawalCode};
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

/// Adds a record and its first original, and what was decided.
pub async fn insert(
    tx: &mut Tx,
    record: &NewRecord,
    batch: Option<BatchId>,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO records (id, ref, unit_id, document_number, external_id, batch_id, created_at, revision, \
                       ruling, ground, version, ruling_batch_id) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11)";
    let ruled = record.decision.as_ref().map(Decision::ruled);
    let ruling_batch = ruled.and(batch);
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(record.id.0)
        .bind(&record.reference)
        .bind(record.unit.0)
        .bind(&record.original.document_number)
        .bind(&record.original.external_id)
        .bind(batch.map(|id| id.0))
        .bind(at)
        .bind(ruled.map(|(ruling, _, _)| ruling))
        .bind(ruled.map(|(_, ground, _)| ground))
        .bind(ruled.map_or(0, |(_, _, versions)| versions))
        .bind(ruling_batch.map(|id| id.0))
        .execute(c)
        .await
        .map(drop)?);
    insert_original(tx, record.id, 1, &record.original, batch, at).await?;
    match &record.decision {
        Some(Decision::Publish(publication)) => publish(tx, record.id, publication, batch, at).await,
        Some(Decision::Hold { .. }) | None => Ok(()),
    }
}

/// Adds a newer original: of a draft it takes the place, of a published record it waits as a correction.
pub async fn revise(
    tx: &mut Tx,
    id: RecordId,
    original: &Content,
    batch: Option<BatchId>,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "UPDATE records SET revision = revision + 1 WHERE id = $1 RETURNING revision";
    let (revision,): (i32,) = on_db!(tx, |c| sqlx::query_as(SQL).bind(id.0).fetch_one(c).await?);
    insert_original(tx, id, revision, original, batch, at).await
}

async fn insert_original(
    tx: &mut Tx,
    id: RecordId,
    revision: i32,
    original: &Content,
    batch: Option<BatchId>,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO record_originals (record_id, revision, batch_id, created_at, content) \
                       VALUES ($1, $2, $3, $4, $5)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(revision)
        .bind(batch.map(|id| id.0))
        .bind(at)
        .bind(Json(original))
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Carries out what policy decided about the newest original. Outside a batch the index is told at once;
/// within one, its release tells it.
pub async fn decide(
    tx: &mut Tx,
    id: RecordId,
    decision: &Decision,
    batch: Option<BatchId>,
    at: DateTime<Utc>,
) -> Result<()> {
    const RULE: &str = "UPDATE records SET ruling = $2, ground = $3, version = version + $4, ruling_batch_id = $5 \
                        WHERE id = $1";
    const FORGET: &str = "DELETE FROM record_public WHERE record_id = $1";
    let (ruling, ground, versions) = decision.ruled();
    on_db!(tx, |c| sqlx::query(RULE)
        .bind(id.0)
        .bind(ruling)
        .bind(ground)
        .bind(versions)
        .bind(batch.map(|id| id.0))
        .execute(c)
        .await
        .map(drop)?);
    if let Decision::Publish(publication) = decision {
        on_db!(tx, |c| sqlx::query(FORGET)
            .bind(id.0)
            .execute(c)
            .await
            .map(drop)?);
        publish(tx, id, publication, batch, at).await?;
    }
    Ok(())
}

/// Adds the public text and tells the index, which the release of a batch does for all its records at once.
async fn publish(
    tx: &mut Tx,
    id: RecordId,
    publication: &Publication,
    batch: Option<BatchId>,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO record_public (record_id, revision, version, batch_id, published_at, ref, unit_id, personal, \
         kind, title, document_number, decided_on, party_name, party_type, violation, facts, legal_basis, penalty_kinds, \
         penalty_text, fine_fen, confiscated_fen, detention_days, body, acted_on, published_on, publish_until, source_url) \
         SELECT id, revision, version, $2, $3, ref, unit_id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
         $18, $19, $20, $21, $22, $23 FROM records WHERE id = $1";
    let text = &publication.masked;
    let days = text
        .detention_days
        .map(|days| i32::try_from(days).unwrap_or(i32::MAX));
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(batch.map(|id| id.0))
        .bind(at)
        .bind(publication.personal)
        .bind(text.kind.as_str())
        .bind(&text.title)
        .bind(&text.document_number)
        .bind(text.decided_on)
        .bind(&text.party_name)
        .bind(text.effective_party_type().as_str())
        .bind(&text.violation)
        .bind(&text.facts)
        .bind(Json(&text.legal_basis))
        .bind(Json(&text.penalty_kinds))
        .bind(&text.penalty_text)
        .bind(text.fine.map(domain::money::Money::fen))
        .bind(text.confiscated.map(domain::money::Money::fen))
        .bind(days)
        .bind(&text.body)
        .bind(text.acted_on)
        .bind(publication.published_on)
        .bind(publication.publish_until)
        .bind(&text.source_url)
        .execute(c)
        .await
        .map(drop)?);
    match batch {
        None => index_changes::append(tx, IndexChange::Record(id)).await,
        Some(_) => Ok(()),
    }
}

/// Takes a record down: its public text is deleted and the index told. [`Error::Stale`] when it is not public.
pub async fn withdraw(tx: &mut Tx, id: RecordId, code: WithdrawalCode, at: DateTime<Utc>) -> Result<()> {
    const FORGET: &str = "DELETE FROM record_public WHERE record_id = $1";
    const SQL: &str = "UPDATE records SET withdrawn_at = $2, withdrawn_code = $3, version = version + 1 \
                       WHERE id = $1 AND withdrawn_at IS NULL";
    let removed = on_db!(tx, |c| sqlx::query(FORGET)
        .bind(id.0)
        .execute(c)
        .await?
        .rows_affected());
    let marked = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(at)
        .bind(code.as_str())
        .execute(c)
        .await?
        .rows_affected());
    if removed == 0 || marked == 0 {
        return Err(Error::Stale);
    }
    index_changes::append(tx, IndexChange::Record(id)).await
}

/// A line of the publisher's list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The record.
    pub found: Found,
    /// When it came in.
    pub created_at: DateTime<Utc>,
    /// The ground of the policy, once it ruled.
    pub ground: Option<String>,
}

/// Which records the publisher's list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Not public and not held.
    Drafts,
    /// Public, with a newer original waiting.
    Corrections,
    /// Held back by policy.
    Held,
    /// Public.
    Published,
    /// Taken down.
    Withdrawn,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    #[sqlx(flatten)]
    row: Row,
    created_at: DateTime<Utc>,
    ground: Option<String>,
}

/// One condition for each filter, over `r` and its public row `p`; batches under way, of which there are few, are
/// not there yet. A record that was never public has version 0: each condition has an index of its own.
macro_rules! listed {
    ($filter:expr, $select:literal, $joined:literal, $rest:literal) => {{
        macro_rules! sql {
            ($condition:literal) => {
                concat!(
                    $select,
                    " FROM records r LEFT JOIN record_public p ON p.record_id = r.id ",
                    $joined,
                    " WHERE r.id NOT IN (SELECT b.record_id FROM record_originals b \
                     JOIN import_batches i ON i.id = b.batch_id WHERE i.released_at IS NULL) AND ",
                    $condition,
                    $rest
                )
            };
        }
        match $filter {
            Filter::Drafts => sql!(
                "r.version = 0 AND r.withdrawn_at IS NULL AND COALESCE(r.ruling, '') NOT IN ('sealed', 'never')"
            ),
            Filter::Corrections => sql!("r.revision > 1 AND p.revision < r.revision"),
            Filter::Held => {
                sql!("r.version = 0 AND r.withdrawn_at IS NULL AND r.ruling IN ('sealed', 'never')")
            }
            Filter::Published => sql!("p.record_id IS NOT NULL"),
            Filter::Withdrawn => sql!("r.withdrawn_at IS NOT NULL"),
        }
    }};
}

/// The publisher's list, newest first.
pub async fn list(
    conn: &mut Conn,
    filter: Filter,
    today: NaiveDate,
    limit: i64,
    offset: i64,
) -> Result<Vec<Listed>> {
    let sql = listed!(
        filter,
        "SELECT r.id, r.ref, r.unit_id, r.revision, r.ruling, r.withdrawn_at, p.revision AS public_revision, \
         p.publish_until, o.content, r.created_at, r.ground",
        "JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision",
        " ORDER BY r.created_at DESC, r.ref LIMIT $1 OFFSET $2"
    );
    let rows: Vec<ListRow> = on_db!(conn, |c| sqlx::query_as(sql)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    let listed = |line: ListRow| Listed {
        found: line.row.found(today),
        created_at: line.created_at,
        ground: line.ground,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// How many records the publisher's list holds.
pub async fn count(conn: &mut Conn, filter: Filter) -> Result<i64> {
    let sql = listed!(filter, "SELECT COUNT(*)", "", "");
    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(sql).fetch_one(c).await?);
    Ok(count)
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
