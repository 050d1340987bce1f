//! The native format (contract, "Native JSON Lines for records"): named values to a record, or what is wrong with
//! them. Files and the form of the desk are read here alike.

use super::row::{Fields, ParsedRow, Problem, RAW_COLUMN, REJECT_COLUMNS, UnitRef};
use super::value::{self, Strictness};
use domain::field_error::FieldError;
use domain::record::{Content, FIELDS, PartyType, PenaltyKind, RecordKind, Withhold, label as what};
use domain::text;
use serde_json::Value;

/// Longest single-line texts, paragraphs and full texts, in characters.
const LINE: usize = 1_000;
const PARAGRAPHS: usize = 100_000;
const FULL_TEXT: usize = 1_000_000;
const LIST_ITEMS: usize = 200;
const PRISON_YEARS_IN_DAYS: u32 = 366;

/// Whether a name is one of the native format.
pub(super) fn is_native(name: &str) -> bool {
    FIELDS.iter().any(|(field, _)| *field == name)
}

/// Reads one row, or says the first thing that is wrong with it. `strictness` says how values are written.
pub(super) fn parse(fields: &Fields, strictness: Strictness) -> Result<ParsedRow, Problem> {
    let row = Given { fields, strictness };
    let content = content_of(&row).map_err(Faults::first)?;
    let unit = row
        .line("unit", 200)?
        .map_or(UnitRef::Default, |unit| UnitRef::parse(&unit));
    let unknown = fields
        .iter()
        .map(|(name, _)| name)
        .filter(|name| !is_passed_over(name))
        .cloned()
        .collect();
    Ok(ParsedRow {
        unit,
        content,
        unknown,
    })
}

/// Reads what was typed into a form, or says everything that is wrong with it, field by field.
pub(crate) fn typed(fields: &Fields) -> Result<Content, Vec<FieldError>> {
    let row = Given {
        fields,
        strictness: Strictness::Form,
    };
    content_of(&row).map_err(Faults::of_fields)
}

fn content_of(row: &Given<'_>) -> Result<Content, Faults> {
    let mut faults = Faults::default();
    let kind = faults.value(row.kind());
    let title = faults.value(row.title());
    let content = Content {
        kind: kind.unwrap_or(RecordKind::Other),
        title: title.unwrap_or_default(),
        document_number: faults.or_none(row.line("document_number", 200)),
        external_id: faults.or_none(row.line("external_id", 200)),
        decided_on: faults.or_none(row.date("decided_on")),
        party_name: faults.or_none(row.line("party_name", LINE)),
        party_type: faults.or_none(row.party_type()),
        uscc: faults.or_none(row.uscc()),
        violation: faults.or_none(row.paragraphs("violation", PARAGRAPHS)),
        facts: faults.or_none(row.paragraphs("facts", PARAGRAPHS)),
        legal_basis: faults.or_none(row.lines("legal_basis")),
        penalty_kinds: faults.or_none(row.penalty_kinds()),
        penalty_text: faults.or_none(row.paragraphs("penalty_text", PARAGRAPHS)),
        fine: faults.or_none(row.money("fine_yuan")),
        confiscated: faults.or_none(row.money("confiscated_yuan")),
        detention_days: faults.or_none(row.days("detention_days")),
        body: faults.or_none(row.paragraphs("body", FULL_TEXT)),
        acted_on: faults.or_none(row.date("acted_on")),
        published_on: faults.or_none(row.date("published_on")),
        publish_until: faults.or_none(row.date("publish_until")),
        source_url: faults.or_none(row.url("source_url")),
        withhold: faults.or_none(row.withhold()),
    };
    if row.value("document_number").is_none() && row.value("external_id").is_none() {
        faults.0.push(row.without_key());
    }
    if faults.0.is_empty() {
        Ok(content)
    } else {
        Err(faults)
    }
}

/// What is wrong with a row, in the order of its fields.
#[derive(Default)]
struct Faults(Vec<Problem>);

impl Faults {
    /// The value, unless there is something wrong with it.
    fn value<T>(&mut self, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.0.push(problem)).ok()
    }

    /// The value, or none where there is something wrong with it.
    fn or_none<T: Default>(&mut self, read: Result<T, Problem>) -> T {
        self.value(read).unwrap_or_default()
    }

    fn first(self) -> Problem {
        self.0
            .into_iter()
            .next()
            .unwrap_or_else(|| Problem::row("这一行读不出"))
    }

    fn of_fields(self) -> Vec<FieldError> {
        let field = |problem: Problem| {
            let column = problem.column.unwrap_or_default();
            FieldError::new(column, "invalid", problem.reason)
        };
        self.0.into_iter().map(field).collect()
    }
}

fn is_passed_over(name: &str) -> bool {
    is_native(name) || name == RAW_COLUMN || REJECT_COLUMNS.contains(&name)
}

/// The values of a row, asked for by name.
struct Given<'a> {
    fields: &'a Fields,
    strictness: Strictness,
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

    fn without_key(&self) -> Problem {
        let (number, id) = (self.name("document_number"), self.name("external_id"));
        Problem::column("document_number", format!("{number}和{id}至少填一个"))
    }

    fn kind(&self) -> Result<RecordKind, Problem> {
        self.word("kind", RecordKind::parse, RecordKind::ALL, RecordKind::as_str)?
            .ok_or_else(|| self.missing("kind"))
    }

    fn title(&self) -> Result<String, Problem> {
        self.line("title", LINE)?.ok_or_else(|| self.missing("title"))
    }

    fn party_type(&self) -> Result<Option<PartyType>, Problem> {
        self.word("party_type", PartyType::parse, PartyType::ALL, PartyType::as_str)
    }

    fn withhold(&self) -> Result<Option<Withhold>, Problem> {
        self.word("withhold", Withhold::parse, Withhold::ALL, Withhold::as_str)
    }

    /// The value, unless it is null, an empty text or an empty list.
    fn value(&self, field: &str) -> Option<&Value> {
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

    fn line(&self, field: &'static str, max: usize) -> Result<Option<String>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        // Line breaks within a table's cell are how people wrap a long name.
        let one_line = text.replace(['\r', '\n', '\t'], " ");
        Ok(text::line(field, what(field), &one_line, max)?)
    }

    fn paragraphs(&self, field: &'static str, max: usize) -> Result<Option<String>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        Ok(text::body(field, what(field), text.trim(), max)?)
    }

    fn date(&self, field: &'static str) -> Result<Option<chrono::NaiveDate>, Problem> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        Ok(Some(value::date(field, what(field), text, self.strictness)?))
    }

    fn money(&self, field: &'static str) -> Result<Option<domain::money::Money>, Problem> {
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

    fn days(&self, field: &'static str) -> Result<Option<u32>, Problem> {
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

    fn lines(&self, field: &'static str) -> Result<Vec<String>, Problem> {
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

    fn penalty_kinds(&self) -> Result<Vec<PenaltyKind>, Problem> {
        let mut kinds = Vec::new();
        for item in self.list("penalty_kinds")? {
            let kind = PenaltyKind::parse(&item)
                .ok_or_else(|| unknown("penalty_kinds", &item, PenaltyKind::ALL, PenaltyKind::as_str))?;
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        Ok(kinds)
    }

    /// 18 characters of GB 32100-2015; the check digit is left to the source, whose number it is.
    fn uscc(&self) -> Result<Option<String>, Problem> {
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
    fn url(&self, field: &'static str) -> Result<Option<String>, Problem> {
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

#[cfg(test)]
mod tests;
