//! Sets of words that are looked up at a place of a text, forwards or backwards.

use std::collections::HashMap;

/// Words by the character that is met first when reading in the set's direction.
pub(super) struct WordSet {
    by_first: HashMap<char, Vec<Box<[char]>>>,
}

impl WordSet {
    /// A set for looking at what starts at a place.
    pub(super) fn forward<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        Self::of(words.map(|w| w.chars().collect()))
    }

    /// A set for looking at what ends before a place.
    pub(super) fn backward<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        Self::of(words.map(|w| w.chars().rev().collect()))
    }

    fn of(words: impl Iterator<Item = Vec<char>>) -> Self {
        let mut by_first: HashMap<char, Vec<Box<[char]>>> = HashMap::new();
        for word in words {
            if let Some(&first) = word.first() {
                by_first.entry(first).or_default().push(word.into_boxed_slice());
            }
        }
        for group in by_first.values_mut() {
            group.sort_by_key(|w| std::cmp::Reverse(w.len()));
        }
        Self { by_first }
    }

    /// The length of the longest word that starts at `at`.
    pub(super) fn longest_at(&self, text: &[char], at: usize) -> Option<usize> {
        let rest = text.get(at..)?;
        let group = self.by_first.get(rest.first()?)?;
        group.iter().find(|w| rest.starts_with(w)).map(|w| w.len())
    }

    /// The length of the longest word that ends before `end`.
    pub(super) fn longest_before(&self, text: &[char], end: usize) -> Option<usize> {
        let head = text.get(..end)?;
        let group = self.by_first.get(head.last()?)?;
        group
            .iter()
            .find(|w| w.len() <= head.len() && w.iter().zip(head.iter().rev()).all(|(a, b)| a == b))
            .map(|w| w.len())
    }
}
