//! What a person holds: the case number, and the query code printed on the 受案回执.

use crate::crockford::{half_width, is_separator, plain};
use std::fmt;

/// The shortest code that is worth its name: eight symbols from the case system.
const SHORTEST: usize = 8;
/// Longer ones are no codes that people type.
const LONGEST: usize = 32;

/// What the case is found under: letters, digits and characters alone, without 第 and 号, so that brackets, blanks and
/// width do not matter. `None` when nothing is left, or more than a number has.
pub fn case_key(number: &str) -> Option<String> {
    const MOST: usize = 64;
    let key: String = number
        .chars()
        .map(half_width)
        .filter(|&c| c.is_alphanumeric() && !matches!(c, '第' | '号' | '號'))
        .flat_map(char::to_uppercase)
        .take(MOST + 1)
        .collect();
    (1..=MOST).contains(&key.chars().count()).then_some(key)
}

/// A query code (查询码), chosen by the case system. It has no `Display`, and `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct QueryCode(String);

/// Why a text is no query code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("查询码应为 {SHORTEST} 到 {LONGEST} 位字母和数字，至少有 4 个不同的字符")]
pub struct NotAQueryCode;

impl QueryCode {
    /// Reads a code forgivingly, as receipts are read: case, blanks, dashes, width, O for 0, I and L for 1.
    pub fn parse(typed: &str) -> Result<Self, NotAQueryCode> {
        let code: String = typed
            .chars()
            .filter(|&c| !is_separator(c))
            .map(plain)
            .take(LONGEST + 1)
            .collect();
        let is_code = (SHORTEST..=LONGEST).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_alphanumeric())
            && differs(&code);
        if is_code {
            Ok(Self(code))
        } else {
            Err(NotAQueryCode)
        }
    }

    /// The symbols, for the keyed hash; nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// 00000000 is guessed first.
fn differs(code: &str) -> bool {
    let mut symbols: Vec<u8> = code.bytes().collect();
    symbols.sort_unstable();
    symbols.dedup();
    symbols.len() >= 4
}

impl fmt::Debug for QueryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QueryCode(…)")
    }
}
