//! What the index takes in: the public text of one record, and the changes of a batch.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// The public form of one record. Only masked, published text may ever be put here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Row id of the record.
    pub id: Uuid,
    /// Public reference, `R-…`; breaks ties in every order.
    pub reference: String,
    /// Version of the record, or sequence of the change that brought it.
    pub version: i64,
    /// Code of the kind, for example `penalty`.
    pub kind: String,
    /// Codes of the unit and all its ancestors, so that a unit finds the records of its descendants.
    pub unit_path: Vec<String>,
    /// Name of the violation.
    pub violation: Option<String>,
    /// Codes of the kinds of penalty.
    pub penalties: Vec<String>,
    /// Canonical citation keys such as `治安管理处罚法#43` (see [`crate::statute`]).
    pub statutes: Vec<String>,
    /// Title as shown.
    pub title: String,
    /// Name of the party as shown, masked where it must be.
    pub party_name: String,
    /// Document number as printed.
    pub document_number: Option<String>,
    /// All other public text, joined by line ends.
    pub body: String,
    /// Day of the decision.
    pub decided_on: Option<NaiveDate>,
    /// When this version became public.
    pub published_at: DateTime<Utc>,
    /// Fine in fen.
    pub fine_fen: Option<i64>,
    /// Days of detention.
    pub detention_days: Option<u32>,
    /// Key of the decisions that its penalty may be compared with.
    pub class: Option<String>,
}

/// One change of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Adds the document or replaces the one with the same id.
    Put(Box<Document>),
    /// Removes the document with this id.
    Delete(Uuid),
}

impl From<Document> for Change {
    fn from(document: Document) -> Self {
        Self::Put(Box::new(document))
    }
}
