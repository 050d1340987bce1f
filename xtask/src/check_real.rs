//! Compares an import of the real file with an independent count: rows, rejects, and fines by authority and year of
//! publication. The count here shares no code with the importer: it reads the sheet's cells itself and knows the
//! file's columns by name.

mod count;

use crate::project;
use crate::{Result, steps::step};
use count::{Counted, Fines};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Imports `file` into a folder of its own and compares.
pub(crate) fn run(file: &Path) -> Result<()> {
    let file = file
        .canonicalize()
        .map_err(|error| format!("找不到 {}：{error}", file.display()))?;
    let counted = step("独立清点", || count::count(&file))?;
    let program = step("编译 mingjing", build)?;
    let data = project::target()?.join("check-real");
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    let exported = data.join("records.jsonl");
    let mingjing = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command
            .current_dir(project::root())
            .arg("--data")
            .arg(&data)
            .arg("--json")
            .args(arguments);
        command
    };
    let name = file.to_str().ok_or("文件名不是 UTF-8")?;
    let layout = [
        "--layout",
        "layouts/nfra-penalties.toml",
        "--create-units",
        "--publish",
    ];
    let summary = step("导入", || {
        summary(mingjing(&["import", "records", name]).args(layout))
    })?;
    let target = exported.to_str().ok_or("路径不是 UTF-8")?;
    step("导出", || {
        crate::steps::run(&mut mingjing(&["export", "records", target]))
    })?;
    let found = count::exported(&std::fs::read_to_string(&exported)?)?;
    let equal = compare(&counted, &summary, &found);
    std::fs::remove_dir_all(&data)?;
    if equal {
        Ok(())
    } else {
        Err("导入结果与独立清点不一致，见上表".into())
    }
}

fn build() -> Result<std::path::PathBuf> {
    let build = ["build", "--quiet", "--bin", "mingjing"];
    crate::steps::run(project::cargo(&build).args(project::SERVER_SIDE))?;
    Ok(project::target()?.join("debug").join("mingjing"))
}

/// The summary on the last line. Exit 1 is right: the file has rejects.
fn summary(import: &mut Command) -> Result<Value> {
    let output = import.stderr(std::process::Stdio::inherit()).output()?;
    if output.status.code() != Some(1) {
        return Err(format!("导入应以 1 结束（有退回行），实际 {}", output.status).into());
    }
    let text = String::from_utf8(output.stdout)?;
    Ok(serde_json::from_str(text.lines().last().unwrap_or_default())?)
}

/// Prints both counts side by side.
fn compare(counted: &Counted, summary: &Value, found: &Fines) -> bool {
    let given = |name: &str| summary.get(name).and_then(Value::as_u64);
    let rows = [
        ("读取行数", counted.rows, given("read")),
        ("成为记录", counted.records, given("new")),
        ("退回", counted.rows - counted.records, given("rejected")),
        ("公开", counted.records, given("published")),
        ("未公开", 0, given("held")),
    ];
    let mut equal = true;
    for (what, expected, got) in rows {
        equal &= Some(expected) == got;
        println!(
            "{what}\t清点 {expected}\t导入 {}",
            got.map_or("?".to_owned(), |n| n.to_string())
        );
    }
    let keys: std::collections::BTreeSet<_> = counted.fines.keys().chain(found.keys()).collect();
    println!("\n机关\t年\t清点 条数\t罚款（分）\t导入 条数\t罚款（分）");
    for key in &keys {
        let (expected, got) = (counted.fines.get(*key).copied(), found.get(*key).copied());
        let (e, g) = (expected.unwrap_or_default(), got.unwrap_or_default());
        let mark = if expected == got { "" } else { "\t✘ 不一致" };
        equal &= expected == got;
        println!(
            "{}\t{}\t{}\t{}\t{}\t{}{mark}",
            key.0, key.1, e.records, e.fen, g.records, g.fen
        );
    }
    let sum = |fines: &Fines| fines.values().map(|sum| sum.fen).sum::<i64>();
    println!(
        "\n{} 组；罚款合计 清点 {} 分，导入 {} 分",
        keys.len(),
        sum(&counted.fines),
        sum(found)
    );
    equal
}
