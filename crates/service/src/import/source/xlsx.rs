//! Excel workbooks, cell by cell: the first sheet, its first filled row being the heading.

use super::super::error::ImportError;
use super::super::row::{Fields, Problem, RawRow};
use super::{Head, Sink, Stop, header_names, nameless, unpacked};
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use serde_json::Value;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

/// Excel's own limit on columns.
const MOST_COLUMNS: usize = 1 << 14;

pub(super) fn read(path: &Path, sink: &Sink) -> Result<(), Stop> {
    let not_xlsx = |reason: String| ImportError::NotXlsx {
        path: path.to_owned(),
        reason,
    };
    unpacked::check(path)?;
    let file = BufReader::new(File::open(path).map_err(ImportError::io(path))?);
    let mut workbook: Xlsx<_> = Xlsx::new(file).map_err(|error| not_xlsx(error.to_string()))?;
    let sheet = workbook
        .sheet_names()
        .first()
        .cloned()
        .ok_or_else(|| not_xlsx("没有工作表".into()))?;
    let mut cells = workbook
        .worksheet_cells_reader(&sheet)
        .map_err(|error| not_xlsx(error.to_string()))?;
    let mut rows = Rows {
        path,
        sink,
        header: None,
        cells: Vec::new(),
        line: 0,
        last: u64::from(cells.dimensions().end.0) + 1,
    };
    loop {
        let cell = cells.next_cell_with_formula_metadata().map_err(|error| {
            let (path, reason) = (
                path.to_owned(),
                format!("工作表内容已损坏（{error}），请重新另存后重试"),
            );
            ImportError::Broken {
                path,
                line: rows.line + 1,
                reason,
            }
        })?;
        let Some(cell) = cell else { break };
        let (row, column) = cell.pos;
        let line = u64::from(row) + 1;
        if line != rows.line {
            rows.finish()?;
            rows.line = line;
        }
        if let Some(text) = text_of(&cell.value, cell.formula.is_some()) {
            rows.cells.push((column as usize, text));
            if rows.cells.len() > MOST_COLUMNS {
                return Err(ImportError::Broken {
                    path: path.to_owned(),
                    line,
                    reason: format!("这一行的单元格超过 {MOST_COLUMNS} 个，请重新另存后重试"),
                }
                .into());
            }
        }
    }
    rows.finish()?;
    match rows.header {
        Some(_) => Ok(()),
        None => Err(header_names(path, std::iter::empty()).map_or_else(Stop::Error, |_| Stop::Gone)),
    }
}

/// A cell's text; `Err` for a formula that failed.
type Text = Result<String, String>;

struct Rows<'a> {
    path: &'a Path,
    sink: &'a Sink,
    header: Option<Vec<Arc<str>>>,
    cells: Vec<(usize, Text)>,
    line: u64,
    /// The last line that the sheet claims to have.
    last: u64,
}

impl Rows<'_> {
    /// Hands over the row whose cells were gathered; empty rows are passed over.
    fn finish(&mut self) -> Result<(), Stop> {
        let cells = std::mem::take(&mut self.cells);
        if cells.is_empty() {
            return Ok(());
        }
        if let Some(header) = &self.header {
            self.sink.row(row(self.line, header, cells))?;
        } else {
            let width = cells.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
            let mut headings = vec![String::new(); width.min(MOST_COLUMNS)];
            for (column, text) in cells {
                if let Some(heading) = headings.get_mut(column) {
                    *heading = text.unwrap_or_else(|error| error);
                }
            }
            let header = header_names(self.path, headings.into_iter())?;
            self.sink.header(Head {
                names: Some(header.clone()),
                rows: self.last.checked_sub(self.line).filter(|rows| *rows > 0),
            })?;
            self.header = Some(header);
        }
        Ok(())
    }
}

fn row(line: u64, header: &[Arc<str>], cells: Vec<(usize, Text)>) -> RawRow {
    let mut problem = None;
    let mut fields = Fields::with_capacity(cells.len());
    let widest = cells.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
    for (column, text) in cells {
        let name = header
            .get(column)
            .cloned()
            .unwrap_or_else(|| nameless(column).into());
        let text = text.unwrap_or_else(|error| {
            let cell = format!("{}{line}", letters(column));
            let reason = if error == NOT_CALCULATED {
                format!("单元格 {cell} 的公式没有计算结果，请用 Excel 打开并重新保存，或填入实际内容")
            } else {
                format!("单元格 {cell} 是公式错误 {error}，请填入实际内容")
            };
            problem = Some(Problem::column(&*name, reason));
            error
        });
        fields.push((name, Value::String(text)));
    }
    if widest > header.len() {
        let reason = format!(
            "这一行有 {widest} 列，表头只有 {} 列，请移回正确的列",
            header.len()
        );
        problem = Some(Problem::row(reason));
    }
    RawRow {
        line,
        fields,
        problem,
    }
}

/// The letters by which Excel calls a column: A, B … Z, AA.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).expect("below 26"));
    match column / 26 {
        0 => last.to_string(),
        rest => letters(rest - 1) + &last.to_string(),
    }
}

/// What a reject file shows for a formula without a result.
const NOT_CALCULATED: &str = "#未计算";
/// What Excel shows for a formula that failed.
const FAILED: [&str; 8] = [
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
    NOT_CALCULATED,
];

/// `None` for an empty cell.
fn text_of(value: &DataRef<'_>, is_formula: bool) -> Option<Text> {
    let text = match value {
        // Written by a program that does not calculate: what the cell should say is not in the file.
        DataRef::Empty if is_formula => return Some(Err(NOT_CALCULATED.to_owned())),
        DataRef::Empty => return None,
        DataRef::Error(error) => return Some(Err(error.to_string())),
        DataRef::Int(number) => number.to_string(),
        // Rust writes the shortest decimal that is the same number: 30008.7, not 30008.700000000001; 50000, not 50000.0.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => if *truth { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(at) => date_text(*at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.replace('T', " "),
    };
    // A reject file keeps a failed formula as text; unmended it is no better than before.
    if FAILED.contains(&text.trim()) {
        return Some(Err(text));
    }
    (!text.trim().is_empty()).then_some(Ok(text))
}

fn date_text(at: ExcelDateTime) -> String {
    if at.is_duration() || !(1.0..2_958_466.0).contains(&at.as_f64()) {
        return at.as_f64().to_string();
    }
    match at.to_ymd_hms_milli() {
        (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
        (year, month, day, h, m, s, _) => format!("{year:04}-{month:02}-{day:02} {h:02}:{m:02}:{s:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_called_as_in_excel() {
        let called = [0, 25, 26, 51, 701, 702, super::MOST_COLUMNS - 1].map(letters);
        assert_eq!(called, ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]);
    }
}
