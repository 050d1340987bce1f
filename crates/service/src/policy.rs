//! The publication policy in force, what another would change, and the change.

use crate::jobs::{self, Job};
use crate::lengths::Clocks;
use crate::records::decide_with;
use crate::services::Services;
use chrono::NaiveDate;
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::RecordId;
use domain::policy::Policy;
use domain::record::WithdrawalCode;
use std::collections::BTreeMap;
use storage::clocks::Bearer;
use storage::events::{self, When};
use storage::records::{self, Decision, Ruled};
use storage::{Conn, Tx, meta};

/// Records looked at before the database is asked for more.
const CHUNK: i64 = 200;
/// Chunks that one job works through, in far less time than its lease.
const CHUNKS: usize = 10;
/// References that are told of each kind of change.
const TOLD: usize = 20;

/// The policy in force.
pub async fn current(services: &Services) -> Result<Policy, storage::Error> {
    in_force(&mut services.db.read().await?).await
}

/// The policy in force, as one transaction sees it. One in the database that cannot be read is an error: by the default more might be public.
pub(crate) async fn in_force(conn: &mut Conn) -> Result<Policy, storage::Error> {
    const KEY: &str = "publication-policy";
    match meta::find(conn, KEY).await? {
        None => Ok(Policy::default()),
        Some(text) => {
            serde_json::from_str(&text).map_err(|_| storage::Error::inconsistent("meta", KEY, &text))
        }
    }
}

/// What a policy does to a record that stands otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    /// Public, and must not be: it is taken down.
    Hide { ground: String },
    /// Held back, and may be public: it is a draft again.
    Release { ground: String },
    /// Shown until another day.
    Term(Option<NaiveDate>),
}

impl Change {
    fn of(policy: &Policy, record: &Ruled, today: NaiveDate) -> Option<Self> {
        let exception = record.exception.as_deref();
        match (
            decide_with(policy, exception, (&record.original, &record.choices), today),
            record.shown,
        ) {
            (Decision::Hold { ground, .. }, Some(_)) => Some(Self::Hide { ground }),
            (Decision::Publish(publication), None) => Some(Self::Release {
                ground: publication.ground,
            }),
            (Decision::Publish(_), Some((on, until))) => {
                let by_policy = policy.publish_until(&record.original, on);
                (by_policy != until).then_some(Self::Term(by_policy))
            }
            (Decision::Hold { .. }, None) => None,
        }
    }
}

/// Records that change in one way, for one ground.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Group {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub references: Vec<String>,
}

impl Group {
    fn add(&mut self, reference: String) {
        self.count += 1;
        if self.references.len() < TOLD {
            self.references.push(reference);
        }
    }
}

/// What a policy would change.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Effect {
    /// Records that were looked at.
    pub read: u64,
    /// Public ones that would be taken down, by ground.
    pub hides: BTreeMap<String, Group>,
    /// Held ones that would be drafts again, by ground.
    pub releases: BTreeMap<String, Group>,
    /// Public ones that would be shown for longer or shorter.
    pub terms: Group,
}

impl Effect {
    /// Whether nothing would change.
    pub fn is_none(&self) -> bool {
        self.hides.is_empty() && self.releases.is_empty() && self.terms.count == 0
    }

    fn note(&mut self, reference: String, change: Change) {
        match change {
            Change::Hide { ground } => self.hides.entry(ground).or_default().add(reference),
            Change::Release { ground } => self.releases.entry(ground).or_default().add(reference),
            Change::Term(_) => self.terms.add(reference),
        }
    }
}

/// What `policy` would change, were it in force today. `progress` is told how many records were looked at.
pub async fn effect(
    services: &Services,
    policy: &Policy,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Effect, storage::Error> {
    let today = services.clock.today();
    let mut effect = Effect::default();
    let mut after = None;
    loop {
        let mut conn = services.db.read().await?;
        let records = records::ruled(&mut conn, after, today, CHUNK).await?;
        drop(conn);
        let Some(last) = records.last() else {
            return Ok(effect);
        };
        after = Some(last.id);
        for record in records {
            effect.read += 1;
            if let Some(change) = Change::of(policy, &record, today) {
                effect.note(record.reference, change);
            }
        }
        progress(effect.read);
    }
}

/// Brings records behind `after` into line with the policy in force; what is left is a job of its own.
pub(crate) async fn apply(services: &Services, mut after: Option<RecordId>) -> Result<(), storage::Error> {
    for _ in 0..CHUNKS {
        match apply_chunk(services, after).await? {
            None => return Ok(()),
            last => after = last,
        }
    }
    let mut tx = services.db.begin().await?;
    let rest = Job::ApplyPolicy {
        after: after.map(|id| id.0),
    };
    jobs::enqueue(&mut tx, services, &rest, services.clock.now()).await?;
    tx.commit().await
}

/// One transaction; the last record that was looked at.
async fn apply_chunk(
    services: &Services,
    after: Option<RecordId>,
) -> Result<Option<RecordId>, storage::Error> {
    let today = services.clock.today();
    let mut tx = services.db.begin().await?;
    let policy = in_force(&mut tx).await?;
    let clocks = Clocks::load(&mut tx).await?;
    let records = records::ruled(&mut tx, after, today, CHUNK).await?;
    for record in &records {
        if let Some(change) = Change::of(&policy, record, today) {
            carry_out(services, &mut tx, &clocks, record, change).await?;
        }
    }
    tx.commit().await?;
    Ok(records.last().map(|record| record.id))
}

async fn carry_out(
    services: &Services,
    tx: &mut Tx,
    clocks: &Clocks,
    record: &Ruled,
    change: Change,
) -> Result<(), storage::Error> {
    let now = services.clock.now();
    let event = match change {
        Change::Hide { .. } => {
            let code = WithdrawalCode::Sealed;
            records::withdraw(tx, record.id, code, now).await?;
            Event::RecordWithdrawn {
                code: code.as_str().to_owned(),
            }
        }
        Change::Release { ground } => {
            records::release(tx, record.id).await?;
            let clock = ClockKind::of_record(record.original.kind);
            let bearer = (Bearer::Record, record.id.0);
            clocks.start(tx, bearer, clock, services.clock.today()).await?;
            Event::RecordReleased { ground }
        }
        Change::Term(until) => {
            records::show_until(tx, record.id, until).await?;
            Event::RecordTermChanged { until }
        }
    };
    let (subject, actor) = (
        (SubjectKind::Record, record.id.0),
        Actor::System("policy".to_owned()),
    );
    events::append(tx, subject, When::At(now), &actor, &event).await
}
