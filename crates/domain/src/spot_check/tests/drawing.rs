//! Drawing: so many of each unit, each record as likely as another, and the same by the same seed.

use super::*;
use crate::ids::RecordId;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Frame = BTreeMap<UnitId, Vec<RecordId>>;

/// So many records of each unit, with ids as random as the portal draws them.
fn frame(sizes: &[usize], salt: u64) -> Frame {
    let id = |n: u64| {
        let high = crate::scramble::scrambled(salt ^ n);
        Uuid::from_u64_pair(high, crate::scramble::scrambled(high))
    };
    let mut next = 0;
    let mut fresh = || {
        next += 1;
        id(next)
    };
    let units = sizes.iter().map(|size| {
        let unit = UnitId(fresh());
        (unit, (0..*size).map(|_| RecordId(fresh())).collect())
    });
    units.collect()
}

fn seed(number: u64) -> Seed {
    Seed::new(number.to_be_bytes())
}

fn drawn_of(frame: &Frame, drawn: &[RecordId]) -> BTreeMap<UnitId, u64> {
    let count = |records: &Vec<RecordId>| records.iter().filter(|id| drawn.contains(id)).count() as u64;
    frame
        .iter()
        .map(|(unit, records)| (*unit, count(records)))
        .collect()
}

proptest! {
    #[test]
    fn so_many_are_drawn_as_wished_or_all_there_are_and_none_twice(
        sizes in prop::collection::vec(0usize..60, 0..12), size in 1u32..=MOST, salt: u64, number: u64,
    ) {
        let frame = frame(&sizes, salt);
        let all: BTreeSet<RecordId> = frame.values().flatten().copied().collect();
        let drawn = draw(&frame, size, seed(number));
        let once: BTreeSet<RecordId> = drawn.iter().copied().collect();
        prop_assert_eq!(drawn.len(), all.len().min(size as usize));
        prop_assert_eq!(once.len(), drawn.len());
        prop_assert!(once.is_subset(&all));
    }

    #[test]
    fn the_same_seed_draws_the_same_in_whatever_order_the_frame_comes(
        sizes in prop::collection::vec(0usize..60, 1..8), size in 1u32..=MOST, salt: u64, number: u64,
    ) {
        let frame = frame(&sizes, salt);
        let mut turned = frame.clone();
        for records in turned.values_mut() {
            records.reverse();
        }
        prop_assert_eq!(draw(&frame, size, seed(number)), draw(&turned, size, seed(number)));
    }

    #[test]
    fn each_unit_gives_its_share_and_none_that_has_any_goes_without(
        sizes in prop::collection::vec(0usize..200, 1..12), size in 1u32..=MOST, salt: u64, number: u64,
    ) {
        let frame = frame(&sizes, salt);
        let drawn = drawn_of(&frame, &draw(&frame, size, seed(number)));
        let total = sizes.iter().sum::<usize>() as u64;
        prop_assume!(total > 0);
        let left = u64::from(size).min(total);
        let having = sizes.iter().filter(|has| **has > 0).count() as u64;
        for (unit, records) in &frame {
            let (has, given) = (records.len() as u64, drawn[unit]);
            prop_assert!(given <= has);
            // Never more than one above the plain part, and below it only for the sake of those that would have none.
            prop_assert!(given * total < (has * left) + total);
            if left >= having {
                prop_assert!(given >= u64::from(has > 0));
                prop_assert!((given + having) * total >= has * left);
            } else {
                prop_assert!((given + 1) * total > has * left);
            }
        }
    }

    #[test]
    fn a_seed_is_read_as_written(number: u64) {
        prop_assert_eq!(Seed::parse(&seed(number).to_string()), Some(seed(number)));
    }
}

#[test]
fn shares_are_the_largest_remainders() {
    let id = |n: u128| UnitId(Uuid::from_u128(n));
    let of = |sizes: &[u64], size| {
        let sizes = (1..).map(id).zip(sizes.iter().copied()).collect();
        shares(&sizes, size, seed(7)).into_values().collect::<Vec<_>>()
    };
    assert_eq!(of(&[50, 30, 20], 10), [5, 3, 2]);
    assert_eq!(of(&[416, 338, 246], 10), [4, 3, 3], "remainders .16, .38, .46");
    assert_eq!(of(&[990, 5, 5], 10), [8, 1, 1], "the small give one each");
    assert_eq!(of(&[3, 2], 200), [3, 2], "all there are");
}

#[test]
fn with_less_than_one_for_each_the_seed_decides_among_equals() {
    let frame = frame(&[1; 12], 3);
    let of = |number| draw(&frame, 4, seed(number)).into_iter().collect::<BTreeSet<_>>();
    let ways: BTreeSet<_> = (0..20).map(of).collect();
    assert!(ways.len() > 10, "{}", ways.len());
    assert!(ways.iter().all(|way| way.len() == 4));
}

/// Each of ten is drawn about as often over many seeds: 3 of 10 in 5,000 draws is 1,500 each, with a standard deviation
/// of 32.
#[test]
fn every_record_has_the_same_chance() {
    let frame = frame(&[10], 11);
    let mut times: BTreeMap<RecordId, u32> = BTreeMap::new();
    for number in 0..5_000 {
        for record in draw(&frame, 3, seed(number)) {
            *times.entry(record).or_default() += 1;
        }
    }
    assert_eq!(times.len(), 10);
    assert!(times.values().all(|n| (1_350..=1_650).contains(n)), "{times:?}");
}
