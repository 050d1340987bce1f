//! Our own set for the quality of search: the decisions of the demo, and what lay people ask about their violations.

use crate::{Result, project, steps::run};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Question, tab, violation.
const QUESTIONS: &str = "crates/search/relevance/questions.tsv";
/// The demo of this day has the same decisions in every year.
const TODAY: &str = "2026-11-01";

/// Makes the set anew in the target folder and says where it is.
pub(super) fn own_set() -> Result<PathBuf> {
    let folder = project::target()?.join("relevance");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let records = exported(&folder)?;
    let questions = fs::read_to_string(project::root().join(QUESTIONS))?;
    write_documents(&folder, &records)?;
    write_questions(&folder, &records, &questions)?;
    Ok(folder)
}

/// The public decisions of a demo, as everybody can read them.
fn exported(folder: &Path) -> Result<Vec<Value>> {
    run(&mut project::cargo(&[
        "build",
        "--quiet",
        "--release",
        "-p",
        "server",
        "--bin",
        "mingjing",
    ]))?;
    let program = project::target()?.join("release/mingjing");
    let program = program.to_str().ok_or("路径不是 UTF-8")?;
    let data = folder.join("data");
    let file = folder.join("records.jsonl");
    run(project::command(program, &["demo", "--today", TODAY, "--data"]).arg(&data))?;
    run(project::command(program, &["export", "records", "--data"])
        .arg(&data)
        .arg(&file))?;
    fs::read_to_string(file)?
        .lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

fn write_documents(folder: &Path, records: &[Value]) -> Result<()> {
    let documents = records.iter().map(|record| {
        let texts = ["facts", "penalty_text", "body"];
        let texts: Vec<&str> = texts.iter().filter_map(|name| record[name].as_str()).collect();
        json!({ "id": record["ref"], "title": record["title"], "text": texts.join("\n") }).to_string()
    });
    write(&folder.join("documents.jsonl"), documents)
}

/// Every decision on the violation that a question is about answers it.
fn write_questions(folder: &Path, records: &[Value], questions: &str) -> Result<()> {
    let asked: Vec<(String, &str, &str)> = questions
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .enumerate()
        .map(|(number, (question, violation))| (format!("q{number}"), question, violation))
        .collect();
    let queries = asked
        .iter()
        .map(|(id, question, _)| json!({ "id": id, "text": question }).to_string());
    write(&folder.join("queries.jsonl"), queries)?;
    let judgements = asked.iter().flat_map(|(id, _, violation)| {
        records
            .iter()
            .filter(move |record| record["violation"] == **violation)
            .filter_map(move |record| Some(format!("{id}\t{}\t1", record["ref"].as_str()?)))
    });
    write(&folder.join("qrels.tsv"), judgements)
}

fn write(file: &Path, lines: impl Iterator<Item = String>) -> Result<()> {
    let mut text = lines.collect::<Vec<_>>().join("\n");
    text.push('\n');
    Ok(fs::write(file, text)?)
}
