//! What a decision says.

use super::{PartyType, PenaltyKind, RecordKind, Withhold, ends_as_organization};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a decision says. As imported it is the original; masked by policy it is the public text.
///
/// Serialised, it is the native import format without `unit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What kind of enforcement.
    pub kind: RecordKind,
    /// One line.
    pub title: String,
    /// 文号, unique within the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// The case system's own key, never public; unique within the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Absent: shown as 未载明.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
    /// 行政相对人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_name: Option<String>,
    /// As given; see [`Content::effective_party_type`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party_type: Option<PartyType>,
    /// 统一社会信用代码.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uscc: Option<String>,
    /// 违法行为.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violation: Option<String>,
    /// 违法事实.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<String>,
    /// 依据, one citation each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legal_basis: Vec<String>,
    /// Classes of penalty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub penalty_kinds: Vec<PenaltyKind>,
    /// 处罚内容.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty_text: Option<String>,
    /// 罚款.
    #[serde(rename = "fine_yuan", default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<Money>,
    /// 没收.
    #[serde(rename = "confiscated_yuan", default, skip_serializing_if = "Option::is_none")]
    pub confiscated: Option<Money>,
    /// 行政拘留日数.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detention_days: Option<u32>,
    /// Full text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// When the act was done; the law of that day applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acted_on: Option<NaiveDate>,
    /// First publication anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<NaiveDate>,
    /// 公示期满.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish_until: Option<NaiveDate>,
    /// Where it was first shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// Never public, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withhold: Option<Withhold>,
}

impl Content {
    /// A decision of which no more is known than its kind and its line.
    pub const fn of(kind: RecordKind, title: String) -> Self {
        Self {
            kind,
            title,
            document_number: None,
            external_id: None,
            decided_on: None,
            party_name: None,
            party_type: None,
            uscc: None,
            violation: None,
            facts: None,
            legal_basis: Vec::new(),
            penalty_kinds: Vec::new(),
            penalty_text: None,
            fine: None,
            confiscated: None,
            detention_days: None,
            body: None,
            acted_on: None,
            published_on: None,
            publish_until: None,
            source_url: None,
            withhold: None,
        }
    }

    /// The name, cleaned of what surrounds it, tells an organisation by its ending; else a person is assumed,
    /// because a person needs more protection.
    pub fn effective_party_type(&self) -> PartyType {
        self.party_type
            .unwrap_or_else(|| match self.party_name.as_deref() {
                Some(name) if ends_as_organization(name) => PartyType::Organization,
                _ => PartyType::Person,
            })
    }

    /// A sole trader counts as a person for `noindex` and bulk data.
    pub fn is_personal(&self) -> bool {
        self.effective_party_type() != PartyType::Organization
    }

    /// Every text, with the name of its field: what masking and search go through.
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let optional = [
            ("party_name", self.party_name.as_deref()),
            ("violation", self.violation.as_deref()),
            ("facts", self.facts.as_deref()),
            ("penalty_text", self.penalty_text.as_deref()),
            ("body", self.body.as_deref()),
        ];
        let mut texts = vec![("title", self.title.as_str())];
        texts.extend(
            optional
                .into_iter()
                .filter_map(|(field, text)| text.map(|text| (field, text))),
        );
        texts.extend(self.legal_basis.iter().map(|text| ("legal_basis", text.as_str())));
        texts
    }
}
