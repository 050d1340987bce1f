//! The gateway's file: CSV, JSON Lines or XLSX by its ending, readable by its owner alone, whole or not at all.

use super::{ExportRow, Exported, export_invitations, mark_exported};
use crate::keys::WorkerKeys;
use crate::private_file;
use crate::services::Services;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const COLUMNS: [&str; 6] = [
    "invitation",
    "incident_number",
    "unit",
    "phone",
    "url",
    "expires_on",
];

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The ending names no format.
    #[error("文件名“{0}”看不出格式。请以 .csv、.jsonl 或 .xlsx 结尾。")]
    Format(String),
    /// The file cannot be written.
    #[error("写不了文件 {}：{source}。请换一个可写的路径。", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: std::io::Error,
    },
    /// The workbook cannot be written.
    #[error("写不了 XLSX：{0}。请改用 .csv。")]
    Workbook(#[from] XlsxError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Writes every waiting link to `path` and marks them as exported once the file is safe on disk.
pub async fn export_to_file(
    services: &Services,
    keys: &WorkerKeys,
    public_url: &str,
    path: &Path,
    again: bool,
    os_user: &str,
) -> Result<Exported, ExportError> {
    let unfinished = path.with_extension(format!("{}.part", ending(path)));
    let mut table = Table::create(path, &unfinished)?;
    let exported = export_invitations(services, keys, public_url, again, |row| table.row(row)).await;
    let written = exported.and_then(|exported| table.finish().map(|()| exported));
    let exported = match written {
        Ok(exported) => exported,
        Err(error) => {
            // Nothing half done stays behind; the error that matters is the first.
            let _ = std::fs::remove_file(&unfinished);
            return Err(error);
        }
    };
    std::fs::rename(&unfinished, path).map_err(|source| ExportError::File {
        path: path.to_owned(),
        source,
    })?;
    mark_exported(services, os_user, &exported).await?;
    Ok(exported)
}

fn ending(path: &Path) -> String {
    path.extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

struct Table {
    path: PathBuf,
    kind: Kind,
}

enum Kind {
    Csv(Box<csv::Writer<File>>),
    Lines(BufWriter<File>),
    Sheet {
        book: Box<Workbook>,
        file: File,
        next: u32,
    },
}

impl Table {
    fn create(path: &Path, unfinished: &Path) -> Result<Self, ExportError> {
        let open = || {
            private_file::create(unfinished).map_err(|source| ExportError::File {
                path: unfinished.to_owned(),
                source,
            })
        };
        let kind = match ending(path).as_str() {
            "csv" => Kind::Csv(Box::new(csv::Writer::from_writer(open()?))),
            "jsonl" => Kind::Lines(BufWriter::new(open()?)),
            "xlsx" => {
                let mut book = Box::new(Workbook::new());
                book.add_worksheet();
                Kind::Sheet {
                    book,
                    file: open()?,
                    next: 0,
                }
            }
            _ => return Err(ExportError::Format(path.display().to_string())),
        };
        let mut table = Self {
            path: path.to_owned(),
            kind,
        };
        table.cells(&COLUMNS.map(Cow::Borrowed))?;
        Ok(table)
    }

    fn row(&mut self, row: &ExportRow) -> Result<(), ExportError> {
        let (invitation, expires_on) = (row.invitation.to_string(), row.expires_on.to_string());
        if let Kind::Lines(file) = &mut self.kind {
            let line = serde_json::json!({
                "invitation": invitation, "incident_number": row.incident_number, "unit": row.unit,
                "phone": row.phone, "url": row.url, "expires_on": expires_on,
            });
            return writeln!(file, "{line}").map_err(|source| self.broken(source));
        }
        self.cells(&[
            invitation.into(),
            harmless(&row.incident_number),
            harmless(&row.unit),
            // Digits, with a plus sign at most: checked on the way in.
            Cow::Borrowed(&row.phone),
            Cow::Borrowed(&row.url),
            expires_on.into(),
        ])
    }

    fn cells(&mut self, cells: &[Cow<'_, str>; 6]) -> Result<(), ExportError> {
        match &mut self.kind {
            Kind::Csv(writer) => {
                let written = writer.write_record(cells.iter().map(AsRef::as_ref));
                written.map_err(|error| self.broken(std::io::Error::other(error)))
            }
            Kind::Sheet { book, next, .. } => {
                let sheet = book.worksheet_from_index(0)?;
                for (column, cell) in (0u16..).zip(cells) {
                    sheet.write_string(*next, column, cell.as_ref())?;
                }
                *next += 1;
                Ok(())
            }
            Kind::Lines(_) => Ok(()),
        }
    }

    /// Everything is on disk when this returns.
    fn finish(self) -> Result<(), ExportError> {
        let path = self.path;
        let broken = |source| ExportError::File {
            path: path.clone(),
            source,
        };
        let file = match self.kind {
            Kind::Csv(writer) => writer
                .into_inner()
                .map_err(|error| broken(std::io::Error::other(error.to_string())))?,
            Kind::Lines(file) => file.into_inner().map_err(|error| broken(error.into_error()))?,
            Kind::Sheet {
                mut book, mut file, ..
            } => {
                let bytes = book.save_to_buffer()?;
                file.write_all(&bytes).map_err(broken)?;
                file
            }
        };
        file.sync_all().map_err(broken)
    }

    fn broken(&self, source: std::io::Error) -> ExportError {
        ExportError::File {
            path: self.path.clone(),
            source,
        }
    }
}

/// A cell that a spreadsheet will not take for a formula.
fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+cmd", "-2", "@SUM", "\t=1", "＝1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("J2026-001"), "J2026-001");
    }
}
