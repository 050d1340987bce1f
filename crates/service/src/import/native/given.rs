//! The values of a row, asked for by name.

use super::LINE;
use crate::import::row::{Fields, Problem};
use crate::import::value::{self, Strictness};
use domain::field_error::FieldError;
use domain::record::{PartyType, PenaltyKind, RecordKind, Withhold, label as what};
use domain::text;
use serde_json::Value;

const LIST_ITEMS: usize = 200;
const PRISON_YEARS_IN_DAYS: u32 = 366;

/// The values of a row, asked for by name.
pub(super) struct Given<'a> {
    pub(super) fields: &'a Fields,
    pub(super) strictness: Strictness,
}

impl Given<'_> {
    /// What a message calls a field: whoever mends a file looks for the name of its column as well.
    fn name(&self, field: &str) -> String {
        match self.strictness {
            Strictness::Form => what(field).to_owned(),
            Strictness::Json | Strictness::Table => format!("{}（{field}）", what(field)),
        }
    }

    fn missing(&self, field: &'static str) -> Problem {
        match self.strictness {
            Strictness::Form if field == "kind" => FieldError::not_chosen(field, what(field)).into(),
            Strictness::Form => FieldError::missing(field, what(field)).into(),
            Strictness::Json | Strictness::Table => {
                Problem::column(field, format!("缺少{}", self.name(field)))
            }
        }
    }

    pub(super) fn without_key(&self) -> Problem {
        let (number, id) = (self.name("document_number"), self.name("external_id"));
        Problem::column("document_number", format!("{number}和{id}至少填一个"))
    }

    pub(super) fn kind(&self) -> Result<RecordKind, Problem> {
        self.word("kind", RecordKind::parse, &RecordKind::ALL, RecordKind::as_str)?
            .ok_or_else(|| self.missing("kind"))
    }

    pub(super) fn title(&self) -> Result<String, Problem> {
        self.line("title", LINE)?.ok_or_else(|| self.missing("title"))
    }

    pub(super) fn party_type(&self) -> Result<Option<PartyType>, Problem> {
        self.word("party_type", PartyType::parse, &PartyType::ALL, PartyType::as_str)
    }

    pub(super) fn withhold(&self) -> Result<Option<Withhold>, Problem> {
        self.word("withhold", Withhold::parse, &Withhold::ALL, Withhold::as_str)
    }

    /// The value, unless it is null, an empty text or an empty list.
    pub(super) fn value(&self, field: &str) -> Option<&Value> {
        let (_, value) = self.fields.iter().find(|(name, _)| **name == *field)?;
        let empty = match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        (!empty).then_some(value)
    }

    fn text(&self, field: &'static str) -> Result<Option<&str>, Problem> {
        let read = |value: &'_ Value| value.as_str().is_some();
        match self.value(field) {
            None => Ok(None),
            Some(value) if read(value) => Ok(value.as_str()),
            Some(_) => Err(Problem::column(
                field,
                format!("{}应是文字，写在引号里", self.name(field)),
            )),
        }
    }

    pub(super) fn line(&self, field: &'static str, max: usize) -> Result<Option<String>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        // Line breaks within a table's cell are how people wrap a long name.
        let one_line = text.replace(['\r', '\n', '\t'], " ");
        Ok(text::line(field, what(field), &one_line, max)?)
    }

    pub(super) fn paragraphs(&self, field: &'static str, max: usize) -> Result<Option<String>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        Ok(text::body(field, what(field), text.trim(), max)?)
    }

    pub(super) fn date(&self, field: &'static str) -> Result<Option<chrono::NaiveDate>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        Ok(Some(value::date(field, what(field), text, self.strictness)?))
    }

    pub(super) fn money(&self, field: &'static str) -> Result<Option<domain::money::Money>, Problem> {
        let Some(given) = self.value(field) else {
            return Ok(None);
        };
        value::money(given).map(Some).map_err(|reason| {
            Problem::column(
                field,
                format!("{}“{}”读不出：{reason}", what(field), value::shown(given)),
            )
        })
    }

    pub(super) fn days(&self, field: &'static str) -> Result<Option<u32>, Problem> {
        let Some(given) = self.value(field) else {
            return Ok(None);
        };
        let days = match given {
            Value::Number(number) => number.as_u64().and_then(|n| u32::try_from(n).ok()),
            Value::String(text) => text.trim().trim_end_matches(['日', '天']).trim_end().parse().ok(),
            _ => None,
        };
        let reason = || format!("{}“{}”应是 0 到 366 的整数", what(field), value::shown(given));
        days.filter(|days| *days <= PRISON_YEARS_IN_DAYS)
            .map(Some)
            .ok_or_else(|| Problem::column(field, reason()))
    }

    fn word<T: Copy>(
        &self,
        field: &'static str,
        parse: fn(&str) -> Option<T>,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        parse(text.trim())
            .map(Some)
            .ok_or_else(|| unknown(field, text, all, word))
    }

    pub(super) fn lines(&self, field: &'static str) -> Result<Vec<String>, Problem> {
        let items = self.list(field)?;
        let lines = items
            .iter()
            .map(|item| Ok(text::line(field, what(field), &item.replace('\n', " "), LINE)?));
        lines.filter_map(Result::transpose).collect()
    }

    fn list(&self, field: &'static str) -> Result<Vec<String>, Problem> {
        let Some(given) = self.value(field) else {
            return Ok(Vec::new());
        };
        let items = value::list(given, self.strictness)
            .ok_or_else(|| Problem::column(field, format!("{}应是由文字组成的列表", self.name(field))))?;
        if items.len() > LIST_ITEMS {
            let reason = format!("{}有 {} 项，最多 {LIST_ITEMS} 项", what(field), items.len());
            return Err(Problem::column(field, reason));
        }
        Ok(items)
    }

    pub(super) fn penalty_kinds(&self) -> Result<Vec<PenaltyKind>, Problem> {
        let mut kinds = Vec::new();
        for item in self.list("penalty_kinds")? {
            let kind = PenaltyKind::parse(&item)
                .ok_or_else(|| unknown("penalty_kinds", &item, &PenaltyKind::ALL, PenaltyKind::as_str))?;
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        Ok(kinds)
    }

    /// 18 characters of GB 32100-2015; the check digit is left to the source, whose number it is.
    pub(super) fn uscc(&self) -> Result<Option<String>, Problem> {
        let Some(code) = self.line("uscc", 40)? else {
            return Ok(None);
        };
        let well_formed =
            code.len() == 18 && code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        let reason = || format!("统一社会信用代码“{code}”应是 18 位数字或大写字母");
        if well_formed {
            Ok(Some(code))
        } else {
            Err(Problem::column("uscc", reason()))
        }
    }

    /// The address becomes a link on a public page, so nothing but the web is let in.
    pub(super) fn url(&self, field: &'static str) -> Result<Option<String>, Problem> {
        let Some(url) = self.line(field, 2_000)? else {
            return Ok(None);
        };
        let web = url.starts_with("https://") || url.starts_with("http://");
        let plain = !url
            .chars()
            .any(|c| c.is_whitespace() || matches!(c, '"' | '<' | '>'));
        if web && plain {
            return Ok(Some(url));
        }
        Err(Problem::column(
            field,
            "来源网址应以 https:// 或 http:// 开头，不含空格和引号",
        ))
    }
}

fn unknown<T: Copy>(field: &'static str, text: &str, all: &[T], word: fn(T) -> &'static str) -> Problem {
    let allowed: Vec<_> = all.iter().map(|value| word(*value)).collect();
    FieldError::unknown_value(field, what(field), text, &allowed.join("、")).into()
}
