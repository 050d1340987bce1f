//! Numbers read once more as somebody reads them who looks for nothing else: across the end of a line, where a word
//! processor breaks them, and with ringed digits and numerals for digits. The first reading does not, because there a
//! ring is a mark beside the number (②138…), and a break parts two of them.

use std::sync::LazyLock;

use super::usual_numbers;
use crate::masking::passage::{break_around, dressed_digit, number_goes_on, numeral};
use crate::masking::span::{Kind, Span};
use crate::masking::word_set::CharSet;

/// So many numerals in a row spell a number; a year has four.
const SPELLED: usize = 7;
/// A number, its label and what tells whose it is stand within so many characters of the break.
const REACH: usize = 60;

static NUMERALS: LazyLock<CharSet> = LazyLock::new(|| {
    let basic = ('\u{80}'..='\u{ffff}').filter(|c| dressed_digit(*c).or(numeral(*c)).is_some());
    CharSet::of(basic)
});
static BREAK: LazyLock<CharSet> = LazyLock::new(|| CharSet::of(['\n'].into_iter()));

/// What only this reading finds.
pub(super) fn numbers(text: &[char], spans: &mut Vec<Span>) {
    let digits = with_digits(text);
    if let Some(digits) = &digits {
        let is_new = |span: &Span| text[span.start..span.end] != digits[span.start..span.end];
        spans.extend(usual_numbers(digits).into_iter().filter(is_new));
    }
    let text = digits.as_deref().unwrap_or(text);
    let mut next = 0;
    while let Some(at) = BREAK.next_in(text, next) {
        if number_goes_on(text, at) {
            across(text, at, spans);
        }
        next = at + 1;
    }
}

/// The text with digits for all that means one; `None` where nothing does.
fn with_digits(text: &[char]) -> Option<Vec<char>> {
    let mut digits: Option<Vec<char>> = None;
    let mut next = 0;
    while let Some(at) = NUMERALS.next_in(text, next) {
        next = at + 1;
        if let Some(digit) = dressed_digit(text[at]) {
            digits.get_or_insert_with(|| text.to_vec())[at] = digit;
            continue;
        }
        let (end, count) = numerals_from(text, at);
        if count >= SPELLED {
            let digits = digits.get_or_insert_with(|| text.to_vec());
            for c in &mut digits[at..end] {
                *c = numeral(*c).unwrap_or(*c);
            }
        }
        next = end;
    }
    digits
}

/// Where a row of numerals and digits ends, with one blank or dash between groups, and how many they are.
fn numerals_from(text: &[char], start: usize) -> (usize, usize) {
    let is_one = |at: usize| {
        text.get(at)
            .is_some_and(|c| c.is_ascii_digit() || numeral(*c).is_some())
    };
    let mut count = 0;
    let mut at = start;
    loop {
        if is_one(at) {
            count += 1;
        } else if !(matches!(text.get(at), Some(' ' | '-')) && is_one(at + 1)) {
            return (at, count);
        }
        at += 1;
    }
}

/// The numbers that the break at `at` stands in. Each break is closed by itself: rows of a table are no number.
fn across(text: &[char], at: usize, spans: &mut Vec<Span>) {
    let gap = break_around(text, at);
    let start = gap.start.saturating_sub(REACH);
    let head = &text[start..gap.start];
    let tail = &text[gap.end..text.len().min(gap.end + REACH)];
    if digits_beside(head.iter().rev()) + digits_beside(tail.iter()) < SPELLED {
        return;
    }
    let closed = [head, tail].concat();
    let found = usual_numbers(&closed).into_iter();
    let broken = found.filter(|span| is_broken(&closed, span, head.len()));
    spans.extend(broken.map(|span| Span {
        start: if span.start == head.len() {
            gap.end
        } else {
            start + span.start
        },
        end: gap.end + span.end - head.len(),
        ..span
    }));
}

/// How many digits stand on the line that the characters begin.
fn digits_beside<'a>(line: impl Iterator<Item = &'a char>) -> usize {
    let line = line.take_while(|c| **c != '\n');
    line.filter(|c| c.is_ascii_digit()).count()
}

/// Whether a span over the place of a break is one number: it has the length of one, and what follows counts nothing
/// (联系电话4862110⏎2025年).
fn is_broken(text: &[char], span: &Span, at: usize) -> bool {
    const COUNTED: &str = "年月日时分秒元万千百余多岁名人条项次号室栋幢楼组";
    let digits = |text: &[char]| text.iter().filter(|c| c.is_ascii_alphanumeric()).count();
    if span.start > at || span.end <= at {
        return false;
    }
    if span.start == at {
        // The label stands before the break and the whole number behind it.
        return true;
    }
    let number = &text[span.start..span.end];
    let is_usual = match (span.kind, digits(number)) {
        (Kind::IdNumber, length) => matches!(length, 15 | 18),
        (Kind::Phone, 7 | 8) => digits(&text[span.start..at]) < 7,
        (Kind::Phone, length) => matches!(length, 10..=13),
        (Kind::BankCard, length) => matches!(length, 16..=19),
        _ => false,
    };
    is_usual && text.get(span.end).is_none_or(|c| !COUNTED.contains(*c))
}
