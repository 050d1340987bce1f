//! Dates, amounts and lists as files write them.

use chrono::{Days, NaiveDate};
use domain::clock::EARLIEST;
use domain::field_error::FieldError;
use domain::money::{Money, NotMoney};
use serde_json::Value;
use std::borrow::Cow;

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// JSON: dates `YYYY-MM-DD`, lists as lists.
    Json,
    /// A table: dates as people write them, lists joined by `;` or `、`.
    Table,
    /// A form: dates as people write them, lists as lists.
    Form,
}

/// Reads a date; times of day are passed over. Days before [`EARLIEST`] or after 2200 are mistakes of typing.
pub(super) fn date(
    field: &'static str,
    what: &str,
    text: &str,
    strictness: Strictness,
) -> Result<NaiveDate, FieldError> {
    let text = text.trim();
    let read = match strictness {
        Strictness::Json => is_iso(text)
            .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
            .flatten(),
        Strictness::Table | Strictness::Form => written_date(text),
    };
    if read.is_some_and(|day| day < EARLIEST) {
        return Err(FieldError::too_early(field, what));
    }
    read.filter(|day| chrono::Datelike::year(day) <= 2200)
        .ok_or_else(|| FieldError::not_a_date(field, what, text))
}

fn is_iso(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        })
}

/// `2026-3-9`, `2026/03/09`, `2026.3.9`, `2026年3月9日`, `20260309`, Excel's serial `46090`; a time may follow.
fn written_date(text: &str) -> Option<NaiveDate> {
    let text: String = text.chars().map(half_width).collect();
    let digits_only = text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        5 if digits_only => return serial(text.parse().ok()?),
        8 if digits_only => return NaiveDate::parse_from_str(&text, "%Y%m%d").ok(),
        _ => {}
    }
    let day = match text.find('日') {
        Some(end) => &text[..end],
        None => text.split([' ', 'T']).next().unwrap_or_default(),
    };
    let mut parts = day.split(['-', '/', '.', '年', '月']).map(str::trim);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let date = NaiveDate::from_ymd_opt(year, month, parts.next()?.parse().ok()?)?;
    parts.next().is_none().then_some(date)
}

/// Days since 1899-12-30, which is how Excel counts after its leap-year error of 1900; up to the year 2119.
fn serial(days: u64) -> Option<NaiveDate> {
    if days > 80_000 {
        return None;
    }
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '．' | '／' | '－' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// A decimal string or number of yuan.
pub(super) fn money(value: &Value) -> Result<Money, NotMoney> {
    match value {
        Value::String(text) => Money::parse(text),
        Value::Number(number) => Money::parse(&number.to_string()),
        _ => Err(NotMoney),
    }
}

/// The items of a list, trimmed, empty ones left out; `None` when it is none.
pub(super) fn list(value: &Value, strictness: Strictness) -> Option<Vec<String>> {
    let trimmed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    match (value, strictness) {
        (Value::Array(items), _) => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            Some(texts?.into_iter().filter_map(trimmed).collect())
        }
        (Value::String(text), Strictness::Table) => {
            let by_semicolon: Vec<String> = text.split([';', '；']).filter_map(trimmed).collect();
            // 、 also joins the articles of one citation (第十条、第十二条): only where it is the one separator
            // and does not stand within a citation does it part items.
            match by_semicolon.as_slice() {
                [one] if !one.contains('第') => Some(one.split('、').filter_map(trimmed).collect()),
                _ => Some(by_semicolon),
            }
        }
        _ => None,
    }
}

/// A decimal number moved by four places: 万元 to 元.
pub(super) fn ten_thousandfold(number: &str) -> Cow<'_, str> {
    let plain: String = number
        .trim()
        .chars()
        .filter(|c| !matches!(c, ',' | '，'))
        .collect();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) {
        return Cow::Borrowed(number);
    }
    let (shifted, rest) = decimals.split_at(decimals.len().min(4));
    Cow::Owned(format!("{whole}{shifted:0<4}.{rest}"))
}

/// A value, short, for a message.
pub(super) fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_as_people_and_spreadsheets_write_them() {
        let expected = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        for text in [
            "2026-03-09",
            "2026/3/9",
            "2026.3.9",
            "2026年3月9日",
            "20260309",
            "46090",
            "2026-03-09 16:51:00",
            "２０２６年３月９日",
            "2026 年 3 月 9 日",
        ] {
            assert_eq!(
                date("d", "日期", text, Strictness::Table).ok(),
                Some(expected),
                "{text}"
            );
        }
        for text in [
            "2026-02-30",
            "2026-13-01",
            "",
            "昨天",
            "2026",
            "0001-01-01",
            "99999",
            "2026-3-9-1",
            "26-3-9",
        ] {
            assert!(date("d", "日期", text, Strictness::Table).is_err(), "{text}");
        }
        assert!(date("d", "日期", "2026-3-9", Strictness::Json).is_err());
        for (text, strictness) in [
            ("1949-09-30", Strictness::Json),
            ("1800年1月1日", Strictness::Table),
        ] {
            let early = date("d", "日期", text, strictness).unwrap_err();
            assert_eq!(early.message, "日期不能早于 1949-10-01，请核对年份");
        }
    }

    #[test]
    fn wan_yuan_become_yuan_without_rounding() {
        for (wan, yuan) in [
            ("0.2", "2000"),
            ("30", "300000"),
            ("1.123456", "11234.56"),
            ("1,000", "10000000"),
        ] {
            assert_eq!(Money::parse(&ten_thousandfold(wan)), Money::parse(yuan), "{wan}");
        }
        assert!(
            Money::parse(&ten_thousandfold("0.0000001")).is_err(),
            "a tenth of a fen is no amount"
        );
        assert!(Money::parse(&ten_thousandfold("一万")).is_err());
    }

    #[test]
    fn articles_of_one_law_stay_together() {
        let items = |text: &str| list(&Value::from(text), Strictness::Table).unwrap();
        assert_eq!(items("罚款、警告"), ["罚款", "警告"]);
        assert_eq!(items("《甲法》第十条、第十二条"), ["《甲法》第十条、第十二条"]);
        assert_eq!(
            items("《甲法》第十条；《乙法》第二条; "),
            ["《甲法》第十条", "《乙法》第二条"]
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "\\PC*") {
            let _ = date("d", "日期", &text, Strictness::Table);
            let _ = date("d", "日期", &text, Strictness::Json);
            let _ = ten_thousandfold(&text);
            let _ = list(&Value::from(text), Strictness::Table);
        }
    }
}
