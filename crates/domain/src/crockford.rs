//! Crockford base32: symbols that people can read aloud, copy by hand and type back.

use std::fmt;

/// The 32 symbols; I, L, O and U are left out because they are misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What is wrong with typed symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SymbolError {
    /// A character that stands for no symbol.
    #[error("含有不能识别的字符")]
    Unknown,
    /// Too few or too many symbols.
    #[error("长度不对：应为 {expected} 位，收到 {found} 位")]
    Length {
        /// How many symbols there should be.
        expected: usize,
        /// How many were typed.
        found: usize,
    },
}

/// Exactly `N` symbols of five bits each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbols<const N: usize>([u8; N]);

impl<const N: usize> Symbols<N> {
    /// Takes the first `5 × N` bits, most significant first.
    pub fn from_bits(bits: &[u8; 32]) -> Self {
        const { assert!(N * 5 <= 256, "32 bytes hold at most 51 symbols") }
        Self(std::array::from_fn(|index| five_bits(bits, index * 5)))
    }

    /// Reads what a person typed: case, spaces, dashes, full width, O for 0 and I or L for 1 are forgiven.
    pub fn parse(typed: &str) -> Result<Self, SymbolError> {
        Self::from_values(&values(typed)?)
    }

    /// The symbols as numbers from 0 to 31.
    pub(crate) fn values(&self) -> &[u8; N] {
        &self.0
    }

    pub(crate) fn from_values(values: &[u8]) -> Result<Self, SymbolError> {
        values.try_into().map(Self).map_err(|_| SymbolError::Length {
            expected: N,
            found: values.len(),
        })
    }
}

impl<const N: usize> fmt::Display for Symbols<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|&value| fmt::Write::write_char(f, symbol(value)))
    }
}

impl<const N: usize> fmt::Debug for Symbols<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The symbol of a number from 0 to 31.
pub(crate) fn symbol(value: u8) -> char {
    char::from(ALPHABET[usize::from(value & 31)])
}

/// The numbers behind typed symbols; separators are skipped. Longer input than any code of ours is refused
/// unread.
pub(crate) fn values(typed: &str) -> Result<Vec<u8>, SymbolError> {
    const LONGEST: usize = 512;
    if typed.len() > LONGEST {
        return Err(SymbolError::Unknown);
    }
    typed.chars().filter(|&c| !is_separator(c)).map(value).collect()
}

/// The check symbol over `values`: Σ αⁱ·sᵢ in GF(32), i from 1. All weights, and the check symbol's own (α⁰),
/// are distinct and none is zero, so every single wrong symbol and every swap of neighbours is caught.
pub(crate) fn check_value(values: &[u8]) -> u8 {
    values
        .iter()
        .rev()
        .fold(0, |sum, &value| times_alpha(sum ^ value))
}

/// Multiplies by α in GF(2⁵) with the primitive polynomial x⁵ + x² + 1.
const fn times_alpha(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 {
        shifted
    } else {
        (shifted ^ 0b10_0101) & 31
    }
}

fn five_bits(bits: &[u8; 32], start: usize) -> u8 {
    (start..start + 5).fold(0, |value, bit| {
        (value << 1) | ((bits[bit / 8] >> (7 - bit % 8)) & 1)
    })
}

fn value(typed: char) -> Result<u8, SymbolError> {
    let plain = plain(typed);
    ALPHABET
        .iter()
        .position(|&symbol| char::from(symbol) == plain)
        .and_then(|index| u8::try_from(index).ok())
        .ok_or(SymbolError::Unknown)
}

/// The symbol meant, whatever its width and case and whichever it was taken for.
pub(crate) fn plain(typed: char) -> char {
    match half_width(typed).to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

/// Chinese input methods give full-width letters and digits (U+FF01 to U+FF5E).
pub(crate) fn half_width(typed: char) -> char {
    match typed {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(typed) - 0xFEE0).unwrap_or(typed),
        other => other,
    }
}

/// Spaces of every width and everything that looks like a dash.
pub(crate) fn is_separator(typed: char) -> bool {
    typed.is_whitespace()
        || matches!(
            typed,
            '-' | '_' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{FF0D}' | '\u{30FC}' | '\u{FE63}' | '\u{200B}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn alpha_runs_through_all_31_non_zero_values_so_the_polynomial_is_primitive() {
        let mut seen = std::collections::BTreeSet::new();
        let mut power = 1;
        for _ in 0..31 {
            power = times_alpha(power);
            seen.insert(power);
        }
        assert_eq!(seen.len(), 31);
    }

    #[test]
    fn the_first_bits_become_the_first_symbols() {
        let mut bits = [0; 32];
        bits[0] = 0b0000_1000;
        bits[1] = 0b1000_0000;
        assert_eq!(Symbols::<3>::from_bits(&bits).to_string(), "120");
    }

    #[test]
    fn u_is_no_symbol_and_length_is_told() {
        assert_eq!(Symbols::<3>::parse("ABU"), Err(SymbolError::Unknown));
        assert_eq!(
            Symbols::<3>::parse("AB"),
            Err(SymbolError::Length {
                expected: 3,
                found: 2
            })
        );
    }

    #[test]
    fn very_long_input_is_refused_without_reading_it() {
        assert_eq!(
            Symbols::<3>::parse(&"A".repeat(100_000)),
            Err(SymbolError::Unknown)
        );
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(bits: [u8; 32]) {
            let symbols = Symbols::<26>::from_bits(&bits);
            prop_assert_eq!(Symbols::parse(&symbols.to_string()), Ok(symbols));
        }

        #[test]
        fn no_input_panics(typed in "\\PC*") {
            let _ = Symbols::<13>::parse(&typed);
        }
    }
}
