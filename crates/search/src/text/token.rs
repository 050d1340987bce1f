//! Units and bigrams. A unit is one ideograph or one run of other letters and digits; bigrams join neighbours.
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
    fn push_to(&self, text: &mut String) {
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

/// A token of the main field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gram {
    /// The folded text, without what stood between.
    pub text: String,
    /// Byte range in the text as given.
    pub range: Range<usize>,
    /// Position of its first unit.
    pub position: usize,
    /// Number of units: two for a bigram.
    pub units: usize,
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

/// The tokens of the main field: every pair of joined units, every word, every ideograph that stands alone.
pub fn bigrams(text: &str) -> impl Iterator<Item = Gram> + '_ {
    let mut units = units(text).peekable();
    let mut waiting: Option<Gram> = None;
    std::iter::from_fn(move || {
        loop {
            if let Some(gram) = waiting.take() {
                return Some(gram);
            }
            let unit = units.next()?;
            let pair = units
                .peek()
                .filter(|next| next.joined)
                .map(|next| pair(&unit, next));
            let stands_alone = !unit.joined && pair.is_none();
            if matches!(unit.text, UnitText::Word(_)) {
                waiting = pair;
                return Some(single(&unit));
            } else if stands_alone {
                return Some(single(&unit));
            }
            waiting = pair;
        }
    })
}

/// The tokens that place a phrase: of [`all_phrase_grams`] that follow each other every second one is enough, and the
/// last. Together they hold every unit in its place.
pub fn phrase_grams(text: &str) -> Vec<Gram> {
    every_second(all_phrase_grams(text))
}

/// The tokens that every text with a phrase has: bigrams and inner or lone units, without words that a bigram already
/// holds and without a lone ideograph at either end (in a document it is part of a bigram there).
pub fn all_phrase_grams(text: &str) -> Vec<Gram> {
    let grams: Vec<Gram> = bigrams(text).collect();
    let Some((first, last)) = grams
        .first()
        .zip(grams.last())
        .map(|(f, l)| (f.position, l.position))
    else {
        return grams;
    };
    let held = |gram: &Gram| {
        gram.units == 1
            && grams.iter().any(|pair| {
                pair.units == 2 && (pair.position == gram.position || pair.position + 1 == gram.position)
            })
    };
    let at_an_end = |gram: &Gram| {
        first != last
            && gram.units == 1
            && (gram.position == first || gram.position == last)
            && gram.text.chars().all(is_han)
    };
    grams
        .iter()
        .filter(|gram| !held(gram) && !at_an_end(gram))
        .cloned()
        .collect()
}

fn every_second(grams: Vec<Gram>) -> Vec<Gram> {
    let mut kept: Vec<Gram> = Vec::with_capacity(grams.len());
    let mut grams = grams.into_iter().peekable();
    while let Some(gram) = grams.next() {
        let begins_inside = |before: &Gram| before.units == 2 && before.position + 1 == gram.position;
        let goes_on = |next: &Gram| next.units == 2 && next.position == gram.position + 1;
        let held =
            gram.units == 2 && kept.last().is_some_and(begins_inside) && grams.peek().is_some_and(goes_on);
        if !held {
            kept.push(gram);
        }
    }
    kept
}

fn single(unit: &Unit) -> Gram {
    let mut text = String::new();
    unit.text.push_to(&mut text);
    Gram {
        text,
        range: unit.range.clone(),
        position: unit.position,
        units: 1,
    }
}

fn pair(left: &Unit, right: &Unit) -> Gram {
    let mut text = String::with_capacity(8);
    left.text.push_to(&mut text);
    right.text.push_to(&mut text);
    Gram {
        text,
        range: left.range.start..right.range.end,
        position: left.position,
        units: 2,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        bigrams(text).map(|gram| gram.text).collect()
    }

    #[test]
    fn ideographs_pair_and_words_stay_whole() {
        assert_eq!(texts("酒后驾驶"), ["酒后", "后驾", "驾驶"]);
        assert_eq!(texts("2024年盗窃"), ["2024", "2024年", "年盗", "盗窃"]);
        assert_eq!(texts("公(治)行罚"), ["公", "治", "行罚"]);
        assert_eq!(texts("打"), ["打"]);
        assert_eq!(texts("😀，。\u{301}"), Vec::<String>::new());
    }

    #[test]
    fn a_phrase_drops_what_a_document_would_have_in_a_bigram() {
        let grams = |text| {
            phrase_grams(text)
                .into_iter()
                .map(|g| (g.text, g.position))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            grams("临公(治)行罚"),
            [
                ("临公".to_owned(), 0),
                ("治".to_owned(), 3),
                ("行罚".to_owned(), 5)
            ]
        );
        assert_eq!(
            grams("2025年内"),
            [("2025年".to_owned(), 0), ("年内".to_owned(), 1)]
        );
        assert_eq!(
            grams("殴打他人案件"),
            [
                ("殴打".to_owned(), 0),
                ("他人".to_owned(), 2),
                ("案件".to_owned(), 4)
            ]
        );
        assert_eq!(
            grams("打他人案件"),
            [
                ("打他".to_owned(), 0),
                ("人案".to_owned(), 2),
                ("案件".to_owned(), 3)
            ]
        );
        assert_eq!(grams("公 行罚"), [("行罚".to_owned(), 2)]);
        assert_eq!(grams("打"), [("打".to_owned(), 0)]);
    }

    proptest! {
        #[test]
        fn ranges_lie_on_characters_and_never_go_backwards(text in "\\PC{0,60}") {
            let mut before = 0;
            for unit in units(&text) {
                prop_assert!(text.get(unit.range.clone()).is_some());
                prop_assert!(unit.range.start >= before && unit.range.end > unit.range.start);
                before = unit.range.end;
            }
            for gram in bigrams(&text) {
                prop_assert!(text.get(gram.range.clone()).is_some());
            }
        }
    }
}
