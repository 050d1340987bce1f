//! Keeping the index in step with the database. Whoever holds the writer lock of the data folder does it: the
//! worker while it lives, a command when none does. A process killed at any time leaves a sound index: the
//! sequence is committed together with the changes up to it, and what came after is simply done again.

use super::beside::{blocking, drop_in_background, lock, open_writer, reached};
use super::catch_up::{catch_up, take_out_expired};
use super::rebuild;
use crate::services::Services;
use chrono::NaiveDate;
use search::{IndexWriter, SearchError, WriterOptions};
use std::time::{Duration, Instant};
use storage::index_changes;
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
        self.applied = catch_up(self.services, writer).await?.give_back().await?;
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
