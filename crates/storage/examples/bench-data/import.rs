//! How many rows a second an import takes, to the last commit of the index.

use crate::memory::Peak;
use crate::table::{Rate, rates};
use crate::{Outcome, portal};
use serde_json::Value;
use service::services::Services;
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

    let filling = Filling::of(&services, &file).await?;
    services.db.close().await;

    let rows = filling.rows;
    let parsed = parse(&file)?;
    let inserted = insert(&folder.path().join("plain.db"), &file).await?;
    filling.show(&[
        ("SQLite 单表只插入原文（每 250 行落盘）", Rate::of(rows, inserted)),
        ("serde_json 只解析", Rate::of(rows, parsed)),
    ]);
    let megabytes = Rate::of(bytes, filling.all).per_second() / 1e6;
    println!("\n{megabytes:.1} MB/s（文件 {} MB）", bytes / 1_000_000);
    Ok(())
}

/// A folder ready to be searched.
pub(crate) async fn prepare(folder: &Path, count: u64) -> Outcome<()> {
    let services = portal::open(folder).await?;
    let file = folder.join("rows.jsonl");
    portal::write_rows(&services, count, &file).await?;
    Filling::of(&services, &file).await?.show(&[]);
    services.db.close().await;
    Ok(std::fs::remove_file(file)?)
}

/// Imports a file into a folder, and nothing else.
pub(crate) async fn fill(folder: &Path, file: &Path) -> Outcome<()> {
    let services = portal::open(folder).await?;
    portal::import(&services, file).await?;
    services.db.close().await;
    Ok(())
}

/// What an import took, to the last commit of the index.
struct Filling {
    rows: u64,
    imported: Duration,
    all: Duration,
    /// The most private memory, in MiB.
    most: u64,
}

impl Filling {
    async fn of(services: &Services, file: &Path) -> Outcome<Self> {
        let peak = Peak::watch();
        let start = Instant::now();
        let rows = portal::import(services, file).await?.read;
        let imported = start.elapsed();
        portal::index(services).await?;
        Ok(Self {
            rows,
            imported,
            all: start.elapsed(),
            most: peak.end(),
        })
    }

    fn show(&self, peers: &[(&str, Rate)]) {
        let indexed = self.all.saturating_sub(self.imported);
        rates(
            &[
                ("导入、隐名、公开并进入索引", Rate::of(self.rows, self.all)),
                ("其中到公开为止", Rate::of(self.rows, self.imported)),
                ("其中索引", Rate::of(self.rows, indexed)),
            ],
            peers,
        );
        println!("\nRssAnon 最高 {} MiB", self.most);
    }
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
