//! Days, instants, deadlines and numbers as people read them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::calendar::Counted;
use domain::clock::shanghai;
use domain::deadline::SOON_DAYS;
use leptos::prelude::*;

use super::{Tone, status_tag};
use crate::{t, t_with};

/// A day: 2026年11月21日.
pub fn day(date: NaiveDate) -> AnyView {
    let text = day_text(date);
    view! { <time datetime=date.to_string()>{text}</time> }.into_any()
}

/// A day, or 未载明 where the source has none.
pub fn day_or_unknown(date: Option<NaiveDate>) -> AnyView {
    date.map_or_else(
        || view! { <span class="muted">{t("common-date-unknown")}</span> }.into_any(),
        day,
    )
}

/// An instant in Asia/Shanghai: 2026年11月21日 10:32.
pub fn moment(at: DateTime<Utc>) -> AnyView {
    let local = at.with_timezone(&shanghai());
    let text = format!("{} {}", day_text(local.date_naive()), local.format("%H:%M"));
    view! { <time datetime=local.to_rfc3339()>{text}</time> }.into_any()
}

/// The age of the data on a page: 更新于 ….
pub fn updated(at: DateTime<Utc>) -> AnyView {
    let local = at.with_timezone(&shanghai());
    let when = format!("{} {}", day_text(local.date_naive()), local.format("%H:%M"));
    view! { <p class="muted updated">{t_with("common-updated", &[("when", when.into())])}</p> }.into_any()
}

/// A last day with what it means today: 还有 3 天, 今天到期, 已超期 2 天. Past is red, within three days amber.
pub fn deadline(on: NaiveDate, today: NaiveDate) -> AnyView {
    let left = (on - today).num_days();
    let tag = match left {
        ..0 => status_tag(
            Tone::Danger,
            t_with("common-due-overdue", &[("days", (-left).into())]),
        ),
        0 => status_tag(Tone::Warn, t("common-due-today")),
        1.. if is_soon(on, today) => {
            status_tag(Tone::Warn, t_with("common-due-left", &[("days", left.into())]))
        }
        _ => status_tag(Tone::Neutral, t_with("common-due-left", &[("days", left.into())])),
    };
    view! { <span class="deadline">{day(on)} " " {tag}</span> }.into_any()
}

/// Whether a last day is one of the next.
pub fn is_soon(on: NaiveDate, today: NaiveDate) -> bool {
    u64::try_from((on - today).num_days()).is_ok_and(|left| left <= SOON_DAYS)
}

/// A last day, with the mark that it may still move.
pub fn counted(due: Counted) -> AnyView {
    view! { {day(due.on)} {provisional_mark(due.provisional)} }.into_any()
}

/// 暂按周末推算: behind a day that was counted through a year whose holidays are not announced yet.
pub fn provisional_mark(provisional: bool) -> Option<AnyView> {
    provisional.then(|| view! { " " <span class="muted">{t("clock-provisional")}</span> }.into_any())
}

/// A count with thousands separators: 2,134.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The words of [`day`], for a day inside a sentence.
pub fn day_text(date: NaiveDate) -> String {
    t_with(
        "common-date",
        &[
            ("year", date.year().to_string().into()),
            ("month", date.month().into()),
            ("day", date.day().into()),
        ],
    )
}

/// A day of this year or the last, where the year is plain: 11月21日.
pub fn month_day(date: NaiveDate) -> String {
    t_with(
        "common-month-day",
        &[("month", date.month().into()), ("day", date.day().into())],
    )
}

/// `91.2%`.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render;

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn a_day_reads_as_chinese_and_as_a_machine_date() {
        assert_eq!(
            render(|| day(on(3))),
            r#"<time datetime="2026-11-03">2026年11月3日</time>"#
        );
    }

    #[test]
    fn an_instant_is_shown_in_shanghai() {
        let at = DateTime::parse_from_rfc3339("2026-11-20T20:05:00Z")
            .unwrap()
            .to_utc();
        let html = render(|| moment(at));
        assert_eq!(
            html,
            r#"<time datetime="2026-11-21T04:05:00+08:00">2026年11月21日 04:05</time>"#
        );
    }

    #[test]
    fn a_deadline_says_what_it_means_today() {
        let text = |last: u32| render(|| deadline(on(last), on(21)));
        assert!(text(20).contains("tag-danger") && text(20).contains("已超期 1 天"));
        assert!(text(21).contains("tag-warn") && text(21).contains("今天到期"));
        assert!(text(24).contains("tag-warn") && text(24).contains("还有 3 天"));
        assert!(text(25).contains("tag-neutral") && text(25).contains("还有 4 天"));
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let texts = [0, 999, 1_000, 2_134, 1_000_000].map(number);
        assert_eq!(texts, ["0", "999", "1,000", "2,134", "1,000,000"]);
    }
}
