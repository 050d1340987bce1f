//! What masking gives back: the public text and a list of what was changed, for the reviewer's eyes.

use serde::{Deserialize, Serialize};

/// What kind of secret a span hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The name of a natural person (公安机关执法公开规定 art. 14).
    Name,
    /// Identity card, passport or permit number (art. 15 (1), like all that follow).
    IdNumber,
    /// Telephone number or another means of contact.
    Phone,
    /// Number plate of a vehicle.
    Plate,
    /// Bank card or account number.
    BankCard,
    /// Address finer than town or street office.
    Address,
    /// Place of work or school.
    Employer,
    /// State of health.
    Health,
    /// Day of birth.
    BirthDate,
    /// Mail address.
    Email,
}

impl Kind {
    /// All kinds, in the order of the contract.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::IdNumber,
        Self::Phone,
        Self::Plate,
        Self::BankCard,
        Self::Address,
        Self::Employer,
        Self::Health,
        Self::BirthDate,
        Self::Email,
    ];

    /// The word in files and forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::IdNumber => "id-number",
            Self::Phone => "phone",
            Self::Plate => "plate",
            Self::BankCard => "bank-card",
            Self::Address => "address",
            Self::Employer => "employer",
            Self::Health => "health",
            Self::BirthDate => "birth-date",
            Self::Email => "email",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether people may decide that what a rule took for this is not: names, places and bodies are told by the
    /// words around them, which misleads; a number is what it is, and health and birth are nobody's business.
    #[must_use]
    pub const fn may_be_shown(self) -> bool {
        matches!(self, Self::Name | Self::Address | Self::Employer)
    }

    /// The word that reviewers read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::IdNumber => "证件号码",
            Self::Phone => "联系方式",
            Self::Plate => "车牌号",
            Self::BankCard => "银行账号",
            Self::Address => "详细地址",
            Self::Employer => "工作单位",
            Self::Health => "健康状况",
            Self::BirthDate => "出生日期",
            Self::Email => "电子邮箱",
        }
    }

    /// The article by which it is masked.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Name => "公安机关执法公开规定第十四条",
            Self::IdNumber
            | Self::Phone
            | Self::Plate
            | Self::BankCard
            | Self::Address
            | Self::Employer
            | Self::Health
            | Self::BirthDate
            | Self::Email => "公安机关执法公开规定第十五条",
        }
    }

    /// Where spans overlap, the kind with the higher precedence names the whole.
    pub(super) const fn precedence(self) -> u8 {
        match self {
            Self::IdNumber => 9,
            Self::Email => 8,
            Self::BankCard => 7,
            Self::Phone => 6,
            Self::Plate => 5,
            Self::Employer => 4,
            Self::Address => 3,
            Self::BirthDate => 2,
            Self::Health => 1,
            Self::Name => 0,
        }
    }
}

/// A stretch of the input that the public does not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First Unicode scalar of the input that is replaced.
    pub start: usize,
    /// The Unicode scalar after the last one that is replaced.
    pub end: usize,
    /// What was hidden.
    pub kind: Kind,
    /// What stands there instead.
    pub replacement: String,
}

impl Span {
    pub(super) fn new(start: usize, end: usize, kind: Kind, replacement: impl Into<String>) -> Self {
        Self {
            start,
            end,
            kind,
            replacement: replacement.into(),
        }
    }

    /// A span hidden behind "×××" (art. 15: what cannot be deleted without harm to understanding is replaced by ×).
    pub(super) fn crossed(start: usize, end: usize, kind: Kind) -> Self {
        Self::new(start, end, kind, CROSSES)
    }
}

/// What replaces a secret that has no readable short form.
pub(super) const CROSSES: &str = "×××";

/// A text fit for the public, with the list of changes that made it so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masked {
    /// The public text.
    pub text: String,
    /// The changes, in order and without overlap; offsets refer to the input.
    pub spans: Vec<Span>,
}
