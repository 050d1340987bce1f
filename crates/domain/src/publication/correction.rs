use crate::field_error::FieldError;
use crate::text;

/// What the correction of a public text does with the text that it replaces (执法公开规定 第八条; 个人信息保护法 第四十七条).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// The facts were wrong: the earlier text stays readable, with the difference marked.
    Factual,
    /// It showed what must not be shown: it is deleted with every text before it, and no more is told than that.
    Privacy,
}

impl Correction {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Factual, Self::Privacy];

    /// The word in forms, events, the database and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Factual => "factual",
            Self::Privacy => "privacy",
        }
    }

    /// The term in the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Factual => "事实更正",
            Self::Privacy => "隐私更正",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }
}

/// The longest reason, in characters.
pub const MOST_REASON: usize = 200;

/// A correction as it is submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// What becomes of the text that the public sees.
    pub correction: Correction,
    /// Why, for the public. Of a correction for privacy the public is told no more than that it happened.
    pub reason: Option<String>,
}

impl Amendment {
    /// Reads what was typed into `correction_reason`; of a correction for privacy it is left out.
    pub fn parse(correction: Correction, reason: &str) -> Result<Self, FieldError> {
        let reason = match correction {
            Correction::Factual => text::body("correction_reason", "更正理由", reason, MOST_REASON)?,
            Correction::Privacy => None,
        };
        Ok(Self { correction, reason })
    }
}

impl From<Correction> for Amendment {
    fn from(correction: Correction) -> Self {
        Self {
            correction,
            reason: None,
        }
    }
}

/// The corrections since somebody looked at a public text of which there is something to be seen: the public is told
/// something else (factual), or sees less (privacy).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Corrections {
    /// At least one factual.
    pub factual: bool,
    /// At least one for privacy.
    pub privacy: bool,
}

impl Corrections {
    /// Whether there is any.
    pub const fn any(self) -> bool {
        self.factual || self.privacy
    }
}

impl FromIterator<Correction> for Corrections {
    fn from_iter<T: IntoIterator<Item = Correction>>(all: T) -> Self {
        all.into_iter()
            .fold(Self::default(), |so_far, correction| match correction {
                Correction::Factual => Self {
                    factual: true,
                    ..so_far
                },
                Correction::Privacy => Self {
                    privacy: true,
                    ..so_far
                },
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_is_told_why_facts_were_corrected_and_nothing_of_privacy() {
        let read = |correction, reason: &str| Amendment::parse(correction, reason).map(|one| one.reason);
        let why = "罚款数额录入有误";
        assert_eq!(read(Correction::Factual, why), Ok(Some(why.to_owned())));
        assert_eq!(read(Correction::Factual, " "), Ok(None));
        assert_eq!(read(Correction::Privacy, why), Ok(None));
        let long = read(Correction::Factual, &"字".repeat(MOST_REASON + 1)).unwrap_err();
        assert_eq!(long.field, "correction_reason");
    }
}
