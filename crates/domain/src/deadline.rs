//! Clocks (时限): which periods run, from when, and by which law.

use crate::calendar::{Calendar, Counted};
use crate::record::RecordKind;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// So many days before its last one something is due soon, in every list and count alike.
pub const SOON_DAYS: u64 = 3;

/// A length of time as the law gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "unit", content = "n")]
pub enum Period {
    /// 日: calendar days; a last day off moves to the next working day.
    Days(u32),
    /// 工作日.
    WorkingDays(u32),
}

impl Period {
    /// How many days, of whichever kind.
    pub const fn days(self) -> u32 {
        match self {
            Self::Days(n) | Self::WorkingDays(n) => n,
        }
    }

    /// The last day of the period that starts after `from`.
    pub fn end(self, calendar: &Calendar, from: NaiveDate) -> Counted {
        match self {
            Self::Days(n) => calendar.add_days(from, n),
            Self::WorkingDays(n) => calendar.add_working_days(from, n),
        }
    }
}

/// A clock on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockKind {
    /// Tell the person whether it is accepted: 15 days (信访工作条例 第二十三条).
    Notice,
    /// Answer: 60 days from acceptance (信访工作条例 第三十四条).
    Answer,
    /// The bureau's own target, a setting; staff only.
    LocalTarget,
    /// A unit's answer to a demand or rectification, a setting.
    Demand,
    /// The centre's review of a rectification, a setting.
    Review,
    /// The centre's first look at a bad rating, a setting.
    FollowUp,
    /// Sending what was verified on to its unit: as long as its rectification may take.
    SendOn,
    /// Publish a penalty or a licence: 7 working days (国办发〔2018〕118号).
    Publish,
    /// Publish any other decision: 20 working days (国办发〔2018〕118号).
    PublishOther,
    /// Answer an objection to a public record, a setting. The law says "at once" (公安机关执法公开规定 第八条,
    /// 政府信息公开条例 第四十一条) without a number; Zhejiang's rule on publishing penalties corrects within five
    /// working days, and so does the default.
    Objection,
    /// Take down a decision that no longer stands: 3 working days (行政处罚法 第四十八条、第八十五条).
    Withdraw,
}

impl ClockKind {
    /// Every clock.
    pub const ALL: [Self; 11] = [
        Self::Notice,
        Self::Answer,
        Self::LocalTarget,
        Self::Demand,
        Self::Review,
        Self::FollowUp,
        Self::SendOn,
        Self::Publish,
        Self::PublishOther,
        Self::Objection,
        Self::Withdraw,
    ];

    /// The clock of a record until it is public.
    pub const fn of_record(kind: RecordKind) -> Self {
        if kind.is_due_early() {
            Self::Publish
        } else {
            Self::PublishOther
        }
    }

    /// The word in the API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Answer => "answer",
            Self::LocalTarget => "local-target",
            Self::Demand => "demand",
            Self::Review => "review",
            Self::FollowUp => "follow-up",
            Self::SendOn => "send-on",
            Self::Publish => "publish",
            Self::PublishOther => "publish-other",
            Self::Objection => "objection",
            Self::Withdraw => "withdraw",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The periods in force. A law change is an edit of the settings, not a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Periods {
    /// 信访工作条例 第二十三条.
    pub notice: Period,
    /// 信访工作条例 第三十四条.
    pub answer: Period,
    /// The bureau's own target for a first answer.
    pub local_target: Period,
    /// A unit's answer to a demand.
    pub demand: Period,
    /// How long a unit may return a wrong assignment (信访工作条例 第二十三条).
    pub return_within: Period,
    /// Penalties and licences are public (国办发〔2018〕118号).
    pub publish: Period,
    /// Every other decision is public (国办发〔2018〕118号).
    pub publish_other: Period,
    /// An objection to a public record is answered: see [`ClockKind::Objection`].
    pub objection: Period,
    /// A decision that no longer stands is taken down (行政处罚法 第四十八条、第八十五条).
    pub withdraw: Period,
}

impl Periods {
    /// How long a record of this kind may take to be public.
    pub const fn publication(&self, kind: RecordKind) -> Period {
        if kind.is_due_early() {
            self.publish
        } else {
            self.publish_other
        }
    }
}

impl Default for Periods {
    fn default() -> Self {
        Self {
            notice: Period::Days(15),
            answer: Period::Days(60),
            local_target: Period::WorkingDays(5),
            demand: Period::WorkingDays(5),
            return_within: Period::WorkingDays(5),
            publish: Period::WorkingDays(7),
            publish_other: Period::WorkingDays(20),
            objection: Period::WorkingDays(5),
            withdraw: Period::WorkingDays(3),
        }
    }
}

/// A clock as it stands on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Which clock.
    pub clock: ClockKind,
    /// Its last day.
    pub on: NaiveDate,
    /// 暂按周末推算: a year it crosses has not been announced yet.
    pub provisional: bool,
    /// The day the duty was fulfilled, if it was.
    pub met_on: Option<NaiveDate>,
}
