//! What somebody finds who lays a public text beside its original.

use crate::field_error::FieldError;
use crate::publication::Corrections;
use crate::text;
use crate::words::words;

/// The longest words of a judgement or a reason, in characters.
pub const WORDS_MAX: usize = 1_000;

words! {
    /// What may be wrong with a public record.
    FindingKind {
        /// A person can be told from it, or the masking is wrong.
        Personal = "personal", "看得出个人信息或脱敏不当";
        /// It says something else than the document.
        Mismatch = "mismatch", "内容与文书不符";
        /// It must not be public.
        MustNotBePublic = "must-not-be-public", "不应公开";
        /// Its term is over.
        PastTerm = "past-term", "超期公开";
        /// Something that must be told is not.
        Missing = "missing", "应公开的项目缺失";
        /// Anything else.
        Other = "other", "其他";
    }
}

impl FindingKind {
    /// Whether the public must not see the record as it is, rather than see it mended.
    pub const fn asks_for_withdrawal(self) -> bool {
        matches!(self, Self::MustNotBePublic | Self::PastTerm)
    }

    /// Whether one of these corrections may have mended it.
    pub const fn is_mended_by(self, since: Corrections) -> bool {
        match self {
            Self::Personal => since.privacy,
            Self::Mismatch | Self::Missing => since.factual,
            Self::MustNotBePublic | Self::PastTerm | Self::Other => since.any(),
        }
    }

    /// What is to be done before it counts as mended.
    pub(super) const fn how_to_mend(self) -> &'static str {
        match self {
            Self::Personal => {
                "判定以后，公开的文本还没有隐去更多：请先隐去有关内容，按“隐私更正”送审、发布后再办理"
            }
            _ => "判定以后，公开的内容还没有更正：请先更正，按“事实更正”送审、发布后再办理",
        }
    }
}

/// Words that say what was seen, or why something does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// Reads what was typed into `field`, which the form calls `what`.
    pub fn parse(field: &'static str, what: &'static str, typed: &str) -> Result<Self, FieldError> {
        text::body(field, what, typed, WORDS_MAX)?
            .map(Self)
            .ok_or_else(|| FieldError::missing(field, what))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an auditor says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// Nothing is wrong.
    InOrder,
    /// This is.
    Found {
        /// Each kind once, at least one, in the order of the list.
        kinds: Vec<FindingKind>,
        /// Where, and what was seen.
        words: Words,
    },
}

impl Judgement {
    /// Reads what was chosen and typed; every error at once.
    pub fn parse<'a>(
        verdict: &str,
        kinds: impl IntoIterator<Item = &'a str>,
        words: &str,
    ) -> Result<Self, Vec<FieldError>> {
        let chosen: Vec<&str> = kinds.into_iter().collect();
        match verdict {
            "in-order" if chosen.is_empty() && words.trim().is_empty() => Ok(Self::InOrder),
            "in-order" => Err(vec![FieldError::new(
                "verdict",
                "contradiction",
                "选了“没有问题”，又选了问题或者写了情况：有问题的请选“有问题”，没有问题的请删去",
            )]),
            "found" => {
                let kinds: Vec<FindingKind> = FindingKind::ALL
                    .into_iter()
                    .filter(|kind| chosen.contains(&kind.as_str()))
                    .collect();
                let missing = kinds
                    .is_empty()
                    .then(|| FieldError::not_chosen("finding", "是哪一种问题，可以多选"));
                match (missing, Words::parse("text", "看到的情况：哪一处、是什么", words)) {
                    (None, Ok(words)) => Ok(Self::Found { kinds, words }),
                    (missing, words) => Err(missing.into_iter().chain(words.err()).collect()),
                }
            }
            _ => Err(vec![FieldError::not_chosen(
                "verdict",
                "结论：没有问题或者有问题",
            )]),
        }
    }
}
