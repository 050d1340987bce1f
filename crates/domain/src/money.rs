//! Money in yuan, kept in fen.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// An amount of money, never negative; a decimal string in yuan outside (`"1500"`, `"0.50"`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("金额应是不小于零、最多两位小数的数字（元）")]
pub struct NotMoney;

impl Money {
    /// From fen; `None` when negative.
    pub fn from_fen(fen: i64) -> Option<Self> {
        (fen >= 0).then_some(Self(fen))
    }

    /// From whole yuan.
    ///
    /// # Panics
    /// Panics above 92 quadrillion yuan.
    pub const fn from_yuan(yuan: u32) -> Self {
        Self(yuan as i64 * 100)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// Reads a decimal number of yuan; commas, a leading ¥ and a trailing 元 are forgiven.
    pub fn parse(text: &str) -> Result<Self, NotMoney> {
        let text = text
            .trim()
            .trim_start_matches(['¥', '￥'])
            .trim_end_matches('元')
            .trim();
        let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
        let (yuan, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let decimals = decimals.trim_end_matches('0');
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if plain.is_empty() || yuan.is_empty() || !digits(yuan) || !digits(decimals) || decimals.len() > 2 {
            return Err(NotMoney);
        }
        let yuan: i64 = yuan.parse().map_err(|_| NotMoney)?;
        let fen: i64 = format!("{decimals:0<2}").parse().map_err(|_| NotMoney)?;
        yuan.checked_mul(100)
            .and_then(|y| y.checked_add(fen))
            .map(Self)
            .ok_or(NotMoney)
    }

    /// As read by people: `1,500` or `0.50`.
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (yuan, decimals) = plain
            .split_once('.')
            .map_or((plain.as_str(), None), |(y, d)| (y, Some(d)));
        let mut out = String::new();
        for (i, c) in yuan.chars().enumerate() {
            if i > 0 && (yuan.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        decimals.map_or(out.clone(), |d| format!("{out}.{d}"))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (yuan, 0) => write!(f, "{yuan}"),
            (yuan, fen) => write!(f, "{yuan}.{fen:02}"),
        }
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_people_and_spreadsheets_write_them() {
        for (text, fen) in [
            ("1500", 150_000),
            ("1,500.5", 150_050),
            ("¥0.50", 50),
            ("20 元", 2000),
            ("7.10000", 710),
        ] {
            assert_eq!(Money::parse(text).map(Money::fen), Ok(fen), "{text}");
        }
        for text in ["", "-1", "1e3", "0.001", "一百", ".5", "9999999999999999999"] {
            assert_eq!(Money::parse(text), Err(NotMoney), "{text}");
        }
        assert_eq!(Money::from_yuan(1_234_567).grouped(), "1,234,567");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(fen in 0i64..=1_000_000_000_000) {
            let money = Money::from_fen(fen).unwrap();
            prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
            prop_assert_eq!(Money::parse(&money.grouped()), Ok(money));
        }
    }
}
