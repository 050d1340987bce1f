//! One pass over the matches: total, the best of the order wanted, and the counts of six facets.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use domain::listing::Sort;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::Page;
use super::facet::Counts;
use super::filter::{Filters, SegmentFilters, Verdict};
use super::sample::Sample;
use crate::ask::Ask;
use crate::columns::{COUNT, Columns, index};
use crate::cursor::SortKey;
use crate::index::ColumnsBySegment;
use crate::schema::{FINE, PUBLISHED, REFERENCE_KEY};

/// A record that may be shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) key: SortKey,
    pub(super) address: DocAddress,
    pub(super) score: f32,
}

impl Eq for Candidate {}

impl Ord for Candidate {
    /// Order of the list; where reference keys are the same, place in the index decides.
    fn cmp(&self, other: &Self) -> Ordering {
        self.key
            .list_order(&other.key)
            .then_with(|| self.address.cmp(&other.address))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What one pass finds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) total: u64,
    /// The first of the list, in order.
    pub(super) head: Vec<Candidate>,
    pub(super) facets: Counts,
    /// Some of them all, if the collector takes a sample.
    pub(super) sample: Sample,
}

/// Collects a [`Found`].
pub(super) struct PageCollector {
    columns: Arc<ColumnsBySegment>,
    filters: Filters,
    sort: Sort,
    after: Option<SortKey>,
    keep: usize,
    count_facets: bool,
    scored: bool,
    sample: usize,
}

impl PageCollector {
    pub(super) fn new(columns: &Arc<ColumnsBySegment>, ask: &Ask, page: &Page, scored: bool) -> Self {
        Self {
            columns: Arc::clone(columns),
            filters: Filters::of(ask),
            sort: page.sort,
            after: page.after,
            keep: page.keep(),
            count_facets: ask.facets,
            scored,
            sample: 0,
        }
    }

    /// Takes a sample of so many records as well.
    pub(super) fn sampling(self, sample: usize) -> Self {
        Self { sample, ..self }
    }

