//! Sets of characters, and of words that are looked up at a place of a text, forwards or backwards.

use std::collections::BTreeMap;

/// A set of characters of the basic plane, one bit each: names are looked up at every character of a text.
#[derive(Default)]
pub(super) struct CharSet {
    bits: Vec<u64>,
}

impl CharSet {
    pub(super) fn of(characters: impl Iterator<Item = char>) -> Self {
        let mut bits = vec![0; 1024];
        for (word, bit) in characters.filter_map(place) {
            bits[word] |= 1_u64 << bit;
        }
        Self { bits }
    }

    pub(super) fn contains(&self, c: char) -> bool {
        place(c).is_some_and(|(word, bit)| self.bits[word] >> bit & 1 == 1)
    }
}

fn place(c: char) -> Option<(usize, u32)> {
    let code = u16::try_from(u32::from(c)).ok()?;
    Some((usize::from(code >> 6), u32::from(code & 63)))
}

/// Words by the character that is met first when reading in the set's direction.
pub(super) struct WordSet {
    firsts: CharSet,
    /// In the order of their first characters.
    groups: Vec<(char, Group)>,
}

/// Words that begin with one character, long ones first.
type Group = Vec<Box<[char]>>;

impl WordSet {
    /// A set for looking at what starts at a place.
    pub(super) fn forward<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        Self::of(words.map(|w| w.chars().collect()))
    }

    /// A fixed set for looking at what starts at a place.
    pub(super) fn of_list(words: &[&str]) -> Self {
        Self::forward(words.iter().copied())
    }

    /// A set for looking at what ends before a place.
    pub(super) fn backward<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        Self::of(words.map(|w| w.chars().rev().collect()))
    }

    fn of(words: impl Iterator<Item = Vec<char>>) -> Self {
        let mut by_first: BTreeMap<char, Group> = BTreeMap::new();
        for word in words {
            if let Some(&first) = word.first() {
                by_first.entry(first).or_default().push(word.into_boxed_slice());
            }
        }
        for group in by_first.values_mut() {
            group.sort_by_key(|w| std::cmp::Reverse(w.len()));
        }
        let firsts = CharSet::of(by_first.keys().copied());
        let groups = by_first.into_iter().collect();
        Self { firsts, groups }
    }

    fn group(&self, first: char) -> Option<&[Box<[char]>]> {
        if !self.firsts.contains(first) {
            return None;
        }
        let at = self.groups.binary_search_by_key(&first, |group| group.0).ok()?;
        Some(&self.groups[at].1)
    }

    /// The length of the longest word that starts at `at`.
    pub(super) fn longest_at(&self, text: &[char], at: usize) -> Option<usize> {
        let rest = text.get(at..)?;
        let group = self.group(*rest.first()?)?;
        group.iter().find(|w| rest.starts_with(w)).map(|w| w.len())
    }

    /// The length of the longest word that ends before `end`.
    pub(super) fn longest_before(&self, text: &[char], end: usize) -> Option<usize> {
        let head = text.get(..end)?;
        let group = self.group(*head.last()?)?;
        group
            .iter()
            .find(|w| w.len() <= head.len() && w.iter().zip(head.iter().rev()).all(|(a, b)| a == b))
            .map(|w| w.len())
    }
}
