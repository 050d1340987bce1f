//! One row of a foreign table into native fields.

use super::super::native;
use super::super::row::{Fields, ParsedRow, Problem, REJECT_COLUMNS};
use super::super::value::{Strictness, ten_thousandfold};
use super::file::{AmountUnit, FieldRule, Layout, NativeField, RejectRule};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use std::borrow::Cow;
use std::fmt::Write;

/// The longest composed title; the whole facts stand in the record.
const TITLE_CLAUSE: usize = 60;

impl Layout {
    /// Applies every rule; `key` is that of external ids.
    pub fn apply(&self, fields: &Fields, key: &[u8]) -> Result<ParsedRow, Problem> {
        let row = Columns { layout: self, fields };
        if let Some(rule) = self.reject.iter().find(|rule| row.is_rejected_by(rule)) {
            return Err(Problem {
                column: rule.column.clone(),
                reason: rule.reason.clone(),
            });
        }
        let mut made: Fields = Vec::with_capacity(self.fields.len() + self.defaults.len() + 2);
        for (field, rule) in &self.fields {
            if let Some(value) = row.value(rule)? {
                made.push((field.0.as_str().into(), value));
            }
        }
        for (field, text) in &self.defaults {
            if !made.iter().any(|(name, _)| **name == *field.0) {
                made.push((field.0.as_str().into(), Value::from(text.as_str())));
            }
        }
        if let Some(title) = row.title(&made) {
            made.push(("title".into(), Value::from(title)));
        }
        if let Some(rule) = &self.external_id {
            made.push(("external_id".into(), Value::from(row.keyed_hash(&rule.hash, key))));
        }
        let mut parsed =
            native::parse(&made, Strictness::Table).map_err(|problem| self.under_its_column(problem))?;
        parsed.unknown = fields
            .iter()
            .map(|(name, _)| name)
            .filter(|name| !self.uses(name))
            .cloned()
            .collect();
        Ok(parsed)
    }

    /// The problem named by the file's column instead of the native field.
    fn under_its_column(&self, problem: Problem) -> Problem {
        let column = problem
            .column
            .map(|field| match self.fields.get(&NativeField(field.clone())) {
                Some(rule) => rule.from[0].clone(),
                None => field,
            });
        Problem { column, ..problem }
    }

    fn uses(&self, column: &str) -> bool {
        let mapped = self
            .fields
            .values()
            .any(|rule| rule.from.iter().any(|from| from == column));
        let titled = self.title.as_ref().is_some_and(|title| title.otherwise == column);
        let hashed = self
            .external_id
            .as_ref()
            .is_some_and(|rule| rule.hash.iter().any(|from| from == column));
        let ignored = self.ignore.iter().any(|name| name == column);
        mapped || titled || hashed || ignored || REJECT_COLUMNS.contains(&column)
    }
}

/// A row's cells, asked for by heading.
struct Columns<'a> {
    layout: &'a Layout,
    fields: &'a Fields,
}

impl Columns<'_> {
    /// The trimmed text of a cell, unless it means nothing.
    fn text(&self, column: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.fields.iter().find(|(name, _)| **name == *column)?;
        let text = match value {
            Value::String(text) => Cow::Borrowed(text.trim()),
            Value::Number(number) => Cow::Owned(number.to_string()),
            _ => return None,
        };
        (!text.is_empty() && !self.layout.none.contains(&*text)).then_some(text)
    }

    fn is_rejected_by(&self, rule: &RejectRule) -> bool {
        let filled = |column: &String| self.text(column).is_some();
        let any_filled = rule.any_filled.is_empty() || rule.any_filled.iter().any(filled);
        let all_empty = !rule.all_empty.iter().any(filled);
        let equal = rule
            .equal
            .iter()
            .all(|(column, text)| self.text(column).as_deref() == Some(text));
        any_filled && all_empty && equal
    }

    fn value(&self, rule: &FieldRule) -> Result<Option<Value>, Problem> {
        let filled = rule
            .from
            .iter()
            .find_map(|column| Some((column, self.text(column)?)));
        let Some((column, text)) = filled else {
            return Ok(None);
        };
        let text = match rule.unit {
            Some(AmountUnit::TenThousand) => Cow::Owned(ten_thousandfold(&text).into_owned()),
            Some(AmountUnit::Yuan) | None => text,
        };
        let Some(separator) = &rule.split else {
            return rule.mapped(column, &text);
        };
        let parts = text
            .split(separator.as_str())
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let items: Vec<Value> = parts
            .filter_map(|part| rule.mapped(column, part).transpose())
            .collect::<Result<_, _>>()?;
        Ok(Some(Value::Array(items)))
    }

    /// The composed title, or the column that stands in for it.
    fn title(&self, made: &Fields) -> Option<String> {
        let rule = self.layout.title.as_ref()?;
        let part = |field: &NativeField| {
            let (_, value) = made.iter().find(|(name, _)| **name == *field.0)?;
            let text = value.as_str()?;
            Some(if rule.first_clause_of.contains(field) {
                first_clause(text)
            } else {
                text.to_owned()
            })
        };
        let parts: Option<Vec<String>> = rule.compose.iter().map(part).collect();
        parts
            .map(|parts| parts.join(&rule.join))
            .or_else(|| self.text(&rule.otherwise).map(Cow::into_owned))
    }

    /// HMAC-SHA-256 over the columns, each with its length before it, so that no two rows give the same input.
    fn keyed_hash(&self, columns: &[String], key: &[u8]) -> String {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
        for column in columns {
            let text = self.text(column).unwrap_or_default();
            mac.update(&(text.len() as u64).to_be_bytes());
            mac.update(text.as_bytes());
        }
        let digest = mac.finalize().into_bytes();
        digest
            .iter()
            .take(16)
            .fold(String::with_capacity(32), |mut hex, byte| {
                // Writing to a string cannot fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}

impl FieldRule {
    /// `None` for a value that the map drops.
    fn mapped(&self, column: &str, text: &str) -> Result<Option<Value>, Problem> {
        let Some(map) = &self.map else {
            return Ok(Some(Value::from(text)));
        };
        match map.get(text) {
            Some(native) if native.is_empty() => Ok(None),
            Some(native) => Ok(Some(Value::from(native.as_str()))),
            None => {
                let shown: String = text.chars().take(40).collect();
                Err(Problem::column(
                    column,
                    format!("“{shown}”不在布局文件的对照表里，请改正或补进对照表"),
                ))
            }
        }
    }
}

/// Up to the first sentence mark, comma or line end, and not too long for a line.
fn first_clause(text: &str) -> String {
    let clause = text
        .split(['，', '。', '；', ';', '\n'])
        .map(str::trim)
        .find(|clause| !clause.is_empty());
    let clause = clause.unwrap_or(text);
    match clause.char_indices().nth(TITLE_CLAUSE) {
        Some((end, _)) => format!("{}…", &clause[..end]),
        None => clause.to_owned(),
    }
}
