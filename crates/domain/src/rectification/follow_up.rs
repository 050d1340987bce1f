//! The states of a follow-up: from a bad rating to the end of its loop.

use super::{NotNow, Queue};
use crate::callback::Level;

/// How a loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Closure {
    /// The second rating is satisfied.
    Satisfied,
    /// The second callback was not answered in time, or the person wants no more.
    Unanswered,
    /// It was put right and the person is not asked again: no callbacks wanted, or both rounds are over.
    NotAsked,
    /// What had been passed up was settled.
    Settled,
}

/// What follows once something was put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mended {
    /// The person has a new link.
    AskedAgain,
    /// The person is not asked again.
    NotAsked,
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
    /// 二次不满意: this desk settles it.
    Escalated(Queue),
    /// The loop ended.
    Closed(Closure),
}

impl FollowUp {
    /// Every state.
    pub const ALL: [Self; 12] = [
        Self::Open,
        Self::Unfounded,
        Self::Verified,
        Self::Rectifying,
        Self::CallingBack,
        Self::Escalated(Queue::Center),
        Self::Escalated(Queue::Inspection),
        Self::Escalated(Queue::County),
        Self::Closed(Closure::Satisfied),
        Self::Closed(Closure::Unanswered),
        Self::Closed(Closure::NotAsked),
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
    pub fn handle_here(self, then: Mended) -> Result<Self, NotNow> {
        self.step_from(self == Self::Verified, then.into())
    }

    /// The unit's rectification was released.
    pub fn rectified(self, then: Mended) -> Result<Self, NotNow> {
        self.step_from(self == Self::Rectifying, then.into())
    }

    /// The person rated again; what is still bad is settled by `settler`.
    pub fn rated_again(self, level: Level, settler: Queue) -> Result<Self, NotNow> {
        let next = if level.is_bad() {
            Self::Escalated(settler)
        } else {
            Self::Closed(Closure::Satisfied)
        };
        self.step_from(self == Self::CallingBack, next)
    }

    /// The second link ran out, or the person wants no more callbacks.
    pub fn not_answered(self) -> Result<Self, NotNow> {
        self.step_from(self == Self::CallingBack, Self::Closed(Closure::Unanswered))
    }

    /// What had been passed up was settled.
    pub fn settle(self) -> Result<Self, NotNow> {
        self.step_from(matches!(self, Self::Escalated(_)), Self::Closed(Closure::Settled))
    }

    /// Somebody has to act: these stand in a queue.
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Open | Self::Verified | Self::Escalated(_))
    }

    /// Whose turn it is in a follow-up of `queue`.
    pub const fn desk(self, queue: Queue) -> Queue {
        match self {
            Self::Escalated(settler) => settler,
            _ => queue,
        }
    }

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Unfounded => "unfounded",
            Self::Verified => "verified",
            Self::Rectifying => "rectifying",
            Self::CallingBack => "calling-back",
            Self::Escalated(Queue::Center) => "escalated-center",
            Self::Escalated(Queue::Inspection) => "escalated-inspection",
            Self::Escalated(Queue::County) => "escalated-county",
            Self::Closed(Closure::Satisfied) => "closed-satisfied",
            Self::Closed(Closure::Unanswered) => "closed-unanswered",
            Self::Closed(Closure::NotAsked) => "closed-not-asked",
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
            Self::Escalated(Queue::Center) => "二次不满意，由民意访评中心处理",
            Self::Escalated(Queue::Inspection) => "二次不满意，已报督察",
            Self::Escalated(Queue::County) => "二次不满意，已报县局",
            Self::Closed(Closure::Satisfied) => "已办结（二次满意）",
            Self::Closed(Closure::Unanswered) => "已办结（二次未答）",
            Self::Closed(Closure::NotAsked) => "已办结（不再回访）",
            Self::Closed(Closure::Settled) => "已办结（二次不满意已处理）",
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

impl From<Mended> for FollowUp {
    fn from(then: Mended) -> Self {
        match then {
            Mended::AskedAgain => Self::CallingBack,
            Mended::NotAsked => Self::Closed(Closure::NotAsked),
        }
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
        HandleHere(Mended),
        Rectified(Mended),
        RatedAgain(u8),
        NotAnswered,
        Settle,
    }

    fn mended() -> impl Strategy<Value = Mended> {
        prop_oneof![Just(Mended::AskedAgain), Just(Mended::NotAsked)]
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Verify),
            Just(Step::Dismiss),
            Just(Step::HandToUnit),
            mended().prop_map(Step::HandleHere),
            mended().prop_map(Step::Rectified),
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
            Step::RatedAgain(level) => state.rated_again(Level::try_from(level).unwrap(), Queue::County),
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
            if matches!(state, FollowUp::CallingBack | FollowUp::Escalated(_) | FollowUp::Closed(_)) {
                prop_assert!(past.contains(&FollowUp::Verified));
            }
            if state == FollowUp::Closed(Closure::Settled) {
                prop_assert!(past.contains(&FollowUp::Escalated(Queue::County)));
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
