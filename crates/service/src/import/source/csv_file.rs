//! Tables as text. Separators and quotes are single bytes in UTF-8 and in GB18030 alike (the second byte of a
//! GB18030 character is never below 0x30, and `;` is 0x3B only as itself), so rows are split as bytes and
//! decoded field by field: a broken byte spoils one row, not the file.

use super::super::error::ImportError;
use super::super::row::{Fields, Problem, RAW_COLUMN, REJECT_COLUMNS, RawRow};
use super::{Head, MAX_ROW_BYTES, Sink, Stop, encoding, header_names, nameless};
use crate::formula;
use csv::ByteRecord;
use encoding_rs::Encoding;
use serde_json::Value;
use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

pub(super) fn read(path: &Path, sink: &Sink) -> Result<(), Stop> {
    let io = |source| ImportError::Io {
        path: path.to_owned(),
        source,
    };
    let open = || {
        File::open(path)
            .map(|file| BufReader::with_capacity(1 << 16, file))
            .map_err(io)
    };
    let encoding = encoding::detect(open()?)
        .map_err(io)?
        .ok_or_else(|| ImportError::Encoding(path.to_owned()))?;
    let mut bytes = open()?;
    skip_bom(&mut bytes).map_err(io)?;
    let (delimiter, crlf) = sniff(&mut bytes).map_err(io)?;
    let since_row = Rc::new(Cell::new(0));
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        // The line end that a last line may lack: lines are counted by them.
        .from_reader(Guarded {
            inner: bytes.chain(&b"\n"[..]),
            since_row: since_row.clone(),
        });
    let mut record = ByteRecord::new();
    let mut header: Option<Vec<Arc<str>>> = None;
    loop {
        let line = rows.position().line();
        since_row.set(0);
        if !rows
            .read_byte_record(&mut record)
            .map_err(|error| broken(path, line, error))?
        {
            break;
        }
        let line = first_line(&record, rows.position().line(), crlf);
        match &header {
            None => {
                let names = record
                    .iter()
                    .map(|heading| encoding::decode(encoding, heading).unwrap_or_default());
                let names = header_names(path, names)?;
                sink.header(Head {
                    names: Some(names.clone()),
                    rows: None,
                })?;
                header = Some(names);
            }
            Some(header) if !is_blank(&record) => sink.row(row(line, header, &record, encoding))?,
            Some(_) => {}
        }
    }
    match header {
        Some(_) => Ok(()),
        None => Err(header_names(path, std::iter::empty()).map_or_else(Stop::Error, |_| Stop::Gone)),
    }
}

/// Where a record just read began. The reader's own count begins before blank lines, and of `\r\n` it has not
/// yet seen the `\n`.
fn first_line(record: &ByteRecord, next: u64, crlf: bool) -> u64 {
    let within = record.as_slice().split(|byte| *byte == b'\n').count() as u64 - 1;
    next.saturating_sub(within + u64::from(!crlf)).max(1)
}

fn broken(path: &Path, line: u64, error: csv::Error) -> ImportError {
    let reason = match error.into_kind() {
        csv::ErrorKind::Io(error) => error.to_string(),
        other => format!("{other:?}"),
    };
    ImportError::Broken {
        path: path.to_owned(),
        line,
        reason,
    }
}

fn is_blank(record: &ByteRecord) -> bool {
    record
        .iter()
        .all(|field| field.iter().all(u8::is_ascii_whitespace))
}

fn row(line: u64, header: &[Arc<str>], record: &ByteRecord, encoding: &'static Encoding) -> RawRow {
    let mut fields = Fields::with_capacity(record.len());
    let mut problem = None;
    let is_reject_file = header.iter().any(|name| REJECT_COLUMNS.contains(&&**name));
    for (i, bytes) in record.iter().enumerate() {
        let name = header.get(i).cloned().unwrap_or_else(|| nameless(i).into());
        let text = encoding::decode(encoding, bytes).unwrap_or_else(|| {
            let reason = format!("含有不是 {} 编码的字节，请改正这些乱码", encoding.name());
            problem = Some(Problem::column(&*name, reason));
            String::from_utf8_lossy(bytes).into_owned()
        });
        if text.contains(char::REPLACEMENT_CHARACTER) && problem.is_none() {
            problem = Some(Problem::column(
                &*name,
                "含有无法显示的乱码“\u{FFFD}”，请按原文改正",
            ));
        }
        let text = if is_reject_file {
            formula::read_back(&text).to_owned()
        } else {
            text
        };
        if !text.is_empty() {
            fields.push((name, Value::String(text)));
        }
    }
    let widest = record
        .iter()
        .rposition(|field| !field.trim_ascii().is_empty())
        .map_or(0, |last| last + 1);
    if widest > header.len() || record.len() < header.len() {
        let reason = format!(
            "这一行有 {} 列，表头有 {} 列，请检查分隔符和引号",
            record.len(),
            header.len()
        );
        problem = Some(Problem::row(reason));
    }
    debug_assert!(
        header.iter().all(|name| &**name != RAW_COLUMN),
        "tables keep their fields"
    );
    RawRow {
        line,
        fields,
        problem,
    }
}

fn skip_bom(bytes: &mut impl BufRead) -> std::io::Result<()> {
    if bytes.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
        bytes.consume(3);
    }
    Ok(())
}

/// Whichever of comma, semicolon and tab stands most often in the first line, outside of quotes; and whether
/// that line ends with `\r\n`.
fn sniff(bytes: &mut impl BufRead) -> std::io::Result<(u8, bool)> {
    let (mut quoted, mut crlf) = (false, false);
    let mut seen = [(b',', 0), (b';', 0), (b'\t', 0)];
    for &byte in bytes.fill_buf()? {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            b'\r' => crlf = true,
            _ => seen
                .iter_mut()
                .filter(|(delimiter, _)| *delimiter == byte)
                .for_each(|(_, n)| *n += 1),
        }
    }
    // The first of the most frequent, so that a single column is read as comma separated.
    let most = seen.iter().map(|(_, n)| *n).max().unwrap_or(0);
    Ok((
        seen.iter()
            .find(|(_, n)| *n == most)
            .map_or(b',', |(delimiter, _)| *delimiter),
        crlf,
    ))
}

/// Stops a row that never ends: a quote without its partner would otherwise swallow the file.
struct Guarded<R> {
    inner: R,
    since_row: Rc<Cell<usize>>,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.since_row.get() > MAX_ROW_BYTES {
            let reason = format!(
                "这一行超过 {} MB，多半是少了一个引号，请补上后重试",
                MAX_ROW_BYTES >> 20
            );
            return Err(std::io::Error::other(reason));
        }
        let read = self.inner.read(buffer)?;
        self.since_row.set(self.since_row.get() + read);
        Ok(read)
    }
}
