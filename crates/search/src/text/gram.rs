//! Bigrams: what the main field is made of. They join neighbouring units.

use std::iter::Peekable;
use std::ops::Range;

use super::unit::{Unit, UnitText, Units, is_han, units};

/// A token of the main field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

/// The tokens of the main field: every pair of joined units, every word, every ideograph that stands alone.
pub fn bigrams(text: &str) -> Bigrams<'_> {
    Bigrams {
        units: units(text).peekable(),
        first: None,
    }
}

/// Iterator of [`bigrams`].
#[derive(Debug, Clone)]
pub struct Bigrams<'a> {
    units: Peekable<Units<'a>>,
    /// The first unit of a pair whose second comes next.
    first: Option<Unit>,
}

impl Bigrams<'_> {
    /// The next token written into `gram`: a document has a thousand of them, which need not be a thousand texts.
    pub fn write_next(&mut self, gram: &mut Gram) -> bool {
        loop {
            if let (Some(first), Some(second)) = (self.first.take(), self.units.peek()) {
                gram.write(&first, Some(second));
                return true;
            }
            let Some(unit) = self.units.next() else {
                return false;
            };
            let begins_pair = self.units.peek().is_some_and(|next| next.joined);
            let is_token = matches!(unit.text, UnitText::Word(_)) || !unit.joined && !begins_pair;
            if is_token {
                gram.write(&unit, None);
            }
            self.first = begins_pair.then_some(unit);
            if is_token {
                return true;
            }
        }
    }
}

impl Iterator for Bigrams<'_> {
    type Item = Gram;

    fn next(&mut self) -> Option<Gram> {
        let mut gram = Gram::default();
        self.write_next(&mut gram).then_some(gram)
    }
}

impl Gram {
    /// Becomes the token of a unit, or of two.
    fn write(&mut self, first: &Unit, second: Option<&Unit>) {
        self.text.clear();
        first.text.push_to(&mut self.text);
        if let Some(second) = second {
            second.text.push_to(&mut self.text);
        }
        self.range = first.range.start..second.unwrap_or(first).range.end;
        self.position = first.position;
        self.units = 1 + usize::from(second.is_some());
    }
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
