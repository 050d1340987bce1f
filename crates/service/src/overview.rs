//! Figures over all public records. Each takes a pass over every record, so they are counted once for each state
//! of what is public, never anew for each view and never by time.

use crate::latest::Latest;
use crate::services::Services;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;
use std::sync::Arc;
use storage::index_changes;
use storage::public::{self, Coverage, PublicRecord};
use uuid::Uuid;

/// Decisions that are told as the latest.
const LATEST: i64 = 5;
/// The most addresses of one sitemap (sitemaps.org).
const MOST_IN_A_SITEMAP: i64 = 50_000;

/// What is public: changes with every publication, withdrawal and unit, and at midnight, when terms end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    newest_change: i64,
    today: NaiveDate,
}

/// Public records, counted.
#[derive(Debug)]
pub struct Overview {
    /// Names the state counted, for caches.
    pub version: String,
    /// How many there are.
    pub total: u64,
    /// How many were made public today.
    pub new_today: u64,
    /// The last ones made public.
    pub latest: Vec<PublicRecord>,
    /// What each unit shows, by its row id, without the units below it.
    pub coverage: HashMap<Uuid, Coverage>,
}

impl Overview {
    /// From when to when there are decisions.
    pub fn covered(&self) -> Option<(NaiveDate, NaiveDate)> {
        let from = self.coverage.values().filter_map(|line| line.from_day).min();
        let to = self.coverage.values().filter_map(|line| line.to_day).max();
        from.zip(to)
    }
}

/// The records of organisations for search engines: those of natural persons are not among them.
#[derive(Debug)]
pub struct Indexable {
    /// Names the state listed, for caches.
    pub version: String,
    /// Reference, and when it was made public; newest first.
    pub records: Vec<(String, DateTime<Utc>)>,
}

/// What was counted last.
#[derive(Debug, Default)]
pub struct Overviews {
    counted: Latest<State, Overview>,
    listed: Latest<State, Indexable>,
}

/// The figures of now.
pub async fn overview(services: &Services) -> Result<Arc<Overview>, storage::Error> {
    let state = now(services).await?;
    services
        .overviews
        .counted
        .at(state, async move || {
            let mut conn = services.db.read().await?;
            let (total, new_today) = public::count(&mut conn, state.today).await?;
            let coverage = public::coverage(&mut conn, state.today).await?;
            Ok(Overview {
                version: state.version(),
                total: total.unsigned_abs(),
                new_today: new_today.unsigned_abs(),
                latest: public::latest(&mut conn, state.today, LATEST).await?,
                coverage: coverage.into_iter().map(|line| (line.unit_id, line)).collect(),
            })
        })
        .await
}

/// The records that search engines may keep, as of now. `besides`: other addresses in the same sitemap.
pub async fn indexable(services: &Services, besides: usize) -> Result<Arc<Indexable>, storage::Error> {
    let state = now(services).await?;
    let most = MOST_IN_A_SITEMAP - i64::try_from(besides).unwrap_or(0);
    services
        .overviews
        .listed
        .at(state, async move || {
            let mut conn = services.db.read().await?;
            Ok(Indexable {
                version: state.version(),
                records: public::for_sitemap(&mut conn, state.today, most).await?,
            })
        })
        .await
}

async fn now(services: &Services) -> Result<State, storage::Error> {
    Ok(State {
        newest_change: index_changes::newest(&mut services.db.read().await?).await?,
        today: services.clock.today(),
    })
}

impl State {
    fn version(self) -> String {
        format!("{}-{}", self.newest_change, self.today)
    }
}
