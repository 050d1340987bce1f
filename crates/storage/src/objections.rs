//! Objections to public records (异议): taken in from citizens, listed and answered at the desk.

mod desk;
pub mod receipt;

pub use desk::{Count, Listed, answer, count, find, list, load};

use crate::record_now::record_now;
use crate::{Error, Result, Tx, on_db};
use chrono::NaiveDate;
use domain::ids::{ObjectionId, RecordId, UserId};
use domain::objection::{Answer, Asker, NewObjection, ObjectionKind, Outcome, RecordNow, Stage};
use domain::receipt::ObjectionReference;
use uuid::Uuid;

/// An objection with what has become of its record. It holds no contact: those are sealed apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Row id.
    pub id: ObjectionId,
    /// The public name.
    pub reference: ObjectionReference,
    /// What it is about.
    pub kind: ObjectionKind,
    /// Who objects.
    pub asker: Asker,
    /// Which passage or field.
    pub passage: String,
    /// What is asked for.
    pub request: String,
    /// The day received; nothing finer is kept.
    pub received_on: NaiveDate,
    /// Where it stands.
    pub stage: Stage,
    /// The record.
    pub record: RecordId,
    /// Its public reference.
    pub record_ref: String,
    /// What it is called in public, while it is.
    pub record_title: Option<String>,
    /// The version of the text objected to.
    pub record_version: i32,
    /// The original behind it.
    pub record_revision: i32,
    /// What has become of it.
    pub record_now: RecordNow,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    reference: String,
    kind: String,
    asker: String,
    passage: String,
    request: String,
    received_on: NaiveDate,
    outcome: Option<String>,
    answer: Option<String>,
    answered_by: Option<Uuid>,
    answered_on: Option<NaiveDate>,
    record_id: Uuid,
    record_version: i32,
    record_revision: i32,
    #[sqlx(rename = "ref")]
    record_ref: String,
    withdrawn_code: Option<String>,
    title: Option<String>,
    version: Option<i32>,
    publish_until: Option<NaiveDate>,
}

/// What a [`Row`] is made of, of `o`, its record `r` and the record's public text `p`.
macro_rules! columns {
    () => {
        "o.id, o.reference, o.kind, o.asker, o.passage, o.request, o.received_on, o.outcome, o.answer, \
         o.answered_by, o.answered_on, o.record_id, o.record_version, o.record_revision, r.ref, r.withdrawn_code, \
         p.title, p.version, p.publish_until"
    };
}
macro_rules! joined {
    () => {
        " FROM objections o JOIN records r ON r.id = o.record_id LEFT JOIN public_records p ON p.record_id = r.id"
    };
}
macro_rules! selected {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            $crate::objections::columns!(),
            $crate::objections::joined!(),
            $condition
        )
    };
}
use {columns, joined, selected};

fn odd(column: &'static str, value: &str) -> Error {
    Error::inconsistent("objections", column, value)
}

impl Row {
    fn objection(self, today: NaiveDate) -> Result<Objection> {
        let is_shown = self.publish_until.is_none_or(|until| until >= today);
        let shown = self.version.filter(|_| is_shown);
        let record_now = record_now(self.withdrawn_code.as_deref(), shown, self.record_version)?;
        Ok(Objection {
            id: ObjectionId(self.id),
            reference: ObjectionReference::parse(&self.reference)
                .map_err(|_| odd("reference", &self.reference))?,
            kind: ObjectionKind::parse(&self.kind).ok_or_else(|| odd("kind", &self.kind))?,
            asker: Asker::parse(&self.asker).ok_or_else(|| odd("asker", &self.asker))?,
            passage: self.passage,
            request: self.request,
            received_on: self.received_on,
            stage: stage(
                self.outcome.as_deref(),
                (self.answer, self.answered_by, self.answered_on),
            )?,
            record: RecordId(self.record_id),
            record_ref: self.record_ref,
            record_title: self.title,
            record_version: self.record_version,
            record_revision: self.record_revision,
            record_now,
        })
    }
}

/// The table's own checks keep the four together.
fn stage(
    outcome: Option<&str>,
    answered: (Option<String>, Option<Uuid>, Option<NaiveDate>),
) -> Result<Stage> {
    let (Some(word), (Some(text), Some(by), Some(on))) = (outcome, answered) else {
        return Ok(Stage::of(None));
    };
    let outcome = Outcome::parse(word).ok_or_else(|| odd("outcome", word))?;
    Ok(Stage::of(Some((Answer { outcome, text }, UserId(by), on))))
}

/// An objection that comes in, with what makes its receipt.
#[derive(Debug)]
pub struct Incoming<'a> {
    /// Row id, drawn by the caller.
    pub id: ObjectionId,
    /// The public name, drawn by the caller.
    pub reference: ObjectionReference,
    /// What was sent.
    pub new: &'a NewObjection,
    /// The day received.
    pub on: NaiveDate,
    /// The keyed hash that its code must give.
    pub code_hash: &'a [u8],
    /// The keyed hash of the form's key; none for a key that was drawn for a form without.
    pub key_hash: Option<&'a [u8]>,
    /// The keyed hash of the fields.
    pub body_hash: &'a [u8],
}

/// Takes an objection to the text that is public of `record_ref` now. False when none is: nothing is stored.
pub async fn insert(tx: &mut Tx, record_ref: &str, incoming: &Incoming<'_>) -> Result<bool> {
    const SQL: &str = "INSERT INTO objections (id, reference, code_hash, key_hash, body_hash, record_id, record_version, \
         record_revision, kind, asker, passage, request, received_on) \
         SELECT $2, $3, $4, $5, $6, p.record_id, p.version, p.revision, $7, $8, $9, $10, $11 FROM public_records p \
         WHERE p.record_id = (SELECT r.id FROM records r WHERE r.ref = $1) AND (p.publish_until IS NULL OR p.publish_until >= $11)";
    let new = incoming.new;
    let stored = on_db!(tx, |c| sqlx::query(SQL)
        .bind(record_ref)
        .bind(incoming.id.0)
        .bind(incoming.reference.to_string())
        .bind(incoming.code_hash)
        .bind(incoming.key_hash)
        .bind(incoming.body_hash)
        .bind(new.kind.as_str())
        .bind(new.asker.as_str())
        .bind(&new.passage)
        .bind(&new.request)
        .bind(incoming.on)
        .execute(c)
        .await?
        .rows_affected());
    Ok(stored == 1)
}
