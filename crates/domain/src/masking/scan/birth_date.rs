//! Dates of birth: the day identifies a person, the year may stay.

use std::sync::LazyLock;

use crate::masking::passage::{any_before, has_at, is_han, skip_label_end};
use crate::masking::span::{Kind, Span};
use crate::masking::word_set::CharSet;

const BEFORE: [&str; 8] = [
    "出生",
    "出生日期",
    "出生年月日",
    "出生年月",
    "出生时间",
    "出生于",
    "生于",
    "生日",
];
static NUMERALS: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of("0123456789〇零一二三四五六七八九○".chars()));

/// Dates that a word of birth stands before or after.
pub(super) fn dates(text: &[char], keep_year: bool, spans: &mut Vec<Span>) {
    let mut next = 0;
    while let Some(at) = NUMERALS.next_in(text, next) {
        let Some(date) = Date::at(text, at) else {
            next = at + 1;
            continue;
        };
        if is_birth(text, &date) {
            let year: String = text[date.start..date.start + 4].iter().collect();
            let replacement = match (keep_year, date.has_day) {
                (true, true) => format!("{year}年×月×日"),
                (true, false) => format!("{year}年×月"),
                (false, true) => "×年×月×日".to_owned(),
                (false, false) => "×年×月".to_owned(),
            };
            spans.push(Span::new(date.start, date.end, Kind::BirthDate, replacement));
        }
        next = date.end;
    }
}

fn is_birth(text: &[char], date: &Date) -> bool {
    let mut end = date.end;
    while text.get(end) == Some(&' ') {
        end += 1;
    }
    if is_born(text, end) || is_born_there(text, end) {
        return true;
    }
    let mut before = date.start;
    while before > 0 && matches!(text[before - 1], ':' | ' ' | '为' | '是' | '系') {
        before -= 1;
    }
    any_before(text, before, &BEFORE) && skip_label_end(text, before) == date.start
}

/// Whether 出生 or 生 follows, but not 生效 or 生产.
fn is_born(text: &[char], at: usize) -> bool {
    let is_alone = || {
        text.get(at + 1)
            .is_none_or(|c| !is_han(*c) || matches!(c, '于' | '人'))
    };
    ["出生", "日出生", "日生"]
        .iter()
        .any(|word| has_at(text, at, word))
        || text.get(at) == Some(&'生') && is_alone()
}

/// Whether the place and 出生 follow: 在临水县出生.
fn is_born_there(text: &[char], at: usize) -> bool {
    const LONGEST: usize = 16;
    let clause = text[at..]
        .iter()
        .take(LONGEST)
        .take_while(|c| is_han(**c))
        .count();
    let end = at + clause;
    matches!(text.get(at), Some('在' | '于')) && clause < LONGEST && any_before(text, end, &["出生"])
}

struct Date {
    start: usize,
    end: usize,
    has_day: bool,
}

impl Date {
    /// A date with a month, and a day or not, in any of the usual spellings; the year in four digits or numerals.
    fn at(text: &[char], start: usize) -> Option<Self> {
        let numeral = |at: usize| text.get(at).is_some_and(|c| NUMERALS.contains(*c));
        if !(0..4).all(|i| numeral(start + i)) || (start > 0 && numeral(start - 1)) {
            return None;
        }
        let month_at = start + 4 + separator(text, start + 4).unwrap_or(0);
        let month_end = small_number(text, month_at, month_at == start + 4)?;
        let Some(mark) = separator(text, month_end).or_else(|| compact(text, start)) else {
            let is_whole = !text.get(month_end).is_some_and(char::is_ascii_digit);
            return (month_at > start + 4 && is_whole).then_some(Self {
                start,
                end: month_end,
                has_day: false,
            });
        };
        let day_at = month_end + mark;
        let Some(day_end) = small_number(text, day_at, mark == 0) else {
            return (mark == 1).then_some(Self {
                start,
                end: day_at,
                has_day: false,
            });
        };
        let end = day_end + usize::from(matches!(text.get(day_end), Some('日' | '号')));
        (!text.get(end).is_some_and(char::is_ascii_digit)).then_some(Self {
            start,
            end,
            has_day: true,
        })
    }
}

/// A mark between the parts of a date.
fn separator(text: &[char], at: usize) -> Option<usize> {
    matches!(text.get(at), Some('年' | '月' | '-' | '/' | '.')).then_some(1)
}

/// 19880302 has no marks.
fn compact(text: &[char], start: usize) -> Option<usize> {
    text.get(start..start + 8)?
        .iter()
        .all(char::is_ascii_digit)
        .then_some(0)
}

/// One or two digits or up to three numerals; exactly two digits where no mark parts them.
fn small_number(text: &[char], at: usize, exactly_two: bool) -> Option<usize> {
    let digits = text
        .get(at..)?
        .iter()
        .take(2)
        .take_while(|c| c.is_ascii_digit())
        .count();
    if exactly_two {
        return (digits == 2).then_some(at + 2);
    }
    let numerals = text[at..]
        .iter()
        .take(3)
        .take_while(|c| "〇零一二三四五六七八九十初廿卅".contains(**c))
        .count();
    let length = digits.max(numerals);
    (length > 0).then_some(at + length)
}
