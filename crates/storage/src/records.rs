//! Records before they are public: originals with their revisions, and what was decided about them.
//!
//! Nothing of this module is reachable from a public page; those read [`crate::public`].

mod alike;
mod change;
mod exceptions;
mod found;
mod insert;
mod listing;
mod numbers;
mod rounds;
mod ruled;
mod taken_down;

pub use alike::alike_in_month;
pub use change::{choose, correct, decide, forget_earlier, mend, owe, revise, schedule, withdraw};
pub use exceptions::{
    PastException, answer, count_exceptions, count_proposed, exceptions, exceptions_of, granted,
    granted_among, propose, proposed,
};
pub use found::Found;
pub use insert::insert;
pub use listing::{Listed, count, list, load};
pub use numbers::{Bearer, Numbered, explain, explanations, holding, holding_of_unit, numbers, reopen};
pub use rounds::{PastRound, approve, authors, makers, rounds, send_back, submit};
pub use ruled::{Ruled, release, ruled, show_until};
pub use taken_down::{TakenDown, taken_down};

use crate::{Conn, Result, Tx, many, on_db};
use chrono::NaiveDate;
use domain::ids::{RecordId, UnitId};
use domain::record::Content;
use found::Row;
use sqlx::types::Json;
use std::collections::HashSet;

/// What names a record within its unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// 文号.
    DocumentNumber(String),
    /// The case system's own key.
    ExternalId(String),
}

impl Key {
    /// The keys of a record that says `content`.
    pub fn all(content: &Content) -> impl Iterator<Item = Self> {
        let number = content.document_number.clone().map(Self::DocumentNumber);
        number
            .into_iter()
            .chain(content.external_id.clone().map(Self::ExternalId))
    }

    fn text(&self) -> &String {
        match self {
            Self::DocumentNumber(text) | Self::ExternalId(text) => text,
        }
    }

    /// The member of the content that holds it.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::DocumentNumber(_) => "document_number",
            Self::ExternalId(_) => "external_id",
        }
    }
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
    /// Whether the original tells of somebody under eighteen, marked or not.
    pub of_minor: bool,
}

/// What a [`Row`] is made of.
macro_rules! columns {
    () => {
        "r.id, r.ref, r.unit_id, r.revision, r.ruling, r.withdrawn_at, p.revision AS public_revision, \
         p.publish_until, s.submitted_by, s.correction, s.verdict, s.reviewed_by, s.comment, o.content, r.maskings, \
         r.owed_code, r.owed_since, r.publish_at, r.publish_by, r.publish_revision"
    };
}
/// The last round of the newest original `r`, where there is one.
macro_rules! last_round {
    () => {
        " LEFT JOIN record_rounds s ON s.record_id = r.id AND s.round = r.round AND s.revision = r.revision "
    };
}
macro_rules! found {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM records r JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision \
             LEFT JOIN record_public p ON p.record_id = r.id",
            last_round!(),
            "WHERE ",
            $condition
        )
    };
}
use {columns, last_round};

/// The record of a key within a unit.
pub async fn find(conn: &mut Conn, unit: UnitId, key: &Key, today: NaiveDate) -> Result<Option<Found>> {
    const BY_NUMBER: &str = found!("r.unit_id = $1 AND r.document_number = $2");
    const BY_EXTERNAL_ID: &str = found!("r.unit_id = $1 AND r.external_id = $2");
    let (sql, text) = match key {
        Key::DocumentNumber(number) => (BY_NUMBER, number),
        Key::ExternalId(id) => (BY_EXTERNAL_ID, id),
    };
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(sql)
        .bind(unit.0)
        .bind(text)
        .fetch_optional(c)
        .await?);
    row.map(|row| row.found(today)).transpose()
}

