//! A text as scanners see it: what is invisible left out, widths and writings unified, with the places of the input.

mod fold;

pub(super) use fold::{dressed_digit, numeral};

use crate::text::is_invisible;
use std::ops::Range;

/// What scanners read of a text, and where each character stands in it.
pub(super) struct Reading {
    pub(super) plain: Vec<char>,
    pub(super) places: Vec<usize>,
}

impl Reading {
    /// The text without what nobody sees and without marks that are put over letters: neither may part a name or a number.
    pub(super) fn of(text: &str) -> Self {
        let most = text.chars().count();
        let mut reading = Self {
            plain: Vec::with_capacity(most),
            places: Vec::with_capacity(most),
        };
        for (place, c) in text.chars().enumerate().filter(|(_, c)| !is_unread(*c)) {
            reading.plain.push(plain_char(c));
            reading.places.push(place);
        }
        reading
    }

    /// The same without some ranges of what is read, which are in order and do not overlap.
    pub(super) fn without(self, gone: &[Range<usize>]) -> Self {
        if gone.is_empty() {
            return self;
        }
        let mut gone = gone.iter().peekable();
        let read = self.plain.into_iter().zip(self.places).enumerate();
        let kept = read.filter(|(at, _)| {
            while gone.next_if(|range| range.end <= *at).is_some() {}
            gone.peek().is_none_or(|range| *at < range.start)
        });
        let (plain, places) = kept.map(|(_, pair)| pair).unzip();
        Self { plain, places }
    }

    /// Where in the text a range of what is read stands.
    pub(super) fn place(&self, read: &Range<usize>) -> Range<usize> {
        self.places[read.start]..self.places[read.end - 1] + 1
    }
}

/// What scanners read of each character of a text, which may be nothing to them.
pub(super) fn plain(text: &str) -> Vec<char> {
    text.chars().map(plain_char).collect()
}

/// Whether a reader passes over `c`: nobody sees it, or it is a mark over, through or around the character before.
pub(super) fn is_unread(c: char) -> bool {
    // Nearly every character is one of these.
    if matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3029}' | '\u{ff01}'..='\u{ff9f}' | ' '..='~') {
        return false;
    }
    let is_mark = matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{302a}'..='\u{302f}'
            | '\u{3099}'
            | '\u{309a}'
            | '\u{fe20}'..='\u{fe2f}'
    );
    is_mark || is_invisible(c) || c.is_control() && !c.is_whitespace()
}

/// The ranges of its lines, each with its end; where a bracket or a number spans several they are one. No rule looks
/// past the end of a line but for the end of a bracket or of a number.
pub(super) fn lines(plain: &[char]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in plain.iter().enumerate() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '\n' if depth == 0 && !number_goes_on(plain, at) => {
                lines.push(start..at + 1);
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < plain.len() {
        lines.push(start..plain.len());
    }
    lines
}

/// A break with the blanks around it.
pub(super) fn break_around(text: &[char], at: usize) -> Range<usize> {
    const MOST: usize = 16;
    let is_blank = |c: &&char| matches!(c, ' ' | '\t' | '\r');
    let before = text[..at].iter().rev().take(MOST).take_while(is_blank).count();
    let behind = text[at + 1..].iter().take(MOST).take_while(is_blank).count();
    at - before..at + 1 + behind
}

/// Whether a number may go on behind the break at `at`, or begin there behind its label.
pub(super) fn number_goes_on(text: &[char], at: usize) -> bool {
    const LABEL_ENDS: &str = ":码号话机卡证为是";
    let around = break_around(text, at);
    let before = around.start.checked_sub(1).map(|at| text[at]);
    let is_number = before.is_some_and(|c| c.is_ascii_alphanumeric() || LABEL_ENDS.contains(c));
    let behind = text.get(around.end);
    is_number && behind.is_some_and(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x'))
}

/// What scanners read of a character.
pub(super) fn plain_char(c: char) -> char {
    if ('\u{4e00}'..='\u{9fff}').contains(&c) || c.is_ascii_graphic() {
        return c;
    }
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{2800}' => ' ',
        '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '•' | '・' | '‧' | '∙' | '●' | '\u{ff65}' => '·',
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' => '-',
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        _ => fold::folded(c),
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇' | '\u{20000}'..='\u{2ffff}')
}

/// Ends a clause, so that a value does not run past it.
pub(super) fn ends_clause(c: char) -> bool {
    matches!(
        c,
        '。' | ',' | ';' | '\n' | '\r' | '!' | '?' | '、' | ')' | ']' | '}' | '\t' | '"' | '”' | '》'
    )
}

/// Whether a blank at `at` parts a value from the label of the next field: 住址:临水县 性别:男.
pub(super) fn begins_field(text: &[char], at: usize) -> bool {
    const LONGEST: usize = 8;
    let mut behind = text[at..].iter().skip_while(|c| **c == ' ');
    let label = || behind.clone().take(LONGEST).take_while(|c| is_han(**c)).count();
    let label = if text[at] == ' ' { label() } else { 0 };
    label >= 2 && behind.nth(label) == Some(&':')
}

/// How many characters the value at `start` has, at most so many: up to the end of the clause or the next field.
pub(super) fn value_length(text: &[char], start: usize, most: usize) -> usize {
    (start..text.len().min(start + most))
        .take_while(|&at| !ends_clause(text[at]) && !begins_field(text, at))
        .count()
}

/// Whether `text` has `word` at `at`.
pub(super) fn has_at(text: &[char], at: usize, word: &str) -> bool {
    word.chars()
        .enumerate()
        .all(|(i, c)| text.get(at + i) == Some(&c))
}

/// The length of the longest of `words` that starts at `at`.
pub(super) fn any_at(text: &[char], at: usize, words: &[&str]) -> Option<usize> {
    words
        .iter()
        .filter(|w| has_at(text, at, w))
        .map(|w| w.chars().count())
        .max()
}

/// Whether one of `words` ends right before `end`.
pub(super) fn any_before(text: &[char], end: usize, words: &[&str]) -> bool {
    words.iter().any(|w| {
        end.checked_sub(w.chars().count())
            .is_some_and(|at| has_at(text, at, w))
    })
}

/// Skips spaces and the little words between a label and its value: "住址：", "电话是 ".
pub(super) fn skip_label_end(text: &[char], mut at: usize) -> usize {
    while text
        .get(at)
        .is_some_and(|c| matches!(c, ':' | ' ' | '为' | '是' | '系'))
    {
        at += 1;
    }
    at
}
