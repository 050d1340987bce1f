//! The hour at which an approved original becomes public.

use chrono::{DateTime, Days, NaiveTime, Utc};

use super::{Approved, Publisher};
use crate::clock::{legal_day, shanghai, strict_day};
use crate::field_error::FieldError;
use crate::ids::UserId;

/// Nobody plans further ahead.
const MOST_DAYS: Days = Days::new(366);

/// When an approved original becomes public by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheduled {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The publisher who answers for it.
    pub by: UserId,
}

impl Approved {
    /// Has it published at an hour instead of now.
    pub fn schedule(&self, publisher: Publisher, at: DateTime<Utc>) -> Scheduled {
        Scheduled {
            at,
            by: publisher.id(),
        }
    }
}

/// Reads what was typed into `publish_day` and `publish_time`: legal time, after `now`.
pub fn hour(day: &str, time: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, Vec<FieldError>> {
    let (day, time) = (day.trim(), time.trim());
    let read_day = match strict_day(day) {
        Some(day) => Ok(day),
        None if day.is_empty() => Err(FieldError::missing("publish_day", "发布日期")),
        None => Err(FieldError::not_a_date("publish_day", "发布日期", day)),
    };
    let read_time = NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| {
        FieldError::new(
            "publish_time",
            "not-a-time",
            "请填写发布时刻，写成 09:30 这样的形式",
        )
    });
    let (day, time) = match (read_day, read_time) {
        (Ok(day), Ok(time)) => (day, time),
        (day, time) => return Err(day.err().into_iter().chain(time.err()).collect()),
    };
    let at = day.and_time(time).and_local_timezone(shanghai()).single();
    let at = at.map(|at| at.with_timezone(&Utc));
    match at {
        Some(at) if at > now && day <= legal_day(now) + MOST_DAYS => Ok(at),
        Some(at) if at > now => Err(vec![FieldError::new(
            "publish_day",
            "too-late",
            "发布日期最多排到一年以后",
        )]),
        _ => Err(vec![FieldError::new(
            "publish_day",
            "past",
            "这个时刻已经过去：请排到以后，或者直接发布",
        )]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_read_in_legal_time_and_lies_ahead() {
        let now = DateTime::parse_from_rfc3339("2026-11-26T09:00:00+08:00")
            .unwrap()
            .to_utc();
        let at = hour("2026-11-26", " 09:01 ", now).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-26T01:01:00+00:00");
        let code = |day: &str, time: &str| {
            let errors = hour(day, time, now).unwrap_err();
            errors.into_iter().map(|error| error.code).collect::<Vec<_>>()
        };
        assert_eq!(code("2026-11-26", "09:00"), ["past"]);
        assert_eq!(code("", ""), ["missing", "not-a-time"]);
        assert_eq!(code("2026-02-30", "25:00"), ["not-a-date", "not-a-time"]);
        assert_eq!(code("2027-11-28", "09:00"), ["too-late"]);
    }
}
