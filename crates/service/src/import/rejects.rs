//! The reject file: rows that were not taken, in the format of the file they came from, with line, column and
//! reason beside them. Mended, it is imported like any other file.

use super::format::Format;
use super::row::{Fields, REJECT_COLUMNS, Reject};
use super::run::RunError;
use crate::{formula, private_file};
use rust_xlsxwriter::{Workbook, XlsxError};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Excel's own limit on a cell's characters.
const CELL: usize = 32_767;

/// Writes rejects as they come.
pub(super) struct RejectWriter {
    path: PathBuf,
    sink: Sink,
}

enum Sink {
    Jsonl(BufWriter<File>),
    Csv {
        table: Box<csv::Writer<File>>,
        header: Vec<Arc<str>>,
    },
    Xlsx {
        book: Box<Workbook>,
        header: Vec<Arc<str>>,
        row: u32,
    },
}

impl RejectWriter {
    /// Begins the file, which must not be the one that is read, and whose name must not promise another format.
    pub(super) fn create(
        path: &Path,
        source: &Path,
        format: Format,
        header: Option<&[Arc<str>]>,
    ) -> Result<Self, RunError> {
        let refuse = |reason: String| RunError::Rejects {
            path: path.to_owned(),
            reason,
        };
        if path
            .canonicalize()
            .is_ok_and(|path| source.canonicalize().is_ok_and(|source| path == source))
        {
            return Err(refuse("它就是要导入的文件".into()));
        }
        if Format::by_ending(path).is_some_and(|named| named != format) {
            let ending = format.ending();
            let reason = format!("退回的行按导入文件的格式写出，文件名应以 {ending} 结尾");
            return Err(refuse(reason));
        }
        let file = private_file::create(path).map_err(|error| refuse(error.to_string()))?;
        let header: Vec<_> = header
            .unwrap_or_default()
            .iter()
            .filter(|name| !is_added(name))
            .cloned()
            .collect();
        let names = || header.iter().map(|name| &**name).chain(REJECT_COLUMNS);
        let sink = match format {
            Format::Jsonl => Sink::Jsonl(BufWriter::new(file)),
            Format::Csv => {
                let mut file = file;
                // The mark by which Excel knows UTF-8.
                file.write_all(b"\xEF\xBB\xBF")
                    .map_err(|error| refuse(error.to_string()))?;
                let mut table = Box::new(csv::WriterBuilder::new().flexible(true).from_writer(file));
                table
                    .write_record(names())
                    .map_err(|error| refuse(error.to_string()))?;
                Sink::Csv { table, header }
            }
            Format::Xlsx => {
                let mut book = Box::new(Workbook::new());
                write_cells(&mut book, 0, names()).map_err(|error| refuse(error.to_string()))?;
                Sink::Xlsx { book, header, row: 0 }
            }
        };
        Ok(Self {
            path: path.to_owned(),
            sink,
        })
    }

    /// Adds one row. Cells beyond the heading follow the reason.
    pub(super) fn write(&mut self, fields: &Fields, reject: &Reject) -> Result<(), RunError> {
        let outcome = match &mut self.sink {
            Sink::Jsonl(file) => {
                writeln!(file, "{}", object(fields, reject)).map_err(|error| error.to_string())
            }
            Sink::Csv { table, header } => table
                .write_record(
                    cells(header, fields, reject)
                        .iter()
                        .map(|cell| formula::for_mending(cell)),
                )
                .map_err(|error| error.to_string()),
            Sink::Xlsx { book, header, row } => {
                *row += 1;
                let cells = cells(header, fields, reject);
                write_cells(book, *row, cells.iter().map(String::as_str)).map_err(|error| error.to_string())
            }
        };
        outcome.map_err(|reason| self.refuse(reason))
    }

    /// Completes the file.
    pub(super) fn finish(&mut self) -> Result<(), RunError> {
        let outcome = match &mut self.sink {
            Sink::Jsonl(file) => file.flush().map_err(|error| error.to_string()),
            Sink::Csv { table, .. } => table.flush().map_err(|error| error.to_string()),
            Sink::Xlsx { book, .. } => book.save(&self.path).map_err(|error| error.to_string()),
        };
        outcome.map_err(|reason| self.refuse(reason))
    }

    fn refuse(&self, reason: String) -> RunError {
        RunError::Rejects {
            path: self.path.clone(),
            reason,
        }
    }
}

fn is_added(name: &str) -> bool {
    REJECT_COLUMNS.contains(&name)
}

fn object(fields: &Fields, reject: &Reject) -> Value {
    let kept = fields.iter().filter(|(name, _)| !is_added(name));
    let mut object: Map<String, Value> = kept
        .map(|(name, value)| (name.to_string(), value.clone()))
        .collect();
    let [line, column, reason] = REJECT_COLUMNS.map(str::to_owned);
    object.insert(line, Value::from(reject.line));
    object.insert(column, reject.column.clone().map_or(Value::Null, Value::from));
    object.insert(reason, Value::from(reject.reason.as_str()));
    Value::Object(object)
}

fn cells(header: &[Arc<str>], fields: &Fields, reject: &Reject) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let of = |name: &Arc<str>| {
        fields
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| text(value))
    };
    let mut cells: Vec<String> = header.iter().map(|name| of(name).unwrap_or_default()).collect();
    cells.extend([
        reject.line.to_string(),
        reject.column.clone().unwrap_or_default(),
        reject.reason.clone(),
    ]);
    let beyond = fields
        .iter()
        .filter(|(name, _)| !is_added(name) && !header.contains(name));
    cells.extend(beyond.map(|(_, value)| text(value)));
    cells
}

/// Everything is text, so that nothing is a formula and nothing is rounded.
fn write_cells<'a>(
    book: &mut Workbook,
    row: u32,
    cells: impl Iterator<Item = &'a str>,
) -> Result<(), XlsxError> {
    if row == 0 {
        book.add_worksheet();
    }
    let sheet = book.worksheet_from_index(0)?;
    for (column, text) in cells.enumerate() {
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        match text.char_indices().nth(CELL) {
            Some((end, _)) => sheet.write_string(row, column, &text[..end])?,
            None if text.is_empty() => continue,
            None => sheet.write_string(row, column, text)?,
        };
    }
    Ok(())
}
