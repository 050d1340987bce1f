//! Which of the three file formats a file is in.

use super::error::ImportError;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How the rows of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma, semicolon or tab separated, UTF-8 or GB18030.
    Csv,
    /// An Excel workbook; its first sheet.
    Xlsx,
}

impl Format {
    /// Reads `jsonl`, `csv`, `xlsx`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "jsonl" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// By the ending of the name.
    pub(super) fn by_ending(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "jsonl" | "ndjson" | "json" => Some(Self::Jsonl),
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// The usual ending of a name.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Jsonl => ".jsonl",
            Self::Csv => ".csv",
            Self::Xlsx => ".xlsx",
        }
    }

    /// By the ending of the name, else by the first bytes.
    pub fn detect(path: &Path) -> Result<Self, ImportError> {
        if let Some(format) = Self::by_ending(path) {
            return Ok(format);
        }
        let mut first = [0; 4];
        let read = File::open(path)
            .and_then(|mut file| file.read(&mut first))
            .map_err(ImportError::io(path))?;
        match &first[..read] {
            [b'P', b'K', ..] => Ok(Self::Xlsx),
            [b'{', ..] => Ok(Self::Jsonl),
            _ => Err(ImportError::UnknownFormat(path.to_owned())),
        }
    }
}
