//! Keeping the index in step with the database. Whoever holds the writer lock of the data folder does it: the
//! worker while it lives, a command when none does. A process killed at any time leaves a sound index: the
//! sequence is committed together with the changes up to it, and what came after is simply done again.

use super::document::put;
use super::rebuild;
use crate::services::Services;
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::unit::Units;
use search::{Change, IndexDir, IndexState, IndexWriter, SearchError, WriterLock, WriterOptions};
use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};
use storage::Conn;
use storage::index_changes::{self, Change as Step};
use storage::public::{self, Part};

/// Steps read at once.
const STEPS: i64 = 1_000;
/// Records of a batch or unit read at once, and put into the index before others get their turn.
const ROWS: i64 = 1_000;
/// Records of a batch or unit committed at once: as many as may have to be done again after a crash.
const TOGETHER: RangeInclusive<usize> = 2_500..=20_000;
/// How often the index itself is looked at when nothing new was committed: it may have been deleted or damaged.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// How soon withdrawn and replaced texts leave the files of the index; no reader finds them from the beginning.
#[derive(Debug, Clone, Copy)]
pub struct Purging {
    /// Segments up to this many records are rewritten at once.
    pub at_once_up_to: u32,
    /// Larger ones are rewritten so long after the first change, together for all changes until then.
    pub others_after: Duration,
}

impl Default for Purging {
    /// Gone within ten minutes, rewriting a million records included.
    fn default() -> Self {
        Self {
            at_once_up_to: WriterOptions::default().rewritten_at_once,
            others_after: Duration::from_mins(5),
        }
    }
}

/// Why the index could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
    /// The index, or another writer that is busy with it.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl FollowError {
    /// Whether another process writes at the moment, which is no failure.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Search(SearchError::WriterBusy(_)))
    }
}

/// Follows the database. Holds the writer lock only while there is something to do.
#[derive(Debug)]
pub struct Follower<'a> {
    services: &'a Services,
    applied: i64,
    looked: Option<Instant>,
    /// The day up to which records whose term ended were taken out.
    expired_on: Option<NaiveDate>,
    purging: Purging,
    /// When to look for texts that are still in the files; a process before this one may have left some.
    purge_at: Option<Instant>,
}

impl<'a> Follower<'a> {
    /// A follower that knows nothing of the index yet.
    pub fn new(services: &'a Services) -> Self {
        Self::with(services, Purging::default())
    }

    /// The same, purging at another pace.
    pub fn with(services: &'a Services, purging: Purging) -> Self {
        Self {
            services,
            purging,
            purge_at: Some(Instant::now() + purging.others_after),
            applied: 0,
            looked: None,
            expired_on: None,
        }
    }

    /// Brings the index to what the database holds now, if it is not there already. True if there was work.
    pub async fn step(&mut self) -> Result<bool, FollowError> {
        let result = self.advance().await;
        if let Err(FollowError::Search(SearchError::Engine(_))) = &result {
            let dir = self.services.search.dir().clone();
            blocking(move || dir.condemn_if_damaged()).await?;
            self.looked = None;
        }
        result
    }

    async fn advance(&mut self) -> Result<bool, FollowError> {
        if self.purge_at.is_some_and(|at| at <= Instant::now()) {
            self.purge().await?;
            self.purge_at = None;
            return Ok(true);
        }
        let newest = index_changes::newest(&mut self.services.db.read().await?).await?;
        let today = self.services.clock.today();
        let is_fresh = self.looked.is_some_and(|looked| looked.elapsed() < LOOK_AGAIN);
        if is_fresh && self.applied == newest && self.expired_on == Some(today) {
            return Ok(false);
        }
        let reached = reached(self.services.search.dir().clone()).await?;
        self.looked = Some(Instant::now());
        match reached {
            // An index ahead of the database belongs to another one: that was restored from a backup.
            Some(sequence) if sequence <= newest => {
                self.applied = sequence;
                if sequence == newest && self.expired_on == Some(today) {
                    return Ok(false);
                }
                self.catch_up(today).await?;
            }
            Some(_) | None => {
                tracing::info!("the index is missing or cannot be used and is built anew");
                self.applied = rebuild::rebuild(self.services, &mut |_| {}).await?;
                self.expired_on = Some(today);
            }
        }
        Ok(true)
    }

