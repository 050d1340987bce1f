//! The way of a record to the public: prepared → 法制审核 → approved → published → corrected, withdrawn or expired.
//!
//! Each step is a type and each transition consumes it, so a wrong order does not compile. Who may take a step is a
//! parameter of a type that only the right role gives; an import with `--publish` is the one path without a reviewer.

mod correction;
mod desk_list;
pub mod exception;
mod facts;
mod owed;
mod pile;
mod schedule;

pub use correction::{Amendment, Correction, Corrections, MOST_REASON as MOST_CORRECTION_REASON};
pub use desk_list::{Counts, DeskList};
pub use facts::{Facts, Round, Verdict};
pub use owed::{Owed, StrikeReason};
pub use pile::Pile;
pub use schedule::{Scheduled, hour};

use crate::field_error::FieldError;
use crate::ids::UserId;
use crate::role::Staff;
use crate::text;

/// The longest comment of a reviewer, in characters.
pub const MOST_COMMENT: usize = 1_000;

/// Who prepares, submits and publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publisher(UserId);

impl Publisher {
    /// The account, if its role is that of a publisher.
    pub fn of(staff: &Staff) -> Option<Self> {
        staff.role.publishes().then_some(Self(staff.id))
    }

    /// The account.
    pub const fn id(self) -> UserId {
        self.0
    }
}

/// Who approves or sends back (法制审核).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewer(UserId);

impl Reviewer {
    /// The account, if its role is that of a reviewer.
    pub fn of(staff: &Staff) -> Option<Self> {
        staff.role.reviews_records().then_some(Self(staff.id))
    }

    /// The account.
    pub const fn id(self) -> UserId {
        self.0
    }
}

/// Everybody who ever submitted an original of the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authors(pub Vec<UserId>);

/// The reviewer prepared or submitted the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("这条记录是您本人送审的，须由另一位审核员审核")]
pub struct OwnWork;

/// Why a record was sent back, in the reviewer's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment(String);

impl Comment {
    /// Reads what was typed into `comment`.
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        text::body("comment", "审核意见", typed, MOST_COMMENT)?
            .map(Self)
            .ok_or_else(|| FieldError::missing("comment", "审核意见：哪里不对、怎样改正"))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where the newest original of a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Imported, and masked by the rules of today.
    Prepared(Prepared),
    /// 打回: to be mended.
    SentBack(SentBack),
    /// 法制审核.
    Submitted(Submitted),
    /// To be published.
    Approved(Approved),
    /// Public.
    Published(Published),
    /// Held back by policy.
    Held(Held),
    /// Taken down.
    Withdrawn(Withdrawn),
    /// 公示期满.
    Expired(Expired),
}

/// See [`Stage::Prepared`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared(());
/// See [`Stage::SentBack`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentBack {
    reviewer: UserId,
    comment: Comment,
}
/// See [`Stage::Submitted`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    by: UserId,
    correction: Option<Correction>,
}
/// See [`Stage::Approved`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    reviewer: UserId,
    correction: Option<Correction>,
}
/// See [`Stage::Published`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published(());
/// See [`Stage::Held`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held(());
/// See [`Stage::Withdrawn`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn(());
/// See [`Stage::Expired`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired(());

impl Prepared {
    /// Hands the record to legal review; of a public one, with what becomes of the text that the public sees.
    pub fn submit(self, publisher: Publisher, correction: Option<Correction>) -> Submitted {
        Submitted {
            by: publisher.0,
            correction,
        }
    }

    /// Keeps from the public what policy forbids to show.
    pub fn hold(self, _: Publisher) -> Held {
        Held(())
    }
}

impl SentBack {
    /// What the reviewer wrote.
    pub const fn comment(&self) -> &Comment {
        &self.comment
    }

    /// Who sent it back.
    pub const fn reviewer(&self) -> UserId {
        self.reviewer
    }

