//! The names of organisations that are parties: vocabulary in every text of their record.

use super::names;
use super::trie::Trie;
use crate::record::PartyType;
use std::ops::Range;

/// Names of organisations, as plain text.
#[derive(Default)]
pub(super) struct Bodies {
    names: Vec<Vec<char>>,
    /// The same for looking at a place of a text, which may have thousands of them in its list of parties.
    words: Option<Trie>,
}

impl PartialEq for Bodies {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}

impl Bodies {
    /// Those that the texts naming the parties name.
    pub(super) fn named_in<'a>(parties: impl Iterator<Item = &'a Vec<char>>, kind: PartyType) -> Self {
        let names = parties.flat_map(|text| {
            let names = names::bodies(text, kind).into_iter();
            names.map(|name| text[name].to_vec())
        });
        let mut names: Vec<Vec<char>> = names.collect();
        names.sort_unstable();
        names.dedup();
        let words = (!names.is_empty()).then(|| Trie::of(names.iter().map(|name| (name.clone(), 0))));
        Self { names, words }
    }

    /// Where they stand in a text.
    pub(super) fn places(&self, text: &[char]) -> Vec<Range<usize>> {
        let words = self.words.iter();
        let places = words.flat_map(|words| {
            (0..text.len()).flat_map(|at| words.words_at(text, at).map(move |(length, _)| at..at + length))
        });
        places.collect()
    }
}
