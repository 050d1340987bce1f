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

    /// By the ending of the name, else by the first bytes.
    pub fn detect(path: &Path) -> Result<Self, ImportError> {
        let ending = path
            .extension()
            .and_then(|e| e.to_str())
            .map(str::to_ascii_lowercase);
        match ending.as_deref() {
            Some("jsonl" | "ndjson" | "json") => return Ok(Self::Jsonl),
            Some("csv" | "tsv" | "txt") => return Ok(Self::Csv),
            Some("xlsx") => return Ok(Self::Xlsx),
            _ => {}
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
