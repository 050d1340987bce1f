//! The years announced when this program was made. Later ones are imported; until then weekends alone count.

use chrono::NaiveDate;
use domain::calendar::DayKind;
use storage::calendar::Day;

/// A year's notice of 国务院办公厅.
pub(super) struct Announced {
    pub(super) year: i32,
    pub(super) source: &'static str,
    pub(super) days: Vec<Day>,
}

/// A festival: its days off from first to last, and the weekend days worked in exchange, as (month, day).
struct Festival {
    name: &'static str,
    off: [(u32, u32); 2],
    worked: &'static [(u32, u32)],
}

const fn festival(
    name: &'static str,
    from: (u32, u32),
    to: (u32, u32),
    worked: &'static [(u32, u32)],
) -> Festival {
    Festival {
        name,
        off: [from, to],
        worked,
    }
}

/// 《国务院办公厅关于2025年部分节假日安排的通知》.
const YEAR_2025: [Festival; 6] = [
    festival("元旦", (1, 1), (1, 1), &[]),
    festival("春节", (1, 28), (2, 4), &[(1, 26), (2, 8)]),
    festival("清明节", (4, 4), (4, 6), &[]),
    festival("劳动节", (5, 1), (5, 5), &[(4, 27)]),
    festival("端午节", (5, 31), (6, 2), &[]),
    festival("国庆节、中秋节", (10, 1), (10, 8), &[(9, 28), (10, 11)]),
];

/// 《国务院办公厅关于2026年部分节假日安排的通知》.
const YEAR_2026: [Festival; 7] = [
    festival("元旦", (1, 1), (1, 3), &[(1, 4)]),
    festival("春节", (2, 15), (2, 23), &[(2, 14), (2, 28)]),
    festival("清明节", (4, 4), (4, 6), &[]),
    festival("劳动节", (5, 1), (5, 5), &[(5, 9)]),
    festival("端午节", (6, 19), (6, 21), &[]),
    festival("中秋节", (9, 25), (9, 27), &[]),
    festival("国庆节", (10, 1), (10, 7), &[(9, 20), (10, 10)]),
];

/// The announced years.
pub(super) fn announced() -> [Announced; 2] {
    [
        Announced {
            year: 2025,
            source: "国办发明电〔2024〕12号",
            days: days(2025, &YEAR_2025),
        },
        Announced {
            year: 2026,
            source: "国办发明电〔2025〕7号",
            days: days(2026, &YEAR_2026),
        },
    ]
}

fn days(year: i32, festivals: &[Festival]) -> Vec<Day> {
    let date = |(month, day)| NaiveDate::from_ymd_opt(year, month, day).expect("the notices name real days");
    let mut days = Vec::new();
    for festival in festivals {
        let mut add = |day, kind| {
            days.push(Day {
                day,
                kind,
                name: festival.name.to_owned(),
            });
        };
        let [first, last] = festival.off.map(date);
        first
            .iter_days()
            .take_while(|day| *day <= last)
            .for_each(|day| add(day, DayKind::Holiday));
        festival
            .worked
            .iter()
            .for_each(|day| add(date(*day), DayKind::Workday));
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, Weekday};

    #[test]
    fn a_worked_day_lies_on_a_weekend_and_each_year_has_its_number_of_days_off() {
        for (year, off) in announced().into_iter().zip([28, 33]) {
            let (worked, holidays): (Vec<_>, Vec<_>) =
                year.days.iter().partition(|day| day.kind == DayKind::Workday);
            assert!(
                worked
                    .iter()
                    .all(|day| matches!(day.day.weekday(), Weekday::Sat | Weekday::Sun))
            );
            assert_eq!(holidays.len(), off, "{}", year.year);
        }
    }

    #[test]
    fn exchanged_days_balance_the_weekdays_off_beyond_the_legal_thirteen() {
        // 全国年节及纪念日放假办法 (2024): 13 days; every other weekday off is worked on some weekend day, and a
        // legal holiday that falls on a weekend is made up for by a weekday.
        for year in announced() {
            let weekday = |day: &&Day| !matches!(day.day.weekday(), Weekday::Sat | Weekday::Sun);
            let off = year
                .days
                .iter()
                .filter(|day| day.kind == DayKind::Holiday)
                .filter(weekday)
                .count();
            let worked = year
                .days
                .iter()
                .filter(|day| day.kind == DayKind::Workday)
                .count();
            assert_eq!(off - worked, 13, "{}", year.year);
        }
    }
}
