//! Reads files row by row on a thread of its own, so that a file of any size takes little memory and reading
//! overlaps with storing.

mod csv_file;
mod encoding;
mod jsonl;
mod unpacked;
mod xlsx;

use super::error::ImportError;
use super::format::Format;
use super::row::RawRow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Rows read ahead of whoever stores them.
const READ_AHEAD: usize = 256;
/// The longest row. Nothing that people publish comes near; a missing quote or line end does.
pub(super) const MAX_ROW_BYTES: usize = 8 << 20;
/// More columns than any table for people has.
const MAX_COLUMNS: usize = 256;

/// The rows of a file; stops after the first error.
pub(super) struct RawRows {
    /// What the file says of itself.
    pub(super) head: Head,
    rows: Receiver<Message>,
    path: PathBuf,
    last_line: u64,
    ended: bool,
}

/// What a file says of itself before its rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// Headings of a table; `None` for JSON Lines.
    pub(super) names: Option<Vec<Arc<str>>>,
    /// About how many rows there are, where that is told.
    pub(super) rows: Option<u64>,
}

/// What the reading thread says.
enum Message {
    Header(Head),
    Row(RawRow),
    Failed(ImportError),
    End,
}

/// Where a reader puts what it reads. `Err` means that nobody listens any more.
struct Sink(SyncSender<Message>);

/// Nobody listens any more.
struct Gone;

/// Why a reader stopped before the end.
enum Stop {
    Gone,
    Error(ImportError),
}

impl From<Gone> for Stop {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Error(error)
    }
}

impl Sink {
    fn header(&self, head: Head) -> Result<(), Gone> {
        self.0.send(Message::Header(head)).map_err(|_| Gone)
    }

    fn row(&self, row: RawRow) -> Result<(), Gone> {
        self.0.send(Message::Row(row)).map_err(|_| Gone)
    }
}

/// Opens a file and reads its heading.
pub(super) fn open(path: &Path, format: Format) -> Result<RawRows, ImportError> {
    std::fs::File::open(path).map_err(ImportError::io(path))?;
    let (sender, rows) = sync_channel(READ_AHEAD);
    let owned = path.to_owned();
    std::thread::Builder::new()
        .name("import-reader".into())
        .spawn(move || read(&owned, format, sender))
        .map_err(ImportError::io(path))?;
    let mut opened = RawRows {
        head: Head::default(),
        rows,
        path: path.to_owned(),
        last_line: 0,
        ended: false,
    };
    match opened.rows.recv() {
        Ok(Message::Header(head)) => opened.head = head,
        Ok(Message::Failed(error)) => return Err(error),
        Ok(Message::End | Message::Row(_)) | Err(_) => return Err(opened.died()),
    }
    Ok(opened)
}

fn read(path: &Path, format: Format, sender: SyncSender<Message>) {
    let sink = Sink(sender);
    let outcome = match format {
        Format::Jsonl => jsonl::read(path, &sink),
        Format::Csv => csv_file::read(path, &sink),
        Format::Xlsx => xlsx::read(path, &sink),
    };
    let last = match outcome {
        Ok(()) => Message::End,
        Err(Stop::Error(error)) => Message::Failed(error),
        Err(Stop::Gone) => return,
    };
    // Whoever reads may have stopped listening in the meantime; then there is nobody to tell.
    drop(sink.0.send(last));
}

impl RawRows {
    /// The reading thread ended without a word: a file so broken that its parser gave up.
    fn died(&self) -> ImportError {
        let reason = "文件内容已损坏".to_owned();
        ImportError::Broken {
            path: self.path.clone(),
            line: self.last_line + 1,
            reason,
        }
    }
}

impl Iterator for RawRows {
    type Item = Result<RawRow, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.rows.recv() {
            Ok(Message::Row(row)) => {
                self.last_line = row.line;
                Some(Ok(row))
            }
            Ok(Message::Header(_)) => self.next(),
            Ok(Message::Failed(error)) => {
                self.ended = true;
                Some(Err(error))
            }
            Ok(Message::End) => {
                self.ended = true;
                None
            }
            Err(_) => {
                self.ended = true;
                Some(Err(self.died()))
            }
        }
    }
}

/// Headings as names: trimmed, unique, not too many; a column without heading is `_col7`.
fn header_names(path: &Path, headings: impl Iterator<Item = String>) -> Result<Vec<Arc<str>>, ImportError> {
    let error = |reason: String| ImportError::Header {
        path: path.to_owned(),
        reason,
    };
    let mut names: Vec<Arc<str>> = Vec::new();
    for (i, heading) in headings.enumerate() {
        let heading = heading.trim();
        let name = if heading.is_empty() {
            nameless(i)
        } else {
            heading.to_owned()
        };
        if names.iter().any(|known| **known == *name) {
            return Err(error(format!("有两列都叫“{name}”，请改名后重试")));
        }
        names.push(name.into());
    }
    match names.len() {
        0 => Err(error("文件是空的，第一行应是列名".into())),
        n if n > MAX_COLUMNS => Err(error(format!(
            "有 {n} 列，最多 {MAX_COLUMNS} 列，请检查分隔符或删去多余的列"
        ))),
        _ => Ok(names),
    }
}

fn nameless(index: usize) -> String {
    format!("_col{}", index + 1)
}

#[cfg(test)]
mod tests;
