//! What a passage tells of the person who is meant.

use crate::masking::Kind;

/// What a passage tells; places first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// A village.
    Village,
    /// A housing estate or neighbourhood.
    Estate,
    /// A school, by its name.
    School,
    /// A small shop, by its name.
    Shop,
    /// Age or year of birth.
    Age,
    /// What somebody lives by.
    Trade,
    /// An office: 村支书.
    Office,
    /// Whose relative somebody is.
    Kin,
    /// A child or pupil.
    Child,
    /// What people call somebody.
    Nickname,
    /// The hour.
    Hour,
    /// What a place talks about for long: 出殡.
    Event,
}

impl Mark {
    /// Whether it tells where.
    pub const fn is_place(self) -> bool {
        matches!(self, Self::Village | Self::Estate | Self::School | Self::Shop)
    }

    /// What somebody is counts twice what happened.
    pub(super) const fn weight(self) -> u32 {
        match self {
            Self::Village | Self::Estate | Self::School | Self::Shop => 0,
            Self::Hour | Self::Event => 1,
            Self::Age | Self::Trade | Self::Office | Self::Kin | Self::Child | Self::Nickname => 2,
        }
    }

    /// Whether it counts where the party is an organisation.
    pub(super) const fn counts_beside_a_body(self) -> bool {
        !matches!(self, Self::Shop | Self::Office | Self::Hour | Self::Event)
    }

    /// The word that people of the desk read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Village => "村名",
            Self::Estate => "小区、社区名",
            Self::School => "学校名",
            Self::Shop => "小店名",
            Self::Age => "年龄",
            Self::Trade => "职业",
            Self::Office => "职务",
            Self::Kin => "亲属关系",
            Self::Child => "未成年或学生",
            Self::Nickname => "绰号",
            Self::Hour => "具体时刻",
            Self::Event => "少见的事情",
        }
    }

    /// As what the passage can be masked by itself; the others read badly without the words around them, which the
    /// publisher chooses.
    pub const fn hides_as(self) -> Option<Kind> {
        match self {
            Self::Village | Self::Estate | Self::School | Self::Shop => Some(Kind::Address),
            Self::Nickname => Some(Kind::Name),
            _ => None,
        }
    }
}
