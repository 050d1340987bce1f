//! Legal working days: holidays and 调休 as data, weekends where a year is not yet announced.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What an announced day differs in from its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayKind {
    /// A public holiday or a day off moved onto a weekday (放假).
    Holiday,
    /// A weekend day worked in exchange (调休上班).
    Workday,
}

impl DayKind {
    /// The word in files and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::Workday => "workday",
        }
    }

    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "holiday" => Some(Self::Holiday),
            "workday" => Some(Self::Workday),
            _ => None,
        }
    }
}

/// A date that was counted, and whether every year it was counted through had been announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The date.
    pub on: NaiveDate,
    /// True when a year without announced holidays was crossed: shown as 暂按周末推算 and counted again
    /// when that year is imported.
    pub provisional: bool,
}

/// The working-day calendar: 国务院办公厅's yearly notices as exceptions to the week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    exceptions: BTreeMap<NaiveDate, DayKind>,
    announced: BTreeSet<i32>,
}

impl Calendar {
    /// From the announced exceptions; a year counts as announced when it is named in `announced`.
    pub fn new(
        exceptions: impl IntoIterator<Item = (NaiveDate, DayKind)>,
        announced: impl IntoIterator<Item = i32>,
    ) -> Self {
        Self {
            exceptions: exceptions.into_iter().collect(),
            announced: announced.into_iter().collect(),
        }
    }

    /// Whether the holidays of `year` have been announced; otherwise weekends alone count (未公布).
    pub fn is_announced(&self, year: i32) -> bool {
        self.announced.contains(&year)
    }

    /// Whether work is done on `day`.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        match self.exceptions.get(&day) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::Workday) => true,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The `days`-th working day after `from`; the day itself is not counted (行政处罚法 第八十五条).
    pub fn add_working_days(&self, from: NaiveDate, days: u32) -> Counted {
        let mut on = from;
        let mut left = days;
        while left > 0 {
            on = next(on);
            if self.is_working(on) {
                left -= 1;
            }
        }
        self.counted(from, on)
    }

    /// `days` calendar days after `from`; the day itself is not counted, and a last day that is no working
    /// day moves to the next one (民法典 第二百零三条; 行政诉讼法解释).
    pub fn add_days(&self, from: NaiveDate, days: u32) -> Counted {
        let mut on = from
            .checked_add_days(Days::new(u64::from(days)))
            .unwrap_or(NaiveDate::MAX);
        while !self.is_working(on) && on < NaiveDate::MAX {
            on = next(on);
        }
        self.counted(from, on)
    }

    /// Working days in `(from, to]`; negative when `to` lies before `from`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let working = from
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= to)
            .filter(|day| self.is_working(*day));
        i64::try_from(working.count()).unwrap_or(i64::MAX)
    }

    fn counted(&self, from: NaiveDate, on: NaiveDate) -> Counted {
        Counted {
            on,
            provisional: (from.year()..=on.year()).any(|year| !self.is_announced(year)),
        }
    }
}

/// How many days off a year has at least (全国年节及纪念日放假办法 第二条, as in force from 2025, 2008 and 2000). One that falls on
/// a weekend is made up for (第六条), so weekends do not make them fewer.
pub const fn least_holidays(year: i32) -> usize {
    match year {
        2025.. => 13,
        2008..=2024 => 11,
        _ => 10,
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_law_gives_more_days_off_than_it_did() {
        assert_eq!(
            [1999, 2008, 2024, 2025, 2027].map(least_holidays),
            [10, 11, 11, 13, 13]
        );
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn spring_festival_2026() -> Calendar {
        let holidays = (15..=23).map(|d| (NaiveDate::from_ymd_opt(2026, 2, d).unwrap(), DayKind::Holiday));
        let worked = ["2026-02-14", "2026-02-28"].map(|d| (day(d), DayKind::Workday));
        Calendar::new(holidays.chain(worked), [2026])
    }

    #[test]
    fn holidays_are_skipped_and_exchanged_weekends_are_worked() {
        let calendar = spring_festival_2026();
        assert_eq!(
            calendar.add_working_days(day("2026-02-13"), 1).on,
            day("2026-02-14")
        );
        assert_eq!(
            calendar.add_working_days(day("2026-02-13"), 2).on,
            day("2026-02-24")
        );
    }

    #[test]
    fn a_period_that_ends_in_the_holidays_ends_on_the_next_working_day() {
        let counted = spring_festival_2026().add_days(day("2026-02-05"), 15);
        assert_eq!(
            counted,
            Counted {
                on: day("2026-02-24"),
                provisional: false
            }
        );
    }

    #[test]
    fn a_year_not_yet_announced_makes_the_date_provisional() {
        assert!(spring_festival_2026().add_days(day("2026-12-20"), 15).provisional);
        assert!(!spring_festival_2026().add_days(day("2026-03-20"), 15).provisional);
    }

    proptest! {
        #[test]
        fn a_due_day_is_a_working_day_and_the_count_comes_back(start in 0u64..3000, n in 1u32..120) {
            let calendar = spring_festival_2026();
            let from = day("2024-01-01") + Days::new(start);
            let due = calendar.add_working_days(from, n).on;
            prop_assert!(calendar.is_working(due));
            prop_assert_eq!(calendar.working_days_between(from, due), i64::from(n));
            prop_assert!(calendar.is_working(calendar.add_days(from, n).on));
            prop_assert!(calendar.add_days(from, n).on >= from + Days::new(u64::from(n)));
        }

        #[test]
        fn a_later_start_never_ends_earlier(start in 0u64..3000, n in 1u32..60) {
            let calendar = spring_festival_2026();
            let from = day("2024-01-01") + Days::new(start);
            prop_assert!(calendar.add_working_days(next(from), n).on >= calendar.add_working_days(from, n).on);
        }
    }
}