    async fn catch_up(&mut self, today: NaiveDate) -> Result<(), FollowError> {
        let Some(mut writer) = self.open_writer().await? else {
            return Ok(());
        };
        self.purge_at
            .get_or_insert(Instant::now() + self.purging.others_after);
        if self.expired_on != Some(today) {
            writer = take_out_expired(self.services, writer, today).await?;
            self.expired_on = Some(today);
        }
        writer = catch_up(self.services, writer).await?;
        self.applied = writer.applied_sequence();
        drop_in_background(writer).await;
        Ok(())
    }

    /// Rewrites every segment that still holds texts removed or replaced.
    async fn purge(&self) -> Result<(), FollowError> {
        let Some(mut writer) = self.open_writer().await? else {
            return Ok(());
        };
        let writer = blocking(move || {
            writer.purge()?;
            Ok(writer)
        })
        .await?;
        drop_in_background(writer).await;
        Ok(())
    }

    async fn open_writer(&self) -> Result<Option<IndexWriter>, FollowError> {
        let lock = lock(self.services.search.dir().clone()).await?;
        let options = WriterOptions {
            rewritten_at_once: self.purging.at_once_up_to,
            ..WriterOptions::default()
        };
        open_writer(lock, options).await
    }
}

/// Applies every step that is not in the index yet.
pub(super) async fn catch_up(
    services: &Services,
    mut writer: IndexWriter,
) -> Result<IndexWriter, FollowError> {
    loop {
        let steps = {
            let mut conn = services.db.read().await?;
            index_changes::after(&mut conn, writer.applied_sequence(), STEPS).await?
        };
        if steps.is_empty() {
            return Ok(writer);
        }
        let units = crate::units::shown(services).await?;
        let mut records = Vec::new();
        let mut reached = writer.applied_sequence();
        for (sequence, step) in steps {
            let part = match step {
                Step::Record(id) => {
                    records.push(id);
                    reached = sequence;
                    continue;
                }
                Step::Batch(batch) => Part::Batch(batch),
                Step::Unit(unit) => Part::Unit(unit),
                Step::Pages => {
                    reached = sequence;
                    continue;
                }
            };
            writer = apply_records(services, writer, &mut records, &units, reached).await?;
            writer = apply_part(services, writer, part, &units).await?;
            reached = sequence;
        }
        writer = apply_records(services, writer, &mut records, &units, reached).await?;
    }
}

async fn apply_records(
    services: &Services,
    writer: IndexWriter,
    records: &mut Vec<RecordId>,
    units: &Units,
    reached: i64,
) -> Result<IndexWriter, FollowError> {
    let changes = changes(
        &mut services.db.read().await?,
        records,
        services.clock.today(),
        units,
    )
    .await?;
    records.clear();
    apply(writer, changes, reached).await
}

/// What the index must be told of these records: those that are public now are put, the others deleted.
pub(super) async fn changes(
    conn: &mut Conn,
    ids: &[RecordId],
    today: NaiveDate,
    units: &Units,
) -> Result<Vec<Change>, storage::Error> {
    let mut changes = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let public = public::by_ids(conn, chunk).await?;
        let shown = public
            .into_iter()
            .filter(|record| record.publish_until.is_none_or(|until| until >= today));
        let mut gone: HashSet<RecordId> = chunk.iter().copied().collect();
        let puts: Vec<Change> = shown
            .inspect(|record| {
                gone.remove(&record.id);
            })
            .map(|record| put(record, units))
            .collect();
        changes.extend(gone.into_iter().map(|id| Change::Delete(id.0)));
        changes.extend(puts);
    }
    Ok(changes)
}

