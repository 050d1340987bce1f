//! A search read from an address: HTML and API understand the same parameters.

use chrono::NaiveDate;
use domain::field_error::FieldError;
use domain::listing::{DEEPEST, Sort};
use domain::money::Money;
use domain::record::{PenaltyKind, RecordKind};
use domain::unit::Units;
use search::{Ask, MOST_ON_A_PAGE, SearchError};
use std::fmt::Write;

/// Longest text of the search box, in characters.
const LONGEST: usize = 200;
/// Most values of one filter: what a person selects, not what a program sends.
const MOST_VALUES: usize = 50;

/// Who asks: pages have a fixed length, the API sets its own and has cursors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// A page for people.
    Page,
    /// The API.
    Api,
}

/// Reads the parameters. What is impossible is left out and told; unknown names are ignored; an empty value is an
/// absent one.
pub fn read(pairs: &[(String, String)], surface: Surface, units: &Units) -> (Ask, Vec<FieldError>) {
    let mut reader = Reader {
        ask: Ask::default(),
        errors: Vec::new(),
        sort: None,
        surface,
    };
    for (name, value) in pairs {
        let value = value.trim();
        if !value.is_empty() {
            reader.take(name, value, units);
        }
    }
    reader.end()
}

struct Reader {
    ask: Ask,
    errors: Vec<FieldError>,
    sort: Option<Sort>,
    surface: Surface,
}

/// A cursor that was not given out, or by another order.
pub(super) fn bad_cursor(error: &SearchError) -> FieldError {
    FieldError::new("cursor", "bad-cursor", error.to_string())
}

/// A value that some record may have: broken bytes and NUL, which PostgreSQL refuses even to compare with, are in
/// none.
fn readable(value: &str) -> Option<String> {
    (!value.contains(['\0', char::REPLACEMENT_CHARACTER])).then(|| value.to_owned())
}

/// The key of an article that is cited instead: 《治安管理处罚法》第四十三条, 治安法43条.
fn article(value: String) -> String {
    match search::statute::query_keys(&value).as_slice() {
        [key] if !value.contains('#') => key.clone(),
        _ => value,
    }
}

impl Reader {
    fn take(&mut self, name: &str, value: &str, units: &Units) {
        match name {
            "q" => self.words(value),
            "synonyms" => self.synonyms(value),
            "kind" => {
                let allowed = words(RecordKind::ALL.iter().map(|kind| kind.as_str()));
                if let Some(kind) = self.known("kind", "类别", value, RecordKind::parse(value), &allowed) {
                    push(&mut self.ask.kinds, kind);
                }
            }
            "penalty" => {
                let allowed = words(PenaltyKind::ALL.iter().map(|kind| kind.as_str()));
                if let Some(kind) =
                    self.known("penalty", "处罚种类", value, PenaltyKind::parse(value), &allowed)
                {
                    push(&mut self.ask.penalties, kind);
                }
            }
            "unit" => {
                let unit = units.by_code_or_name(value).map(|unit| unit.code.to_string());
                if let Some(code) = self.known("unit", "单位", value, unit, "见 /units") {
                    push(&mut self.ask.units, code);
                }
            }
            "violation" => {
                let violation = readable(value);
                if let Some(violation) = self.known("violation", "违法行为", value, violation, "见筛选栏")
                {
                    push(&mut self.ask.violations, violation);
                }
            }
            "statute" => {
                let statute = readable(value).map(article);
                if let Some(statute) = self.known("statute", "法条", value, statute, "见筛选栏") {
                    push(&mut self.ask.statutes, statute);
                }
            }
            "year" => {
                let year = value.parse().ok().filter(|year| (1949..=9999).contains(year));
                if let Some(year) = self.known("year", "年份", value, year, "例如 2025") {
                    push(&mut self.ask.years, year);
                }
            }
            "from" => self.ask.from = self.day("from", "起始日期", value).or(self.ask.from),
            "to" => self.ask.to = self.day("to", "截止日期", value).or(self.ask.to),
            "fine_min" => self.ask.fine_min = self.amount("fine_min", value).or(self.ask.fine_min),
            "fine_max" => self.ask.fine_max = self.amount("fine_max", value).or(self.ask.fine_max),
            "sort" => {
                let allowed = words(Sort::ALL.iter().map(|sort| sort.as_str()));
                self.sort = self
                    .known("sort", "排序", value, Sort::parse(value), &allowed)
                    .or(self.sort);
            }
            "page" => self.page(value),
            "per_page" if self.surface == Surface::Api => self.per_page(value),
            "cursor" if self.surface == Surface::Api => self.cursor(value),
            _ => {}
        }
    }

