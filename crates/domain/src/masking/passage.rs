//! A text as scanners see it: one scalar per character, widths unified, offsets those of the input.

/// What scanners read of a text: as many characters, with full width, dashes and dots unified.
pub(super) fn plain(text: &str) -> Vec<char> {
    let mut plain = Vec::with_capacity(text.chars().count());
    plain.extend(text.chars().map(plain_char));
    plain
}

/// Its lines, each with its end; where a bracket spans several they are one. No rule looks past the end of a line but for
/// the end of a bracket.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    text.split_inclusive(move |c| {
        match plain_char(c) {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '\n' && depth == 0
    })
}

/// What scanners read of a character.
pub(super) fn plain_char(c: char) -> char {
    // Nearly every character is one of these.
    if ('\u{4e00}'..='\u{9fff}').contains(&c) {
        return c;
    }
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' => ' ',
        '•' | '・' | '‧' | '∙' | '●' | '\u{ff65}' => '·',
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' => '-',
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        _ => c,
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
