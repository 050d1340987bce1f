//! Chinese texts have Chinese punctuation: a comma or colon of half width between Han characters fails here.

use crate::project::root;
use std::path::{Path, PathBuf};

/// Where people read: the interface, the commands with their help, errors, the developer's commands.
const READ: [&str; 9] = [
    "app/src",
    "app/locales",
    "server/src",
    "xtask/src",
    "crates/domain/src",
    "crates/mail/src",
    "crates/search/src",
    "crates/service/src",
    "crates/storage/src",
];

/// Files whose texts are what others write: patterns of decisions, invented ones, the real file's headings.
const WRITTEN_BY_OTHERS: [&str; 4] = ["/masking/", "/demo/", "/layout/", "/dirty.rs"];

/// Syntax that has to be typed as it stands.
const SYNTAX: [&str; 6] = [
    "单位代码:文号",
    "file:文件夹",
    "罚款金额(元)",
    "://用户:口令@主机:",
    "://用户:密码@",
    "://主机:",
];

/// Comments that are the help of commands or of settings.
const HELP: [&str; 3] = ["server/src/cli", "server/src/config", "xtask/src"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs" || end == "ftl") {
            found.push(path);
        }
    }
}

fn is_test(path: &str) -> bool {
    path.ends_with("tests.rs") || path.contains("/tests/") || path.ends_with("punctuation.rs")
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '“' | '”' | '《' | '》' | '、' | '。')
}

/// Whether punctuation of half width stands beside a Chinese character.
fn is_mixed(text: &str) -> bool {
    let text = SYNTAX
        .iter()
        .fold(text.to_owned(), |text, syntax| text.replace(syntax, " "));
    let half = |c: char| ",;:?!()".contains(c);
    text.chars()
        .zip(text.chars().skip(1))
        .any(|(a, b)| is_chinese(a) && half(b) || half(a) && is_chinese(b))
}

/// The part of a line that people read: no remark of a programmer.
fn read_part<'a>(path: &str, line: &'a str) -> &'a str {
    let is_help = HELP.iter().any(|folder| path.starts_with(folder));
    let begun = line.trim_start();
    if begun.starts_with("//") {
        return if is_help && begun.starts_with("///") {
            line
        } else {
            ""
        };
    }
    line.split(" // ").next().unwrap_or_default()
}

#[test]
fn chinese_texts_have_chinese_punctuation() {
    let mut all = Vec::new();
    for folder in READ {
        files(&root().join(folder), &mut all);
    }
    assert!(all.len() > 300, "{}", all.len());
    let mut found = Vec::new();
    for file in all {
        let path = file
            .strip_prefix(root())
            .expect("below")
            .to_string_lossy()
            .into_owned();
        if is_test(&path) || WRITTEN_BY_OTHERS.iter().any(|part| path.contains(part)) {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("UTF-8");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = code.lines().enumerate();
        let mixed = lines.filter(|(_, line)| is_mixed(read_part(&path, line)));
        found.extend(mixed.map(|(place, line)| format!("{path}:{}: {}", place + 1, line.trim())));
    }
    assert!(found.is_empty(), "write ，：；？！（） here: {found:#?}");
}

#[test]
fn a_half_width_mark_is_found_beside_chinese_alone() {
    for mixed in [
        "没有保存,请重试",
        "错误:{0}",
        "“甲”;乙",
        "每个(中位)",
        "用法 (见下)",
    ] {
        assert!(is_mixed(mixed), "{mixed}");
    }
    for fine in [
        "错误：{0}",
        "a, b: c",
        "mingjing serve，或 worker",
        "smtps://用户:口令@主机:465",
        "R-1 (2)",
    ] {
        assert!(!is_mixed(fine), "{fine}");
    }
}
