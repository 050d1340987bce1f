//! Days of detention, in quarters: halves and quarters arise between two decisions only.

use std::fmt;

/// A number of days; a median may lie between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days(i64);

impl Days {
    /// Whole days, as decisions have them.
    pub fn whole(days: u32) -> Self {
        Self(i64::from(days) * 4)
    }

    pub(super) fn from_quarters(quarters: i64) -> Self {
        Self(quarters)
    }

    pub(super) fn quarters(self) -> i64 {
        self.0
    }
}

/// `7`, `7.5`, `7.25`.
impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = ["", ".25", ".5", ".75"];
        write!(
            f,
            "{}{}",
            self.0 / 4,
            rest[usize::try_from(self.0 % 4).unwrap_or(0)]
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_written_as_decimals() {
        let texts = [28, 29, 30, 31].map(|quarters| Days::from_quarters(quarters).to_string());
        assert_eq!(texts, ["7", "7.25", "7.5", "7.75"]);
    }
}
