//! How many submissions of feedback a second become durable: every commit is synced to the disk before its receipt.

use crate::import::durable;
use crate::table::{Rate, rates};
use crate::{Outcome, memory, portal};
use domain::feedback::RawFeedback;
use service::feedback::{Key, Submission, submit};
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

pub(crate) async fn run() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let services = portal::open(folder.path()).await?;
    let many = together(&services).await?;
    let single = Rate::of(one_after_the_other(services.clone(), BOUND).await?, BOUND);
    let memory = memory::now()?;
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
    Ok(())
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

async fn one_after_the_other(
    services: Services,
    bound: Duration,
) -> Result<u64, service::feedback::SubmitError> {
    let raw = RawFeedback {
        kind: "inquiry".into(),
        title: "居住证怎么办理".into(),
        body: "我在县城租房住了半年多，请问办理居住证需要哪些材料？".repeat(10),
        anonymous: Some(false),
        contact_name: "某人".into(),
        contact_phone: "15400000001".into(),
        ..RawFeedback::default()
    };
    let (start, mut done) = (Instant::now(), 0);
    while start.elapsed() < bound {
        let submission = Submission {
            raw: &raw,
            key: Key::Absent,
            client: IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        submit(&services, submission).await?;
        done += 1;
    }
    Ok(done)
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
