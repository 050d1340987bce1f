//! Demands: what a unit gets of a case or of a bad rating, and what it may do with it.
//!
//! A demand is a row of its own with de-identified text; the case never reaches the unit concerned
//! (信访工作条例 第三十条).

mod discreet;

pub use discreet::{Tells, ensure_discreet, tells};

/// What a demand stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DemandKind {
    /// An answer to citizens' feedback.
    Feedback,
    /// Putting right what led to bad ratings (整改).
    Rectification,
}

impl DemandKind {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Feedback => "feedback",
            Self::Rectification => "rectification",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Feedback, Self::Rectification]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }

    /// The name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Feedback => "情况说明",
            Self::Rectification => "整改",
        }
    }
}

/// Where a demand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DemandStatus {
    /// The unit has to answer.
    Sent,
    /// The reviewing unit has to look at the answer.
    Answered,
    /// The unit has to mend its answer.
    SentBack,
    /// The answer was released; nothing more will happen.
    Released,
}

/// What somebody does to a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DemandAction {
    /// The unit answers.
    Answer,
    /// The reviewing unit sends the answer back.
    SendBack,
    /// The reviewing unit releases the answer.
    Release,
}

/// Something that cannot be done in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("这项要求现为“{}”，不能{}", from.label(), action.label())]
pub struct DemandRefused {
    /// The state.
    pub from: DemandStatus,
    /// What was tried.
    pub action: DemandAction,
}

impl DemandStatus {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Sent, Self::Answered, Self::SentBack, Self::Released];

    /// The state after `action`, or why it cannot be.
    pub fn after(self, action: DemandAction) -> Result<Self, DemandRefused> {
        match (self, action) {
            (Self::Sent | Self::SentBack, DemandAction::Answer) => Ok(Self::Answered),
            (Self::Answered, DemandAction::SendBack) => Ok(Self::SentBack),
            (Self::Answered, DemandAction::Release) => Ok(Self::Released),
            (Self::Sent | Self::SentBack, DemandAction::SendBack | DemandAction::Release)
            | (Self::Answered, DemandAction::Answer)
            | (Self::Released, DemandAction::Answer | DemandAction::SendBack | DemandAction::Release) => {
                Err(DemandRefused { from: self, action })
            }
        }
    }

    /// Whether `action` may be done now.
    pub fn allows(self, action: DemandAction) -> bool {
        self.after(action).is_ok()
    }

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Answered => "answered",
            Self::SentBack => "sent-back",
            Self::Released => "released",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// The name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sent => "待答复",
            Self::Answered => "待审核",
            Self::SentBack => "退回修改",
            Self::Released => "已通过",
        }
    }
}

impl DemandAction {
    /// The name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Answer => "答复",
            Self::SendBack => "退回",
            Self::Release => "通过",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    proptest! {
        #[test]
        fn nothing_is_released_unanswered_and_nothing_follows_a_release(
            walk in prop::collection::vec(select(vec![DemandAction::Answer, DemandAction::SendBack, DemandAction::Release]), 0..20)
        ) {
            let mut status = DemandStatus::Sent;
            for action in walk {
                match status.after(action) {
                    Ok(next) => {
                        prop_assert_ne!(status, DemandStatus::Released);
                        prop_assert!(next != DemandStatus::Released || status == DemandStatus::Answered);
                        status = next;
                    }
                    Err(refused) => prop_assert_eq!(refused.from, status),
                }
                prop_assert_eq!(DemandStatus::parse(status.as_str()), Some(status));
            }
        }
    }
}