    /// The publisher takes it up again, whether a new original came or not.
    pub fn take_up(self) -> Prepared {
        Prepared(())
    }
}

impl Submitted {
    /// Who submitted it.
    pub const fn by(&self) -> UserId {
        self.by
    }

    /// What becomes of the text that the public sees.
    pub const fn correction(&self) -> Option<Correction> {
        self.correction
    }

    /// 审核通过; never by somebody who prepared it, in this round or an earlier one.
    pub fn approve(self, reviewer: Reviewer, authors: &Authors) -> Result<Approved, OwnWork> {
        let reviewer = self.judged_by(reviewer, authors)?;
        let correction = self.correction;
        Ok(Approved { reviewer, correction })
    }

    /// 打回, with what has to be mended.
    pub fn send_back(
        self,
        reviewer: Reviewer,
        authors: &Authors,
        comment: Comment,
    ) -> Result<SentBack, OwnWork> {
        let reviewer = self.judged_by(reviewer, authors)?;
        Ok(SentBack { reviewer, comment })
    }

    fn judged_by(&self, Reviewer(id): Reviewer, Authors(authors): &Authors) -> Result<UserId, OwnWork> {
        if id == self.by || authors.contains(&id) {
            return Err(OwnWork);
        }
        Ok(id)
    }
}

impl Approved {
    /// Who approved it.
    pub const fn reviewer(&self) -> UserId {
        self.reviewer
    }

    /// What becomes of the text that the public sees. Where nobody said so, nothing of it may stay.
    pub fn correction(&self) -> Correction {
        self.correction.unwrap_or(Correction::Privacy)
    }

    /// Makes it public.
    pub fn publish(self, _: Publisher) -> Published {
        Published(())
    }

    /// Policy changed since the review: it must not be shown after all.
    pub fn hold(self, _: Publisher) -> Held {
        Held(())
    }
}

impl Published {
    /// A newer original came in: the public text stays until that one has gone the same way.
    pub fn correct(self) -> Prepared {
        Prepared(())
    }

    /// Takes it down.
    pub fn withdraw(self) -> Withdrawn {
        Withdrawn(())
    }

    /// Its term is over.
    pub fn expire(self) -> Expired {
        Expired(())
    }
}

impl Held {
    /// What policy ruled on is no longer what the record says.
    pub fn take_up(self) -> Prepared {
        Prepared(())
    }
}

impl Stage {
    /// The publisher gives the record a new original: it goes the whole way anew, also when the last one was under
    /// review or approved. What was taken down or has had its term stays as it is.
    pub fn mend(self, _: Publisher) -> Result<Prepared, Self> {
        match self {
            Self::Prepared(prepared) => Ok(prepared),
            Self::SentBack(sent_back) => Ok(sent_back.take_up()),
            Self::Submitted(_) | Self::Approved(_) => Ok(Prepared(())),
            Self::Published(published) => Ok(published.correct()),
            Self::Held(held) => Ok(held.take_up()),
            Self::Withdrawn(_) | Self::Expired(_) => Err(self),
        }
    }

    /// Whether the publisher may give the record a new original.
    pub const fn can_be_mended(&self) -> bool {
        !matches!(self, Self::Withdrawn(_) | Self::Expired(_))
    }

    /// Whether the newest original is still on its way to the public.
    pub const fn is_waiting(&self) -> bool {
        matches!(
            self,
            Self::Prepared(_) | Self::SentBack(_) | Self::Submitted(_) | Self::Approved(_)
        )
    }

    /// The name in the interface.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Prepared(_) => "待送审",
            Self::SentBack(_) => "已打回",
            Self::Submitted(_) => "审核中",
            Self::Approved(_) => "审核通过，待发布",
            Self::Published(_) => "已公开",
            Self::Held(_) => "依规定不公开",
            Self::Withdrawn(_) => "已撤回",
            Self::Expired(_) => "公示期满",
        }
    }
}

#[cfg(test)]
mod tests;
