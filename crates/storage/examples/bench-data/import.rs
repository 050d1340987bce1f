//! How many rows a second an import takes, to the last commit of the index.

use crate::memory::Peak;
use crate::table::{Rate, rates};
use crate::{Outcome, portal};
use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::{Duration, Instant};

pub(crate) async fn run(count: u64) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("rows.jsonl");
    let services = portal::open(folder.path()).await?;
    let bytes = portal::write_rows(&services, count, &file).await?;

    let peak = Peak::watch();
    let start = Instant::now();
    let rows = portal::import(&services, &file).await?.read;
    let imported = start.elapsed();
    portal::index(&services).await?;
    let all = start.elapsed();
    let most = peak.end();
    services.db.close().await;

    let parsed = parse(&file)?;
    let inserted = insert(&folder.path().join("plain.db"), &file).await?;
    rates(
        &[
            ("导入、隐名、公开并进入索引", Rate::of(rows, all)),
            ("其中到公开为止", Rate::of(rows, imported)),
            ("其中索引", Rate::of(rows, all.saturating_sub(imported))),
        ],
        &[
            ("SQLite 单表只插入原文（每 250 行落盘）", Rate::of(rows, inserted)),
            ("serde_json 只解析", Rate::of(rows, parsed)),
        ],
    );
    let megabytes = Rate::of(bytes, all).per_second() / 1e6;
    println!(
        "\n{megabytes:.1} MB/s（文件 {} MB）；RssAnon 最高 {most} MiB",
        bytes / 1_000_000
    );
    Ok(())
}

fn parse(file: &Path) -> Outcome<Duration> {
    let start = Instant::now();
    for line in BufReader::new(std::fs::File::open(file)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        std::hint::black_box(row);
    }
    Ok(start.elapsed())
}

async fn insert(database: &Path, file: &Path) -> Outcome<Duration> {
    let mut db = durable(database).connect().await?;
    sqlx::query("CREATE TABLE rows (line TEXT NOT NULL)")
        .execute(&mut db)
        .await?;
    let lines: Vec<String> = BufReader::new(std::fs::File::open(file)?)
        .lines()
        .collect::<Result<_, _>>()?;
    let start = Instant::now();
    for chunk in lines.chunks(250) {
        let mut tx = db.begin().await?;
        for line in chunk {
            sqlx::query("INSERT INTO rows VALUES ($1)")
                .bind(line)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
    }
    Ok(start.elapsed())
}

/// A database with the portal's own promise: what is committed survives a power cut.
pub(crate) fn durable(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
}
