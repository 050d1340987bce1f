//! Newly published records meet the saved searches, some hundred in a job, so that other jobs get their turn in between.
//! What was found is noted first, each record once for a search; then the newcomers are taken away together with the jobs
//! that go on behind them and tell the subscribers. A process killed in between does the same once more, and nothing is
//! noted twice.

use crate::jobs::{self, Job, JobError};
use crate::search::inverse::{self, InverseError};
use crate::services::Services;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{RecordId, SearchId};
use domain::subscription::{MOST_LINES, Pace};
use std::collections::HashMap;
use storage::newcomers::{self, What};
use storage::search_hits::{self, Hit};
use storage::{Conn, Tx, public};

/// Records matched at once.
const PORTION: u16 = 500;
/// Hits written in one transaction.
const WRITTEN: usize = 500;
/// What is published within this time comes in one letter.
const GATHER: TimeDelta = TimeDelta::minutes(1);

impl From<InverseError> for JobError {
    fn from(error: InverseError) -> Self {
        let why = error.to_string();
        match error {
            InverseError::NotIndexed => Self::NotYet(why),
            InverseError::Storage(_) | InverseError::Search(_) => Self::Retry(why),
        }
    }
}

/// Adds the job that matches newcomers, if there are any: once, however often it is called and by however many workers.
pub async fn wake(services: &Services) -> Result<(), storage::Error> {
    if newcomers::first(&mut services.db.read().await?, 1)
        .await?
        .is_empty()
    {
        return Ok(());
    }
    let mut tx = services.db.begin().await?;
    go_on(services, &mut tx).await?;
    tx.commit().await
}

/// Adds the job that begins where matching has come to. Its name says where that is, so that there is one such job; and
/// the day: one that was set aside must not be the last for ever.
async fn go_on(services: &Services, tx: &mut Tx) -> Result<(), storage::Error> {
    let Some(first) = newcomers::first(tx, 1).await?.pop() else {
        return Ok(());
    };
    let reached = match first.what {
        What::Batch(_, reached) => reached.map(|id| id.0),
        What::Record(_) => None,
    };
    let place = reached.unwrap_or_default().simple();
    let name = format!("match {} {place} {}", first.number, services.clock.today());
    jobs::enqueue_once(tx, &name, &Job::MatchNewcomers, services.clock.now()).await
}

/// Matches some of what is new, and leaves the rest to a job behind this one.
pub async fn match_newcomers(services: &Services) -> Result<(), JobError> {
    let portion = Portion::next(&mut services.db.read().await?).await?;
    let Some(portion) = portion else {
        return Ok(());
    };
    let hits = portion.hits(services).await?;
    for some in hits.chunks(WRITTEN) {
        let mut tx = services.db.begin().await?;
        search_hits::append(&mut tx, some).await?;
        tx.commit().await?;
    }
    portion.settle(services).await
}

/// Some newcomers: single records, or a part of one batch.
#[derive(Debug, Default)]
struct Portion {
    records: Vec<(RecordId, DateTime<Utc>)>,
    /// Newcomers that are done with it.
    done: Vec<i64>,
    /// The batch that goes on: its number, from where and to where.
    reached: Option<(i64, Option<RecordId>, RecordId)>,
}

impl Portion {
    async fn next(conn: &mut Conn) -> Result<Option<Self>, storage::Error> {
        let mut portion = Self::default();
        for newcomer in newcomers::first(conn, PORTION.into()).await? {
            match newcomer.what {
                What::Record(id) => portion.records.push((id, newcomer.published_at)),
                What::Batch(..) if !portion.done.is_empty() => break,
                What::Batch(batch, from) => {
                    let ids = newcomers::of_batch(conn, batch, from, PORTION.into()).await?;
                    portion.records = ids.into_iter().map(|id| (id, newcomer.published_at)).collect();
                    match portion.records.last() {
                        Some((last, _)) if portion.records.len() == usize::from(PORTION) => {
                            portion.reached = Some((newcomer.number, from, *last));
                        }
                        _ => portion.done.push(newcomer.number),
                    }
                    return Ok(Some(portion));
                }
            }
            portion.done.push(newcomer.number);
        }
        Ok((!portion.done.is_empty()).then_some(portion))
    }

    /// What the saved searches find among what is still public.
    async fn hits(&self, services: &Services) -> Result<Vec<Hit>, JobError> {
        let mut conn = services.db.read().await?;
        let searches = search_hits::searches(&mut conn).await?;
        if searches.is_empty() || self.records.is_empty() {
            return Ok(Vec::new());
        }
        let (published, ids): (HashMap<RecordId, DateTime<Utc>>, Vec<RecordId>) = (
            self.records.iter().copied().collect(),
            self.records.iter().map(|(id, _)| *id).collect(),
        );
        let records = public::by_ids(&mut conn, &ids).await?;
        drop(conn);
        let found = inverse::matches(services, searches, records).await?;
        let of_search = |(search, found): (SearchId, Vec<RecordId>)| {
            let rest = i64::try_from(found.len().saturating_sub(MOST_LINES)).unwrap_or(i64::MAX);
            let named = found.into_iter().take(MOST_LINES).enumerate();
            let hits = named.filter_map(|(place, record)| {
                Some(Hit {
                    search,
                    record,
                    published_at: *published.get(&record)?,
                    more: if place == 0 { rest } else { 0 },
                })
            });
            hits.collect::<Vec<_>>()
        };
        Ok(found.into_iter().flat_map(of_search).collect())
    }

    /// Takes away what was matched; whoever did so meanwhile has noted the same.
    async fn settle(&self, services: &Services) -> Result<(), JobError> {
        let mut tx = services.db.begin().await?;
        let mut ours = true;
        if let Some((number, from, to)) = self.reached {
            ours &= newcomers::reach(&mut tx, number, from, to).await?;
        }
        for number in &self.done {
            ours &= newcomers::remove(&mut tx, *number).await?;
        }
        if !ours {
            tx.rollback().await?;
            return Ok(());
        }
        if let Some(last) = self.done.last() {
            let job = Job::TellSubscribers { pace: Pace::AtOnce };
            let at = services.clock.now() + GATHER;
            jobs::enqueue_once(&mut tx, &format!("tell {last}"), &job, at).await?;
        }
        go_on(services, &mut tx).await?;
        Ok(tx.commit().await?)
    }
}
