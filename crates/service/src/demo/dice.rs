//! Choices that are the same for the same seed: every item of the demo throws dice of its own, so that one item's
//! choices never move another's.

use crate::rng::Rng;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::clock::start_of;
use domain::scramble::scrambled;
use uuid::Uuid;

/// Dice of one item.
pub(super) struct Dice(Rng);

impl Dice {
    /// For the `index`-th item of an area.
    pub(super) fn new(seed: u64, area: &str, index: u64) -> Self {
        let area = area
            .bytes()
            .fold(0, |mixed, byte| scrambled(mixed ^ u64::from(byte)));
        Self(Rng::seeded(scrambled(
            scrambled(seed) ^ scrambled(area) ^ index.wrapping_mul(0x9E37_79B9_7F4A_7C15),
        )))
    }

    /// Between two numbers, both possible.
    pub(super) fn between(&self, least: u32, most: u32) -> u32 {
        let width = u64::from(most - least) + 1;
        let drawn = u64::from(u32::from_le_bytes(self.0.bytes()));
        // 2^32 choices spread over at most some thousand: the unevenness is nobody's concern in a demo.
        least + u32::try_from((drawn * width) >> 32).expect("below the width")
    }

    /// True this many times in a hundred.
    pub(super) fn percent(&self, chance: u32) -> bool {
        self.between(1, 100) <= chance
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&self, choices: &'a [T]) -> &'a T {
        &choices[self.place(choices.len())]
    }

    fn place(&self, length: usize) -> usize {
        let last = u32::try_from(length - 1).expect("lists of the demo are short");
        self.between(0, last) as usize
    }

    /// One of several words.
    pub(super) fn word<'a>(&self, choices: &[&'a str]) -> &'a str {
        choices[self.place(choices.len())]
    }

    /// One of several, by weight.
    pub(super) fn weighted<'a, T>(&self, choices: &'a [T], weight: impl Fn(&T) -> u32) -> &'a T {
        let total: u32 = choices.iter().map(&weight).sum();
        let mut left = self.between(1, total);
        choices
            .iter()
            .find(|choice| {
                let weight = weight(choice);
                let is_hit = left <= weight;
                left = left.saturating_sub(weight);
                is_hit
            })
            .expect("the weights add up to the total")
    }

    /// An identifier.
    pub(super) fn uuid(&self) -> Uuid {
        self.0.uuid_v4()
    }

    /// A code of so many symbols.
    pub(super) fn symbols<const N: usize>(&self) -> String {
        self.0.symbols::<N>().to_string()
    }

    /// A moment within office hours of a day.
    pub(super) fn in_office(&self, day: NaiveDate) -> DateTime<Utc> {
        start_of(day) + Duration::seconds(i64::from(self.between(9 * 3600, 17 * 3600)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dice_of_one_item_fall_the_same_way_again_and_others_do_not() {
        let fall = |seed, area, index| {
            let dice = Dice::new(seed, area, index);
            (0..8).map(|_| dice.between(1, 1000)).collect::<Vec<_>>()
        };
        assert_eq!(fall(1, "records", 7), fall(1, "records", 7));
        assert_ne!(fall(1, "records", 7), fall(1, "records", 8));
        assert_ne!(fall(1, "records", 7), fall(2, "records", 7));
        assert_ne!(fall(1, "records", 7), fall(1, "incidents", 7));
    }

    #[test]
    fn both_ends_are_possible_and_weights_are_kept() {
        let dice = Dice::new(1, "ends", 0);
        let falls: Vec<u32> = (0..1000).map(|_| dice.between(3, 5)).collect();
        assert!((3..=5).all(|n| falls.contains(&n)) && falls.iter().all(|n| (3..=5).contains(n)));
        let heavy = (0..1000)
            .filter(|_| *dice.weighted(&[1_u32, 9], |w| *w) == 9)
            .count();
        assert!((850..950).contains(&heavy), "{heavy}");
    }
}
