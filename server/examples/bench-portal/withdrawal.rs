//! How long a withdrawn record is still to be seen, with the index followed as in production: over a socket at every place
//! that shows it, and in the files of the index.

use crate::Outcome;
use crate::portal::{Portal, listen};
use domain::event::Actor;
use domain::record::WithdrawalCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use server::{index_view, worker};
use service::records::{find_target, withdraw};
use service::services::Services;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use testkit::connection::Connection;
use tokio::sync::{oneshot, watch};

/// The longest that is waited: the promise of the files.
const BOUND: Duration = Duration::from_mins(10);
const PAUSE: Duration = Duration::from_millis(2);

pub(crate) async fn run(portal: Portal) -> Outcome<()> {
    let services = portal.services.clone();
    let addr = listen(portal.router.clone()).await?;
    let (_stop, stopped) = watch::channel(false);
    tokio::spawn(index_view::run(portal.state.clone(), stopped));
    let waits = tokio::select! {
        () = worker::follow_index(&services) => return Err("nobody follows the index".into()),
        waits = withdraw_all(&services, &addr) => waits?,
    };
    println!("| 撤回后还看得到，毫秒 | 次数 | p50 | 最长 |\n|---|---:|---:|---:|");
    for wait in waits {
        wait.tell();
    }
    services.db.close().await;
    Ok(())
}

/// Withdraws the newest records, one after the other.
async fn withdraw_all(services: &Services, addr: &str) -> Outcome<Vec<Wait>> {
    let overview = service::overview::overview(services).await?;
    let mut waits: Vec<Wait> = Place::ALL.iter().map(|place| Wait::at(place.name)).collect();
    waits.push(Wait::at("索引文件"));
    for record in &overview.latest {
        let number = record.document_number.clone();
        let seen = Seen {
            reference: record.reference.clone(),
            number: number.ok_or("a decision without number")?,
            index: services.search.dir().path().to_owned(),
        };
        let addr = addr.to_owned();
        let (tell, shown) = oneshot::channel();
        let watched = tokio::task::spawn_blocking(move || seen.until_gone(&addr, tell));
        if shown.await.is_err() {
            watched.await??;
            return Err("nobody watched the record".into());
        }
        let target = find_target(services, &record.reference).await?;
        let by = Actor::System("bench".into());
        withdraw(services, &target, WithdrawalCode::Privacy, &by).await?;
        let committed = Instant::now();
        for (wait, gone) in waits.iter_mut().zip(watched.await??) {
            wait.took.push(gone.saturating_duration_since(committed));
        }
    }
    Ok(waits)
}

/// Where a record is seen.
struct Place {
    name: &'static str,
    path: fn(&Seen) -> String,
    /// Whether an answer of this status and text shows it.
    shows: fn(&Seen, u16, &str) -> bool,
}

impl Place {
    const ALL: [Self; 5] = [
        Self {
            name: "记录页",
            path: |seen| format!("/records/{}", seen.reference),
            shows: |_, status, _| status == 200,
        },
        Self {
            name: "检索",
            path: |seen| format!("/records?q={}", seen.typed()),
            shows: |seen, _, text| text.contains(&format!("/records/{}", seen.reference)),
        },
        Self {
            name: "接口",
            path: |seen| format!("/api/v1/records?q={}", seen.typed()),
            shows: |seen, _, text| text.contains(&seen.reference),
        },
        Self {
            name: "联想",
            path: |seen| format!("/api/v1/suggest?q={}", seen.typed()),
            shows: |seen, _, text| text.contains(&seen.number),
        },
        Self {
            name: "订阅源",
            path: |seen| format!("/feeds/records.atom?q={}", seen.typed()),
            shows: |seen, _, text| text.contains(&format!("/records/{}", seen.reference)),
        },
    ];
}

/// A record, and where its index lies.
struct Seen {
    reference: String,
    number: String,
    index: PathBuf,
}

impl Seen {
    /// Its number as the value of a query member.
    fn typed(&self) -> String {
        utf8_percent_encode(&self.number, NON_ALPHANUMERIC).to_string()
    }

    /// When each place ceased to show it, and the files of the index to hold it. Every place has to show it at first,
    /// which is told.
    fn until_gone(&self, addr: &str, tell: oneshot::Sender<()>) -> Outcome<Vec<Instant>> {
        let mut connection = Connection::open(addr)?;
        let mut asked = |place: &Place| -> Outcome<(bool, u16)> {
            let headers = [("Accept", "text/html, application/json, application/atom+xml")];
            let (status, text) = connection.send(("GET", &(place.path)(self)), &headers, "")?;
            Ok(((place.shows)(self, status, &text), status))
        };
        for place in &Place::ALL {
            let (shows, status) = asked(place)?;
            if !shows {
                return Err(format!("{}没有显示 {}，状态 {status}", place.name, self.number).into());
            }
        }
        tell.send(()).map_err(|()| "nobody withdraws the record")?;
        let mut gone = vec![None; Place::ALL.len() + 1];
        let bound = Instant::now() + BOUND;
        while gone.contains(&None) {
            if Instant::now() > bound {
                return Err(format!("{} 撤回后一直看得到：{gone:?}", self.number).into());
            }
            for (place, gone) in Place::ALL.iter().zip(&mut gone) {
                if gone.is_none() && !asked(place)?.0 {
                    *gone = Some(Instant::now());
                }
            }
            let files = gone.last_mut().filter(|gone| gone.is_none());
            if let Some(gone) = files
                && !is_filed(&self.index, self.reference.trim_start_matches("R-"))?
            {
                *gone = Some(Instant::now());
            }
            std::thread::sleep(PAUSE);
        }
        Ok(gone.into_iter().flatten().collect())
    }
}

/// Whether a file of the folder holds the text.
fn is_filed(folder: &Path, text: &str) -> Outcome<bool> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // The worker removes files at any time.
        let is_here = if path.is_dir() {
            is_filed(&path, text)?
        } else {
            let bytes = fs::read(&path).unwrap_or_default();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        };
        if is_here {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How long records were still seen at one place.
struct Wait {
    name: &'static str,
    took: Vec<Duration>,
}

impl Wait {
    const fn at(name: &'static str) -> Self {
        Self {
            name,
            took: Vec::new(),
        }
    }

    fn tell(mut self) {
        self.took.sort_unstable();
        let at = |place: usize| self.took.get(place).map_or(0, Duration::as_millis);
        let (times, middle) = (self.took.len(), at(self.took.len() / 2));
        println!(
            "| {} | {times} | {middle} | {} |",
            self.name,
            at(times.saturating_sub(1))
        );
    }
}
