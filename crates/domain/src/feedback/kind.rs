//! The five kinds of feedback.

use serde::{Deserialize, Serialize};

/// What a citizen wants with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeedbackKind {
    /// 投诉: how something was handled, or how the person was treated.
    Complaint,
    /// 举报: a breach of discipline or law by police.
    Report,
    /// 建议.
    Suggestion,
    /// 表扬.
    Praise,
    /// 咨询.
    Inquiry,
}

impl FeedbackKind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 5] = [
        Self::Complaint,
        Self::Report,
        Self::Suggestion,
        Self::Praise,
        Self::Inquiry,
    ];

    /// The words that errors name as allowed.
    pub const WORDS: &str = "complaint、report、suggestion、praise、inquiry";

    /// The word in the API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Report => "report",
            Self::Suggestion => "suggestion",
            Self::Praise => "praise",
            Self::Inquiry => "inquiry",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Complaint => "投诉",
            Self::Report => "举报",
            Self::Suggestion => "建议",
            Self::Praise => "表扬",
            Self::Inquiry => "咨询",
        }
    }

    /// Whether it is directed against somebody, who therefore must not see it (信访工作条例 第三十条).
    pub const fn accuses(self) -> bool {
        matches!(self, Self::Complaint | Self::Report)
    }
}
