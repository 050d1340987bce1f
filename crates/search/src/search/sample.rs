//! Some of the records found, whatever they say and wherever they stand: any other choice was as likely.

use std::collections::BinaryHeap;

use tantivy::DocAddress;

/// Up to so many of the records shown to it: those that drew the lowest lots.
#[derive(Debug, Default)]
pub(super) struct Sample {
    size: usize,
    drawn: BinaryHeap<(u32, DocAddress)>,
}

impl Sample {
    /// None drawn yet.
    pub(super) fn of(size: usize) -> Self {
        Self {
            size,
            drawn: BinaryHeap::new(),
        }
    }

    /// Each record is shown once.
    pub(super) fn show(&mut self, record: DocAddress) {
        if self.size > 0 {
            self.draw((lot_of(record), record));
        }
    }

    fn draw(&mut self, lot: (u32, DocAddress)) {
        if self.drawn.len() < self.size {
            self.drawn.push(lot);
        } else if let Some(mut highest) = self.drawn.peek_mut()
            && lot < *highest
        {
            *highest = lot;
        }
    }

    /// Becomes the sample of what was shown to either.
    pub(super) fn merge(&mut self, other: Self) {
        other.drawn.into_iter().for_each(|lot| self.draw(lot));
    }

    /// The records drawn.
    pub(super) fn records(&self) -> impl Iterator<Item = DocAddress> {
        self.drawn.iter().map(|(_, record)| *record)
    }
}

/// The finalizer of MurmurHash3: neighbours draw lots that have nothing in common.
fn lot_of(record: DocAddress) -> u32 {
    let mut lot = record.doc_id ^ record.segment_ord.rotate_right(8);
    lot = (lot ^ (lot >> 16)).wrapping_mul(0x85eb_ca6b);
    lot = (lot ^ (lot >> 13)).wrapping_mul(0xc2b2_ae35);
    lot ^ (lot >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn shown(records: impl Iterator<Item = u32>, size: usize) -> Sample {
        let mut sample = Sample::of(size);
        records.for_each(|record| sample.show(DocAddress::new(record % 3, record)));
        sample
    }

    fn ids(sample: &Sample) -> BTreeSet<u32> {
        sample.records().map(|record| record.doc_id).collect()
    }

    #[test]
    fn every_part_is_drawn_from_alike() {
        let drawn = ids(&shown(0..100_000, 2_000));
        for (part, step) in [(0, 2), (1, 10), (7, 100)] {
            let share = drawn.iter().filter(|id| *id % step == part).count() * usize::try_from(step).unwrap();
            assert!(
                (1_400..2_600).contains(&share),
                "{share} of 2000 where id % {step} is {part}"
            );
        }
        let early = drawn.iter().filter(|id| **id < 10_000).count();
        assert!((140..260).contains(&early), "{early}");
    }

    proptest! {
        #[test]
        fn a_sample_of_two_parts_is_one_of_the_whole(all in 0..400_u32, cut in 0..400_u32, size in 0..50_usize) {
            let cut = cut.min(all);
            let mut parts = shown(cut..all, size);
            parts.merge(shown(0..cut, size));
            prop_assert_eq!(ids(&parts), ids(&shown(0..all, size)));
            prop_assert_eq!(ids(&parts).len(), size.min(all as usize));
        }
    }
}
