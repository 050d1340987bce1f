//! JSON Lines: one object a line, kept in the order of its keys.

use super::super::error::ImportError;
use super::super::row::{Fields, Problem, RAW_COLUMN, RawRow};
use super::{Head, MAX_ROW_BYTES, Sink, Stop};
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

pub(super) fn read(path: &Path, sink: &Sink) -> Result<(), Stop> {
    let io = |source| ImportError::Io {
        path: path.to_owned(),
        source,
    };
    let mut lines = BufReader::with_capacity(1 << 16, File::open(path).map_err(io)?);
    sink.header(Head::default())?;
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        match read_line(&mut lines, &mut bytes).map_err(io)? {
            Line::End => break,
            Line::TooLong => sink.row(too_long(line, &bytes))?,
            Line::Whole => {
                let text = strip(&bytes, line);
                if !text.iter().all(u8::is_ascii_whitespace) {
                    sink.row(parse_line(line, text))?;
                }
            }
        }
    }
    Ok(())
}

enum Line {
    Whole,
    TooLong,
    End,
}

/// Reads up to a line end; of a line that is too long only the beginning is kept.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<Line> {
    let limit = u64::try_from(MAX_ROW_BYTES).unwrap_or(u64::MAX);
    let read = reader.by_ref().take(limit).read_until(b'\n', line)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if read < MAX_ROW_BYTES || line.ends_with(b"\n") {
        return Ok(Line::Whole);
    }
    line.truncate(200);
    reader.skip_until(b'\n')?;
    Ok(Line::TooLong)
}

fn strip(bytes: &[u8], line: u64) -> &[u8] {
    let text = if line == 1 {
        bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
    } else {
        bytes
    };
    text.trim_ascii_end()
}

fn too_long(line: u64, beginning: &[u8]) -> RawRow {
    let reason = format!(
        "这一行超过 {} MB，请拆小或删去过长的内容（退回文件只留开头）",
        MAX_ROW_BYTES >> 20
    );
    RawRow {
        line,
        fields: raw(beginning),
        problem: Some(Problem::row(reason)),
    }
}

fn raw(bytes: &[u8]) -> Fields {
    vec![(
        RAW_COLUMN.into(),
        Value::String(String::from_utf8_lossy(bytes).into_owned()),
    )]
}

fn parse_line(line: u64, bytes: &[u8]) -> RawRow {
    let reject = |reason: String| RawRow {
        line,
        fields: raw(bytes),
        problem: Some(Problem::row(reason)),
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return reject("这一行不是有效的 UTF-8 文字，请用 UTF-8 编码重新导出".into());
    };
    match parse_object(text) {
        Ok(fields) => match mended(&fields) {
            Some(mended) => parse_line(line, mended.as_bytes()),
            None => RawRow {
                line,
                fields,
                problem: None,
            },
        },
        Err(error) => reject(format!(
            "这一行不是有效的 JSON 对象（第 {} 列附近）：{error}",
            error.column()
        )),
    }
}

/// A line of a reject file that keeps a mended line whole. Its text is shorter than the line it stands in, so
/// this ends.
fn mended(fields: &Fields) -> Option<String> {
    let raw = fields.iter().find(|(name, _)| &**name == RAW_COLUMN)?;
    raw.1.as_str().map(str::to_owned)
}

/// Depth is limited by `serde_json` (128), so a bomb of brackets is an error like any other.
fn parse_object(text: &str) -> Result<Fields, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let fields = deserializer.deserialize_map(InOrder)?;
    deserializer.end()?;
    Ok(fields)
}

/// Keeps the order of keys and refuses a key given twice.
struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Fields;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("一个 JSON 对象")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if fields.iter().any(|(known, _)| **known == *name) {
                return Err(A::Error::custom(format!("字段 {name} 出现了两次")));
            }
            fields.push((name.into(), value));
        }
        Ok(fields)
    }
}