/// Puts a batch or a unit's records in, committing now and then without moving the sequence: it is reached when all
/// are in.
async fn apply_part(
    services: &Services,
    mut writer: IndexWriter,
    part: Part,
    units: &Units,
) -> Result<IndexWriter, FollowError> {
    let mut after = None;
    let mut waiting = Vec::new();
    let mut together = *TOGETHER.start();
    loop {
        let rows = public::scan(&mut services.db.read().await?, after, part, ROWS).await?;
        after = rows.last().map(|record| record.id);
        let is_last = after.is_none();
        waiting.extend(rows.into_iter().map(|record| put(record, units)));
        if waiting.len() >= together || (is_last && !waiting.is_empty()) {
            let (reached, start) = (writer.applied_sequence(), Instant::now());
            writer = apply(writer, std::mem::take(&mut waiting), reached).await?;
            together = next_commit(together, start.elapsed());
        }
        if is_last {
            return Ok(writer);
        }
    }
}

/// How many records the next commit takes after one of `last` took this long: whoever waits sees it move every few
/// seconds, however busy the machine is.
fn next_commit(last: usize, took: Duration) -> usize {
    const SECONDS: RangeInclusive<u64> = 4..=8;
    let next = match took.as_secs() {
        few if few < *SECONDS.start() => last * 2,
        many if many > *SECONDS.end() => last / 2,
        _ => last,
    };
    next.clamp(*TOGETHER.start(), *TOGETHER.end())
}

/// Takes out what ended before today. The database stops showing these at midnight by itself.
async fn take_out_expired(
    services: &Services,
    writer: IndexWriter,
    today: NaiveDate,
) -> Result<IndexWriter, FollowError> {
    let expired = public::expired(&mut services.db.read().await?, today).await?;
    let reached = writer.applied_sequence();
    apply(
        writer,
        expired.into_iter().map(|id| Change::Delete(id.0)).collect(),
        reached,
    )
    .await
}

async fn apply(
    mut writer: IndexWriter,
    changes: Vec<Change>,
    reached: i64,
) -> Result<IndexWriter, FollowError> {
    if changes.is_empty() && reached == writer.applied_sequence() {
        return Ok(writer);
    }
    blocking(move || {
        writer.apply(changes, reached)?;
        Ok(writer)
    })
    .await
}

/// How far the index in the folder has come; nothing if it must be built anew.
pub(super) async fn reached(dir: IndexDir) -> Result<Option<i64>, FollowError> {
    Ok(extent(dir).await?.map(|extent| extent.sequence))
}

/// What an index holds. While a large batch is put in, only its records grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) sequence: i64,
    pub(super) records: u64,
}

/// What the index in the folder holds; nothing if it must be built anew.
pub(super) async fn extent(dir: IndexDir) -> Result<Option<Extent>, FollowError> {
    blocking(move || {
        Ok(dir.open_reader()?.ready().map(|reader| Extent {
            sequence: reader.applied_sequence(),
            records: reader.searcher().records(),
        }))
    })
    .await
}

pub(super) async fn lock(dir: IndexDir) -> Result<WriterLock, FollowError> {
    blocking(move || dir.lock()).await
}

pub(super) async fn open_writer(
    lock: WriterLock,
    options: WriterOptions,
) -> Result<Option<IndexWriter>, FollowError> {
    blocking(move || match lock.open_writer(options)? {
        IndexState::Ready(writer) => Ok(Some(writer)),
        _ => Ok(None),
    })
    .await
}

/// The engine waits for its threads when a writer is dropped.
pub(super) async fn drop_in_background(writer: IndexWriter) {
    let _ = tokio::task::spawn_blocking(move || drop(writer)).await;
}

/// Runs what reads or writes files, or computes for long, beside the runtime.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, FollowError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_machine_commits_less_at_once_and_a_fast_one_more() {
        let next = |last, seconds| next_commit(last, Duration::from_secs(seconds));
        assert_eq!(
            (next(5_000, 1), next(5_000, 6), next(5_000, 30)),
            (10_000, 5_000, 2_500)
        );
        assert_eq!((next(20_000, 0), next(2_500, 60)), (20_000, 2_500));
    }
}
