//! How long a search takes: ten hits with highlights, the count and the facets, as a results page asks for them,
//! with the records read from the database. Beside it the same questions put to SQLite FTS5.

use crate::fts5::Fts5;
use crate::queries::{self, GROUPS, Question};
use crate::table::percentiles;
use crate::{Outcome, memory, portal};
use service::services::Services;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use storage::public;

/// Passes over the questions after one that warms up.
const PASSES: usize = 5;

pub(crate) async fn run(count: u64) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let prepared = Command::new(std::env::current_exe()?)
        .arg("prepare")
        .arg(folder.path())
        .arg(count.to_string())
        .status()?;
    if !prepared.success() {
        return Err(format!("准备数据未成功：{prepared}").into());
    }
    run_in(folder.path()).await
}

/// The same in a folder that was prepared before, which takes far longer than the questions.
pub(crate) async fn run_in(folder: &Path) -> Outcome<()> {
    let services = portal::open(folder).await?;
    services.search.refresh();
    let numbered = public::latest(&mut services.db.read().await?, services.clock.today(), 100).await?;
    let questions = queries::all(&numbered);

    let ours = ask_portal(&services, &questions).await?;
    let serving = memory::now()?;
    let index = size(services.search.dir().path())?;
    let mut peer = Fts5::fill(&folder.join("fts5.db"), &services).await?;
    let theirs = ask_peer(&mut peer, &questions).await?;
    println!(
        "{} 条公开记录，正文 {} MB，每条平均 {} 字节",
        peer.records,
        peer.raw / 1_000_000,
        peer.raw / peer.records
    );
    compare(&questions, &ours, &theirs);
    let megabytes = |bytes: u64| bytes / 1_000_000;
    let fts5 = u64::try_from(peer.index_bytes().await?)?;
    println!(
        "\n索引 {} MB（FTS5 {} MB）；服务时 RssAnon {serving} MiB",
        megabytes(index),
        megabytes(fts5)
    );
    services.db.close().await;
    Ok(())
}

/// Time and total of every question, pass after pass.
type Timed = Vec<(Duration, u64)>;

async fn ask_portal(services: &Services, questions: &[Question]) -> Outcome<Timed> {
    let units = service::units::shown(services).await?;
    let mut timed = Timed::new();
    for pass in 0..=PASSES {
        for question in questions {
            let start = Instant::now();
            let page = service::search::find(services, &question.ask, &units).await?;
            let took = start.elapsed();
            if page.degraded {
                return Err("没有可用的索引".into());
            }
            if pass > 0 {
                timed.push((took, page.total));
            }
        }
    }
    Ok(timed)
}

/// The first tenth of one pass: the peer takes seconds for words that are everywhere.
async fn ask_peer(peer: &mut Fts5, questions: &[Question]) -> Outcome<Timed> {
    let mut timed = Timed::new();
    for question in &questions[..questions.len() / 10] {
        let start = Instant::now();
        let total = peer.answer(&question.ask).await?;
        timed.push((start.elapsed(), u64::try_from(total)?));
    }
    Ok(timed)
}

fn compare(questions: &[Question], ours: &Timed, theirs: &Timed) {
    println!(
        "\n| 问题 | 门户 p50 ms | p95 | p99 | 命中（中位） | FTS5 p50 ms | p95 | p99 | 命中（中位） | p50 之比 |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for group in GROUPS.into_iter().map(Some).chain([None]) {
        let of = |timed: &Timed| -> (Vec<Duration>, u64) {
            let chosen: Vec<_> = questions
                .iter()
                .cycle()
                .zip(timed)
                .filter(|(question, _)| group.is_none_or(|group| question.group == group))
                .map(|(_, timed)| *timed)
                .collect();
            let mut totals: Vec<u64> = chosen.iter().map(|(_, total)| *total).collect();
            totals.sort_unstable();
            let times = chosen.into_iter().map(|(took, _)| took).collect();
            (times, totals.get(totals.len() / 2).copied().unwrap_or(0))
        };
        let ((mut a, hits), (mut b, their_hits)) = (of(ours), of(theirs));
        let (ours, theirs) = (percentiles(&mut a), percentiles(&mut b));
        let ratio = a[a.len() / 2].as_secs_f64() / b[b.len() / 2].as_secs_f64();
        let name = group.unwrap_or("全部");
        println!("| {name} | {ours} | {hits} | {theirs} | {their_hits} | {ratio:.2} |");
    }
}

fn size(folder: &Path) -> Outcome<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        bytes += if meta.is_dir() {
            size(&entry.path())?
        } else {
            meta.len()
        };
    }
    Ok(bytes)
}
