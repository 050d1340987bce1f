//! What a masking run hides: data, so that a change of law is an edit and not a release.

use serde::{Deserialize, Serialize};

use super::span::Kind;

/// Which secrets are hidden, and the few choices the rules leave open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Profile {
    /// The kinds that are hidden.
    pub kinds: Vec<Kind>,
    /// Names of officers acting in office stay: who decided is public (art. 16: otherwise as the original).
    pub keep_officials: bool,
    /// The year of birth stays, month and day go.
    pub keep_birth_year: bool,
}

impl Profile {
    /// For decisions shown to society: 公安机关执法公开规定 (公通字〔2018〕26号) art. 14 and 15.
    #[must_use]
    pub fn decision() -> Self {
        Self {
            kinds: Kind::ALL.to_vec(),
            keep_officials: true,
            keep_birth_year: true,
        }
    }

    /// For what people write to us, as handlers see it: officers and years of birth go too.
    #[must_use]
    pub fn strict() -> Self {
        Self {
            keep_officials: false,
            keep_birth_year: false,
            ..Self::decision()
        }
    }

    /// The profile of that name, or none.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "decision" => Some(Self::decision()),
            "strict" => Some(Self::strict()),
            _ => None,
        }
    }

    /// The names that [`Profile::named`] knows.
    pub const NAMES: [&'static str; 2] = ["decision", "strict"];

    pub(super) fn hides(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::decision()
    }
}
