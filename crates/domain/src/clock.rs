//! The time, as a parameter: nothing in the portal asks the operating system by itself.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// Where the portal takes the time from. Tests and the demo give a clock of their own.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, truncated to microseconds so that both databases store it unchanged.
    fn now(&self) -> DateTime<Utc>;

    /// The legal day: the date in Asia/Shanghai, which every statutory period counts in.
    fn today(&self) -> NaiveDate {
        legal_day(self.now())
    }
}

/// Asia/Shanghai. China has kept UTC+8 without summer time since 1991, so no zone table is needed.
pub fn shanghai() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours is a valid offset")
}

/// The date in Asia/Shanghai on which `at` falls.
pub fn legal_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&shanghai()).date_naive()
}

/// The first instant of a legal day.
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN)
        .and_local_timezone(shanghai())
        .single()
        .expect("a fixed offset has no gaps")
        .with_timezone(&Utc)
}

/// Nothing that happened earlier can concern this bureau.
pub const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(1949, 10, 1).expect("a day of the calendar");

/// A day as people type it: `YYYY-MM-DD`, from [`EARLIEST`] on. The date crate alone reads years far beyond what it can
/// reckon with.
pub fn strict_day(typed: &str) -> Option<NaiveDate> {
    let is_written_so = typed.len() == 10 && typed.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day: Option<NaiveDate> = is_written_so.then(|| typed.parse().ok()).flatten();
    day.filter(|day| *day >= EARLIEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_should_be_written_and_not_otherwise() {
        assert_eq!(strict_day("2026-11-26"), NaiveDate::from_ymd_opt(2026, 11, 26));
        for odd in [
            "",
            "2026-2-3",
            "2026-02-30",
            "1949-09-30",
            "-262143-01-01",
            "+262142-12-31",
            "+9999-1-01",
            "２０２６-11-26",
        ] {
            assert_eq!(strict_day(odd), None, "{odd}");
        }
    }
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_legal_day_starts_at_its_own_first_instant(days in 0i64..40_000) {
            let day = NaiveDate::from_ymd_opt(1992, 1, 1).unwrap() + chrono::Duration::days(days);
            prop_assert_eq!(legal_day(start_of(day)), day);
            prop_assert_eq!(legal_day(start_of(day) - chrono::Duration::microseconds(1)), day.pred_opt().unwrap());
        }
    }
}
