//! Files into rows that are records to be or rejects.

use super::error::ImportError;
use super::format::Format;
use super::layout::Layout;
use super::native;
use super::row::{ParsedRow, Problem, Row};
use super::source::{self, Head, RawRows};
use super::value::Strictness;
use std::path::Path;

/// The rows of a file, read through its layout.
pub struct Rows {
    raw: RawRows,
    layout: Option<Layout>,
    key: Vec<u8>,
    strictness: Strictness,
}

/// Opens a file; `key` is that of hashed external ids. Fails on what makes the whole file unusable.
pub fn open(
    path: &Path,
    format: Option<Format>,
    layout: Option<Layout>,
    key: &[u8],
) -> Result<Rows, ImportError> {
    let format = format.map_or_else(|| Format::detect(path), Ok)?;
    let raw = source::open(path, format)?;
    if let (Some(layout), Some(header)) = (&layout, &raw.head.names) {
        layout.check_header(header)?;
    }
    let strictness = if format == Format::Jsonl {
        Strictness::Json
    } else {
        Strictness::Table
    };
    Ok(Rows {
        raw,
        layout,
        key: key.to_owned(),
        strictness,
    })
}

impl Rows {
    pub(super) fn head(&self) -> &Head {
        &self.raw.head
    }

    fn parse(&self, fields: &super::row::Fields) -> Result<ParsedRow, Problem> {
        match &self.layout {
            Some(layout) => layout.apply(fields, &self.key),
            None => native::parse(fields, self.strictness),
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Row, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let raw = match self.raw.next()? {
            Ok(raw) => raw,
            Err(error) => return Some(Err(error)),
        };
        let parsed = raw.problem.map_or_else(|| self.parse(&raw.fields), Err);
        Some(Ok(Row {
            line: raw.line,
            parsed: parsed.map_err(|problem| problem.at(raw.line)),
            fields: raw.fields,
        }))
    }
}
