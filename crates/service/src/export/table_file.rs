//! A table in a file: CSV, JSON Lines or XLSX by its ending, whole or not at all.

use crate::{formula, private_file};
use rust_xlsxwriter::{Workbook, XlsxError};
use serde_json::Value;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The ending names no format.
    #[error("文件名“{0}”看不出格式。请以 .csv、.jsonl 或 .xlsx 结尾。")]
    Format(String),
    /// The file cannot be written.
    #[error("写不了文件 {}：{source}。请换一个可写的路径，或检查磁盘空间。", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: std::io::Error,
    },
    /// The workbook cannot be written: too many rows, or a text too long for a cell.
    #[error("写不了 XLSX：{0}。请改用 .csv 或 .jsonl。")]
    Workbook(#[from] XlsxError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// A table being written. Dropped before [`TableFile::finish`] it leaves nothing behind.
pub struct TableFile {
    path: PathBuf,
    unfinished: PathBuf,
    columns: Vec<&'static str>,
    kind: Option<Kind>,
}

enum Kind {
    Csv(Box<csv::Writer<File>>),
    Lines(BufWriter<File>),
    Sheet { book: Box<Workbook>, next: u32 },
}

impl TableFile {
    /// Begins a table with these columns.
    pub fn create(path: &Path, columns: &[&'static str]) -> Result<Self, TableError> {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let unfinished = path.with_extension(format!("{ending}.part"));
        let file = || {
            private_file::create(&unfinished).map_err(|source| TableError::File {
                path: unfinished.clone(),
                source,
            })
        };
        let kind = match ending.as_str() {
            "csv" => {
                let mut file = file()?;
                // Without the mark, spreadsheets on Windows take UTF-8 for a local code page.
                file.write_all("\u{feff}".as_bytes())
                    .map_err(|source| TableError::File {
                        path: unfinished.clone(),
                        source,
                    })?;
                Kind::Csv(Box::new(csv::Writer::from_writer(file)))
            }
            "jsonl" => Kind::Lines(BufWriter::new(file()?)),
            "xlsx" => {
                let mut book = Box::new(Workbook::new());
                book.add_worksheet();
                Kind::Sheet { book, next: 0 }
            }
            _ => return Err(TableError::Format(path.display().to_string())),
        };
        let mut table = Self {
            path: path.to_owned(),
            unfinished,
            columns: columns.to_vec(),
            kind: Some(kind),
        };
        let head: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        table.cells(&head)?;
        Ok(table)
    }

    /// Adds a row, one value a column. JSON Lines keep values and leave `null` out; tables write texts, lists
    /// joined by `；`.
    pub fn row(&mut self, values: &[Value]) -> Result<(), TableError> {
        if let Some(Kind::Lines(file)) = &mut self.kind {
            let members = self
                .columns
                .iter()
                .zip(values)
                .filter(|(_, value)| !value.is_null());
            let object: serde_json::Map<String, Value> = members
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect();
            let line = Value::Object(object);
            return writeln!(file, "{line}").map_err(|source| self.broken(source));
        }
        let texts: Vec<String> = values.iter().map(|value| harmless(text(value))).collect();
        self.cells(&texts)
    }

    fn cells(&mut self, texts: &[String]) -> Result<(), TableError> {
        match &mut self.kind {
            Some(Kind::Csv(writer)) => writer
                .write_record(texts)
                .map_err(|error| self.broken(std::io::Error::other(error))),
            Some(Kind::Sheet { book, next }) => {
                let sheet = book.worksheet_from_index(0)?;
                for (column, text) in (0u16..).zip(texts) {
                    sheet.write_string(*next, column, text)?;
                }
                *next += 1;
                Ok(())
            }
            Some(Kind::Lines(_)) | None => Ok(()),
        }
    }

    /// Everything is on disk, under its own name, when this returns.
    pub fn finish(mut self) -> Result<(), TableError> {
        let file = match self.kind.take() {
            Some(Kind::Csv(writer)) => writer
                .into_inner()
                .map_err(|error| self.broken(std::io::Error::other(error.to_string())))?,
            Some(Kind::Lines(file)) => file
                .into_inner()
                .map_err(|error| self.broken(error.into_error()))?,
            Some(Kind::Sheet { mut book, .. }) => {
                book.save(&self.unfinished)?;
                File::open(&self.unfinished).map_err(|source| self.broken(source))?
            }
            None => return Ok(()),
        };
        file.sync_all().map_err(|source| self.broken(source))?;
        std::fs::rename(&self.unfinished, &self.path).map_err(|source| self.broken(source))
    }

    fn broken(&self, source: std::io::Error) -> TableError {
        TableError::File {
            path: self.path.clone(),
            source,
        }
    }
}

impl Drop for TableFile {
    fn drop(&mut self) {
        // After a finish there is nothing under this name any more.
        let _ = std::fs::remove_file(&self.unfinished);
    }
}

impl std::fmt::Debug for TableFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableFile")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join("；"),
        other => other.to_string(),
    }
}

/// A text that a spreadsheet will not take for a formula.
fn harmless(text: String) -> String {
    if formula::may_start(&text) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn written(name: &str) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let mut table = TableFile::create(&path, &["title", "basis", "days"]).unwrap();
        table
            .row(&[json!("=1+1"), json!(["甲", "乙"]), json!(null)])
            .unwrap();
        assert!(!path.exists());
        table.finish().unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        std::fs::read(&path).unwrap()
    }

    #[test]
    fn a_table_is_written_whole_and_no_cell_is_a_formula() {
        assert_eq!(
            String::from_utf8(written("a.csv")).unwrap(),
            "\u{feff}title,basis,days\n'=1+1,甲；乙,\n"
        );
        assert_eq!(
            String::from_utf8(written("a.jsonl")).unwrap(),
            "{\"basis\":[\"甲\",\"乙\"],\"title\":\"=1+1\"}\n"
        );
        assert!(written("a.xlsx").starts_with(b"PK"));
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            TableFile::create(&folder.path().join("a.txt"), &["t"]),
            Err(TableError::Format(_))
        ));
        let unfinished = TableFile::create(&folder.path().join("b.csv"), &["t"]).unwrap();
        drop(unfinished);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
