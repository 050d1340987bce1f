//! Waiting until every live web process shows a change (contract, Imports).

use super::beside::{Extent, extent};
use super::follow::{FollowError, Follower};
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
    let mut moved = (Instant::now(), None);
    loop {
        if let Ok(false) = FolderLock::has_worker(&services.data) {
            report(follower.step().await);
        }
        let now = standing(services).await?;
        if now.slowest >= sequence {
            return Ok(());
        }
        if moved.1 != Some(now) {
            moved = (Instant::now(), Some(now));
        } else if moved.0.elapsed() > PATIENCE {
            return Err(NotIndexed::NoProgress {
                wanted: sequence,
                reached: now.slowest,
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

/// Where the index and its readers stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    /// The sequence that the index and every live node have reached.
    slowest: i64,
    /// Records in the index: they grow while a large batch is still one step away from being reached.
    records: u64,
}

async fn standing(services: &Services) -> Result<Standing, storage::Error> {
    let on_disk = match extent(services.search.dir().clone()).await {
        Ok(extent) => extent,
        Err(FollowError::Storage(error)) => return Err(error),
        // Unreadable for the moment: no progress.
        Err(FollowError::Search(_)) => None,
    };
    let Extent { sequence, records } = on_disk.unwrap_or(Extent {
        sequence: -1,
        records: 0,
    });
    let since = services.clock.now() - DEAD_AFTER;
    let node = nodes::slowest(&mut services.db.read().await?, since).await?;
    let slowest = node.map_or(sequence, |node| node.min(sequence));
    Ok(Standing { slowest, records })
}
