//! How a case may end (信访工作条例 第三十二条; codes of 属实 … for what is found out about police).

use super::FeedbackKind;
use serde::{Deserialize, Serialize};

/// The result told to the citizen when a case is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// 属实.
    Upheld,
    /// 部分属实.
    PartlyUpheld,
    /// 不属实.
    NotUpheld,
    /// 无法查实.
    Unverifiable,
    /// 恶意诬告: only inspection may find it, with evidence.
    Malicious,
    /// 已采纳.
    Adopted,
    /// 已研究，暂不采纳.
    Considered,
    /// 已解答.
    Explained,
    /// 已转达.
    Conveyed,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 9] = [
        Self::Upheld,
        Self::PartlyUpheld,
        Self::NotUpheld,
        Self::Unverifiable,
        Self::Malicious,
        Self::Adopted,
        Self::Considered,
        Self::Explained,
        Self::Conveyed,
    ];

    /// The word in the API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::PartlyUpheld => "partly-upheld",
            Self::NotUpheld => "not-upheld",
            Self::Unverifiable => "unverifiable",
            Self::Malicious => "malicious",
            Self::Adopted => "adopted",
            Self::Considered => "considered",
            Self::Explained => "explained",
            Self::Conveyed => "conveyed",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }

    /// The name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Upheld => "属实",
            Self::PartlyUpheld => "部分属实",
            Self::NotUpheld => "不属实",
            Self::Unverifiable => "无法查实",
            Self::Malicious => "恶意诬告",
            Self::Adopted => "已采纳",
            Self::Considered => "已研究，暂不采纳",
            Self::Explained => "已解答",
            Self::Conveyed => "已转达",
        }
    }

    /// The outcomes that fit a kind of case; `by_inspection` when 督察 handles it.
    pub fn fitting(kind: FeedbackKind, by_inspection: bool) -> Vec<Self> {
        match kind {
            FeedbackKind::Complaint | FeedbackKind::Report => Self::ALL
                .into_iter()
                .take(if by_inspection { 5 } else { 4 })
                .chain([Self::Explained])
                .collect(),
            FeedbackKind::Suggestion => vec![Self::Adopted, Self::Considered, Self::Explained],
            FeedbackKind::Praise => vec![Self::Conveyed, Self::Explained],
            FeedbackKind::Inquiry => vec![Self::Explained],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inspection_finds_malice_and_every_kind_has_an_end() {
        for kind in FeedbackKind::ALL {
            assert!(!Outcome::fitting(kind, false).contains(&Outcome::Malicious));
            assert!(!Outcome::fitting(kind, false).is_empty());
        }
        assert!(Outcome::fitting(FeedbackKind::Report, true).contains(&Outcome::Malicious));
        assert!(!Outcome::fitting(FeedbackKind::Praise, true).contains(&Outcome::Malicious));
    }
}
