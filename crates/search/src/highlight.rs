//! Marks what was looked for: own byte ranges, cut at sentence ends, escaped; `<mark>` is the only markup.

mod cut;

use std::collections::HashSet;
use std::ops::Range;

use crate::query::{Atom, FieldName, Query, Slot, Slots, Synonyms};
use crate::text::{bigrams, fold_char, is_han, number};
use cut::{render, windows};

/// Most fragments of one field.
const MOST: usize = 2;

/// A part of a field with its matches marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// Name of the field as given.
    pub field: String,
    /// Escaped text; `<mark>` and `</mark>` are the only markup.
    pub html: String,
}

/// What to mark.
#[derive(Debug, Clone, Default)]
pub struct Highlighter {
    /// Pairs of ideographs: most of what is looked for, and found without cutting a text into its bigrams.
    pairs: HashSet<(char, char)>,
    /// Words, and bigrams with one.
    grams: HashSet<String>,
    /// Folded texts to be marked as a whole.
    phrases: Vec<Vec<char>>,
    /// Single ideographs, when nothing longer was asked for.
    chars: HashSet<char>,
    /// Compact document numbers.
    numbers: Vec<String>,
}

impl Highlighter {
    /// What a query looks for, with its synonyms if given.
    pub fn new(query: &Query, synonyms: Option<&Synonyms>) -> Self {
        Self::with_slots(query, &Slots::of(&query.words, synonyms))
    }

    pub(crate) fn with_slots(query: &Query, slots: &Slots) -> Self {
        let mut highlighter = Self::default();
        if let Some(number) = query.number_sought() {
            // It was not looked for in pieces: its year and its 号 stand in every text.
            highlighter.numbers.push(number);
        } else {
            highlighter.add_words(query, slots);
        }
        for atom in query.required.iter().flatten() {
            highlighter.add_atom(atom);
        }
        highlighter
    }

    fn add_words(&mut self, query: &Query, slots: &Slots) {
        for slot in &slots.list {
            self.add_slot(slot);
        }
        if slots.list.is_empty() {
            self.chars
                .extend(slots.chars.iter().flat_map(|text| text.chars()));
        }
        let compact = number::compact(&query.plain_text());
        if number::looks_like_number(&compact) {
            self.numbers.push(compact);
        }
    }

    fn add_slot(&mut self, slot: &Slot) {
        match slot {
            Slot::Gram(gram) => self.add_gram(gram),
            Slot::Concept(concept) => {
                for gram in &concept.typed {
                    self.add_gram(gram);
                }
                self.chars
                    .extend(concept.single.iter().flat_map(|text| text.chars()));
                for official in &concept.also {
                    self.add_phrase(official);
                }
                for key in &concept.statutes {
                    self.add_phrase(&crate::statute::label_of(key));
                }
            }
        }
    }

    fn add_gram(&mut self, gram: &str) {
        let mut chars = gram.chars();
        match (chars.next(), chars.next(), chars.next()) {
            (Some(one), Some(other), None) if is_han(one) && is_han(other) => {
                self.pairs.insert((one, other));
            }
            _ => drop(self.grams.insert(gram.to_owned())),
        }
    }

    fn add_atom(&mut self, atom: &Atom) {
        match atom {
            Atom::Word(word) => {
                for slot in &Slots::of(std::slice::from_ref(word), None).list {
                    self.add_slot(slot);
                }
            }
            Atom::Field(FieldName::Number, value) => self.numbers.push(number::compact(value)),
            Atom::Field(FieldName::Kind | FieldName::Year, _) => {}
            Atom::Phrase(text) | Atom::Field(_, text) => self.add_phrase(text),
        }
    }

    fn add_phrase(&mut self, text: &str) {
        let phrase: Vec<char> = text.trim().chars().map(fold_char).collect();
        if phrase.iter().any(|c| c.is_alphanumeric()) {
            self.phrases.push(phrase);
        }
    }

    /// Fragments of the fields in the order given; fields without a match give none.
    pub fn fragments(&self, fields: &[(&str, &str)]) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        for &(field, text) in fields {
            let cuts = self.cuts(field, text).into_iter();
            fragments.extend(cuts.map(|html| Fragment {
                field: field.to_owned(),
                html,
            }));
        }
        fragments
    }

    /// The whole text, escaped, with its matches marked: for a title.
    pub fn mark(&self, text: &str) -> String {
        render(text, 0..text.len(), &self.ranges("title", text))
    }

    fn cuts(&self, field: &str, text: &str) -> Vec<String> {
        let ranges = self.ranges(field, text);
        let mut windows: Vec<(usize, Range<usize>)> = windows(text, &ranges);
        windows.sort_by_key(|(worth, window)| (std::cmp::Reverse(*worth), window.start));
        windows.truncate(MOST);
        windows.sort_by_key(|(_, window)| window.start);
        windows
            .into_iter()
            .map(|(_, window)| render(text, window, &ranges))
            .collect()
    }

    /// Byte ranges to mark, in order, not touching one another.
    fn ranges(&self, field: &str, text: &str) -> Vec<Range<usize>> {
        let chars: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, fold_char(c))).collect();
        let end = |index: usize| chars.get(index).map_or(text.len(), |&(at, _)| at);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        if !self.pairs.is_empty() {
            let pairs = chars.windows(2).enumerate();
            let found = pairs.filter(|(_, pair)| self.pairs.contains(&(pair[0].1, pair[1].1)));
            ranges.extend(found.map(|(index, pair)| pair[0].0..end(index + 2)));
        }
        if !self.grams.is_empty() {
            let found = bigrams(text).filter(|gram| self.grams.contains(&gram.text));
            ranges.extend(found.map(|gram| gram.range));
        }
        for phrase in &self.phrases {
            ranges.extend(occurrences(&chars, text.len(), phrase));
        }
        if !self.chars.is_empty() {
            let found = chars
                .iter()
                .enumerate()
                .filter(|(_, (_, c))| is_han(*c) && self.chars.contains(c));
            ranges.extend(found.map(|(index, &(at, _))| at..end(index + 1)));
        }
        if field == "document_number" {
            ranges.extend(
                self.numbers
                    .iter()
                    .filter_map(|number| part_of_number(text, number)),
            );
        }
        merged(ranges)
    }
}

fn occurrences(chars: &[(usize, char)], end: usize, phrase: &[char]) -> Vec<Range<usize>> {
    let boundary = |index: usize| chars.get(index).map_or(end, |&(at, _)| at);
    chars
        .windows(phrase.len().max(1))
        .enumerate()
        .filter(|(_, window)| window.iter().map(|&(_, c)| c).eq(phrase.iter().copied()))
        .map(|(index, _)| boundary(index)..boundary(index + phrase.len()))
        .collect()
}

/// Where a part of a document number stands, whatever its brackets.
fn part_of_number(text: &str, wanted: &str) -> Option<Range<usize>> {
    let compact = number::compact_with_offsets(text);
    let wanted: Vec<char> = wanted.chars().collect();
    if wanted.is_empty() {
        return None;
    }
    let at = compact
        .windows(wanted.len())
        .position(|window| window.iter().map(|&(c, _)| c).eq(wanted.iter().copied()))?;
    let start = compact[at].1;
    let last = compact[at + wanted.len() - 1].1;
    Some(start..last + text[last..].chars().next().map_or(0, char::len_utf8))
}

fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges.into_iter().filter(|range| range.start < range.end) {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
