//! Exceptions from the policy: a sealed record is shown all the same, because its reviewer gives a ground and a leader
//! consents. What is never public, such as a minor's record, has none.

use super::Reviewer;
use crate::field_error::FieldError;
use crate::ids::UserId;
use crate::role::Staff;
use crate::text;

/// The longest ground or answer, in characters.
pub const MOST: usize = 1_000;

/// Who consents to exceptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leader(UserId);

impl Leader {
    /// The account, if its role is that of a leader.
    pub fn of(staff: &Staff) -> Option<Self> {
        staff.role.consents().then_some(Self(staff.id))
    }

    /// The account.
    pub const fn id(self) -> UserId {
        self.0
    }
}

/// Why a record shall be shown, or shall not: in the words of who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground(String);

impl Ground {
    /// Reads what was typed into `field`, which the form calls `what`.
    pub fn parse(field: &'static str, what: &'static str, typed: &str) -> Result<Self, FieldError> {
        text::body(field, what, typed, MOST)?
            .map(Self)
            .ok_or_else(|| FieldError::missing(field, what))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A reviewer asks that a sealed record be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    by: UserId,
    ground: Ground,
}

/// What a leader said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It may be shown.
    Granted,
    /// It stays sealed, and why.
    Refused(Ground),
}

/// A proposal that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What was proposed.
    pub proposed: Proposed,
    /// Who answered.
    pub by: UserId,
    /// What.
    pub answer: Answer,
}

/// The proposer cannot consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("这项例外是您本人提请的，须由另一位领导批准")]
pub struct OwnProposal;

impl Proposed {
    /// A proposal of a reviewer.
    pub const fn new(reviewer: Reviewer, ground: Ground) -> Self {
        Self {
            by: reviewer.id(),
            ground,
        }
    }

    /// A proposal as it was stored.
    pub const fn stored(by: UserId, ground: Ground) -> Self {
        Self { by, ground }
    }

    /// Who proposed it.
    pub const fn by(&self) -> UserId {
        self.by
    }

    /// Why.
    pub const fn ground(&self) -> &Ground {
        &self.ground
    }

    /// A leader's answer; never by the account that proposed, whatever its role is now.
    pub fn answer(self, leader: Leader, answer: Answer) -> Result<Answered, OwnProposal> {
        if leader.0 == self.by {
            return Err(OwnProposal);
        }
        Ok(Answered {
            proposed: self,
            by: leader.0,
            answer,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UnitId;
    use crate::role::Role;
    use uuid::Uuid;

    fn account(number: u128, role: Role) -> Staff {
        Staff {
            id: UserId(Uuid::from_u128(number)),
            username: String::new(),
            display_name: String::new(),
            role,
            unit: UnitId(Uuid::nil()),
            badge: None,
        }
    }

    #[test]
    fn two_people_of_two_roles_make_an_exception() {
        let ground = Ground::parse("ground", "理由", "有重大社会影响").unwrap();
        let reviewer = Reviewer::of(&account(1, Role::Reviewer)).unwrap();
        let proposed = Proposed::new(reviewer, ground);
        // The same account, made a leader since.
        let same = Leader::of(&account(1, Role::Leader)).unwrap();
        assert_eq!(proposed.clone().answer(same, Answer::Granted), Err(OwnProposal));
        let other = Leader::of(&account(2, Role::Leader)).unwrap();
        assert!(proposed.answer(other, Answer::Granted).is_ok());
        for role in Role::ALL {
            assert_eq!(Leader::of(&account(3, *role)).is_some(), *role == Role::Leader);
        }
    }

    #[test]
    fn a_ground_has_words() {
        assert!(Ground::parse("ground", "理由", " \n").is_err());
        assert!(Ground::parse("ground", "理由", &"字".repeat(1001)).is_err());
    }
}
