/// How many records each list holds, in the order of [`DeskList::ALL`].
pub type Counts = [(DeskList, u64); DeskList::ALL.len()];

/// The lists of the desk at which records become public: each record stands in one, a public record that is corrected
/// or must go in two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskList {
    /// Never public, not held and not submitted.
    Drafts,
    /// Public, with a newer original that is not submitted.
    Corrections,
    /// 打回: to be mended.
    SentBack,
    /// 法制审核.
    InReview,
    /// To be published.
    Approved,
    /// Public, and must go (行政处罚法 第四十八条).
    ToWithdraw,
    /// Held back by policy.
    Held,
    /// Public.
    Published,
    /// 公示期满.
    Expired,
    /// Taken down.
    Withdrawn,
}

impl DeskList {
    /// Every list, in the order of the work.
    pub const ALL: [Self; 10] = [
        Self::Drafts,
        Self::Corrections,
        Self::SentBack,
        Self::InReview,
        Self::Approved,
        Self::ToWithdraw,
        Self::Held,
        Self::Published,
        Self::Expired,
        Self::Withdrawn,
    ];

    /// Its word in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Corrections => "corrections",
            Self::SentBack => "sent-back",
            Self::InReview => "in-review",
            Self::Approved => "approved",
            Self::ToWithdraw => "to-withdraw",
            Self::Held => "held",
            Self::Published => "published",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The list of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.as_str() == word)
    }
}
