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
