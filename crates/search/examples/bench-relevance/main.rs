//! How well searches find what is relevant, beside a plain search for jieba's words by BM25 over the same texts.
//!
//! `bench-relevance DIR`: `documents.jsonl`, `queries.jsonl` and `qrels.tsv` as in [`set`].

mod baseline;
mod measures;
mod ours;
mod set;

use measures::{Ranking, Scores};
use set::Set;
use std::path::PathBuf;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Ranks that are looked at.
const DEPTH: usize = 100;

fn main() -> Outcome<()> {
    // The name of the bench may stand before the folder: `bench-data` needs it.
    let folder = std::env::args()
        .skip(1)
        .find(|argument| argument != "relevance")
        .map(PathBuf::from)
        .ok_or("请给出含 documents.jsonl、queries.jsonl 和 qrels.tsv 的文件夹")?;
    let set = Set::read(&folder)?;
    println!(
        "{} 篇文书，{} 个问题，{} 条相关判断\n",
        set.documents.len(),
        set.queries.len(),
        set.judgements()
    );
    println!("| 检索 | MRR@10 | NDCG@10 | R@100 | p50 ms | p95 ms |");
    println!("|---|---:|---:|---:|---:|---:|");
    let ours = ours::Index::of(&set)?;
    line("明镜", &set, |text| ours.search(text))?;
    let baseline = baseline::Index::of(&set)?;
    line("jieba 分词 BM25", &set, |text| baseline.search(text))
}

/// Asks every question and prints how good and how fast the answers were.
fn line(name: &str, set: &Set, search: impl Fn(&str) -> Outcome<Ranking>) -> Outcome<()> {
    let mut scores = Scores::default();
    let mut times = Vec::with_capacity(set.queries.len());
    for query in &set.queries {
        let began = Instant::now();
        let ranking = search(&query.text)?;
        times.push(began.elapsed());
        scores.add(&ranking, &query.relevant);
    }
    times.sort_unstable();
    let mean = scores.mean();
    println!(
        "| {name} | {:.4} | {:.4} | {:.4} | {:.2} | {:.2} |",
        mean.reciprocal_rank,
        mean.gain,
        mean.recall,
        at(&times, 50),
        at(&times, 95)
    );
    Ok(())
}

/// A percentile in milliseconds.
fn at(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}
