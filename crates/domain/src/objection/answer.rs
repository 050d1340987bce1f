//! The step from a received objection to its answer: what was done to the record must be seen there first, and
//! nobody refuses what is held against the own work.

use crate::field_error::FieldError;
use crate::ids::UserId;
use crate::publication::{Corrections, Publisher};
use crate::record::WithdrawalCode;
use crate::text;
use chrono::NaiveDate;

/// The longest answer, in characters.
pub const TEXT_MAX: usize = 2_000;

/// What was done to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// 更正: its public text says something else now.
    Corrected,
    /// More of it is masked.
    MaskedMore,
    /// Taken down.
    Withdrawn,
    /// Taken down since the party mended its credit.
    CreditRepaired,
}

/// What came of an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// 成立.
    Upheld(Effect),
    /// 不成立.
    Refused,
}

impl Outcome {
    /// Every outcome, in the order of the form.
    pub const ALL: [Self; 5] = [
        Self::Upheld(Effect::Corrected),
        Self::Upheld(Effect::MaskedMore),
        Self::Upheld(Effect::Withdrawn),
        Self::Upheld(Effect::CreditRepaired),
        Self::Refused,
    ];

    /// The word in the form, the events and the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upheld(Effect::Corrected) => "corrected",
            Self::Upheld(Effect::MaskedMore) => "masked-more",
            Self::Upheld(Effect::Withdrawn) => "withdrawn",
            Self::Upheld(Effect::CreditRepaired) => "credit-repaired",
            Self::Refused => "refused",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }

    /// The name in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Upheld(Effect::Corrected) => "成立，已更正",
            Self::Upheld(Effect::MaskedMore) => "成立，已隐去",
            Self::Upheld(Effect::Withdrawn) => "成立，已撤下",
            Self::Upheld(Effect::CreditRepaired) => "已按信用修复撤下",
            Self::Refused => "不成立",
        }
    }
}

/// The answer as the person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What came of it.
    pub outcome: Outcome,
    /// Facts and reasons.
    pub text: String,
}

impl Answer {
    /// Reads what was chosen and typed; every error at once.
    pub fn parse(outcome: &str, typed: &str) -> Result<Self, Vec<FieldError>> {
        let outcome = Outcome::parse(outcome).ok_or_else(|| FieldError::not_chosen("outcome", "处理结果"));
        let text = text::body("text", "答复", typed, TEXT_MAX)
            .and_then(|text| text.ok_or_else(|| FieldError::missing("text", "答复：事实、依据和结果")));
        match (outcome, text) {
            (Ok(outcome), Ok(text)) => Ok(Self { outcome, text }),
            (outcome, text) => Err(outcome.err().into_iter().chain(text.err()).collect()),
        }
    }
}

/// What has become of the record since the objection came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordNow {
    /// Still the text objected to.
    Unchanged,
    /// Public, with another text.
    Republished,
    /// Taken down.
    Withdrawn(WithdrawalCode),
    /// 公示期满.
    Expired,
}

impl RecordNow {
    /// Whether anybody can read it.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Unchanged | Self::Republished)
    }

    /// Whether the person would see `effect` there, `since` the objection came in.
    const fn shows(self, effect: Effect, since: Corrections) -> bool {
        match effect {
            Effect::Corrected => matches!(self, Self::Republished) && since.factual,
            Effect::MaskedMore => matches!(self, Self::Republished) && since.privacy,
            Effect::Withdrawn => matches!(self, Self::Withdrawn(_)),
            Effect::CreditRepaired => matches!(self, Self::Withdrawn(WithdrawalCode::CreditRepair)),
        }
    }
}

/// Who submitted or approved the text objected to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Makers(pub Vec<UserId>);

/// Why an answer was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnswered {
    /// The record does not show what the answer says.
    #[error("{}", .0.how_to())]
    NotDone(Effect),
    /// Nobody refuses what is held against the own work.
    #[error(
        "这条记录是您本人送审或审核的，不能由您答复“不成立”：请另一位公示发布员答复，没有第二位时请管理员增设账号"
    )]
    OwnWork,
}

impl Effect {
    const fn how_to(self) -> &'static str {
        match self {
            Self::Corrected => {
                "收到异议以后，公开的内容还没有更正：请先导入或者修改内容，按“事实更正”送审、发布后再答复"
            }
            Self::MaskedMore => {
                "收到异议以后，公开的文本还没有隐去更多：请先隐去有关内容，按“隐私更正”送审、发布后再答复"
            }
            Self::Withdrawn => "记录还在公开：请先在记录页撤回，再答复",
            Self::CreditRepaired => "记录还没有按“信用修复”撤回：请先在记录页以这个理由撤回，再答复",
        }
    }
}

/// Where an objection stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Waits for its answer.
    Received(Received),
    /// Answered; nothing more happens.
    Answered(Answered),
}

/// See [`Stage::Received`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received(());

/// See [`Stage::Answered`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    answer: Answer,
    by: UserId,
    on: NaiveDate,
}

impl Stage {
    /// The stage of an objection with this answer, by whom and when; without one it waits.
    pub fn of(answered: Option<(Answer, UserId, NaiveDate)>) -> Self {
        answered.map_or(Self::Received(Received(())), |(answer, by, on)| {
            Self::Answered(Answered { answer, by, on })
        })
    }
}

impl Received {
    /// Why `by` cannot answer it with this outcome, if so; see [`Self::answer`].
    pub fn hindrance(
        &self,
        by: UserId,
        outcome: Outcome,
        (record, since): (RecordNow, Corrections),
        Makers(makers): &Makers,
    ) -> Option<NotAnswered> {
        match outcome {
            Outcome::Upheld(effect) if !record.shows(effect, since) => Some(NotAnswered::NotDone(effect)),
            Outcome::Refused if makers.contains(&by) => Some(NotAnswered::OwnWork),
            _ => None,
        }
    }

    /// Answers it on the legal day `on`, of a record that is `record` now and was corrected `since` it came in.
    pub fn answer(
        self,
        (by, on): (Publisher, NaiveDate),
        answer: Answer,
        record: (RecordNow, Corrections),
        makers: &Makers,
    ) -> Result<Answered, NotAnswered> {
        match self.hindrance(by.id(), answer.outcome, record, makers) {
            Some(hindrance) => Err(hindrance),
            None => Ok(Answered {
                answer,
                by: by.id(),
                on,
            }),
        }
    }
}

impl Answered {
    /// What was answered.
    pub const fn answer(&self) -> &Answer {
        &self.answer
    }

    /// By whom.
    pub const fn by(&self) -> UserId {
        self.by
    }

    /// On which day.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }
}
