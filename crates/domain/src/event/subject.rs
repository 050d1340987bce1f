//! What an event is about.

use serde::{Deserialize, Serialize};

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// A record.
    Record,
    /// A citizen's feedback.
    Feedback,
    /// An objection to a public record.
    Objection,
    /// A subscription to a saved search.
    Subscription,
    /// A spot check of what is public.
    SpotCheck,
    /// A case whose progress its own people may see.
    Case,
    /// A demand or rectification.
    Demand,
    /// An incident with its invitations and ratings.
    Incident,
    /// A follow-up of a bad rating.
    FollowUp,
    /// A unit.
    Unit,
    /// A police officer whom feedback may be about.
    Officer,
    /// A staff account.
    User,
    /// An import run.
    Import,
    /// Calendar, settings, keys.
    Portal,
}

impl SubjectKind {
    const ALL: [Self; 14] = [
        Self::Record,
        Self::Feedback,
        Self::Objection,
        Self::Subscription,
        Self::SpotCheck,
        Self::Case,
        Self::Demand,
        Self::Incident,
        Self::FollowUp,
        Self::Unit,
        Self::Officer,
        Self::User,
        Self::Import,
        Self::Portal,
    ];

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Feedback => "feedback",
            Self::Objection => "objection",
            Self::Subscription => "subscription",
            Self::SpotCheck => "spot-check",
            Self::Case => "case",
            Self::Demand => "demand",
            Self::Incident => "incident",
            Self::FollowUp => "follow-up",
            Self::Unit => "unit",
            Self::Officer => "officer",
            Self::User => "user",
            Self::Import => "import",
            Self::Portal => "portal",
        }
    }
}