    fn words(&mut self, value: &str) {
        let length = value.chars().count();
        if length > LONGEST {
            self.errors
                .push(FieldError::too_long("q", "搜索词", LONGEST, length));
        } else if readable(value).is_none() {
            let message = "搜索词里有无法识别的字符，请重新输入";
            self.errors.push(FieldError::new("q", "unreadable", message));
        }
        value.clone_into(&mut self.ask.q);
    }

    fn synonyms(&mut self, value: &str) {
        match value {
            "off" => self.ask.synonyms = false,
            "on" => self.ask.synonyms = true,
            _ => self
                .errors
                .push(FieldError::unknown_value("synonyms", "同义词", value, "on off")),
        }
    }

    fn known<T>(
        &mut self,
        field: &'static str,
        what: &str,
        value: &str,
        found: Option<T>,
        allowed: &str,
    ) -> Option<T> {
        if found.is_none() {
            self.errors
                .push(FieldError::unknown_value(field, what, value, allowed));
        }
        found
    }

    fn day(&mut self, field: &'static str, what: &str, value: &str) -> Option<NaiveDate> {
        let day = NaiveDate::parse_from_str(value, "%Y-%m-%d")
            .ok()
            .filter(|_| value.len() == 10);
        if day.is_none() {
            self.errors.push(FieldError::not_a_date(field, what, value));
        }
        day
    }

    fn amount(&mut self, field: &'static str, value: &str) -> Option<Money> {
        let amount = Money::parse(value).ok();
        if amount.is_none() {
            let shown: String = value.chars().take(20).collect();
            let message = format!("“{shown}”不是金额，请只写数字，例如 500");
            self.errors.push(FieldError::new(field, "not-an-amount", message));
        }
        amount
    }

    fn page(&mut self, value: &str) {
        match value.parse::<u64>() {
            Ok(page) if page >= 1 => self.ask.page = page,
            _ => self.errors.push(FieldError::unknown_value(
                "page",
                "页码",
                value,
                "从 1 开始的整数",
            )),
        }
    }

    fn cursor(&mut self, value: &str) {
        match value.parse() {
            Ok(cursor) => self.ask.cursor = Some(cursor),
            Err(error) => self.errors.push(bad_cursor(&error)),
        }
    }

    fn per_page(&mut self, value: &str) {
        match value.parse::<u64>() {
            Ok(count @ 1..=MOST_ON_A_PAGE) => self.ask.per_page = count,
            _ => self.errors.push(FieldError::unknown_value(
                "per_page",
                "每页条数",
                value,
                "1 到 100 的整数",
            )),
        }
    }

    fn end(mut self) -> (Ask, Vec<FieldError>) {
        let by_words = if self.ask.q.is_empty() {
            Sort::Newest
        } else {
            Sort::Relevance
        };
        self.ask.sort = match self.sort.unwrap_or(by_words) {
            Sort::Relevance if self.ask.q.is_empty() => Sort::Newest,
            sort => sort,
        };
        self.check_ranges();
        self.check_depth();
        (self.ask, self.errors)
    }

    /// A range that holds nothing is a slip of the fingers, not a search.
    fn check_ranges(&mut self) {
        if let (Some(from), Some(to)) = (self.ask.from, self.ask.to)
            && from > to
        {
            self.errors.push(FieldError::new(
                "to",
                "before-from",
                format!("截止日期 {to} 早于起始日期 {from}，请对调或改正"),
            ));
        }
        if let (Some(min), Some(max)) = (self.ask.fine_min, self.ask.fine_max)
            && min > max
        {
            let message = format!(
                "最高金额 {} 元低于最低金额 {} 元，请对调或改正",
                max.grouped(),
                min.grouped()
            );
            self.errors
                .push(FieldError::new("fine_max", "below-min", message));
        }
    }

    /// A cursor says by itself where to go on.
    fn check_depth(&mut self) {
        if self.ask.cursor.is_some() {
            self.ask.page = 1;
        }
        if self.ask.page.saturating_mul(self.ask.per_page) <= DEEPEST {
            return;
        }
        let last = DEEPEST / self.ask.per_page;
        let message = match self.surface {
            Surface::Page => format!("只能翻到第 {last} 页，请用筛选缩小范围"),
            Surface::Api => {
                format!("page × per_page 不能超过 {DEEPEST}，更深的结果请用 cursor（见 Link rel=next）")
            }
        };
        self.errors.push(FieldError::new("page", "too-deep", message));
        self.ask.page = 1;
    }
}

fn push<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) && list.len() < MOST_VALUES {
        list.push(value);
    }
}

fn words<'a>(all: impl Iterator<Item = &'a str>) -> String {
    all.fold(String::new(), |mut text, word| {
        let gap = if text.is_empty() { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(text, "{gap}{word}");
        text
    })
}

#[cfg(test)]
mod tests;
