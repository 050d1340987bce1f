//! Units, officers, cases and the calendar from a file: lists short enough to be read whole before anything is stored.

mod calendar;
mod cases;
mod officers;
mod units;

pub use calendar::run_calendar;
pub use cases::run_cases;
pub use officers::run_officers;
pub use units::run_units;

use super::hash::fingerprint;
use super::rejects::RejectWriter;
use super::row::{Problem, REJECT_COLUMNS, RawRow};
use super::run::{OnError, Options, Outcome, RunError, Summary};
use super::source;
use super::value::shown;
use domain::event::Actor;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Rows a transaction, so that the write lock is held shortly.
const ROWS: usize = 250;

/// A list read and checked: what may be stored, what was rejected, and the run's account of it.
struct List<T> {
    rows: Vec<T>,
    summary: Summary,
    unknown: BTreeMap<Arc<str>, u64>,
    actor: Actor,
    /// Nothing is to be stored: a dry run, or rejects with `--on-error undo`.
    withheld: bool,
    undone: bool,
}

/// Named texts of a row; empty ones are absent.
struct Texts<'a>(&'a RawRow);

impl Texts<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let value = self
            .0
            .fields
            .iter()
            .find(|(known, _)| &**known == name)
            .map(|(_, value)| value)?;
        let text = match value {
            Value::Null => return None,
            Value::String(text) => text.trim().to_owned(),
            other => shown(other),
        };
        (!text.is_empty()).then_some(text)
    }

    fn require(&self, name: &'static str, what: &str) -> Result<String, Problem> {
        self.get(name)
            .ok_or_else(|| Problem::column(name, format!("请填写{what}")))
    }
}

/// Reads the whole file. `key` tells rows apart; the same key twice is a reject.
fn read<T>(
    options: &Options,
    columns: &[&str],
    key: impl Fn(&T) -> String,
    mut parse: impl FnMut(&Texts<'_>) -> Result<T, Problem>,
) -> Result<List<T>, RunError> {
    let format = super::batch::format(options)?;
    let mut raw = source::open(&options.file, format)?;
    let header = raw.head.names.take();
    let mut rejects = match options.rejects.as_deref() {
        Some(path) => Some(RejectWriter::create(
            path,
            &options.file,
            format,
            header.as_deref(),
        )?),
        None => None,
    };
    let mut seen: HashMap<String, u64> = HashMap::new();
    let (mut rows, mut summary, mut unknown) = (Vec::new(), Summary::default(), BTreeMap::new());
    for row in raw {
        let row = row?;
        summary.read += 1;
        count_unknown(&row, columns, &mut unknown);
        let parsed = row
            .problem
            .clone()
            .map_or_else(|| parse(&Texts(&row)), Err)
            .and_then(|parsed| match seen.insert(key(&parsed), row.line) {
                Some(first) => Err(Problem::repeats(first)),
                None => Ok(parsed),
            });
        match parsed {
            Ok(parsed) => rows.push(parsed),
            Err(problem) => {
                summary.rejected += 1;
                if let Some(rejects) = &mut rejects {
                    rejects.write(&row.fields, &problem.at(row.line))?;
                }
            }
        }
    }
    if let Some(rejects) = &mut rejects {
        rejects.finish()?;
    }
    let undone = summary.rejected > 0 && options.on_error == OnError::Undo;
    let actor = Actor::System(format!(
        "import {} {}",
        options.os_user,
        fingerprint(&options.file)?.sha256
    ));
    Ok(List {
        rows,
        summary,
        unknown,
        actor,
        withheld: options.dry_run || undone,
        undone,
    })
}

fn count_unknown(row: &RawRow, columns: &[&str], unknown: &mut BTreeMap<Arc<str>, u64>) {
    let strange = |name: &str| !columns.contains(&name) && !REJECT_COLUMNS.contains(&name);
    for (name, _) in row.fields.iter().filter(|(name, _)| strange(name)) {
        *unknown.entry(name.clone()).or_default() += 1;
    }
}

impl<T> List<T> {
    fn finish(self) -> Outcome {
        Outcome {
            summary: self.summary,
            unknown_columns: self.unknown,
            undone: self.undone,
        }
    }
}

#[cfg(test)]
mod tests;
