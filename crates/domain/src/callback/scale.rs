//! The five levels of 国办发〔2019〕51号 and the five dimensions that are asked.

use serde::{Deserialize, Serialize};

/// A level of satisfaction. The raw level is stored; rates come from it by a named formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Level {
    /// 非常不满意.
    VeryBad = 1,
    /// 不满意.
    Bad = 2,
    /// 基本满意.
    Fair = 3,
    /// 满意.
    Good = 4,
    /// 非常满意.
    VeryGood = 5,
}

/// A number outside 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("评价只有 1 到 5 五级")]
pub struct NoSuchLevel;

impl Level {
    /// Best to worst, as the page shows them.
    pub const ALL: [Self; 5] = [Self::VeryGood, Self::Good, Self::Fair, Self::Bad, Self::VeryBad];

    /// The number in forms, files and the database.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The word on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::VeryGood => "非常满意",
            Self::Good => "满意",
            Self::Fair => "基本满意",
            Self::Bad => "不满意",
            Self::VeryBad => "非常不满意",
        }
    }

    /// The last two levels are 差评 and must be followed up (国办发〔2019〕51号).
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Bad | Self::VeryBad)
    }

    /// Reads the digit of a form.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<u8>()
            .ok()
            .and_then(|number| Self::try_from(number).ok())
    }
}

impl TryFrom<u8> for Level {
    type Error = NoSuchLevel;
    fn try_from(number: u8) -> Result<Self, NoSuchLevel> {
        Self::ALL
            .into_iter()
            .find(|level| level.number() == number)
            .ok_or(NoSuchLevel)
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.number()
    }
}

/// What is asked beside the whole; each may be left out. 廉洁 is asked apart: see [`Integrity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// 出警速度.
    Speed,
    /// 服务态度.
    Attitude,
    /// 执法规范.
    Lawfulness,
    /// 处理结果.
    Outcome,
}

impl Dimension {
    /// In the order of the page.
    pub const ALL: [Self; 4] = [Self::Speed, Self::Attitude, Self::Lawfulness, Self::Outcome];

    /// The form field.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Speed => "speed",
            Self::Attitude => "attitude",
            Self::Lawfulness => "lawfulness",
            Self::Outcome => "outcome",
        }
    }

    /// The word on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Speed => "办理速度",
            Self::Attitude => "服务态度",
            Self::Lawfulness => "执法规范",
            Self::Outcome => "处理结果",
        }
    }
}

/// 廉洁: whether anybody took or asked for favours. `Problem` goes to 督察 by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Integrity {
    /// Nothing of the kind.
    Ok,
    /// 吃请、索要、熟人说情.
    Problem,
}

impl Integrity {
    /// The word in forms and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Problem => "problem",
        }
    }

    /// The words on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ok => "没有",
            Self::Problem => "有",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Ok, Self::Problem]
            .into_iter()
            .find(|integrity| integrity.as_str() == text)
    }
}
