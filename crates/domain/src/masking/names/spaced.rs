//! Names whose characters stand apart, so that they fill a column: 李 逵, 张 顺 风.

use super::{Found, evidence, masked_at};
use crate::masking::lexicon::LEXICON;
use crate::masking::passage::is_han;

/// Names of two to four characters with blanks between all of them, each the whole of a field or called by a role.
pub(super) fn names(text: &[char]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut next = 0;
    for (at, pair) in text.windows(2).enumerate() {
        if pair[1] == ' '
            && at >= next
            && let Some(name) = name_at(text, at).or_else(|| parted_at(text, at))
        {
            next = name.end;
            found.push(name);
        }
    }
    found
}

fn name_at(text: &[char], at: usize) -> Option<Found> {
    if !is_han(text[at]) || masked_at(text, at).is_some() {
        return None;
    }
    let begins = at == 0 || !is_han(text[at - 1]) && !is_apart(text, at) || evidence::is_called(text, at);
    let letters = begins.then(|| letters(text, at))?;
    let end = *letters.last()? + 1;
    let name: Vec<char> = letters.iter().map(|&at| text[at]).collect();
    let surname = LEXICON.surname_at(&name, 0)?;
    let given = name.get(surname..)?;
    let fits = matches!(given.len(), 1 | 2) && given.iter().all(|c| LEXICON.given.is_usual(*c));
    let ends = text.get(end).is_none_or(|c| !is_han(*c));
    let is_word = LEXICON.words.longest_at(&name, 0) == Some(name.len());
    (fits && ends && !is_word).then_some(Found {
        start: at,
        end,
        official: false,
    })
}

/// A surname and a given name of two characters with blanks between, called by a role and alone in the field: 李 玉明.
fn parted_at(text: &[char], at: usize) -> Option<Found> {
    if LEXICON.surname_at(text, at) != Some(1) || !evidence::is_called(text, at) {
        return None;
    }
    let start = at + 1 + text[at + 1..].iter().take_while(|c| **c == ' ').count();
    let given = text[start..].iter().take_while(|c| is_han(**c)).count();
    let is_usual = text[start..start + given]
        .iter()
        .all(|c| LEXICON.given.is_usual(*c));
    (given == 2 && is_usual).then_some(Found {
        start: at,
        end: start + given,
        official: false,
    })
}

/// Whether `at` goes on a row of characters that stand apart.
fn is_apart(text: &[char], at: usize) -> bool {
    at >= 2 && text[at - 1] == ' ' && is_han(text[at - 2])
}

/// The places of the characters from `at` on that have one blank between them; a word of more characters is the next
/// field.
fn letters(text: &[char], at: usize) -> Vec<usize> {
    let mut letters = vec![at];
    let mut last = at;
    let is_han_at = |at: usize| text.get(at).is_some_and(|c| is_han(*c));
    // A row of more is no name, and may be as long as the text.
    while letters.len() <= 4
        && text.get(last + 1) == Some(&' ')
        && is_han_at(last + 2)
        && !is_han_at(last + 3)
    {
        last += 2;
        letters.push(last);
    }
    letters
}
