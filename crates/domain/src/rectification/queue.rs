//! The desks that look into bad ratings, and what they look into.

use crate::callback::{Integrity, Rating};
use crate::role::Role;
use crate::unit::{Unit, UnitCode, Units};
use serde::{Deserialize, Serialize};

/// The queue of a follow-up; its words are unit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Queue {
    /// 民意访评中心: how the matter was handled.
    Center,
    /// 督察: 廉洁 and conduct, and what concerns the bureau itself.
    Inspection,
    /// 县局: what concerns 督察, and what is passed up.
    County,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 3] = [Self::Center, Self::Inspection, Self::County];

    /// The queue that staff of this role work.
    pub const fn worked_by(role: Role) -> Option<Self> {
        match role {
            Role::Center => Some(Self::Center),
            Role::Inspector => Some(Self::Inspection),
            Role::Supervisor => Some(Self::County),
            Role::Leader
            | Role::Monitor
            | Role::Admin
            | Role::Auditor
            | Role::Publisher
            | Role::Reviewer
            | Role::Handler
            | Role::Custodian => None,
        }
    }

    /// Whether this desk would judge itself: it is `unit`, or `unit` lies below it. Every unit lies below the
    /// bureau, so 县局 judges itself only where the bureau's own root is concerned.
    pub fn is_concerned(self, unit: &Unit, units: &Units) -> bool {
        match self {
            Self::County => unit.parent.is_none() || unit.code.as_str() == UnitCode::COUNTY,
            Self::Center | Self::Inspection => units
                .path(unit)
                .iter()
                .any(|above| above.code.as_str() == self.as_str()),
        }
    }

    /// The code of the unit whose staff works the queue.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Center => UnitCode::CENTER,
            Self::Inspection => UnitCode::INSPECTION,
            Self::County => UnitCode::COUNTY,
        }
    }

    /// The name for staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Center => "民意访评中心",
            Self::Inspection => "督察",
            Self::County => "县局",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.as_str() == text)
    }
}

/// What a rating says that has to be looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matter {
    /// The matter was handled badly.
    Handling,
    /// 廉洁 and conduct, however satisfied the person is otherwise.
    Conduct,
}

impl Matter {
    /// What `rating` says; `None` when nothing has to be looked into.
    pub fn of(rating: &Rating) -> Option<Self> {
        let conduct = rating.integrity == Some(Integrity::Problem)
            || rating.reasons.iter().any(|reason| reason.is_conduct());
        match (conduct, rating.level.is_bad()) {
            (true, _) => Some(Self::Conduct),
            (false, true) => Some(Self::Handling),
            (false, false) => None,
        }
    }

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Handling => "handling",
            Self::Conduct => "conduct",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::callback::Submission;

    fn rating(pairs: &[(&str, &str)]) -> Rating {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        match Submission::from_pairs(&pairs) {
            Ok(Submission::Rated(rating)) => rating,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn bad_handling_and_any_word_on_conduct_are_looked_into() {
        for (sent, matter) in [
            (vec![("level", "3")], None),
            (vec![("level", "2")], Some(Matter::Handling)),
            (vec![("level", "1"), ("reason", "slow")], Some(Matter::Handling)),
            (vec![("level", "1"), ("reason", "rude")], Some(Matter::Conduct)),
            (
                vec![("level", "5"), ("integrity", "problem")],
                Some(Matter::Conduct),
            ),
            (vec![("level", "5"), ("integrity", "ok")], None),
        ] {
            assert_eq!(Matter::of(&rating(&sent)), matter, "{sent:?}");
        }
    }
}
