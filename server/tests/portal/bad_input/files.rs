//! Files that are not what they should be, imported by the real program.

use crate::command_line::mingjing;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

const HEADER: &str = "kind,title,unit,document_number,decided_on,fine_yuan";

/// Exit code, the summary if there is one, standard error.
fn import(data: &Path, file: &Path, more: &[&str]) -> (i32, Value, String) {
    let output = mingjing(data)
        .args(["--json", "import", "records"])
        .arg(file)
        .args(more)
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let summary = stdout
        .lines()
        .last()
        .and_then(|line| serde_json::from_str(line).ok());
    let stderr = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), summary.unwrap_or_default(), stderr)
}

fn counts(summary: &Value) -> [u64; 5] {
    ["read", "new", "changed", "unchanged", "rejected"].map(|name| summary[name].as_u64().unwrap())
}

/// A table of sound rows; those from 1 to `rows`.
fn table(rows: usize) -> String {
    (1..=rows).fold(HEADER.to_owned(), |mut text, row| {
        write!(
            text,
            "\npenalty,第{row}号案,county,明公罚〔2025〕{row}号,2025-03-04,100"
        )
        .unwrap();
        text
    })
}

#[test]
fn a_workbook_that_is_none_is_exit_2_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("rows.xlsx");
    for content in [
        &b"kind,title\npenalty,t"[..],
        b"PK\x03\x04broken",
        b"",
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
    ] {
        std::fs::write(&file, content).unwrap();
        let (code, summary, stderr) = import(&data, &file, &[]);
        assert_eq!((code, summary), (2, Value::Null), "{stderr}");
        assert!(
            stderr.contains("不是有效的 XLSX 文件") && stderr.contains("另存为"),
            "{stderr}"
        );
    }
    let (code, _, stderr) = import(&data, &folder.path().join("missing.csv"), &[]);
    assert!(
        code == 2 && stderr.contains("missing.csv") && stderr.contains("请检查路径"),
        "{stderr}"
    );
}

#[test]
fn rows_with_forty_columns_broken_bytes_and_impossible_days_are_rejects_that_can_be_mended() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (file, rejects) = (folder.path().join("rows.csv"), folder.path().join("rejects.csv"));
    let mut bytes = table(3).into_bytes();
    bytes.extend(
        format!(
            "\npenalty,四十列案,county,40号,2025-03-04,100{}",
            ",多".repeat(34)
        )
        .bytes(),
    );
    bytes.extend("\npenalty,不存在的日期,county,41号,2025-02-30,100".bytes());
    bytes.extend(
        "\npenalty,坏字节"
            .bytes()
            .chain([0xFF, 0xFE])
            .chain("案,county,42号,2025-03-04,100".bytes()),
    );
    bytes.extend(format!("\npenalty,{},county,43号,2025-03-04,100", "长".repeat(3_000)).bytes());
    std::fs::write(&file, bytes).unwrap();
    let (code, summary, stderr) = import(&data, &file, &["--rejects", rejects.to_str().unwrap()]);
    assert_eq!((code, counts(&summary)), (1, [7, 3, 0, 0, 4]), "{stderr}");
    let text = std::fs::read_to_string(&rejects).unwrap();
    for words in [
        "这一行有 40 列，表头有 6 列",
        "不是存在的日期",
        "不是 UTF-8 编码的字节",
        "四十列案",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let mended: Vec<String> = text
        .lines()
        .map(|line| line.replace("2025-02-30", "2025-02-28"))
        .filter(|line| line.starts_with('\u{FEFF}') || line.contains("不存在的日期"))
        .collect();
    std::fs::write(&rejects, mended.join("\n")).unwrap();
    let (code, summary, stderr) = import(&data, &rejects, &[]);
    assert_eq!((code, counts(&summary)), (0, [1, 1, 0, 0, 0]), "{stderr}");
}

#[test]
fn a_large_file_damaged_near_its_end_leaves_nothing_and_is_imported_once_mended() {
    const ROWS: usize = 5_000;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("rows.csv");
    let sound = table(ROWS);
    let damaged = sound.replace(
        &format!("{}号,2025-03-04", ROWS - 3),
        &format!("{}号,2025-03-94", ROWS - 3),
    );
    let count = ROWS as u64;

    std::fs::write(&file, &damaged).unwrap();
    let (code, summary, stderr) = import(&data, &file, &["--publish", "--on-error", "undo"]);
    assert_eq!(
        (code, counts(&summary)),
        (1, [count, count - 1, 0, 0, 1]),
        "{stderr}"
    );
    assert_eq!(
        (&summary["published"], &summary["held"]),
        (&json!(0), &json!(count - 1))
    );

    // Breaking off in the middle of a quote is worse than a bad row: the run cannot be made.
    std::fs::write(
        &file,
        sound.replace(&format!("第{}号案", ROWS - 3), &format!("\"第{}号案", ROWS - 3))
            + &"x".repeat(9 << 20),
    )
    .unwrap();
    let (code, summary, stderr) = import(&data, &file, &["--publish"]);
    assert_eq!((code, summary), (2, Value::Null), "{stderr}");
    assert!(stderr.contains("少了一个引号"), "{stderr}");

    std::fs::write(&file, &sound).unwrap();
    let (code, summary, stderr) = import(&data, &file, &["--publish", "--on-error", "undo"]);
    assert_eq!(
        (code, counts(&summary)),
        (0, [count, count, 0, 0, 0]),
        "as if for the first time: {stderr}"
    );
    assert_eq!(summary["published"], count);
}
