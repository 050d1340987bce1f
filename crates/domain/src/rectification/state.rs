//! The states of a rectification at the responsible unit.

/// The step is not possible in the present state: somebody else was faster, or the page is old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("这一步现在不能做：事项已经“{0}”，请刷新页面看最新状态")]
pub struct NotNow(pub &'static str);

/// A rectification: the unit answers, who sent it reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rectification {
    /// At the unit, to be answered.
    Sent,
    /// Answered, to be reviewed.
    Answered,
    /// At the unit again, to be mended.
    SentBack,
    /// The review accepted the answer.
    Released,
}

impl Rectification {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Sent, Self::Answered, Self::SentBack, Self::Released];

    /// The unit says what it put right.
    pub fn answer(self) -> Result<Self, NotNow> {
        match self {
            Self::Sent | Self::SentBack => Ok(Self::Answered),
            Self::Answered | Self::Released => Err(NotNow(self.label())),
        }
    }

    /// The review wants more.
    pub fn send_back(self) -> Result<Self, NotNow> {
        match self {
            Self::Answered => Ok(Self::SentBack),
            Self::Sent | Self::SentBack | Self::Released => Err(NotNow(self.label())),
        }
    }

    /// The review accepts the answer.
    pub fn release(self) -> Result<Self, NotNow> {
        match self {
            Self::Answered => Ok(Self::Released),
            Self::Sent | Self::SentBack | Self::Released => Err(NotNow(self.label())),
        }
    }

    /// Whether the unit has to act.
    pub const fn is_at_unit(self) -> bool {
        matches!(self, Self::Sent | Self::SentBack)
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

    /// The word for staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sent => "待整改",
            Self::Answered => "待审核",
            Self::SentBack => "退回重改",
            Self::Released => "已通过",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_is_tried_an_answer_is_released_only_after_it_was_reviewed(steps in proptest::collection::vec(0u8..3, 0..30)) {
            let (mut state, mut answered) = (Rectification::Sent, false);
            for step in steps {
                let next = match step {
                    0 => state.answer(),
                    1 => state.send_back(),
                    _ => state.release(),
                };
                if let Ok(next) = next {
                    prop_assert!(next != Rectification::Released || answered);
                    prop_assert!(state != Rectification::Released, "nothing follows a release");
                    answered = next == Rectification::Answered;
                    state = next;
                }
            }
            prop_assert_eq!(Rectification::parse(state.as_str()), Some(state));
        }
    }
}
