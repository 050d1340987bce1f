//! The states of a follow-up: from a bad rating to the end of its loop.

use super::NotNow;
use crate::callback::Level;

/// How a loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Closure {
    /// The second rating is satisfied.
    Satisfied,
    /// The second callback was not answered in time, or the person wants no more.
    Unanswered,
    /// 县局 settled what had been passed up.
    Settled,
}

/// A follow-up of a bad rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FollowUp {
    /// To be looked into.
    Open,
    /// Looked into: nothing to put right.
    Unfounded,
    /// Looked into: something to put right.
    Verified,
    /// The unit is putting it right.
    Rectifying,
    /// Put right; the person is asked again.
    CallingBack,
    /// Still not satisfied: at the county supervisor.
    Escalated,
    /// The loop ended.
    Closed(Closure),
}

impl FollowUp {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::Unfounded,
        Self::Verified,
        Self::Rectifying,
        Self::CallingBack,
        Self::Escalated,
        Self::Closed(Closure::Satisfied),
        Self::Closed(Closure::Unanswered),
        Self::Closed(Closure::Settled),
    ];

    /// Something has to be put right.
    pub fn verify(self) -> Result<Self, NotNow> {
        self.step_from(self == Self::Open, Self::Verified)
    }

    /// Nothing has to be put right.
    pub fn dismiss(self) -> Result<Self, NotNow> {
        self.step_from(self == Self::Open, Self::Unfounded)
    }

    /// A rectification was sent to the unit.
    pub fn hand_to_unit(self) -> Result<Self, NotNow> {
        self.step_from(self == Self::Verified, Self::Rectifying)
    }

    /// The queue put it right itself, without the unit learning of the rating.
    pub fn handle_here(self, asked_again: bool) -> Result<Self, NotNow> {
        self.step_from(self == Self::Verified, after_mending(asked_again))
    }

    /// The unit's rectification was released.
    pub fn rectified(self, asked_again: bool) -> Result<Self, NotNow> {
        self.step_from(self == Self::Rectifying, after_mending(asked_again))
    }

    /// The person rated again.
    pub fn rated_again(self, level: Level) -> Result<Self, NotNow> {
        let next = if level.is_bad() {
            Self::Escalated
        } else {
            Self::Closed(Closure::Satisfied)
        };
        self.step_from(self == Self::CallingBack, next)
    }

    /// The second link ran out, or the person wants no more callbacks.
    pub fn not_answered(self) -> Result<Self, NotNow> {
        self.step_from(self == Self::CallingBack, Self::Closed(Closure::Unanswered))
    }

    /// The supervisor settled it.
    pub fn settle(self) -> Result<Self, NotNow> {
        self.step_from(self == Self::Escalated, Self::Closed(Closure::Settled))
    }

    /// Somebody has to act: these stand in a queue.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Open | Self::Verified | Self::Escalated)
    }

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Unfounded => "unfounded",
            Self::Verified => "verified",
            Self::Rectifying => "rectifying",
            Self::CallingBack => "calling-back",
            Self::Escalated => "escalated",
            Self::Closed(Closure::Satisfied) => "closed-satisfied",
            Self::Closed(Closure::Unanswered) => "closed-unanswered",
            Self::Closed(Closure::Settled) => "closed-settled",
        }
    }

    /// The word for staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "待核实",
            Self::Unfounded => "查无问题",
            Self::Verified => "属实，待整改",
            Self::Rectifying => "单位整改中",
            Self::CallingBack => "二次回访中",
            Self::Escalated => "二次不满意，已报县局",
            Self::Closed(Closure::Satisfied) => "已办结（二次满意）",
            Self::Closed(Closure::Unanswered) => "已办结（二次未答）",
            Self::Closed(Closure::Settled) => "已办结（县局处理）",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    fn step_from(self, allowed: bool, next: Self) -> Result<Self, NotNow> {
        if allowed {
            Ok(next)
        } else {
            Err(NotNow(self.label()))
        }
    }
}

fn after_mending(asked_again: bool) -> FollowUp {
    if asked_again {
        FollowUp::CallingBack
    } else {
        FollowUp::Closed(Closure::Unanswered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Step {
        Verify,
        Dismiss,
        HandToUnit,
        HandleHere(bool),
        Rectified(bool),
        RatedAgain(u8),
        NotAnswered,
        Settle,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Verify),
            Just(Step::Dismiss),
            Just(Step::HandToUnit),
            any::<bool>().prop_map(Step::HandleHere),
            any::<bool>().prop_map(Step::Rectified),
            (1u8..=5).prop_map(Step::RatedAgain),
            Just(Step::NotAnswered),
            Just(Step::Settle),
        ]
    }

    fn take(state: FollowUp, step: Step) -> Result<FollowUp, NotNow> {
        match step {
            Step::Verify => state.verify(),
            Step::Dismiss => state.dismiss(),
            Step::HandToUnit => state.hand_to_unit(),
            Step::HandleHere(asked) => state.handle_here(asked),
            Step::Rectified(asked) => state.rectified(asked),
            Step::RatedAgain(level) => state.rated_again(Level::try_from(level).unwrap()),
            Step::NotAnswered => state.not_answered(),
            Step::Settle => state.settle(),
        }
    }

    proptest! {
        #[test]
        fn whatever_is_tried_nobody_is_asked_again_before_something_was_verified(steps in proptest::collection::vec(step(), 0..40)) {
            let mut state = FollowUp::Open;
            let mut past = vec![];
            for step in steps {
                if let Ok(next) = take(state, step) {
                    prop_assert!(!matches!(state, FollowUp::Closed(_) | FollowUp::Unfounded), "an end is an end");
                    past.push(state);
                    state = next;
                }
            }
            if matches!(state, FollowUp::CallingBack | FollowUp::Escalated | FollowUp::Closed(_)) {
                prop_assert!(past.contains(&FollowUp::Verified));
            }
            if state == FollowUp::Closed(Closure::Settled) {
                prop_assert!(past.contains(&FollowUp::Escalated));
            }
            prop_assert_eq!(FollowUp::parse(state.as_str()), Some(state));
        }

        #[test]
        fn a_refused_step_names_the_state_that_refused_it(step in step()) {
            for state in FollowUp::ALL {
                if let Err(NotNow(label)) = take(state, step) {
                    prop_assert_eq!(label, state.label());
                }
            }
        }
    }
}
