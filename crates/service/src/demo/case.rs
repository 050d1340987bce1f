//! What every made-up decision starts from: dice, days, and a number that counts on.

use super::county::UNITS;
use super::dice::Dice;
use super::{Demo, WINDOW_DAYS};
use chrono::{Days, NaiveDate};
use domain::calendar::Calendar;
use domain::crockford::Symbols;
use domain::ids::RecordId;
use domain::receipt::RecordRef;
use domain::record::{Content, RecordKind, WithdrawalCode};
use domain::scramble::scrambled;
use std::collections::HashMap;

/// A record to be, with its fate.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) id: RecordId,
    pub(super) reference: String,
    pub(super) unit: &'static str,
    pub(super) content: Content,
    /// The day it came to publication; none when that day is still to come.
    pub(super) published: Option<NaiveDate>,
    /// When it was taken down again, and why.
    pub(super) takedown: Option<(NaiveDate, WithdrawalCode)>,
}

/// One decision being made up.
pub(super) struct Case<'a> {
    pub(super) dice: Dice,
    pub(super) decided: NaiveDate,
    numbers: &'a mut Numbers,
}

/// Of so many numbers one is missing.
const GAP_EVERY: u32 = 23;

/// Document numbers count up by unit, word and year.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashMap<(&'static str, &'static str, i32), u32>);

impl<'a> Case<'a> {
    /// The `index`-th of all: decisions follow each other in time, so that their numbers grow with it.
    pub(super) fn new(demo: &Demo, calendar: &Calendar, index: u64, numbers: &'a mut Numbers) -> Self {
        let since = index.saturating_mul(WINDOW_DAYS) / demo.records.max(1);
        let mut decided = demo.first_day() + Days::new(since);
        while !calendar.is_working(decided) {
            decided = decided - Days::new(1);
        }
        Self {
            dice: Dice::new(demo.seed, "records", index),
            decided,
            numbers,
        }
    }

    /// The day of the act: within the thirty days that 治安案件 may take.
    pub(super) fn acted_on(&self) -> NaiveDate {
        self.decided - Days::new(u64::from(self.dice.between(2, 26)))
    }

    /// 明公(治)行罚决字〔2025〕88号.
    pub(super) fn number(&mut self, unit: &str, word: &'static str) -> String {
        use chrono::Datelike;
        let short = UNITS
            .iter()
            .find(|place| place.code == unit)
            .map_or("办", |place| place.short);
        let year = self.decided.year();
        let serial = self.numbers.0.entry((short, word, year)).or_default();
        *serial += 1;
        // Some numbers never come in: the desk asks for them.
        if serial.is_multiple_of(GAP_EVERY) {
            *serial += 1;
        }
        format!("明公({short}){word}〔{year}〕{serial}号")
    }
}

/// A station, the town's twice as often as a village's.
pub(super) fn station(dice: &Dice) -> &'static str {
    const STATIONS: [&str; 10] = [
        "ps01", "ps01", "ps02", "ps02", "ps03", "ps04", "ps05", "ps06", "ps07", "ps08",
    ];
    dice.word(&STATIONS)
}

/// The full name of a unit.
pub(super) fn unit_name(code: &str) -> String {
    let name = UNITS
        .iter()
        .find(|place| place.code == code)
        .map_or("", |place| place.name);
    format!("{}{name}", super::county::BUREAU)
}

/// A record with nothing but its kind, title, number and day.
pub(super) fn content(kind: RecordKind, title: String, number: String, decided: NaiveDate) -> Content {
    Content {
        document_number: Some(number),
        decided_on: Some(decided),
        ..Content::of(kind, title)
    }
}

/// 2025年11月20日.
pub(super) fn written(day: NaiveDate) -> String {
    use chrono::Datelike;
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// References that look drawn and never collide: a permutation of 40 bits (four Feistel rounds) of the index.
pub(super) fn reference(seed: u64, index: u64) -> RecordRef {
    const HALF: u64 = (1 << 20) - 1;
    let (mut left, mut right) = ((index >> 20) & HALF, index & HALF);
    for round in 0..4 {
        let mixed = scrambled(seed ^ scrambled(right ^ (round << 32))) & HALF;
        (left, right) = (right, left ^ mixed);
    }
    let mut bits = [0; 32];
    bits[..5].copy_from_slice(&((left << 20) | right).to_be_bytes()[3..]);
    RecordRef::new(Symbols::from_bits(&bits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn references_never_collide() {
        let all: HashSet<String> = (0..200_000)
            .map(|index| reference(7, index).to_string())
            .collect();
        assert_eq!(all.len(), 200_000);
        assert_ne!(reference(7, 1), reference(8, 1));
    }
}
