//! Units: one ideograph, or one run of other letters and digits.
//!
//! Digits and Latin letters stay whole ("2024" is one unit), so that "2024年" is found in "2024年11月".

use std::ops::Range;

use super::fold_char;

/// Longer runs of letters or digits are cut, so that no token can grow without bound.
const LONGEST_WORD: usize = 40;

/// Text of a unit, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitText {
    /// One ideograph (or kana, hangul).
    Han(char),
    /// A run of letters and digits.
    Word(String),
}

impl UnitText {
    pub(super) fn push_to(&self, text: &mut String) {
        match self {
            Self::Han(c) => text.push(*c),
            Self::Word(word) => text.push_str(word),
        }
    }
}

/// One unit of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The folded text.
    pub text: UnitText,
    /// Byte range in the text as given.
    pub range: Range<usize>,
    /// Position; anything between two units, however long, is a gap of one.
    pub position: usize,
    /// Whether it directly follows the unit before.
    pub joined: bool,
}

/// Whether the character is a unit of its own.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}'
        | '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}' | '々')
        && c != '\u{30fb}'
}

/// The units of a text in order.
pub fn units(text: &str) -> Units<'_> {
    Units {
        text,
        at: 0,
        position: 0,
        gap: false,
        started: false,
    }
}

/// Iterator of [`units`].
#[derive(Debug, Clone)]
pub struct Units<'a> {
    text: &'a str,
    at: usize,
    position: usize,
    gap: bool,
    started: bool,
}

impl Iterator for Units<'_> {
    type Item = Unit;

    fn next(&mut self) -> Option<Unit> {
        let (start, first) = self.skip_separators()?;
        let joined = self.started && !self.gap;
        if self.started {
            self.position += if joined { 1 } else { 2 };
        }
        (self.started, self.gap) = (true, false);
        let text = if is_han(first) {
            UnitText::Han(first)
        } else {
            UnitText::Word(self.rest_of_word(first))
        };
        Some(Unit {
            text,
            range: start..self.at,
            position: self.position,
            joined,
        })
    }
}

impl Units<'_> {
    fn skip_separators(&mut self) -> Option<(usize, char)> {
        loop {
            let start = self.at;
            let raw = self.text[start..].chars().next()?;
            self.at += raw.len_utf8();
            let folded = fold_char(raw);
            if is_han(folded) || folded.is_alphanumeric() {
                return Some((start, folded));
            }
            self.gap = true;
        }
    }

    fn rest_of_word(&mut self, first: char) -> String {
        let mut word = String::from(first);
        let mut length = 1;
        while let Some(raw) = self.text[self.at..].chars().next() {
            let folded = fold_char(raw);
            if is_han(folded) || !folded.is_alphanumeric() || length == LONGEST_WORD {
                break;
            }
            word.push(folded);
            length += 1;
            self.at += raw.len_utf8();
        }
        word
    }
}
