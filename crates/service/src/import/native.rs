//! The native format (contract, "Native JSON Lines for records"): named values to a record, or what is wrong with
//! them. Files and the form of the desk are read here alike.

mod given;

use super::row::{Fields, ParsedRow, Problem, RAW_COLUMN, REJECT_COLUMNS, UnitRef};
use super::value::Strictness;
use domain::field_error::FieldError;
use domain::record::{Content, FIELDS, RecordKind};
use given::Given;

/// Longest single-line texts, paragraphs and full texts, in characters.
const LINE: usize = 1_000;
const PARAGRAPHS: usize = 100_000;
const FULL_TEXT: usize = 1_000_000;

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

#[cfg(test)]
mod tests;
