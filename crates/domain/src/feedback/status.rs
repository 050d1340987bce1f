//! The states of a case and what may be done in each.

use super::Outcome;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Received; the citizen is yet to be told whether it is accepted.
    Received,
    /// Accepted; an answer is being prepared.
    Accepted,
    /// The citizen was asked something.
    WaitingForYou,
    /// Answered; may still be added to.
    Answered,
    /// Closed with its result.
    Closed(Outcome),
    /// Not accepted, for a reason told to the citizen.
    NotAccepted,
    /// Passed on to another body, which the citizen was told.
    PassedOn,
    /// Taken back by the citizen.
    Withdrawn,
}

/// What somebody does to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// 受理.
    Accept,
    /// 请补充: ask the citizen.
    Ask,
    /// 答复.
    Answer,
    /// 办结, with the result.
    Close(Outcome),
    /// 不予受理.
    Refuse,
    /// 转送 to another body.
    PassOn,
    /// 退回: sent back as wrongly assigned.
    Return,
    /// 改派 to another queue.
    Assign,
    /// Put a demand to a unit.
    Demand,
    /// The citizen writes again.
    Write,
    /// The citizen takes it back.
    Withdraw,
}

/// Something that cannot be done in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("事项现为“{}”，不能{}", from.label(), action.label())]
pub struct Refused {
    /// The state.
    pub from: Status,
    /// What was tried.
    pub action: Action,
}

impl Status {
    /// The state after `action`, or why it cannot be.
    pub fn after(self, action: Action) -> Result<Self, Refused> {
        use Action::{Accept, Answer, Ask, Assign, Close, Demand, PassOn, Refuse, Return, Withdraw, Write};
        use Status::{Accepted, Answered, Closed, NotAccepted, PassedOn, Received, WaitingForYou, Withdrawn};
        match (self, action) {
            (Received, Accept) | (WaitingForYou, Write) => Ok(Accepted),
            (Received, Refuse) => Ok(NotAccepted),
            (Received | Accepted | WaitingForYou, PassOn) => Ok(PassedOn),
            (Accepted | Answered, Ask) => Ok(WaitingForYou),
            (Accepted | WaitingForYou | Answered, Answer) => Ok(Answered),
            (Accepted | WaitingForYou | Answered, Close(outcome)) => Ok(Closed(outcome)),
            (Received | Accepted | Answered, Write)
            | (Received | Accepted, Return)
            | (Received | Accepted | WaitingForYou | Answered, Assign)
            | (Accepted | WaitingForYou | Answered, Demand) => Ok(self),
            (Received | Accepted | WaitingForYou, Withdraw) => Ok(Withdrawn),

            (Received, Ask | Answer | Close(_) | Demand)
            | (Accepted, Accept | Refuse)
            | (WaitingForYou, Accept | Refuse | Ask | Return)
            | (Answered, Accept | Refuse | PassOn | Return | Withdraw)
            | (
                Closed(_) | NotAccepted | PassedOn | Withdrawn,
                Accept | Ask | Answer | Close(_) | Refuse | PassOn | Return | Assign | Demand | Write
                | Withdraw,
            ) => Err(Refused { from: self, action }),
        }
    }

    /// Whether `action` may be done now.
    pub fn allows(self, action: Action) -> bool {
        self.after(action).is_ok()
    }

    /// Whether nothing more will happen.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Closed(_) | Self::NotAccepted | Self::PassedOn | Self::Withdrawn
        )
    }

    /// The word in the API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::WaitingForYou => "waiting-for-you",
            Self::Answered => "answered",
            Self::Closed(_) => "closed",
            Self::NotAccepted => "not-accepted",
            Self::PassedOn => "passed-on",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The result of a closed case.
    pub const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Closed(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// Reads what the database holds: a closed case has an outcome and no other has.
    pub fn parse(text: &str, outcome: Option<&str>) -> Option<Self> {
        if text == "closed" {
            return outcome.and_then(Outcome::parse).map(Self::Closed);
        }
        let open = [
            Self::Received,
            Self::Accepted,
            Self::WaitingForYou,
            Self::Answered,
            Self::NotAccepted,
            Self::PassedOn,
            Self::Withdrawn,
        ];
        open.into_iter()
            .find(|status| outcome.is_none() && status.as_str() == text)
    }

    /// The name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "已收到",
            Self::Accepted => "办理中",
            Self::WaitingForYou => "等待补充",
            Self::Answered => "已答复",
            Self::Closed(_) => "已办结",
            Self::NotAccepted => "不予受理",
            Self::PassedOn => "已转送",
            Self::Withdrawn => "已撤回",
        }
    }
}

impl Action {
    /// The name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Accept => "受理",
            Self::Ask => "请反映人补充",
            Self::Answer => "答复",
            Self::Close(_) => "办结",
            Self::Refuse => "不予受理",
            Self::PassOn => "转送",
            Self::Return => "退回",
            Self::Assign => "改派",
            Self::Demand => "向单位提出要求",
            Self::Write => "补充说明",
            Self::Withdraw => "撤回",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn actions() -> Vec<Action> {
        let outcomes = Outcome::ALL.into_iter().map(Action::Close);
        [
            Action::Accept,
            Action::Ask,
            Action::Answer,
            Action::Refuse,
            Action::PassOn,
            Action::Return,
            Action::Assign,
            Action::Demand,
            Action::Write,
            Action::Withdraw,
        ]
        .into_iter()
        .chain(outcomes)
        .collect()
    }

    proptest! {
        #[test]
        fn no_walk_leaves_a_final_state_or_answers_before_accepting(walk in prop::collection::vec(select(actions()), 0..40)) {
            let mut status = Status::Received;
            let mut accepted = false;
            for action in walk {
                match status.after(action) {
                    Ok(next) => {
                        prop_assert!(!status.is_final());
                        accepted |= action == Action::Accept;
                        prop_assert!(accepted || !matches!(next, Status::Answered | Status::Closed(_) | Status::WaitingForYou));
                        status = next;
                    }
                    Err(refused) => prop_assert_eq!(refused, Refused { from: status, action }),
                }
            }
        }

        #[test]
        fn a_state_is_read_as_it_was_written(walk in prop::collection::vec(select(actions()), 0..20)) {
            let status = walk.into_iter().fold(Status::Received, |status, action| status.after(action).unwrap_or(status));
            prop_assert_eq!(Status::parse(status.as_str(), status.outcome().map(Outcome::as_str)), Some(status));
        }
    }

    #[test]
    fn a_closed_case_without_an_outcome_is_no_case() {
        assert_eq!(Status::parse("closed", None), None);
        assert_eq!(Status::parse("received", Some("upheld")), None);
    }

    #[test]
    fn a_refusal_says_what_and_why() {
        let refused = Status::Withdrawn.after(Action::Accept).unwrap_err();
        assert_eq!(refused.to_string(), "事项现为“已撤回”，不能受理");
    }
}
