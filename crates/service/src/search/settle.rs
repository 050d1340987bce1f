//! Waiting until every live web process shows a change (contract, Imports).

use super::follow::{FollowError, Follower, reached};
use crate::lifecycle::FolderLock;
use crate::services::Services;
use chrono::TimeDelta;
use std::time::{Duration, Instant};
use storage::nodes;

/// A node that has not been seen for this long is dead.
const DEAD_AFTER: TimeDelta = TimeDelta::seconds(5);
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(50);

/// Why the wait was given up.
#[derive(Debug, thiserror::Error)]
pub enum NotIndexed {
    /// Nothing moved for 30 seconds.
    #[error(
        "数据已经保存，但搜索 30 秒没有跟上（应到 {wanted}，现到 {reached}）。请用 mingjing doctor 查看后台任务是否正常；恢复后会自动跟上。"
    )]
    NoProgress {
        /// The sequence waited for.
        wanted: i64,
        /// How far the slowest has come.
        reached: i64,
    },
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Returns when every live node has reached `sequence`, or, when none lives, when the index on disk has. Where
/// no worker lives in this data folder, this process does its work.
pub async fn wait_until_indexed(services: &Services, sequence: i64) -> Result<(), NotIndexed> {
    let mut follower = Follower::new(services);
    let mut moved = (Instant::now(), i64::MIN);
    loop {
        if let Ok(false) = FolderLock::has_worker(&services.data) {
            report(follower.step().await);
        }
        let slowest = slowest(services).await?;
        if slowest >= sequence {
            return Ok(());
        }
        if slowest != moved.1 {
            moved = (Instant::now(), slowest);
        } else if moved.0.elapsed() > PATIENCE {
            return Err(NotIndexed::NoProgress {
                wanted: sequence,
                reached: slowest,
            });
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn report(step: Result<bool, FollowError>) {
    match step {
        Err(error) if !error.is_busy() => {
            tracing::warn!(error = %error, "the index cannot be brought up to date");
        }
        Ok(_) | Err(_) => {}
    }
}

/// How far the slowest of index and live nodes has come.
async fn slowest(services: &Services) -> Result<i64, storage::Error> {
    let on_disk = match reached(services.search.dir().clone()).await {
        Ok(reached) => reached.unwrap_or(-1),
        Err(FollowError::Storage(error)) => return Err(error),
        // Unreadable for the moment: no progress.
        Err(FollowError::Search(_)) => -1,
    };
    let since = services.clock.now() - DEAD_AFTER;
    let node = nodes::slowest(&mut services.db.read().await?, since).await?;
    Ok(node.map_or(on_disk, |node| node.min(on_disk)))
}
