//! What people carry: references of feedback and records, receipt codes, callback tokens.
//!
//! References are public names. Codes and tokens are secrets: they have no `Display`, their `Debug` hides
//! them, and only `reveal` gives them out, so that none reaches a log by accident.

use crate::crockford::{SymbolError, Symbols, check_value, symbol, values};
use serde::{Deserialize, Serialize};
use std::fmt;

const LETTER_F: u8 = 15;
const LETTER_R: u8 = 24;
const LETTER_Y: u8 = 30;

/// Why typed text is no reference, code or token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// A wrong character or length.
    #[error(transparent)]
    Symbols(#[from] SymbolError),
    /// The leading letter or the year is not that of such a reference.
    #[error("编号的开头不对")]
    Prefix,
    /// The check symbol says that something was mistyped.
    #[error("校验位不符：请对照回执逐位核对")]
    Check,
}

/// The public name of a case: a letter, the year and seven random symbols.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference<const LETTER: u8> {
    year: u16,
    serial: Symbols<7>,
}

/// The public name of a citizen's feedback: `F-YYYY-…`.
pub type FeedbackReference = Reference<LETTER_F>;

/// The public name of an objection to a record (异议): `Y-YYYY-…`.
pub type ObjectionReference = Reference<LETTER_Y>;

impl<const LETTER: u8> Reference<LETTER> {
    /// A reference of the legal year `year` (1000 to 9999) from random symbols.
    pub fn new(year: u16, serial: Symbols<7>) -> Self {
        Self {
            year: year.clamp(1000, 9999),
            serial,
        }
    }

    /// Reads a typed reference forgivingly; the leading letter may be missing.
    pub fn parse(typed: &str) -> Result<Self, ReceiptError> {
        Self::of(&values(typed)?)
    }

    fn of(values: &[u8]) -> Result<Self, ReceiptError> {
        let rest = match values.len() {
            12 if values[0] == LETTER => &values[1..],
            12 => return Err(ReceiptError::Prefix),
            11 => values,
            found => return Err(SymbolError::Length { expected: 12, found }.into()),
        };
        let (year, serial) = rest.split_at(4);
        Ok(Self {
            year: parse_year(year)?,
            serial: Symbols::from_values(serial)?,
        })
    }
}

fn parse_year(digits: &[u8]) -> Result<u16, ReceiptError> {
    let year = digits.iter().try_fold(0, |year: u16, &digit| {
        (digit < 10).then(|| year * 10 + u16::from(digit))
    });
    year.filter(|year| *year >= 1000).ok_or(ReceiptError::Prefix)
}

impl<const LETTER: u8> fmt::Display for Reference<LETTER> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", symbol(LETTER), self.year, self.serial)
    }
}

/// What a receipt is for: people look all of them up on one page, and its letter tells which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseReference {
    /// 群众反映.
    Feedback(FeedbackReference),
    /// 异议.
    Objection(ObjectionReference),
}

impl CaseReference {
    /// Reads a typed reference forgivingly; without a letter it is one of feedback.
    pub fn parse(typed: &str) -> Result<Self, ReceiptError> {
        let values = values(typed)?;
        match values.first() {
            Some(&LETTER_Y) => Reference::of(&values).map(Self::Objection),
            _ => Reference::of(&values).map(Self::Feedback),
        }
    }

    /// What it is called in a sentence: 您的….
    pub const fn label(self) -> &'static str {
        match self {
            Self::Feedback(_) => "反映",
            Self::Objection(_) => "异议",
        }
    }
}

impl fmt::Display for CaseReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feedback(reference) => reference.fmt(f),
            Self::Objection(reference) => reference.fmt(f),
        }
    }
}

/// The public name of a record: `R-` and eight random symbols.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordRef(Symbols<8>);

impl RecordRef {
    /// A reference from random symbols.
    pub fn new(symbols: Symbols<8>) -> Self {
        Self(symbols)
    }

    /// Reads a typed reference forgivingly. An address that differs from the reference's own writing is
    /// redirected by the caller, who compares with `to_string`.
    pub fn parse(typed: &str) -> Result<Self, ReceiptError> {
        let values = values(typed)?;
        match values.split_first() {
            Some((&LETTER_R, rest)) => Ok(Self(Symbols::from_values(rest)?)),
            _ => Err(ReceiptError::Prefix),
        }
    }
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R-{}", self.0)
    }
}

/// The secret half of a receipt: 13 symbols (65 bits) and a check symbol.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReceiptCode(Symbols<13>);

impl ReceiptCode {
    /// A code from 65 bits.
    pub fn new(symbols: Symbols<13>) -> Self {
        Self(symbols)
    }

    /// Reads a typed code forgivingly; mistakes are caught before any key or database is touched.
    pub fn parse(typed: &str) -> Result<Self, ReceiptError> {
        let values = values(typed)?;
        let Some((&check, secret)) = values.split_last().filter(|_| values.len() == 14) else {
            return Err(SymbolError::Length {
                expected: 14,
                found: values.len(),
            }
            .into());
        };
        if check_value(secret) == check {
            Ok(Self(Symbols::from_values(secret)?))
        } else {
            Err(ReceiptError::Check)
        }
    }

    /// The 14 symbols, for the receipt page, the API's answer and the keyed hash; nowhere else.
    pub fn reveal(&self) -> String {
        format!("{}{}", self.0, symbol(check_value(self.0.values())))
    }

    /// The 14 symbols in groups that are easy to copy by hand: `XXXXX-XXXXX-XXXX`.
    pub fn reveal_grouped(&self) -> String {
        let code = self.reveal();
        format!("{}-{}-{}", &code[..5], &code[5..10], &code[10..])
    }
}

impl fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCode(…)")
    }
}

macro_rules! link_secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub struct $name(Symbols<26>);

        impl $name {
            /// A token from 130 bits.
            pub fn new(symbols: Symbols<26>) -> Self {
                Self(symbols)
            }

            /// Reads the token of a link, forgivingly: some people type it from a message.
            pub fn parse(typed: &str) -> Result<Self, ReceiptError> {
                Ok(Self(Symbols::parse(typed)?))
            }

            /// The 26 symbols, for the link and the keyed hash; nowhere else.
            pub fn reveal(&self) -> String {
                self.0.to_string()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

link_secret!(
    /// The secret in a callback link: 26 symbols (130 bits).
    CallbackToken
);
link_secret!(
    /// The secret in the links of a subscription's letters: 26 symbols (130 bits).
    SubscriptionToken
);

macro_rules! public_name {
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl<$($generics)*> std::str::FromStr for $name {
            type Err = ReceiptError;

            fn from_str(typed: &str) -> Result<Self, Self::Err> {
                Self::parse(typed)
            }
        }

        impl<$($generics)*> TryFrom<String> for $name {
            type Error = ReceiptError;

            fn try_from(typed: String) -> Result<Self, Self::Error> {
                Self::parse(&typed)
            }
        }

        impl<$($generics)*> From<$name> for String {
            fn from(name: $name) -> Self {
                name.to_string()
            }
        }
    };
}

public_name!([const LETTER: u8] Reference<LETTER>);
public_name!([] RecordRef);

#[cfg(test)]
mod tests;
