//! The independent count, and the same figures from an export.

use crate::Result;
use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// By authority and year of 发布日期.
pub(crate) type Fines = BTreeMap<(String, String), Sum>;

/// Records and their fines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) records: u64,
    pub(crate) fen: i64,
}

/// What the sheet holds.
pub(crate) struct Counted {
    pub(crate) rows: u64,
    pub(crate) records: u64,
    pub(crate) fines: Fines,
}

/// Counts the sheet: rows of transposed notices (whose document number became a heading), headings among the rows,
/// rows with neither party nor penalty, and exact repeats are no records.
pub(crate) fn count(workbook: &Path) -> Result<Counted> {
    let mut book: Xlsx<_> = open_workbook(workbook)?;
    let sheet = book.worksheet_range_at(0).ok_or("没有工作表")??;
    let headings: Vec<String> = sheet.rows().next().ok_or("空表")?.iter().map(text).collect();
    let column = |name: &str| {
        headings
            .iter()
            .position(|heading| heading == name)
            .ok_or(format!("没有列 {name}"))
    };
    let (party, penalty, penalty2) = (
        column("当事人名称")?,
        column("行政处罚内容")?,
        column("行政处罚 内容")?,
    );
    let (authority, fine, day) = (
        column("作出决定机关")?,
        column("罚款金额(元)")?,
        column("发布日期")?,
    );
    let notices: Vec<usize> = (0..headings.len())
        .filter(|i| headings[*i].contains("罚决字"))
        .collect();
    let mut counted = Counted {
        rows: 0,
        records: 0,
        fines: Fines::new(),
    };
    let mut before = HashSet::new();
    for row in rows(&sheet) {
        counted.rows += 1;
        let transposed = notices.iter().any(|i| !row[*i].is_empty());
        let heading = row[authority] == "作出决定机关";
        let nothing = [party, penalty, penalty2].iter().all(|i| row[*i].is_empty());
        if transposed || heading || nothing || !before.insert(row.join("\u{1f}")) {
            continue;
        }
        counted.records += 1;
        let name = if row[authority].is_empty() {
            "机关未载明"
        } else {
            &row[authority]
        };
        let year = row[day].get(..4).ok_or("发布日期缺年份")?;
        let sum = counted
            .fines
            .entry((name.to_owned(), year.to_owned()))
            .or_default();
        sum.records += 1;
        sum.fen += fen(&row[fine])?;
    }
    Ok(counted)
}

fn rows(sheet: &Range<Data>) -> impl Iterator<Item = Vec<String>> + '_ {
    sheet.rows().skip(1).map(|row| row.iter().map(text).collect())
}

fn text(cell: &Data) -> String {
    cell.to_string().trim().to_owned()
}

/// The same figures from exported records, one JSON object a line.
pub(crate) fn exported(lines: &str) -> Result<Fines> {
    let mut fines = Fines::new();
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line)?;
        let text = |name: &str| {
            record
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let year: String = text("published_on").chars().take(4).collect();
        let sum = fines.entry((text("unit_name"), year)).or_default();
        sum.records += 1;
        sum.fen += fen(&text("fine_yuan"))?;
    }
    Ok(fines)
}

/// Yuan with at most two decimals, in fen.
fn fen(yuan: &str) -> Result<i64> {
    if yuan.is_empty() {
        return Ok(0);
    }
    let (whole, decimals) = yuan.split_once('.').unwrap_or((yuan, ""));
    if decimals.len() > 2 {
        return Err(format!("金额 {yuan} 多于两位小数").into());
    }
    Ok(whole.parse::<i64>()? * 100 + format!("{decimals:0<2}").parse::<i64>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_counted_in_fen() {
        assert_eq!(
            [fen("300000").unwrap(), fen("30008.7").unwrap(), fen("").unwrap()],
            [30_000_000, 3_000_870, 0]
        );
    }

    #[test]
    fn an_export_is_summed_by_authority_and_year() {
        let line = r#"{"unit_name":"甲局","published_on":"2025-01-10","fine_yuan":"1.50"}"#;
        let sum = exported(&format!("{line}\n{line}\n")).unwrap()[&("甲局".to_owned(), "2025".to_owned())];
        assert_eq!(sum, Sum { records: 2, fen: 300 });
    }
}
