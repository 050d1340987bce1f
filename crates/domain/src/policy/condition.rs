use super::is_public_security;
use crate::record::{Content, PartyType, RecordKind};
use serde::{Deserialize, Deserializer, Serialize};

/// Which records a rule is about: those that meet everything it names. One that names nothing is met by all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Condition {
    /// One of these kinds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<RecordKind>,
    /// One of these types of party.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub party_types: Vec<PartyType>,
    /// About a person, a sole trader included, or about none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal: Option<bool>,
    /// 治安, as [`is_public_security`] tells, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_security: Option<bool>,
    /// The violation holds one of these words. An empty word, which every violation holds, is not read.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "words")]
    pub violations: Vec<String>,
}

impl Condition {
    pub(super) fn personal() -> Self {
        Self {
            personal: Some(true),
            ..Self::default()
        }
    }

    pub(super) fn is_met_by(&self, content: &Content) -> bool {
        let violation = content.violation.as_deref().unwrap_or_default();
        (self.kinds.is_empty() || self.kinds.contains(&content.kind))
            && (self.party_types.is_empty() || self.party_types.contains(&content.effective_party_type()))
            && self
                .personal
                .is_none_or(|personal| personal == content.is_personal())
            && (self.violations.is_empty() || self.violations.iter().any(|word| violation.contains(word)))
            && self
                .public_security
                .is_none_or(|public_security| public_security == is_public_security(content))
    }
}

fn words<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(from)?;
    if words.iter().any(|word| word.trim().is_empty()) {
        return Err(serde::de::Error::custom(
            "violations 里有空的词，所有记录都会符合；请写上违法行为的用词，或者删去这一项",
        ));
    }
    Ok(words)
}
