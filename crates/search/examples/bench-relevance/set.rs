//! The three files of a test set.
//!
//! `documents.jsonl` and `queries.jsonl`: one object a line with `id` (or `_id`), a document with `title` and `text`
//! (or `body`), a query with `text` (or `query`). `qrels.tsv`: query, document and grade, with or without a heading
//! and the unused second column of TREC. A grade above 0 is relevant.

use crate::Outcome;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::read_to_string;
use std::path::Path;

/// Documents, questions and what answers them.
pub(crate) struct Set {
    pub(crate) documents: Vec<Document>,
    /// Only questions that something answers.
    pub(crate) queries: Vec<Query>,
}

/// A text to be found.
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A question.
pub(crate) struct Query {
    pub(crate) text: String,
    /// Grades by the place of the document in [`Set::documents`].
    pub(crate) relevant: HashMap<usize, u32>,
}

impl Set {
    pub(crate) fn read(folder: &Path) -> Outcome<Self> {
        let mut places = HashMap::new();
        let mut documents = Vec::new();
        for row in objects(&folder.join("documents.jsonl"))? {
            places.insert(text(&row, &["id", "_id"])?, documents.len());
            documents.push(Document {
                title: text(&row, &["title"]).unwrap_or_default(),
                text: text(&row, &["text", "body", "contents"])?,
            });
        }
        let grades = grades(&folder.join("qrels.tsv"), &places)?;
        let mut queries = Vec::new();
        for row in objects(&folder.join("queries.jsonl"))? {
            if let Some(relevant) = grades.get(&text(&row, &["id", "_id"])?) {
                queries.push(Query {
                    text: text(&row, &["text", "query"])?,
                    relevant: relevant.clone(),
                });
            }
        }
        if queries.is_empty() {
            return Err("qrels.tsv 里没有一条判断对得上问题和文书的 id".into());
        }
        Ok(Self { documents, queries })
    }

    pub(crate) fn judgements(&self) -> usize {
        self.queries.iter().map(|query| query.relevant.len()).sum()
    }
}

type Grades = HashMap<String, HashMap<usize, u32>>;

fn grades(file: &Path, places: &HashMap<String, usize>) -> Outcome<Grades> {
    let mut grades = Grades::new();
    for line in read(file)?.lines() {
        let columns: Vec<&str> = line
            .split(['\t', ' '])
            .filter(|column| !column.is_empty())
            .collect();
        let ([query, document, grade] | [query, _, document, grade]) = columns[..] else {
            continue;
        };
        // A heading has no number.
        let Ok(grade) = grade.parse::<f64>() else { continue };
        if grade > 0.0
            && let Some(&place) = places.get(document)
        {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "grades are small and positive"
            )]
            let grade = grade.ceil() as u32;
            grades.entry(query.to_owned()).or_default().insert(place, grade);
        }
    }
    Ok(grades)
}

fn objects(file: &Path) -> Outcome<Vec<Value>> {
    read(file)?
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

fn read(file: &Path) -> Outcome<String> {
    read_to_string(file).map_err(|error| format!("{}:{error}", file.display()).into())
}

/// The first of these members, as text.
fn text(row: &Value, names: &[&str]) -> Outcome<String> {
    let value = names.iter().find_map(|name| row.get(name));
    match value {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err(format!("这一行缺少 {}:{row}", names.join("、")).into()),
    }
}
