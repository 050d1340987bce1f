//! Sets of characters, and of words that are looked up at a place of a text, forwards or backwards.

use super::trie::Trie;

/// A set of characters of the basic plane, one bit each: names are looked up at every character of a text.
pub(super) struct CharSet {
    bits: Box<[u64; WORDS]>,
}

/// So many words of bits hold the basic plane.
const WORDS: usize = 1024;

impl CharSet {
    pub(super) fn of(characters: impl Iterator<Item = char>) -> Self {
        let mut bits = Box::new([0; WORDS]);
        for (word, bit) in characters.filter_map(place) {
            bits[word] |= 1_u64 << bit;
        }
        Self { bits }
    }

    /// The characters of all these sets.
    pub(super) fn union<const N: usize>(sets: [&Self; N]) -> Self {
        let word = |index: usize| sets.iter().fold(0, |bits, set| bits | set.bits[index]);
        Self {
            bits: Box::new(std::array::from_fn(word)),
        }
    }

    /// The first place from `start` on where one of the characters stands.
    pub(super) fn next_in(&self, text: &[char], start: usize) -> Option<usize> {
        let rest = text.get(start..)?;
        let ahead = rest.iter().position(|c| self.contains(*c))?;
        Some(start + ahead)
    }

    pub(super) fn contains(&self, c: char) -> bool {
        place(c).is_some_and(|(word, bit)| self.bits[word] >> bit & 1 == 1)
    }
}

fn place(c: char) -> Option<(usize, u32)> {
    let code = u16::try_from(u32::from(c)).ok()?;
    Some((usize::from(code >> 6), u32::from(code & 63)))
}

/// Words that are looked up by the character that is met first when reading in the set's direction.
pub(super) struct WordSet {
    /// Most places of a text are told by this alone to begin no word.
    firsts: CharSet,
    words: Trie,
}

impl WordSet {
    /// A set for looking at what starts at a place.
    pub(super) fn forward<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        Self::of(words.map(|word| word.chars().collect()))
    }

    /// A fixed set for looking at what starts at a place.
    pub(super) fn of_list(words: &[&str]) -> Self {
        Self::forward(words.iter().copied())
    }

    /// A set for looking at what ends before a place.
    pub(super) fn backward<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        Self::of(words.map(|word| word.chars().rev().collect()))
    }

    fn of(words: impl Iterator<Item = Vec<char>>) -> Self {
        let words: Vec<Vec<char>> = words.collect();
        Self {
            firsts: CharSet::of(words.iter().filter_map(|word| word.first().copied())),
            words: Trie::of(words.into_iter().map(|word| (word, 0))),
        }
    }

    /// What the words begin with, in the set's direction.
    pub(super) fn firsts(&self) -> &CharSet {
        &self.firsts
    }

    /// The length of the longest word that starts at `at`.
    pub(super) fn longest_at(&self, text: &[char], at: usize) -> Option<usize> {
        self.longest(text.get(at..)?.iter())
    }

    /// The length of the longest word that ends before `end`.
    pub(super) fn longest_before(&self, text: &[char], end: usize) -> Option<usize> {
        self.longest(text.get(..end)?.iter().rev())
    }

    fn longest<'a>(&self, letters: impl Iterator<Item = &'a char> + Clone) -> Option<usize> {
        let first = letters.clone().next()?;
        let words = self
            .firsts
            .contains(*first)
            .then(|| self.words.words_of(letters))?;
        words.last().map(|(length, _)| length)
    }
}