    fn columns_of(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Columns>> {
        let columns = self.columns.get(&segment.segment_id()).map(Arc::clone);
        columns.ok_or_else(|| {
            let reason = "the columns are those of another snapshot".to_owned();
            tantivy::TantivyError::InvalidArgument(reason)
        })
    }
}

impl Collector for PageCollector {
    type Fruit = Found;
    type Child = SegmentPage;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentPage> {
        let fast = segment.fast_fields();
        let columns = self.columns_of(segment)?;
        let counted = if self.count_facets {
            columns.classes().len()
        } else {
            0
        };
        let value = match self.sort {
            Sort::Relevance | Sort::Newest | Sort::Oldest => None,
            Sort::Fine => fast.column_opt(FINE)?,
            Sort::Published => fast.column_opt(PUBLISHED)?,
        };
        Ok(SegmentPage {
            ordinal,
            filters: self.filters.in_segment(segment, &columns)?,
            columns,
            counts: vec![0; counted],
            sort: self.sort,
            after: self.after,
            keep: self.keep,
            value,
            reference: fast.u64(REFERENCE_KEY)?,
            total: 0,
            best: BinaryHeap::new(),
            sample: Sample::of(self.sample),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scored
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Found>>) -> tantivy::Result<Found> {
        let mut all = Found {
            sample: Sample::of(self.sample),
            ..Found::default()
        };
        for fruit in fruits {
            let fruit = fruit?;
            all.total += fruit.total;
            all.head.extend(fruit.head);
            all.facets.merge(fruit.facets);
            all.sample.merge(fruit.sample);
        }
        all.head.sort_unstable();
        all.head.truncate(self.keep);
        Ok(all)
    }
}

/// The pass over one segment.
pub(super) struct SegmentPage {
    ordinal: SegmentOrdinal,
    filters: SegmentFilters,
    columns: Arc<Columns>,
    /// By class, of those that the filters do not put out; empty when nothing is to be counted.
    counts: Vec<u32>,
    sort: Sort,
    after: Option<SortKey>,
    keep: usize,
    value: Option<Column<i64>>,
    reference: Column<u64>,
    total: u64,
    /// The worst on top, so that it can be thrown out.
    best: BinaryHeap<Candidate>,
    sample: Sample,
}

impl SegmentPage {
    /// Undated and fineless records have the key 0 in every order.
    fn key(&self, doc: DocId, score: Score) -> u64 {
        let value = || self.value.as_ref().and_then(|column| column.first(doc));
        let lifted = |value: i64| u64::try_from(value.max(0)).unwrap_or(0) + 1;
        match self.sort {
            // Scores are never negative, so their bits order like themselves.
            Sort::Relevance => u64::from(score.max(0.0).to_bits()),
            Sort::Newest => self.columns.day(doc).map_or(0, lifted),
            Sort::Fine | Sort::Published => value().map_or(0, lifted),
            Sort::Oldest => self.columns.day(doc).map_or(0, |day| u64::MAX - lifted(day)),
        }
    }

    /// Whether a record of this key may stand on the page: of a million records nearly all end here.
    fn may_be_shown(&self, key: u64) -> bool {
        let is_behind = |worst: &Candidate| self.best.len() == self.keep && key < worst.key.key;
        !self.best.peek().is_some_and(is_behind) && self.after.is_none_or(|after| key <= after.key)
    }

    /// The reference costs a look into the index, so it is read only where the key alone does not tell. Kept out of
    /// `collect`, which runs for every match and is faster while it is small.
    #[inline(never)]
    fn consider(&mut self, doc: DocId, score: Score, key: u64) {
        let key = SortKey {
            key,
            reference: self.reference.first(doc).unwrap_or(0),
        };
        if self
            .after
            .is_some_and(|after| key.list_order(&after) != Ordering::Greater)
        {
            return;
        }
        let candidate = Candidate {
            key,
            address: DocAddress::new(self.ordinal, doc),
            score,
        };
        if self.best.len() < self.keep {
            self.best.push(candidate);
        } else if let Some(mut worst) = self.best.peek_mut()
            && candidate < *worst
        {
            *worst = candidate;
        }
    }

    /// The counts of each facet by combination: a class that fails the filter of one facet counts in that one.
    fn by_combination(&self) -> Vec<Vec<u64>> {
        let facets = self.columns.facets.iter();
        let mut all: Vec<Vec<u64>> = facets.map(|facet| vec![0; facet.combinations()]).collect();
        let counted = self.counts.iter().zip(self.columns.classes()).enumerate();
        for (class, (count, row)) in counted.filter(|(_, (count, _))| **count > 0) {
            let facets = match self.filters.verdict(class) {
                Verdict::Hit => 0..COUNT,
                Verdict::OnlyFails(facet) => facet..facet + 1,
                Verdict::Out => continue,
            };
            for facet in facets {
                all[facet][index(row[facet])] += u64::from(*count);
            }
        }
        all
    }
}

impl SegmentCollector for SegmentPage {
    type Fruit = tantivy::Result<Found>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if !self.filters.is_within(doc) {
            return;
        }
        let class = self.columns.class(doc);
        match self.filters.verdict(class) {
            Verdict::Out => return,
            Verdict::OnlyFails(_) => {}
            Verdict::Hit => {
                self.total += 1;
                let key = self.key(doc, score);
                if self.may_be_shown(key) {
                    self.consider(doc, score, key);
                }
                self.sample.show(DocAddress::new(self.ordinal, doc));
            }
        }
        if let Some(count) = self.counts.get_mut(class) {
            *count += 1;
        }
    }

    fn harvest(self) -> tantivy::Result<Found> {
        let mut facets = Counts::default();
        if !self.counts.is_empty() {
            facets.add(&self.columns, &self.by_combination());
        }
        Ok(Found {
            total: self.total,
            head: self.best.into_vec(),
            facets,
            sample: self.sample,
        })
    }
}
