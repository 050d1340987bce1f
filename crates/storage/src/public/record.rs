//! A public record as its row tells it.

use crate::records::Publication;
use crate::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{RecordId, UnitId};
use domain::money::Money;
use domain::record::{PartyType, PenaltyKind, RecordKind};
use sqlx::types::Json;
use uuid::Uuid;

/// A public record, masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRecord {
    /// Row id.
    pub id: RecordId,
    /// `R-…`.
    pub reference: String,
    /// Grows with every publication: what caches key on.
    pub version: i32,
    /// When this version became public.
    pub published_at: DateTime<Utc>,
    /// The unit.
    pub unit: UnitId,
    /// Concerns a person: `noindex`, not in the sitemap, not in bulk data.
    pub personal: bool,
    /// What kind of enforcement.
    pub kind: RecordKind,
    /// One line.
    pub title: String,
    /// 文号.
    pub document_number: Option<String>,
    /// Absent: 未载明.
    pub decided_on: Option<NaiveDate>,
    /// 行政相对人, masked.
    pub party_name: Option<String>,
    /// Its type.
    pub party_type: PartyType,
    /// 违法行为.
    pub violation: Option<String>,
    /// 违法事实.
    pub facts: Option<String>,
    /// 依据.
    pub legal_basis: Vec<String>,
    /// Classes of penalty.
    pub penalty_kinds: Vec<PenaltyKind>,
    /// 处罚内容.
    pub penalty_text: Option<String>,
    /// 罚款.
    pub fine: Option<Money>,
    /// 没收.
    pub confiscated: Option<Money>,
    /// 行政拘留日数.
    pub detention_days: Option<u32>,
    /// Full text.
    pub body: Option<String>,
    /// When the act was done.
    pub acted_on: Option<NaiveDate>,
    /// First publication anywhere.
    pub published_on: NaiveDate,
    /// 公示期满.
    pub publish_until: Option<NaiveDate>,
    /// Where it was first shown.
    pub source_url: Option<String>,
}

impl PublicRecord {
    /// What the public would read in place of this text.
    #[must_use]
    pub fn replaced_by(&self, publication: &Publication) -> Self {
        let masked = publication.masked.clone();
        Self {
            version: self.version + 1,
            personal: publication.personal,
            kind: masked.kind,
            party_type: masked.effective_party_type(),
            title: masked.title,
            document_number: masked.document_number,
            decided_on: masked.decided_on,
            party_name: masked.party_name,
            violation: masked.violation,
            facts: masked.facts,
            legal_basis: masked.legal_basis,
            penalty_kinds: masked.penalty_kinds,
            penalty_text: masked.penalty_text,
            fine: masked.fine,
            confiscated: masked.confiscated,
            detention_days: masked.detention_days,
            body: masked.body,
            acted_on: masked.acted_on,
            published_on: publication.published_on,
            publish_until: publication.publish_until,
            source_url: masked.source_url,
            ..self.clone()
        }
    }

    /// Every text with the name of its field, in the order of [`domain::record::Content::texts`].
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let optional = [
            ("party_name", &self.party_name),
            ("violation", &self.violation),
            ("facts", &self.facts),
            ("penalty_text", &self.penalty_text),
            ("body", &self.body),
        ];
        let optional = optional
            .into_iter()
            .filter_map(|(field, text)| text.as_deref().map(|text| (field, text)));
        let basis = self.legal_basis.iter().map(|text| ("legal_basis", text.as_str()));
        std::iter::once(("title", self.title.as_str()))
            .chain(optional)
            .chain(basis)
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    record_id: Uuid,
    #[sqlx(rename = "ref")]
    reference: String,
    version: i32,
    published_at: DateTime<Utc>,
    unit_id: Uuid,
    personal: bool,
    kind: String,
    title: String,
    document_number: Option<String>,
    decided_on: Option<NaiveDate>,
    party_name: Option<String>,
    party_type: String,
    violation: Option<String>,
    facts: Option<String>,
    legal_basis: Json<Vec<String>>,
    penalty_kinds: Json<Vec<PenaltyKind>>,
    penalty_text: Option<String>,
    fine_fen: Option<i64>,
    confiscated_fen: Option<i64>,
    detention_days: Option<i32>,
    body: Option<String>,
    acted_on: Option<NaiveDate>,
    published_on: NaiveDate,
    publish_until: Option<NaiveDate>,
    source_url: Option<String>,
}

impl TryFrom<Row> for PublicRecord {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let bad = |column, value: &str| Error::inconsistent("record_public", column, value);
        Ok(Self {
            id: RecordId(row.record_id),
            reference: row.reference,
            version: row.version,
            published_at: row.published_at,
            unit: UnitId(row.unit_id),
            personal: row.personal,
            kind: RecordKind::parse(&row.kind).ok_or_else(|| bad("kind", &row.kind))?,
            title: row.title,
            document_number: row.document_number,
            decided_on: row.decided_on,
            party_name: row.party_name,
            party_type: PartyType::parse(&row.party_type)
                .ok_or_else(|| bad("party_type", &row.party_type))?,
            violation: row.violation,
            facts: row.facts,
            legal_basis: row.legal_basis.0,
            penalty_kinds: row.penalty_kinds.0,
            penalty_text: row.penalty_text,
            fine: row.fine_fen.and_then(Money::from_fen),
            confiscated: row.confiscated_fen.and_then(Money::from_fen),
            detention_days: row.detention_days.and_then(|days| u32::try_from(days).ok()),
            body: row.body,
            acted_on: row.acted_on,
            published_on: row.published_on,
            publish_until: row.publish_until,
            source_url: row.source_url,
        })
    }
}

/// What a [`Row`] is made of, from a table called `p`.
macro_rules! public_columns {
    () => {
        "p.record_id, p.ref, p.version, p.published_at, p.unit_id, p.personal, p.kind, p.title, \
         p.document_number, p.decided_on, p.party_name, p.party_type, p.violation, p.facts, p.legal_basis, \
         p.penalty_kinds, p.penalty_text, p.fine_fen, p.confiscated_fen, p.detention_days, p.body, p.acted_on, \
         p.published_on, p.publish_until, p.source_url"
    };
}
pub(crate) use public_columns;
