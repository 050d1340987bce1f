//! `mingjing demo`: a believable bureau of a county that does not exist. The content is the same for the same seed,
//! size and day; sealed blobs, keys and passwords are not.

mod accounts;
mod case;
mod cases;
mod clock;
mod corrected;
mod county;
mod decisions;
mod dice;
mod drafts;
mod error;
mod feedback;
mod follow_ups;
mod incidents;
mod measures;
mod objections;
mod offence;
mod penalty;
mod people;
mod ratings;
mod records;
mod review;
mod scene;
mod sentence;
mod spot_checks;
mod state;
mod subscriptions;

pub use cases::case_slips;
pub use corrected::Examples;
pub use decisions::decisions;
pub use error::DemoError;
pub use state::{State, state};
pub use subscriptions::{Subscribed, subscribed};

use crate::passwords::NewPassword;
use crate::services::Services;
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::clock::start_of;
use domain::event::{Actor, Event, SubjectKind};
use records::Stored;
use serde::Serialize;
use storage::events::{self, When};
use storage::{jobs, meta};
use uuid::Uuid;

/// The actor of what the demo does without a person.
const ACTOR: &str = "demo";
/// Decisions lie within so many days before the demo's day.
const WINDOW_DAYS: u64 = 760;

/// Which demo. The same values give the same content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demo {
    /// Where the choices come from.
    pub seed: u64,
    /// How many records.
    pub records: u64,
    /// The day on which the demo is up to date.
    pub today: NaiveDate,
}

/// How far loading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Which part.
    pub stage: Stage,
    /// Done of this part.
    pub done: u64,
    /// All of this part.
    pub total: u64,
}

/// The parts of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 公示记录.
    Records,
    /// 群众反映.
    Feedback,
    /// 警情与回访.
    Incidents,
}

/// What was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Units, the bureau included.
    pub units: u64,
    /// Staff accounts.
    pub accounts: u64,
    /// Records.
    pub records: u64,
    /// Of them public (an ended term counts as public until the portal takes it down).
    pub published: u64,
    /// Of them held back by policy.
    pub held: u64,
    /// Of them taken down again.
    pub withdrawn: u64,
    /// Of them drafts that wait for publication.
    pub waiting: u64,
    /// 群众反映.
    pub feedback: u64,
    /// 异议.
    pub objections: u64,
    /// Cases whose progress may be looked up.
    pub cases: u64,
    /// Incidents.
    pub incidents: u64,
    /// Records that were corrected.
    pub corrected: Examples,
}

/// Loads the demo into a database that holds nothing real; see [`state`].
pub async fn load(
    services: &Services,
    demo: &Demo,
    password: &NewPassword,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Summary, DemoError> {
    state::begin(services, demo).await?;
    let codes = county::found(services, demo).await?;
    let staff = accounts::add(services, demo, &codes, password).await?;
    let Stored {
        tally,
        known,
        examples,
        waiting,
    } = records::store(services, demo, &codes, progress).await?;
    review::play(services, demo, &staff, (&waiting, &known)).await?;
    corrected::play(services, demo, &staff, &examples).await?;
    let feedback = feedback::fill(services, demo, &staff, &known, progress).await?;
    let objected = objections::play(services, demo, &staff, &known).await?;
    let withdrawn = objected.withdrawn + spot_checks::play(services, demo, &staff).await?;
    let cases = cases::fill(services, demo, &codes).await?;
    let officers = county::officers(demo, &codes);
    let incidents = incidents::play(services, demo, &staff, &officers, progress).await?;
    subscriptions::play(services, demo).await?;
    let count = |n: usize| n as u64;
    let summary = Summary {
        units: count(codes.len()),
        accounts: count(staff.len()),
        records: demo.records,
        published: tally.published - withdrawn,
        held: tally.held,
        withdrawn: tally.withdrawn + withdrawn,
        waiting: demo.records - tally.published - tally.held - tally.withdrawn,
        feedback,
        objections: objected.count,
        cases,
        incidents,
        corrected: examples,
    };
    forget_jobs(services, demo).await?;
    finish(services, demo).await?;
    Ok(summary)
}

/// Nobody waits for mail of the demo: its citizens have no address, its links went out long ago.
async fn forget_jobs(services: &Services, demo: &Demo) -> Result<(), storage::Error> {
    loop {
        let (now, lease) = (demo.last_instant(), demo.last_instant() + Duration::minutes(10));
        let mut tx = services.db.begin().await?;
        let due = jobs::claim(&mut tx, now, lease, 500).await?;
        for job in &due {
            jobs::finish(&mut tx, job).await?;
        }
        tx.commit().await?;
        if due.is_empty() {
            return Ok(());
        }
    }
}

async fn finish(services: &Services, demo: &Demo) -> Result<(), storage::Error> {
    let mut tx = services.db.begin().await?;
    meta::set(&mut tx, meta::DEMO, &state::loaded(demo)).await?;
    let event = Event::DemoLoaded {
        seed: i64::try_from(demo.seed).unwrap_or(i64::MAX),
    };
    let when = When::At(demo.last_instant());
    events::append(
        &mut tx,
        (SubjectKind::Portal, Uuid::nil()),
        when,
        &Actor::System(ACTOR.into()),
        &event,
    )
    .await?;
    tx.commit().await
}

impl Demo {
    /// The first day of a decision.
    fn first_day(&self) -> NaiveDate {
        self.today - Days::new(WINDOW_DAYS)
    }

    /// When the bureau began with the portal.
    fn first_instant(&self) -> DateTime<Utc> {
        morning(self.first_day() - Days::new(30))
    }

    /// The last thing that happened.
    fn last_instant(&self) -> DateTime<Utc> {
        start_of(self.today) + Duration::seconds(1)
    }

    /// So many of what comes with 2,000 records; a smaller demo has less of everything.
    fn share(&self, of: u64) -> u64 {
        (of * self.records.min(2000) / 2000).max(of / 20)
    }

    /// A time of the demo, none later than its last.
    fn capped(&self, time: DateTime<Utc>) -> DateTime<Utc> {
        time.min(self.last_instant())
    }
}

/// When offices open.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    start_of(day) + Duration::hours(9)
}

#[cfg(test)]
mod tests;
