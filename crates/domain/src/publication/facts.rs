//! From the facts that the database keeps to the stage they mean.

use super::{
    Approved, Comment, Correction, Held, Prepared, Published, SentBack, Stage, Submitted, Withdrawn,
};
use crate::ids::UserId;

/// What a reviewer said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// 通过.
    Approved,
    /// 打回.
    SentBack(Comment),
}

impl Verdict {
    /// The word in the database.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::SentBack(_) => "sent-back",
        }
    }

    /// Reads the word with its comment: what is sent back has one and nothing else has.
    pub fn parse(word: &str, comment: Option<&str>) -> Option<Self> {
        match (word, comment) {
            ("approved", None) => Some(Self::Approved),
            ("sent-back", Some(comment)) => Comment::parse(comment).ok().map(Self::SentBack),
            _ => None,
        }
    }

    /// What is written beside the word.
    pub fn comment(&self) -> Option<&str> {
        match self {
            Self::Approved => None,
            Self::SentBack(comment) => Some(comment.as_str()),
        }
    }
}

/// One submission to legal review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Who submitted.
    pub by: UserId,
    /// What becomes of the text that the public sees.
    pub correction: Option<Correction>,
    /// What came of it, and who said so.
    pub verdict: Option<(Verdict, UserId)>,
}

/// What the rows of a record state.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Facts {
    /// It was taken down.
    pub is_withdrawn: bool,
    /// The term of its public text is over.
    pub is_expired: bool,
    /// Policy keeps it from the public.
    pub is_held: bool,
    /// It has a public text.
    pub is_public: bool,
    /// A newer original than the public one is there.
    pub has_newer: bool,
    /// The last submission of the newest original.
    pub round: Option<Round>,
}

impl Stage {
    /// The stage that the facts mean.
    pub fn of(facts: Facts) -> Self {
        if facts.is_withdrawn {
            return Self::Withdrawn(Withdrawn(()));
        }
        let published = Published(());
        let prepared = match (facts.is_public, facts.is_expired) {
            (true, true) => return Self::Expired(published.expire()),
            (true, false) if !facts.has_newer => return Self::Published(published),
            (true, false) => published.correct(),
            (false, _) if facts.is_held => return Self::Held(Held(())),
            (false, _) => Prepared(()),
        };
        match facts.round {
            None => Self::Prepared(prepared),
            Some(Round {
                by,
                correction,
                verdict: None,
            }) => Self::Submitted(Submitted { by, correction }),
            Some(Round {
                correction,
                verdict: Some((Verdict::Approved, reviewer)),
                ..
            }) => Self::Approved(Approved { reviewer, correction }),
            Some(Round {
                verdict: Some((Verdict::SentBack(comment), reviewer)),
                ..
            }) => Self::SentBack(SentBack { reviewer, comment }),
        }
    }

    /// The facts of a way that has just begun or goes on: what a round says of the newest original.
    #[cfg(test)]
    pub(super) fn waiting(round: Option<Round>) -> Self {
        Self::of(Facts {
            is_withdrawn: false,
            is_expired: false,
            is_held: false,
            is_public: false,
            has_newer: false,
            round,
        })
    }
}
