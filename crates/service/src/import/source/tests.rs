use super::*;
use crate::import::row::RAW_COLUMN;
use crate::import::{Layout, dirty};
use encoding_rs::GB18030;
use proptest::prelude::*;

fn rows_of(bytes: &[u8], format: Format) -> Result<Vec<RawRow>, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, bytes).unwrap();
    open(&path, format)?.collect()
}

fn texts(row: &RawRow) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    row.fields
        .iter()
        .map(|(name, value)| (name.to_string(), text(value)))
        .collect()
}

fn problem(row: &RawRow) -> &str {
    row.problem.as_ref().map_or("", |problem| &problem.reason)
}

#[test]
fn a_table_is_read_alike_in_each_encoding_and_with_each_separator() {
    let table = "标题,单位\n\"某公司,案\n二\",城关派出所\n\n第二,所\n";
    for text in [table.to_owned(), format!("\u{FEFF}{table}")] {
        let rows = rows_of(text.as_bytes(), Format::Csv).unwrap();
        assert_eq!(
            texts(&rows[0]),
            [
                ("标题".into(), "某公司,案\n二".into()),
                ("单位".into(), "城关派出所".into())
            ]
        );
        assert_eq!((rows.len(), rows[0].line, rows[1].line), (2, 2, 5));
    }
    let windows = rows_of(table.replace('\n', "\r\n").as_bytes(), Format::Csv).unwrap();
    assert_eq!((windows[0].line, windows[1].line), (2, 5));
    let rare = "标题;单位\n𠮷野家；案;城关派出所\n";
    let (gb, _, _) = GB18030.encode(rare);
    for bytes in [rare.as_bytes(), &gb] {
        let rows = rows_of(bytes, Format::Csv).unwrap();
        assert_eq!(texts(&rows[0])[0].1, "𠮷野家；案");
    }
    assert_eq!(
        texts(&rows_of("a\tb\n1\t2\n".as_bytes(), Format::Csv).unwrap()[0]).len(),
        2
    );
}

#[test]
fn a_broken_byte_spoils_its_row_alone() {
    let mut bytes = "标题,单位\n好的一行,城关派出所\n坏".as_bytes().to_vec();
    bytes.extend_from_slice(b"\xFF\xFE,x\n");
    bytes.extend_from_slice("再一行,城关派出所\n".as_bytes());
    let rows = rows_of(&bytes, Format::Csv).unwrap();
    assert_eq!(rows.iter().filter(|row| row.problem.is_some()).count(), 1);
    assert!(problem(&rows[1]).contains("UTF-8"));

    let rows = rows_of(b"{\"title\":\"\xC3\x28\"}\n{\"title\":\"t\"}\n", Format::Jsonl).unwrap();
    assert!(problem(&rows[0]).contains("UTF-8") && rows[1].problem.is_none());
}

#[test]
fn text_in_no_known_encoding_and_tables_without_heading_are_refused() {
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("标题,单位\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert!(matches!(
        rows_of(&utf16, Format::Csv),
        Err(ImportError::Encoding(_))
    ));
    assert!(matches!(
        rows_of(b"", Format::Csv),
        Err(ImportError::Header { .. })
    ));
    assert!(matches!(
        rows_of("甲,甲\n1,2\n".as_bytes(), Format::Csv),
        Err(ImportError::Header { .. })
    ));
    let wide = vec!["x"; 300]
        .iter()
        .enumerate()
        .map(|(i, x)| format!("{x}{i}"))
        .collect::<Vec<_>>()
        .join(",");
    assert!(matches!(
        rows_of(wide.as_bytes(), Format::Csv),
        Err(ImportError::Header { .. })
    ));
}

#[test]
fn a_row_with_too_many_or_too_few_columns_is_a_reject_that_keeps_its_fields() {
    let long = vec!["x"; 40].join(",");
    let rows = rows_of(format!("a,b\n{long}\n1\n1,2,,\n").as_bytes(), Format::Csv).unwrap();
    assert!(problem(&rows[0]).contains("40 列") && rows[0].fields.len() == 40);
    assert!(problem(&rows[1]).contains("1 列"));
    assert!(
        rows[2].problem.is_none(),
        "separators after the last column do no harm"
    );
}

#[test]
fn a_quote_without_its_partner_does_not_swallow_the_file() {
    let mut bytes = b"a,b\n\"open,2\n".to_vec();
    bytes.resize(MAX_ROW_BYTES * 2, b'x');
    let error = rows_of(&bytes, Format::Csv).unwrap_err().to_string();
    assert!(error.contains("引号") && error.contains("第 2 行"), "{error}");
}

#[test]
fn lines_too_long_too_deep_or_no_object_are_rejects_among_good_ones() {
    let long = format!("{{\"body\":\"{}\"}}", "x".repeat(20 << 20));
    let deep = format!("{{\"a\":{}", "[".repeat(100_000));
    let text = format!("{long}\n{deep}\n[1]\n{{\"a\":1,\"a\":2}}\n{{\"a\":1}} x\n\n{{\"a\":1}}");
    let rows = rows_of(text.as_bytes(), Format::Jsonl).unwrap();
    assert!(problem(&rows[0]).contains("8 MB") && texts(&rows[0])[0].1.len() < 1_000);
    assert!(
        rows[..5]
            .iter()
            .all(|row| row.problem.is_some() && &*row.fields[0].0 == RAW_COLUMN)
    );
    assert!(problem(&rows[3]).contains("两次"));
    assert_eq!((rows.len(), rows[5].line), (6, 7));
    assert!(rows[5].problem.is_none());
}

