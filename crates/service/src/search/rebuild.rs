//! Building the index anew beside the one in use, which goes on serving and being followed meanwhile.

use super::beside::{blocking, drop_in_background, finish_merges, lock, open_writer};
use super::catch_up::{catch_up, changes};
use super::document::document;
use super::follow::FollowError;
use crate::services::Services;
use domain::ids::RecordId;
use domain::unit::Units;
use search::{IndexWriter, Rebuild, WriterOptions};
use std::time::Duration;
use storage::index_changes::{self, Change as Step};
use storage::public::{self, Part};

/// Records read at once.
const ROWS: i64 = 1_000;
/// The last steps before the swap are few: the old index is given up only when this many or fewer are left.
const STEPS: i64 = 1_000;

/// How far a rebuild has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Records put in.
    pub done: u64,
    /// Records to put in.
    pub total: u64,
}

/// Builds the index anew; waits for a writer that is busy. Returns the sequence reached.
pub async fn reindex(services: &Services, progress: &mut dyn FnMut(Progress)) -> Result<i64, FollowError> {
    loop {
        match rebuild(services, progress).await {
            Err(error) if error.is_busy() => tokio::time::sleep(Duration::from_millis(50)).await,
            other => return other,
        }
    }
}

pub(super) async fn rebuild(
    services: &Services,
    progress: &mut dyn FnMut(Progress),
) -> Result<i64, FollowError> {
    let lock = lock(services.search.dir().clone()).await?;
    let mut old = open_writer(lock.clone(), WriterOptions::default()).await?;
    let mut sequence = index_changes::newest(&mut services.db.read().await?).await?;
    let mut new = blocking(move || lock.rebuild(WriterOptions::bulk())).await?;
    (new, old) = fill(services, new, old, progress).await?;
    (new, sequence) = follow(services, new, sequence).await?;
    if let Some(old) = old {
        drop_in_background(old).await;
    }
    let writer = blocking(move || new.finish(sequence)).await?;
    let writer = catch_up(services, writer).await?.writer;
    let reached = writer.applied_sequence();
    finish_merges(writer).await?;
    Ok(reached)
}

/// Puts every public record in. The index in use is kept in step between the chunks.
async fn fill(
    services: &Services,
    mut new: Rebuild,
    mut old: Option<IndexWriter>,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Rebuild, Option<IndexWriter>), FollowError> {
    let today = services.clock.today();
    let (total, _) = public::count(&mut services.db.read().await?, today).await?;
    let units = crate::units::shown(services).await?;
    let (mut after, mut done) = (None, 0);
    loop {
        let rows = public::scan(&mut services.db.read().await?, after, Part::All, ROWS).await?;
        let Some(last) = rows.last() else {
            return Ok((new, old));
        };
        after = Some(last.id);
        let shown = rows
            .into_iter()
            .filter(|record| record.publish_until.is_none_or(|until| until >= today));
        let documents: Vec<_> = shown.map(|record| document(record, &units)).collect();
        done += documents.len() as u64;
        new = blocking(move || {
            new.add(documents)?;
            Ok(new)
        })
        .await?;
        if let Some(writer) = old {
            old = Some(catch_up(services, writer).await?.writer);
        }
        progress(Progress {
            done,
            total: total.unsigned_abs().max(done),
        });
    }
}

/// Applies to the new index what was committed since its filling began.
async fn follow(
    services: &Services,
    mut new: Rebuild,
    mut sequence: i64,
) -> Result<(Rebuild, i64), FollowError> {
    loop {
        let mut conn = services.db.read().await?;
        let steps = index_changes::after(&mut conn, sequence, STEPS).await?;
        let Some((last, _)) = steps.last() else {
            return Ok((new, sequence));
        };
        sequence = *last;
        let units = crate::units::shown(services).await?;
        for (_, step) in steps {
            let part = match step {
                Step::Record(id) => {
                    new = look_again(services, new, &[id], &units).await?;
                    continue;
                }
                Step::Batch(batch) => Part::Batch(batch),
                Step::Unit(unit) => Part::Unit(unit),
                Step::Pages => continue,
            };
            let mut after = None;
            loop {
                let rows = public::scan(&mut conn, after, part, ROWS).await?;
                let ids: Vec<RecordId> = rows.iter().map(|record| record.id).collect();
                let Some(last) = ids.last() else { break };
                after = Some(*last);
                new = look_again(services, new, &ids, &units).await?;
            }
        }
    }
}

async fn look_again(
    services: &Services,
    mut new: Rebuild,
    ids: &[RecordId],
    units: &Units,
) -> Result<Rebuild, FollowError> {
    let changes = changes(&mut services.db.read().await?, ids, services.clock.today(), units).await?;
    blocking(move || {
        new.apply(changes)?;
        Ok(new)
    })
    .await
}