/// Which of the keys a record of the unit has.
pub async fn taken(conn: &mut Conn, unit: UnitId, keys: &[Key]) -> Result<HashSet<Key>> {
    const NUMBERS: &str = "SELECT document_number FROM records WHERE unit_id = $1 AND document_number IN";
    const EXTERNAL_IDS: &str = "SELECT external_id FROM records WHERE unit_id = $1 AND external_id IN";
    let (numbers, ids): (Vec<&Key>, Vec<&Key>) =
        keys.iter().partition(|key| matches!(key, Key::DocumentNumber(_)));
    let mut taken = HashSet::new();
    for (head, keys) in [(NUMBERS, numbers), (EXTERNAL_IDS, ids)] {
        for (sql, keys) in many::listed(head, &keys) {
            let found: Vec<(String,)> = on_db!(conn, |c| {
                let query = sqlx::query_as(sql).bind(unit.0);
                let query = keys.iter().fold(query, |query, key| query.bind(key.text()));
                query.fetch_all(c).await?
            });
            let found: HashSet<String> = found.into_iter().map(|(text,)| text).collect();
            taken.extend(
                keys.iter()
                    .filter(|key| found.contains(key.text()))
                    .map(|key| (*key).clone()),
            );
        }
    }
    Ok(taken)
}

/// The record of a reference.
pub async fn find_by_reference(conn: &mut Conn, reference: &str, today: NaiveDate) -> Result<Option<Found>> {
    const BY_REF: &str = found!("r.ref = $1");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(BY_REF)
        .bind(reference)
        .fetch_optional(c)
        .await?);
    row.map(|row| row.found(today)).transpose()
}

/// The record of a row id.
pub async fn find_by_id(conn: &mut Conn, id: RecordId, today: NaiveDate) -> Result<Option<Found>> {
    const BY_ID: &str = found!("r.id = $1");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(BY_ID)
        .bind(id.0)
        .fetch_optional(c)
        .await?);
    row.map(|row| row.found(today)).transpose()
}

/// What an original of a record says.
pub async fn original(conn: &mut Conn, id: RecordId, revision: i32) -> Result<Option<Content>> {
    const SQL: &str = "SELECT content FROM record_originals WHERE record_id = $1 AND revision = $2";
    let row: Option<(Json<Content>,)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(id.0)
        .bind(revision)
        .fetch_optional(c)
        .await?);
    Ok(row.map(|(Json(content),)| content))
}

/// The original behind the text that the public sees, if there is one.
pub async fn original_in_public(conn: &mut Conn, id: RecordId) -> Result<Option<Content>> {
    const SQL: &str = "SELECT o.content FROM public_records p JOIN record_originals o \
                       ON o.record_id = p.record_id AND o.revision = p.revision WHERE p.record_id = $1";
    let row: Option<(Json<Content>,)> =
        on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(|(Json(content),)| content))
}

/// Takes the record's row until the transaction ends, so that nobody revises what is being decided on.
pub async fn lock(tx: &mut Tx, id: RecordId) -> Result<()> {
    const SQL: &str = "UPDATE records SET version = version WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL).bind(id.0).execute(c).await.map(drop)?);
    Ok(())
}

/// Takes the record's row like [`lock`], if its newest original is still the one of `revision` and, with `draft`, it is
/// neither public nor taken down.
pub async fn hold(tx: &mut Tx, id: RecordId, revision: i32, draft: bool) -> Result<bool> {
    const SQL: &str = "UPDATE records SET version = version WHERE id = $1 AND revision = $2 \
                       AND (NOT $3 OR withdrawn_at IS NULL AND NOT EXISTS \
                       (SELECT 1 FROM record_public p WHERE p.record_id = records.id))";
    let held = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(revision)
        .bind(draft)
        .execute(c)
        .await?
        .rows_affected());
    Ok(held == 1)
}

/// Whether every original came with a batch that is released: only then may people work on the record.
pub async fn is_settled(conn: &mut Conn, id: RecordId) -> Result<bool> {
    const SQL: &str = "SELECT COUNT(*) FROM record_originals o JOIN import_batches b ON b.id = o.batch_id \
                       WHERE o.record_id = $1 AND b.released_at IS NULL";
    let (open,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_one(c).await?);
    Ok(open == 0)
}
