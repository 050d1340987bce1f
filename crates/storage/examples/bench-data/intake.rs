//! How many submissions a second become durable, and how many rows an import takes: on a SQLite database in a
//! temporary folder, with every commit synced to the disk.

use domain::feedback::RawFeedback;
use service::feedback::{Key, Submission, submit};
use service::import::{Format, OnError, Options, run_import};
use service::lifecycle::{OlderSchema, Opening};
use service::services::Services;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Each measurement ends after this long at the latest.
const BOUND: Duration = Duration::from_secs(15);
const ROWS: usize = 5000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
    let mut opening = Opening::new(folder.path().to_owned(), url, OlderSchema::Refuse);
    opening.limits = None;
    let services = opening.open().await?;
    println!("| 测量 | 数量 | 秒 | 每秒 |\n|---|---:|---:|---:|");
    intake(&services).await?;
    import(&services).await?;
    println!("| 进程私有内存 RssAnon | {} | | |", rss_anon()?);
    services.db.close().await;
    Ok(())
}

async fn intake(services: &Services) -> Outcome<()> {
    let raw = RawFeedback {
        kind: "inquiry".into(),
        title: "居住证怎么办理".into(),
        body: "我在县城租房住了半年多，请问办理居住证需要哪些材料？".repeat(10),
        anonymous: Some(false),
        contact_name: "某人".into(),
        contact_phone: "15400000001".into(),
        ..RawFeedback::default()
    };
    let (start, mut done) = (Instant::now(), 0_u32);
    while done < 1000 && start.elapsed() < BOUND {
        let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
        submit(
            services,
            Submission {
                raw: &raw,
                key: Key::Absent,
                client,
            },
        )
        .await?;
        done += 1;
    }
    row("群众反映接收（逐件落盘）", f64::from(done), start.elapsed());
    Ok(())
}

async fn import(services: &Services) -> Outcome<()> {
    let file = services.data.join("bench.jsonl");
    let lines: Vec<String> = (0..ROWS).map(line).collect();
    let text = lines.join("\n");
    std::fs::write(&file, &text)?;
    let options = Options {
        file,
        format: Some(Format::Jsonl),
        layout: None,
        unit: Some("county".into()),
        create_units: false,
        publish: true,
        on_error: OnError::Keep,
        dry_run: false,
        rejects: None,
        os_user: "bench".into(),
    };
    let start = Instant::now();
    let outcome = run_import(services, &options, &mut |_| {}).await?;
    let took = start.elapsed();
    row(
        "导入并隐名公开（条）",
        f64::from(u32::try_from(outcome.summary.new)?),
        took,
    );
    row(
        "导入并隐名公开（MB）",
        f64::from(u32::try_from(text.len())?) / 1e6,
        took,
    );
    Ok(())
}

fn line(index: usize) -> String {
    let facts = "2025年3月2日9时许，民警检查时发现，该单位未按照规定建立从业人员名簿，营业日志未作记载，联系电话15400000001。".repeat(4);
    serde_json::json!({
        "kind": "penalty", "title": format!("测量用决定书{index}"), "document_number": format!("明公(测)行罚决字〔2025〕{index}号"),
        "decided_on": "2025-03-09", "party_name": "明镜县云栖宾馆有限公司", "violation": "未建立从业人员名簿",
        "facts": facts, "legal_basis": ["《娱乐场所管理条例》第五十条"], "penalty_kinds": ["warning"], "penalty_text": "警告",
    })
    .to_string()
}

fn row(name: &str, done: f64, took: Duration) {
    let seconds = took.as_secs_f64();
    println!("| {name} | {done:.1} | {seconds:.2} | {:.0} |", done / seconds);
}

fn rss_anon() -> Outcome<String> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    Ok(line.unwrap_or("?").trim().to_owned())
}
