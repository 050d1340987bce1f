//! A public decision that no longer stands has to go (行政处罚法 第四十八条: 三日内撤回; 第八十五条: working days).

use chrono::NaiveDate;

use crate::clock::strict_day;
use crate::field_error::FieldError;
use crate::record::WithdrawalCode;
use crate::text;

/// The longest reason for striking out, in characters.
const MOST_REASON: usize = 500;

/// What a public decision must go for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// One of [`Owed::GROUNDS`].
    pub ground: WithdrawalCode,
    /// The day on which the bureau came to know it: the period counts from here.
    pub known_on: NaiveDate,
}

impl Owed {
    /// Every ground of the law.
    pub const GROUNDS: [WithdrawalCode; 4] = [
        WithdrawalCode::Revoked,
        WithdrawalCode::Changed,
        WithdrawalCode::Unlawful,
        WithdrawalCode::Void,
    ];

    /// Reads what was typed into `owed_ground` and `owed_known_on`.
    pub fn parse(ground: &str, known_on: &str, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let read = Self::GROUNDS.into_iter().find(|code| code.as_str() == ground);
        let read = read.ok_or_else(|| FieldError::not_chosen("owed_ground", "撤回的依据"));
        match (read, known_since(known_on, today)) {
            (Ok(ground), Ok(known_on)) => Ok(Self { ground, known_on }),
            (ground, known_on) => Err(ground.err().into_iter().chain(known_on.err()).collect()),
        }
    }

    /// Reads the words in the database.
    pub fn of(ground: &str, known_on: NaiveDate) -> Option<Self> {
        let ground = Self::GROUNDS.into_iter().find(|code| code.as_str() == ground)?;
        Some(Self { ground, known_on })
    }
}

fn known_since(typed: &str, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    const FIELD: &str = "owed_known_on";
    const WHAT: &str = "知悉日期";
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(FieldError::missing(FIELD, WHAT));
    }
    match strict_day(typed) {
        Some(day) if day > today => Err(FieldError::in_the_future(FIELD, WHAT)),
        Some(day) => Ok(day),
        None => Err(FieldError::not_a_date(FIELD, WHAT, typed)),
    }
}

/// Why a note that a record must go was a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrikeReason(String);

impl StrikeReason {
    /// Reads what was typed into `strike_reason`.
    pub fn parse(typed: &str) -> Result<Self, FieldError> {
        text::body("strike_reason", "理由", typed, MOST_REASON)?
            .map(Self)
            .ok_or_else(|| FieldError::missing("strike_reason", "理由：为什么不需要撤回"))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ground_and_day_are_read_and_what_is_wrong_with_them_is_told_together() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-26");
        let owed = Owed::parse("revoked", " 2026-11-25 ", today).unwrap();
        assert_eq!(
            (owed.ground, owed.known_on),
            (WithdrawalCode::Revoked, day("2026-11-25"))
        );
        assert_eq!(Owed::of(owed.ground.as_str(), owed.known_on), Some(owed));
        let wrong = |ground: &str, known: &str| {
            let errors = Owed::parse(ground, known, today).unwrap_err();
            errors.into_iter().map(|error| error.code).collect::<Vec<_>>()
        };
        assert_eq!(
            wrong("privacy", ""),
            ["missing", "missing"],
            "privacy has no period"
        );
        assert_eq!(wrong("void", "2026-11-27"), ["in-the-future"]);
        assert_eq!(wrong("void", "2026-02-30"), ["not-a-date"]);
        assert_eq!(Owed::of("privacy", today), None);
        assert_eq!(StrikeReason::parse(" ").unwrap_err().field, "strike_reason");
    }
}
