//! A drawn record on its way: judged, and what was found settled.

use super::{FindingKind, Judgement, Words};
use crate::field_error::FieldError;
use crate::ids::UserId;
use crate::objection::{Makers, RecordNow};
use crate::publication::Corrections;
use crate::role::Staff;
use crate::words::words;

/// Who draws and judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checker(UserId);

impl Checker {
    /// The account, if its role is one that checks.
    pub fn of(staff: &Staff) -> Option<Self> {
        staff.role.spot_checks().then_some(Self(staff.id))
    }

    /// The account.
    pub const fn id(self) -> UserId {
        self.0
    }
}

/// Who says what came of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settler(UserId);

impl Settler {
    /// The account, if it is of the desk at which records become public.
    pub fn of(staff: &Staff) -> Option<Self> {
        staff.role.settles_findings().then_some(Self(staff.id))
    }

    /// The account.
    pub const fn id(self) -> UserId {
        self.0
    }
}

/// Whoever made the text does not judge it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("这条记录是您本人送审或审核的，请另一位监督人员判定")]
pub struct OwnText;

/// Where a drawn record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemStage {
    /// To be judged.
    Waiting(Waiting),
    /// It left the public before anybody judged it, and is not shown.
    Left,
    /// Judged; that is not done again.
    Judged,
}

/// See [`ItemStage::Waiting`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting(());

/// A judgement with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    by: UserId,
    judgement: Judgement,
}

impl ItemStage {
    /// From whether it was judged and what has become of the record.
    pub const fn of(is_judged: bool, record: RecordNow) -> Self {
        match (is_judged, record) {
            (true, _) => Self::Judged,
            (false, RecordNow::Withdrawn(_) | RecordNow::Expired) => Self::Left,
            (false, RecordNow::Unchanged | RecordNow::Republished) => Self::Waiting(Waiting(())),
        }
    }
}

impl Waiting {
    /// Judges the text that is public, made by `makers`.
    pub fn judge(
        self,
        by: Checker,
        judgement: Judgement,
        Makers(makers): &Makers,
    ) -> Result<Judged, OwnText> {
        if makers.contains(&by.0) {
            return Err(OwnText);
        }
        let by = by.0;
        Ok(Judged { by, judgement })
    }
}

impl Judged {
    /// Whose it is.
    pub const fn by(&self) -> UserId {
        self.by
    }

    /// What.
    pub const fn judgement(&self) -> &Judgement {
        &self.judgement
    }
}

words! {
    /// What came of a finding while its record stays public.
    Outcome {
        /// The public text says something else now.
        Corrected = "corrected", "已更正并重新发布";
        /// The finding does not hold.
        NotUpheld = "not-upheld", "问题不成立";
    }
}

/// What the desk says of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// See [`Outcome::Corrected`].
    Corrected,
    /// See [`Outcome::NotUpheld`], and why.
    NotUpheld(Words),
}

impl Settlement {
    /// Reads what was chosen and typed. A reason beside a correction would be lost: it says which of the two is wrong.
    pub fn parse(outcome: &str, reason: &str) -> Result<Self, FieldError> {
        match Outcome::parse(outcome) {
            None => Err(FieldError::not_chosen("outcome", "处理结果")),
            Some(Outcome::Corrected) if reason.trim().is_empty() => Ok(Self::Corrected),
            Some(Outcome::Corrected) => Err(FieldError::new(
                "reason",
                "contradiction",
                "已更正的不写理由：问题不成立的请改选，不是的请删去",
            )),
            Some(Outcome::NotUpheld) => {
                Words::parse("reason", "理由：为什么问题不成立", reason).map(Self::NotUpheld)
            }
        }
    }

    /// Which outcome.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Corrected => Outcome::Corrected,
            Self::NotUpheld(_) => Outcome::NotUpheld,
        }
    }

    /// Why, where it has to be said.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Corrected => None,
            Self::NotUpheld(why) => Some(why.as_str()),
        }
    }
}

/// Why a settlement was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSettled {
    /// No correction since the judgement that could have mended it is to be seen in the public text.
    #[error("{}", .0.how_to_mend())]
    NotCorrected(FindingKind),
    /// Nobody dismisses what was found in the own work.
    #[error("这条记录是您本人送审或审核的，不能由您认定问题不成立：请另一位公示发布员或者法制审核员办理")]
    OwnWork,
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingStage {
    /// To be settled.
    Open(Open),
    /// The record left the public, and with it what was found in it.
    Left,
    /// Settled; that is not done again.
    Settled(Settled),
}

/// See [`FindingStage::Open`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open(());

/// See [`FindingStage::Settled`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    by: UserId,
    settlement: Settlement,
}

impl FindingStage {
    /// From what was said of it, and what has become of the record since it was judged.
    pub fn of(settled: Option<(UserId, Settlement)>, record: RecordNow) -> Self {
        match (settled, record) {
            (Some((by, settlement)), _) => Self::Settled(Settled { by, settlement }),
            (None, RecordNow::Withdrawn(_) | RecordNow::Expired) => Self::Left,
            (None, RecordNow::Unchanged | RecordNow::Republished) => Self::Open(Open(())),
        }
    }
}

impl Open {
    /// Settles a finding of this kind, in a text that was corrected `since`. What was found in a text made by `makers` is
    /// dismissed by others than these.
    pub fn settle(
        self,
        by: Settler,
        settlement: Settlement,
        (kind, since): (FindingKind, Corrections),
        Makers(makers): &Makers,
    ) -> Result<Settled, NotSettled> {
        match settlement {
            Settlement::Corrected if !kind.is_mended_by(since) => Err(NotSettled::NotCorrected(kind)),
            Settlement::NotUpheld(_) if makers.contains(&by.0) => Err(NotSettled::OwnWork),
            settlement => Ok(Settled { by: by.0, settlement }),
        }
    }
}

impl Settled {
    /// Who said so.
    pub const fn by(&self) -> UserId {
        self.by
    }

    /// What.
    pub const fn settlement(&self) -> &Settlement {
        &self.settlement
    }
}
