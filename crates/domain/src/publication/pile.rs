//! The work that waits for those at whose desk records become public.

use super::DeskList;
use crate::role::Role;

/// A pile of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pile {
    /// A list of records.
    Records(DeskList),
    /// 异议 that wait for their answers.
    Objections,
    /// Exceptions from the policy that wait for a leader.
    Exceptions,
    /// What spot checks found.
    Findings,
}

impl Pile {
    /// Those of a role, in the order of the work; of most roles none.
    pub fn of(role: Role) -> Vec<Self> {
        use DeskList::{Approved, Corrections, Drafts, InReview, SentBack, ToWithdraw};
        if role.publishes() {
            let lists = [ToWithdraw, SentBack, Corrections, Drafts, Approved].map(Self::Records);
            [&lists[..], &[Self::Objections, Self::Findings]].concat()
        } else if role.reviews_records() {
            vec![Self::Records(InReview), Self::Findings]
        } else if role.consents() {
            vec![Self::Exceptions, Self::Records(ToWithdraw)]
        } else {
            Vec::new()
        }
    }
}
