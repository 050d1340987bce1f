//! The names of organisations that are parties: vocabulary in every text of their record.

use super::names;
use crate::record::PartyType;
use std::ops::Range;

/// Names of organisations, as plain text.
#[derive(Default, PartialEq)]
pub(super) struct Bodies(Vec<Vec<char>>);

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
        Self(names)
    }

    /// Where they stand in a text.
    pub(super) fn places(&self, text: &[char]) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        for name in &self.0 {
            let starts = (0..text.len()).filter(|&at| text[at..].starts_with(name));
            places.extend(starts.map(|at| at..at + name.len()));
        }
        places
    }
}
