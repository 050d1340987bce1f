//! How long a search takes: ten hits with highlights, the count and the facets, as a results page asks for them,
//! with the records read from the database. Up to a hundred thousand records the same questions are put to the full
//! text of two databases; of more, they are put to the portal alone and then to all over a hundred thousand.

use crate::peers::{Extent, Fts5, Peer, Postgres, extent, fill};
use crate::queries::{self, GROUPS, Question};
use crate::table::percentiles;
use crate::{Outcome, memory, portal};
use domain::event::Actor;
use domain::record::WithdrawalCode;
use service::records::find_target;
use service::search::{Follower, Purging};
use service::services::Services;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use storage::public;

/// Passes over the questions after one that warms up.
const PASSES: usize = 5;

/// The peers take minutes over more than this.
const PEERS_UP_TO: u64 = 100_000;

pub(crate) fn run(count: u64) -> Outcome<()> {
    let with_peers = (count > PEERS_UP_TO).then_some(PEERS_UP_TO);
    for count in std::iter::once(count).chain(with_peers) {
        let folder = tempfile::tempdir()?;
        itself(&[
            "prepare",
            &folder.path().display().to_string(),
            &count.to_string(),
        ])?;
        itself(&["search", "--in", &folder.path().display().to_string()])?;
    }
    Ok(())
}

/// In a process of its own, whose memory is its own.
fn itself(arguments: &[&str]) -> Outcome<()> {
    let ended = Command::new(std::env::current_exe()?).args(arguments).status()?;
    if ended.success() {
        Ok(())
    } else {
        Err(format!("{}未成功：{ended}", arguments[0]).into())
    }
}

/// The same in a folder that was prepared before, which takes far longer than the questions.
pub(crate) async fn run_in(folder: &Path) -> Outcome<()> {
    let services = portal::open(folder).await?;
    services.search.refresh();
    service::search::refresh_words(&services).await?;
    let numbered = public::latest(&mut services.db.read().await?, services.clock.today(), 100).await?;
    let questions = queries::all(&numbered);

    let ours = ask_portal(&services, &questions).await?;
    let serving = memory::now()?;
    let extent = extent(&services).await?;
    table("门户", &questions, &ours);
    line("联想", ask_words(&services).await?);
    describe(&extent, size(services.search.dir().path())?, serving);
    if extent.records <= PEERS_UP_TO {
        let name = "fts5.db";
        against(
            Fts5::create(&folder.join(name)).await?,
            &services,
            &questions,
            &ours,
        )
        .await?;
        against(Postgres::create().await?, &services, &questions, &ours).await?;
    }
    withdraw(&services).await?;
    services.db.close().await;
    Ok(())
}

fn describe(extent: &Extent, index: u64, serving: u64) {
    println!(
        "\n{} 条公开记录，正文 {} MB，每条平均 {} 字节；索引 {} MB；服务时 RssAnon {serving} MiB",
        extent.records,
        extent.raw / 1_000_000,
        extent.raw / extent.records.max(1),
        index / 1_000_000,
    );
}

async fn against<P: Peer>(
    mut peer: P,
    services: &Services,
    questions: &[Question],
    ours: &Timed,
) -> Outcome<()> {
    fill(&mut peer, services).await?;
    let theirs = ask_peer(&mut peer, questions).await?;
    table(P::NAME, questions, &theirs);
    let middle = |timed: &Timed| {
        let mut times: Vec<Duration> = timed.iter().map(|(took, _)| *took).collect();
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64()
    };
    println!(
        "\n{} 的索引 {} MB；p50 是门户的 {:.0} 倍",
        P::NAME,
        peer.index_bytes().await? / 1_000_000,
        middle(&theirs) / middle(ours)
    );
    Ok(())
}

/// How long one withdrawn record keeps the index busy. In a large segment its text waits for a later rewriting.
async fn withdraw(services: &Services) -> Outcome<()> {
    let newest = public::latest(&mut services.db.read().await?, services.clock.today(), 1).await?;
    let record = newest.first().ok_or("没有公开记录")?;
    let target = find_target(services, &record.reference).await?;
    let large_at_once = Purging {
        others_after: Duration::ZERO,
        ..Purging::default()
    };
    let mut follower = Follower::with(services, large_at_once);
    while follower.step().await? {}
    let start = Instant::now();
    let by = Actor::System("bench".into());
    service::records::withdraw(services, &target, WithdrawalCode::Privacy, &by).await?;
    let committed = start.elapsed();
    follower.step().await?;
    services.search.refresh();
    let unfindable = start.elapsed();
    while follower.step().await? {}
    println!(
        "\n撤回一条：{} 毫秒后页面是 410，{} 毫秒后检索不到；到时改写索引文件用 {:.1} 秒",
        committed.as_millis(),
        unfindable.as_millis(),
        start.elapsed().saturating_sub(unfindable).as_secs_f64()
    );
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

/// What is offered while somebody types.
async fn ask_words(services: &Services) -> Outcome<Timed> {
    let mut timed = Timed::new();
    for pass in 0..=PASSES {
        for typed in queries::TYPED {
            let start = Instant::now();
            let offered = service::search::suggest(services, typed, 10).await?;
            if pass > 0 {
                timed.push((start.elapsed(), u64::try_from(offered.items.len())?));
            }
        }
    }
    Ok(timed)
}

/// The first tenth of one pass: the peers take seconds for words that are everywhere.
async fn ask_peer(peer: &mut impl Peer, questions: &[Question]) -> Outcome<Timed> {
    let mut timed = Timed::new();
    for question in &questions[..questions.len() / 10] {
        let start = Instant::now();
        let total = peer.answer(&question.ask).await?;
        timed.push((start.elapsed(), u64::try_from(total)?));
    }
    Ok(timed)
}

fn table(name: &str, questions: &[Question], timed: &Timed) {
    println!("\n| {name} | p50 ms | p95 | p99 | 最慢 | 命中（中位） |\n|---|---:|---:|---:|---:|---:|");
    for group in GROUPS {
        let with_questions = questions.iter().cycle().zip(timed);
        let of_group = with_questions.filter(|(question, _)| question.group == group);
        line(group, of_group.map(|(_, timed)| *timed).collect());
    }
    line("全部", timed.clone());
}

fn line(name: &str, timed: Timed) {
    let (mut durations, mut found): (Vec<Duration>, Vec<u64>) = timed.into_iter().unzip();
    found.sort_unstable();
    let hits = found.get(found.len() / 2).copied().unwrap_or(0);
    let shown = percentiles(&mut durations);
    let slowest = durations.last().copied().unwrap_or_default().as_secs_f64() * 1000.0;
    println!("| {name} | {shown} | {slowest:.1} | {hits} |");
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
