//! Bringing an index to what the database holds, step by step.

use super::beside::{blocking, drop_in_background, finish_merges};
use super::document::put;
use super::follow::FollowError;
use crate::services::Services;
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::unit::Units;
use search::{Change, IndexWriter};
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

/// An index that holds what the database held a moment ago.
pub(super) struct CaughtUp {
    pub(super) writer: IndexWriter,
    brought_many: bool,
}

impl CaughtUp {
    /// Gives the right to write back. Many records leave merges, which would hold up the removal of the next withdrawn
    /// text from the files: they are ended first. Returns the sequence reached.
    pub(super) async fn give_back(self) -> Result<i64, FollowError> {
        let reached = self.writer.applied_sequence();
        if self.brought_many {
            finish_merges(self.writer).await?;
        } else {
            drop_in_background(self.writer).await;
        }
        Ok(reached)
    }
}

/// Applies every step that is not in the index yet.
pub(super) async fn catch_up(services: &Services, mut writer: IndexWriter) -> Result<CaughtUp, FollowError> {
    let mut brought_many = false;
    loop {
        let steps = {
            let mut conn = services.db.read().await?;
            index_changes::after(&mut conn, writer.applied_sequence(), STEPS).await?
        };
        if steps.is_empty() {
            return Ok(CaughtUp { writer, brought_many });
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
            brought_many = true;
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
/// are in. The next ones are read while some are put in.
async fn apply_part(
    services: &Services,
    mut writer: IndexWriter,
    part: Part,
    units: &Units,
) -> Result<IndexWriter, FollowError> {
    let mut rest = Rest {
        services,
        units,
        part,
        after: None,
        is_read: false,
    };
    let mut together = *TOGETHER.start();
    let mut next = rest.read(together).await?;
    while !next.is_empty() {
        let reached = writer.applied_sequence();
        let applied = async {
            let start = Instant::now();
            let writer = apply(writer, next, reached).await?;
            Ok::<_, FollowError>((writer, next_commit(together, start.elapsed())))
        };
        let (applied, read) = tokio::join!(applied, rest.read(together));
        (writer, together) = applied?;
        next = read?;
    }
    Ok(writer)
}

/// The records of a batch or unit that were not read yet.
struct Rest<'a> {
    services: &'a Services,
    units: &'a Units,
    part: Part,
    after: Option<RecordId>,
    is_read: bool,
}

impl Rest<'_> {
    /// Some of them, about so many; none when all are read.
    async fn read(&mut self, about: usize) -> Result<Vec<Change>, storage::Error> {
        let mut changes = Vec::new();
        while changes.len() < about && !self.is_read {
            let mut conn = self.services.db.read().await?;
            let rows = public::scan(&mut conn, self.after, self.part, ROWS).await?;
            drop(conn);
            self.after = rows.last().map(|record| record.id);
            self.is_read = self.after.is_none();
            changes.extend(rows.into_iter().map(|record| put(record, self.units)));
        }
        Ok(changes)
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
pub(super) async fn take_out_expired(
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
