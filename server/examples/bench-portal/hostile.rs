//! Random and hostile texts in the search box: through the search in the process, and as requests over a socket. Whatever
//! fails for another reason than a limit is told with the text that did it.

use crate::Outcome;
use crate::portal::{Portal, listen};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use service::search::{Ask, FindError, find};
use service::services::Services;
use std::time::{Duration, Instant};
use testkit::connection::Connection;
use testkit::hostile::Hostile;

/// Requests are a hundredth of the texts.
const REQUESTS: usize = 100;

pub(crate) async fn run(portal: Portal, queries: usize) -> Outcome<()> {
    let tasks = std::thread::available_parallelism()?.get();
    println!("| 途径 | 查询 | 找到 | 超限而拒绝 | 失败 | p50 ms | p99 ms | 最慢 ms | 最慢的查询 |");
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---|");
    let running: Vec<_> = (0..tasks)
        .map(|task| tokio::spawn(search(portal.services.clone(), task, queries / tasks)))
        .collect();
    let mut in_process = Tally::default();
    for task in running {
        in_process.merge(task.await??);
    }
    let mut is_sound = in_process.tell("进程内");

    let addr = listen(portal.router).await?;
    let asked = tokio::task::spawn_blocking(move || ask(&addr, queries / REQUESTS)).await??;
    is_sound &= asked.tell("HTTP");
    portal.services.db.close().await;
    if is_sound {
        Ok(())
    } else {
        Err("有查询失败".into())
    }
}

/// How a query ended.
enum End {
    Found,
    /// Refused with words about a limit.
    Refused,
    Failed,
}

/// What many queries came to.
#[derive(Default)]
struct Tally {
    found: usize,
    refused: usize,
    failed: Vec<String>,
    times: Vec<Duration>,
    slowest: (Duration, String),
}

impl Tally {
    fn add(&mut self, query: &str, took: Duration, end: &End) {
        match end {
            End::Found => self.found += 1,
            End::Refused => self.refused += 1,
            End::Failed => self.failed.push(query.to_owned()),
        }
        self.times.push(took);
        if took > self.slowest.0 {
            self.slowest = (took, query.to_owned());
        }
    }

    fn merge(&mut self, other: Self) {
        self.found += other.found;
        self.refused += other.refused;
        self.failed.extend(other.failed);
        self.times.extend(other.times);
        if other.slowest.0 > self.slowest.0 {
            self.slowest = other.slowest;
        }
    }

    /// Prints a line of the table and what failed; whether nothing did.
    fn tell(mut self, name: &str) -> bool {
        self.times.sort_unstable();
        let at = |percent: usize| {
            let place = self.times.len() * percent / 100;
            self.times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        let (found, refused, failed) = (self.found, self.refused, self.failed.len());
        let (slow, text) = &self.slowest;
        let text: String = text.chars().take(30).collect();
        println!(
            "| {name} | {} | {found} | {refused} | {failed} | {:.2} | {:.2} | {:.1} | {text:?} |",
            self.times.len(),
            at(50),
            at(99),
            slow.as_secs_f64() * 1e3
        );
        for query in self.failed.iter().take(20) {
            println!("失败：{query:?}");
        }
        self.failed.is_empty()
    }
}

async fn search(services: Services, seed: usize, queries: usize) -> Outcome<Tally> {
    let units = service::units::shown(&services).await?;
    let mut typist = Hostile::seeded(u64::try_from(seed)?);
    let mut tally = Tally::default();
    for query in 0..queries {
        if seed == 0 && query > 0 && query % queries.div_ceil(10) == 0 {
            eprintln!("进程内已问 {} %", query * 100 / queries);
        }
        let ask = Ask::words(typist.query());
        let began = Instant::now();
        let end = match find(&services, &ask, &units).await {
            // An engine that gives up is answered from the database; here that is a failure all the same.
            Ok(page) if page.degraded => End::Failed,
            Ok(_) => End::Found,
            Err(FindError::Refused(_)) => End::Refused,
            Err(FindError::Storage(error)) => return Err(error.into()),
        };
        tally.add(&ask.q, began.elapsed(), &end);
    }
    Ok(tally)
}

fn ask(addr: &str, requests: usize) -> Outcome<Tally> {
    let mut typist = Hostile::seeded(9);
    let mut tally = Tally::default();
    let mut connection = Connection::open(addr)?;
    for _ in 0..requests {
        let path = path(&mut typist);
        let began = Instant::now();
        let answer = connection.send(("GET", &path), &[("Accept", "text/html")], "");
        let end = match &answer {
            Ok((200 | 303 | 308, _)) => End::Found,
            Ok((400..=499, _)) => End::Refused,
            Ok(_) | Err(_) => End::Failed,
        };
        if answer.is_err() {
            connection = Connection::open(addr)?;
        }
        tally.add(&path, began.elapsed(), &end);
    }
    Ok(tally)
}

/// Pages that search, with members that nobody would send.
fn path(typist: &mut Hostile) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pages = [
        "/records",
        "/feeds/records.atom",
        "/api/v1/records",
        "/api/v1/suggest",
    ];
    let members = [
        "kind", "unit", "year", "from", "to", "fine_min", "fine_max", "sort", "page", "per_page", "cursor",
        "statute",
    ];
    let page = pages[typist.below(pages.len())];
    let mut path = format!("{page}?q={}", encoded(&typist.query()));
    for _ in 0..typist.below(4) {
        let member = members[typist.below(members.len())];
        let value = match typist.below(5) {
            0 => "999999999999999999999999".to_owned(),
            1 => "-1".to_owned(),
            2 => "0000-00-00".to_owned(),
            3 => "%".to_owned(),
            _ => encoded(&typist.query()),
        };
        path.extend(["&", member, "=", &value]);
    }
    path
}