#[test]
fn a_rejected_line_can_be_mended_where_it_stands() {
    let rows = rows_of(
        br#"{"_raw":"{\"title\":\"t\"}","_line":3,"_reason":"x"}"#,
        Format::Jsonl,
    )
    .unwrap();
    assert_eq!(texts(&rows[0]), [("title".into(), "t".into())]);
}

#[test]
fn what_is_no_workbook_is_refused_with_advice() {
    for bytes in [&b"not a zip"[..], b"PK\x03\x04 broken", b""] {
        let error = rows_of(bytes, Format::Xlsx).unwrap_err();
        assert!(
            matches!(error, ImportError::NotXlsx { .. }) && error.to_string().contains("另存为"),
            "{error}"
        );
    }
}

/// The workbook as a program writes it that does not calculate: without the result 4711, and with an empty text for 空.
fn uncalculated(path: &Path) -> Vec<u8> {
    use std::io::{Read, Write};
    use zip::write::SimpleFileOptions;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut written = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        let text = text.replace("<v>4711</v>", "").replace("<v>空</v>", "<v></v>");
        written.start_file(name, SimpleFileOptions::default()).unwrap();
        written.write_all(text.as_bytes()).unwrap();
    }
    written.finish().unwrap().into_inner()
}

#[test]
fn a_formula_without_a_result_is_a_reject_that_names_its_cell_and_an_empty_result_is_an_empty_cell() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("formulas.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let formula = |result: &str| rust_xlsxwriter::Formula::new("=A1&B1").set_result(result);
    for (row, cells) in [["标题", "单位"], ["一", ""], ["二", ""], ["三", ""]]
        .into_iter()
        .enumerate()
    {
        for (column, text) in cells.into_iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            sheet.write(row, column, text).unwrap();
        }
    }
    sheet.write_formula(1, 1, formula("4711")).unwrap();
    sheet.write_formula(2, 1, formula("空")).unwrap();
    sheet.write_formula(3, 1, formula("城关派出所")).unwrap();
    book.save(&path).unwrap();
    let rows = rows_of(&uncalculated(&path), Format::Xlsx).unwrap();
    assert!(
        problem(&rows[0]).contains("B2") && problem(&rows[0]).contains("没有计算结果"),
        "{rows:?}"
    );
    assert_eq!(rows[0].problem.as_ref().unwrap().column.as_deref(), Some("单位"));
    assert_eq!(texts(&rows[1]), [("标题".into(), "二".into())]);
    assert!(rows[1].problem.is_none() && rows[2].problem.is_none());
    assert_eq!(texts(&rows[2])[1].1, "城关派出所");
    // The reject file keeps it as text; unmended it is no better than before.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in ["单位", &texts(&rows[0])[1].1].into_iter().enumerate() {
        sheet.write(u32::try_from(row).unwrap(), 0, text).unwrap();
    }
    book.save(&path).unwrap();
    let again = rows_of(&std::fs::read(&path).unwrap(), Format::Xlsx).unwrap();
    assert!(problem(&again[0]).contains("A2"), "{again:?}");
}

#[test]
fn every_dirty_row_ends_as_a_record_or_as_a_reject_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let layout = Layout::open("nfra-penalties").unwrap();
    let rows = crate::import::open(&dirty::workbook(folder.path()), None, Some(layout), b"key").unwrap();
    let rows: Vec<_> = rows.map(Result::unwrap).collect();
    assert_eq!(rows.len(), dirty::EXPECTED.len());
    for (row, expected) in rows.iter().zip(dirty::EXPECTED) {
        match (&row.parsed, expected) {
            (Ok(parsed), Ok(title)) => assert_eq!(&parsed.content.title, title),
            (Err(reject), Err(reason)) => assert!(reject.reason.contains(reason), "{reject:?}"),
            (outcome, _) => panic!("line {}: {outcome:?}", row.line),
        }
    }
    let content = |i: usize| rows[i].parsed.as_ref().unwrap().content.clone();
    assert_eq!(content(0).fine.unwrap().to_string(), "300000");
    assert_eq!(content(0).decided_on.unwrap().to_string(), "2024-12-09");
    assert_eq!(
        content(1).legal_basis,
        ["《甲法》第十条、第十二条", "《乙办法》第三条"]
    );
    assert_eq!(
        content(1).external_id,
        content(2).external_id,
        "the repeat has the key of the first"
    );
    assert_eq!(
        content(8).penalty_text.unwrap(),
        "对云岭保险代理有限公司罚款合计50万元，对孙八警告"
    );
    assert_eq!(content(14).fine.unwrap().to_string(), "30008.70");
    assert_eq!(content(14).decided_on.unwrap().to_string(), "2024-12-27");
    assert_eq!(content(14).published_on.unwrap().to_string(), "2025-01-10");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), kind in 0..3) {
        let format = [Format::Jsonl, Format::Csv, Format::Xlsx][usize::try_from(kind).unwrap()];
        if let Err(ImportError::Broken { reason, .. }) = rows_of(&bytes, format) {
            prop_assert!(!reason.contains("已损坏") || format == Format::Xlsx, "the reading thread died");
        }
    }

    #[test]
    fn a_damaged_workbook_is_an_error_or_rows_and_never_a_panic(at in 0usize..8_000, byte: u8) {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = std::fs::read(dirty::workbook(folder.path())).unwrap();
        let at = at % bytes.len();
        bytes[at] ^= byte;
        let _ = rows_of(&bytes, Format::Xlsx);
    }
}
