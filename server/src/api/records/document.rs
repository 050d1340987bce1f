//! One record as JSON, and what remains of one that is gone.

use super::UnitName;
use domain::clock::{legal_day, shanghai};
use domain::money::Money;
use domain::publication::Correction;
use domain::unit::Units;
use serde::Serialize;
use service::records::Happening;
use storage::public::{Lookup, PublicRecord};
use utoipa::ToSchema;

/// A public record, masked. Also `/records/{ref}/json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Document {
    #[serde(rename = "ref")]
    reference: String,
    #[serde(rename = "document_number")]
    number: Option<String>,
    kind: &'static str,
    title: String,
    unit: UnitName,
    party_name: Option<String>,
    party_type: &'static str,
    violation: Option<String>,
    facts: Option<String>,
    legal_basis: Vec<String>,
    penalty_kinds: Vec<&'static str>,
    penalty_text: Option<String>,
    /// Decimal string in yuan.
    fine_yuan: Option<String>,
    confiscated_yuan: Option<String>,
    detention_days: Option<u32>,
    body: Option<String>,
    acted_on: Option<String>,
    decided_on: Option<String>,
    published_on: String,
    publish_until: Option<String>,
    source_url: Option<String>,
    version: i32,
    history: Vec<HistoryEntry>,
}

/// Something that happened to the public text.
#[derive(Debug, Serialize, ToSchema)]
struct HistoryEntry {
    /// RFC 3339.
    at: String,
    event: &'static str,
    /// Of an update: `factual`, of which the earlier text stays readable, or `privacy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    correction: Option<&'static str>,
}

impl Document {
    pub(crate) fn new(record: PublicRecord, units: &Units, history: &[Happening]) -> Self {
        let entry = |one: &Happening| HistoryEntry {
            at: one.at.with_timezone(&shanghai()).to_rfc3339(),
            event: one.word,
            correction: one.correction.map(Correction::as_str),
        };
        let yuan = |sum: Money| sum.to_string();
        Self {
            unit: UnitName::of(record.unit, units),
            reference: record.reference,
            number: record.document_number,
            kind: record.kind.as_str(),
            title: record.title,
            party_name: record.party_name,
            party_type: record.party_type.as_str(),
            violation: record.violation,
            facts: record.facts,
            legal_basis: record.legal_basis,
            penalty_kinds: record.penalty_kinds.iter().map(|kind| kind.as_str()).collect(),
            penalty_text: record.penalty_text,
            fine_yuan: record.fine.map(yuan),
            confiscated_yuan: record.confiscated.map(yuan),
            detention_days: record.detention_days,
            body: record.body,
            acted_on: record.acted_on.map(|day| day.to_string()),
            decided_on: record.decided_on.map(|day| day.to_string()),
            published_on: record.published_on.to_string(),
            publish_until: record.publish_until.map(|day| day.to_string()),
            source_url: record.source_url,
            version: record.version,
            history: history.iter().map(entry).collect(),
        }
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers become JSON")
    }
}

/// What remains: RFC 9457 with the members of the tombstone; nothing but the status of one that protects somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoneDocument {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: &'static str,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<UnitName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn_on: Option<String>,
    /// One of the public reason codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

impl GoneDocument {
    /// Nothing for a record that is there, or never was.
    pub(crate) fn new(lookup: Lookup, units: &Units) -> Option<Self> {
        let bare = |kind, detail| Self {
            kind,
            title: "内容已不再公开",
            status: 410,
            detail,
            reference: None,
            document_number: None,
            unit: None,
            withdrawn_on: None,
            reason: None,
        };
        match lookup {
            Lookup::Tombstone(stone) => Some(Self {
                unit: Some(UnitName::of(stone.unit, units)),
                reference: Some(stone.reference),
                document_number: stone.document_number,
                withdrawn_on: Some(legal_day(stone.withdrawn_at).to_string()),
                reason: Some(stone.code.as_str()),
                ..bare("/problems/withdrawn", "这份决定的公开信息已经撤下。")
            }),
            Lookup::Gone { expired: true } => Some(bare("/problems/expired", "公示期届满，不再公开。")),
            Lookup::Gone { expired: false } => Some(bare("about:blank", "该记录已不再公开。")),
            Lookup::Public(_) | Lookup::Unknown => None,
        }
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers become JSON")
    }
}
