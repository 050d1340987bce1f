//! How many submissions of feedback a second become durable: every commit is synced to the disk before its receipt. And
//! how long one takes while another process imports.

use crate::import::durable;
use crate::table::{Rate, percentiles, rates};
use crate::{Outcome, memory, portal};
use domain::feedback::RawFeedback;
use service::feedback::{Key, Submission, SubmitError, submit};
use service::services::Services;
use sqlx::ConnectOptions;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::{Duration, Instant};

/// Each measurement takes this long.
const BOUND: Duration = Duration::from_secs(10);
/// People who submit at the same time.
const AT_ONCE: u64 = 16;
/// Decisions that are imported beside.
const BESIDE: u64 = 100_000;

pub(crate) async fn run() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let services = portal::open(folder.path()).await?;
    let many = together(&services).await?;
    let single = Rate::of(one_after_the_other(services.clone(), BOUND).await?, BOUND);
    let memory = memory::now()?;
    let mut beside = beside_an_import(&services, folder.path()).await?;
    services.db.close().await;
    let text = "字".repeat(300);
    let commits = commit(&folder.path().join("plain.db"), &text).await?;
    let writes = write(&folder.path().join("plain.log"), &text)?;
    rates(
        &[("16 人同时提交，逐件落盘", many), ("1 人接连提交", single)],
        &[
            ("SQLite 一表一行一次提交", commits),
            ("写文件并 fdatasync", writes),
        ],
    );
    println!("\nRssAnon {memory} MiB");
    println!(
        "\n| 另一进程导入 {BESIDE} 条时逐件提交 | p50 ms | p95 | p99 | 最慢 |\n|---|---:|---:|---:|---:|"
    );
    let (count, slowest) = (beside.len(), beside.iter().max().copied().unwrap_or_default());
    let cells = percentiles(&mut beside);
    println!("| {count} | {cells} | {:.1} |", slowest.as_secs_f64() * 1e3);
    Ok(())
}

/// What each submission took until the import beside ended.
async fn beside_an_import(services: &Services, folder: &Path) -> Outcome<Vec<Duration>> {
    let file = folder.join("rows.jsonl");
    portal::write_rows(services, BESIDE, &file).await?;
    let mut import = tokio::process::Command::new(std::env::current_exe()?)
        .arg("fill")
        .args([folder, &file])
        .kill_on_drop(true)
        .spawn()?;
    let mut times = Vec::new();
    loop {
        if let Some(status) = import.try_wait()? {
            return if status.success() {
                Ok(times)
            } else {
                Err("导入失败".into())
            };
        }
        let start = Instant::now();
        submit_one(services).await?;
        times.push(start.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn together(services: &Services) -> Outcome<Rate> {
    let people: Vec<_> = (0..AT_ONCE)
        .map(|_| tokio::spawn(counted(services.clone())))
        .collect();
    let mut done = 0;
    for person in people {
        done += person.await??;
    }
    Ok(Rate::of(done, BOUND))
}

async fn counted(services: Services) -> Result<u64, String> {
    one_after_the_other(services, BOUND)
        .await
        .map_err(|error| error.to_string())
}

async fn one_after_the_other(services: Services, bound: Duration) -> Result<u64, SubmitError> {
    let (start, mut done) = (Instant::now(), 0);
    while start.elapsed() < bound {
        submit_one(&services).await?;
        done += 1;
    }
    Ok(done)
}

async fn submit_one(services: &Services) -> Result<(), SubmitError> {
    let raw = RawFeedback {
        kind: "inquiry".into(),
        title: "居住证怎么办理".into(),
        body: "我在县城租房住了半年多，请问办理居住证需要哪些材料？".repeat(10),
        anonymous: Some(false),
        contact_name: "某人".into(),
        contact_phone: "15400000001".into(),
        ..RawFeedback::default()
    };
    let submission = Submission {
        raw: &raw,
        key: Key::Absent,
        client: IpAddr::V4(Ipv4Addr::LOCALHOST),
    };
    submit(services, submission).await.map(drop)
}

async fn commit(database: &Path, text: &str) -> Outcome<Rate> {
    let mut db = durable(database).connect().await?;
    sqlx::query("CREATE TABLE rows (text TEXT NOT NULL)")
        .execute(&mut db)
        .await?;
    let (start, mut done) = (Instant::now(), 0);
    while start.elapsed() < BOUND {
        sqlx::query("INSERT INTO rows VALUES ($1)")
            .bind(text)
            .execute(&mut db)
            .await?;
        done += 1;
    }
    Ok(Rate::of(done, start.elapsed()))
}

fn write(path: &Path, text: &str) -> Outcome<Rate> {
    let mut file = std::fs::File::create(path)?;
    let (start, mut done) = (Instant::now(), 0);
    while start.elapsed() < BOUND {
        file.write_all(text.as_bytes())?;
        file.sync_data()?;
        done += 1;
    }
    Ok(Rate::of(done, start.elapsed()))
}
