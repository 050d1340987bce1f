//! `audit verify`: whether the trail of events is whole and says what the rows say, and whether the sealed
//! contacts are where they belong. It reads one moment of a database in use and changes nothing.
//!
//! Whoever may write to the database file can forge a trail that agrees with itself; what this finds is a row or
//! an event that was changed, removed or put in without the other.

use crate::keys::{KeyError, KeyFolder, WorkerKeys};
use crate::services::Services;
use domain::clock::legal_day;
use domain::event::{Event, SubjectKind};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use storage::audit::{self, Entry, Sealed};
use storage::{Conn, Result};
use uuid::Uuid;

/// Rows read at a time.
const PAGE: i64 = 1000;
/// Examples that a finding names.
const EXAMPLES: usize = 5;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// Pages and references of the database file.
    Database,
    /// What keeps events and ratings from being changed.
    Guards,
    /// The events of a subject count 1, 2, 3 …
    Order,
    /// Every event can be read, by the name and day that it carries.
    Reading,
    /// Every fact has its event.
    Untold,
    /// Every event's subject is there.
    Gone,
    /// Every sealed contact has its subject and opens for it.
    Envelopes,
}

impl Check {
    /// What is wrong, for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Database => "数据库文件损坏或有悬空引用",
            Self::Guards => "防止改动事件和评价的触发器缺失或被停用",
            Self::Order => "事件编号不连续（有事件被删除或插入）",
            Self::Reading => "事件内容读不懂，或与它的名称、日期不符",
            Self::Untold => "数据已经改变，却没有相应的事件",
            Self::Gone => "事件所记的数据已不存在",
            Self::Envelopes => "密封的联系方式打不开，或不属于它所在的事项",
        }
    }
}

/// What was found wrong in one respect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// In which.
    pub check: Check,
    /// How often.
    pub count: u64,
    /// The first places, as `kind:id` and what belongs to it; never a citizen's words.
    pub examples: Vec<String>,
}

/// What was read, and what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Events read.
    pub events: u64,
    /// Sealed contacts read.
    pub envelopes: u64,
    /// None when all is well.
    pub findings: Vec<Finding>,
}

/// Why nothing could be verified.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The worker's key opens the deliveries.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database.
    #[error("数据库出错：{0}。请检查磁盘空间和数据库服务后重试。")]
    Database(#[from] storage::Error),
}

/// Reads everything that can be compared.
pub async fn verify(services: &Services) -> Result<Report, AuditError> {
    let keys = KeyFolder::of(&services.data).load_worker()?;
    let mut found = Found::default();
    for complaint in services.db.complaints().await? {
        found.add(Check::Database, 1, complaint);
    }
    let mut conn = services.db.snapshot().await?;
    for guard in audit::missing_guards(&services.db, &mut conn).await? {
        found.add(Check::Guards, 1, guard.to_owned());
    }
    let events = found.events(&mut conn).await?;
    found.untold(&mut conn).await?;
    found.gone(&mut conn).await?;
    let envelopes = found.envelopes(&mut conn, &keys).await?;
    Ok(Report {
        events,
        envelopes,
        findings: found.0.into_values().collect(),
    })
}

#[derive(Default)]
struct Found(BTreeMap<Check, Finding>);

impl Found {
    fn add(&mut self, check: Check, count: u64, example: String) {
        let finding = self.0.entry(check).or_insert_with(|| Finding {
            check,
            count: 0,
            examples: Vec::new(),
        });
        finding.count += count;
        if finding.examples.len() < EXAMPLES {
            finding.examples.push(example);
        }
    }

    async fn events(&mut self, conn: &mut Conn) -> Result<u64> {
        let (mut count, mut before): (u64, Option<Entry>) = (0, None);
        loop {
            let page = audit::events(conn, before.as_ref(), PAGE).await?;
            if page.is_empty() {
                return Ok(count);
            }
            for entry in page {
                self.event(before.as_ref(), &entry);
                count += 1;
                before = Some(entry);
            }
        }
    }

    fn event(&mut self, before: Option<&Entry>, entry: &Entry) {
        let place = || format!("{}:{}#{}", entry.subject_kind, entry.subject, entry.ordinal);
        let before = before
            .filter(|before| (&before.subject_kind, before.subject) == (&entry.subject_kind, entry.subject));
        if entry.ordinal != before.map_or(0, |before| before.ordinal) + 1 {
            self.add(Check::Order, 1, place());
        }
        if !is_readable(entry) {
            self.add(Check::Reading, 1, place());
        }
    }

    async fn untold(&mut self, conn: &mut Conn) -> Result<()> {
        for untold in audit::untold(conn).await? {
            let mut rest = u64::try_from(untold.count).unwrap_or_default();
            for id in &untold.examples {
                self.add(
                    Check::Untold,
                    1,
                    format!("{}:{id} {}", untold.subject_kind, untold.event),
                );
                rest -= 1;
            }
            self.0
                .entry(Check::Untold)
                .and_modify(|finding| finding.count += rest);
        }
        Ok(())
    }

    async fn gone(&mut self, conn: &mut Conn) -> Result<()> {
        let unreleased = audit::unreleased(conn).await?;
        for (kind, sql) in audit::SUBJECTS {
            let mut after = Uuid::nil();
            loop {
                let page = audit::gone(conn, sql, after, PAGE).await?;
                let Some((last, _)) = page.last() else { break };
                after = *last;
                for (id, first) in page {
                    if !was_taken_back(first, &unreleased) {
                        self.add(Check::Gone, 1, format!("{kind}:{id}"));
                    }
                }
            }
        }
        Ok(())
    }

    async fn envelopes(&mut self, conn: &mut Conn, keys: &WorkerKeys) -> Result<u64> {
        let (mut count, mut before): (u64, Option<Sealed>) = (0, None);
        loop {
            let page = audit::envelopes(conn, before.as_ref(), PAGE).await?;
            if page.is_empty() {
                return Ok(count);
            }
            for sealed in page {
                // An identity opens for its custodian alone.
                let opens = sealed.envelope != "delivery"
                    || keys.open_delivery(sealed.subject_id, &sealed.sealed).is_ok();
                if !(sealed.is_owned && opens) {
                    let place = format!(
                        "{}:{} {}",
                        sealed.subject_kind, sealed.subject_id, sealed.envelope
                    );
                    self.add(Check::Envelopes, 1, place);
                }
                count += 1;
                before = Some(sealed);
            }
        }
    }
}

/// Whether an event is one of ours and its columns agree.
fn is_readable(entry: &Entry) -> bool {
    SubjectKind::parse(&entry.subject_kind).is_some()
        && entry.recorded.as_ref().is_some_and(|recorded| {
            recorded.event.name() == entry.name
                && recorded.at.is_none_or(|at| legal_day(at) == recorded.on_day)
        })
}

/// An import that was taken back leaves the events of its rows, and of the units that it made.
fn was_taken_back(first: serde_json::Value, unreleased: &HashSet<Uuid>) -> bool {
    match serde_json::from_value(first) {
        Ok(Event::RecordImported { batch }) => unreleased.contains(&batch),
        Ok(Event::UnitCreated { by_import, .. }) => by_import && !unreleased.is_empty(),
        _ => false,
    }
}
