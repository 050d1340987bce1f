//! Exact counts by value, collected per segment by combination and added up by value.

use std::collections::HashMap;

use super::filter::selected;
use crate::ask::Ask;
use crate::columns::{COUNT, Columns};
use crate::results::{FacetCount, Facets};

/// Counts of the six facets by value.
#[derive(Debug, Default)]
pub(super) struct Counts([HashMap<String, u64>; COUNT]);

impl Counts {
    /// Adds the counts of one segment, by combination of each facet.
    pub(super) fn add(&mut self, columns: &Columns, counts: &[Vec<u64>]) {
        for ((sums, facet), counts) in self.0.iter_mut().zip(&columns.facets).zip(counts) {
            for (value, count) in facet.by_value(counts) {
                match sums.get_mut(value) {
                    Some(sum) => *sum += count,
                    None => drop(sums.insert(value.to_owned(), count)),
                }
            }
        }
    }

    /// Adds the counts of another segment.
    pub(super) fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            for (value, count) in theirs {
                *mine.entry(value).or_default() += count;
            }
        }
    }

    /// The most frequent values of each facet and those filtered by.
    pub(super) fn into_facets(self, ask: &Ask) -> Facets {
        if !ask.facets {
            return Facets::default();
        }
        let selected = selected(ask);
        let mut lists = self
            .0
            .into_iter()
            .zip(&selected)
            .map(|(c, s)| top(c, s, ask.facet_limit));
        let mut next = || lists.next().unwrap_or_default();
        Facets {
            kind: next(),
            unit: next(),
            violation: next(),
            penalty: next(),
            statute: next(),
            year: next(),
        }
    }
}

fn top(mut counts: HashMap<String, u64>, selected: &[String], limit: usize) -> Vec<FacetCount> {
    for value in selected {
        counts.entry(value.clone()).or_default();
    }
    let mut list: Vec<FacetCount> = counts
        .into_iter()
        .map(|(value, count)| FacetCount { value, count })
        .collect();
    list.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    let mut place = 0;
    list.retain(|entry| {
        place += 1;
        place <= limit || selected.contains(&entry.value)
    });
    list
}
