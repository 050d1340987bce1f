//! The draw: every record in the frame gets a number from the seed and its own id, and of each unit the smallest are
//! drawn. So the order of the frame plays no part, and whoever has the seed can draw again.

use crate::ids::{RecordId, UnitId};
use crate::scramble::scrambled;
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// Where the numbers of a draw come from; drawn at random for each check and kept with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(u64);

impl Seed {
    /// From eight random bytes.
    pub const fn new(bytes: [u8; 8]) -> Self {
        Self(u64::from_be_bytes(bytes))
    }

    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let is_written_so = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        is_written_so
            .then(|| u64::from_str_radix(text, 16).ok().map(Self))
            .flatten()
    }

    fn number(self, id: Uuid) -> u64 {
        let (high, low) = id.as_u64_pair();
        scrambled(scrambled(scrambled(self.0) ^ high) ^ low)
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Draws `size` records without replacement, or all when there are fewer, each unit by its [share](shares); in random
/// order.
pub fn draw(frame: &BTreeMap<UnitId, Vec<RecordId>>, size: u32, seed: Seed) -> Vec<RecordId> {
    let sizes: BTreeMap<UnitId, u64> = frame
        .iter()
        .map(|(unit, records)| (*unit, records.len() as u64))
        .collect();
    let mut drawn = Vec::new();
    for (unit, share) in shares(&sizes, size, seed) {
        let mut numbered: Vec<(u64, RecordId)> = frame[&unit]
            .iter()
            .map(|record| (seed.number(record.0), *record))
            .collect();
        numbered.sort_unstable();
        numbered.truncate(usize::try_from(share).unwrap_or(usize::MAX));
        drawn.extend(numbered);
    }
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, record)| record).collect()
}

/// How many of `size` each unit gives, in proportion to what it has by largest remainders. Where there is one for each
/// unit, no unit that has any goes without: one whose part would be less gives one, and the rest is divided among the
/// others. Equal remainders go by the seed, so that no unit is favoured for its code.
pub fn shares(units: &BTreeMap<UnitId, u64>, size: u32, seed: Seed) -> BTreeMap<UnitId, u64> {
    let mut rest: BTreeMap<UnitId, u64> = units
        .iter()
        .filter(|(_, has)| **has > 0)
        .map(|(unit, has)| (*unit, *has))
        .collect();
    let mut left = u64::from(size).min(rest.values().sum());
    let mut shares = BTreeMap::new();
    if left >= rest.len() as u64 {
        while let Some(small) = below_one(&rest, left) {
            for unit in small {
                rest.remove(&unit);
                shares.insert(unit, 1);
                left -= 1;
            }
        }
    }
    shares.extend(largest_remainders(&rest, left, seed));
    shares
}

/// The units whose part of `left` is less than one.
fn below_one(units: &BTreeMap<UnitId, u64>, left: u64) -> Option<Vec<UnitId>> {
    let total: u64 = units.values().sum();
    let small = units.iter().filter(|(_, has)| **has * left < total);
    let small: Vec<UnitId> = small.map(|(unit, _)| *unit).collect();
    (!small.is_empty()).then_some(small)
}

fn largest_remainders(units: &BTreeMap<UnitId, u64>, left: u64, seed: Seed) -> BTreeMap<UnitId, u64> {
    let total: u64 = units.values().sum::<u64>().max(1);
    let mut shares: BTreeMap<UnitId, u64> = units
        .iter()
        .map(|(unit, has)| (*unit, has * left / total))
        .collect();
    let given: u64 = shares.values().sum();
    let mut by_remainder: Vec<UnitId> = units.keys().copied().collect();
    by_remainder.sort_by_key(|unit| {
        let remainder = units[unit] * left % total;
        (std::cmp::Reverse(remainder), seed.number(unit.0))
    });
    for unit in by_remainder
        .into_iter()
        .take(usize::try_from(left - given).unwrap_or(0))
    {
        *shares.entry(unit).or_default() += 1;
    }
    shares
}
