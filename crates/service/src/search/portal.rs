//! This process's view of the index: a reader that follows commits and generations, and a bound on how many
//! searches run at once.

use super::like::Likenesses;
use super::outliers::KeptFarOut;
use super::words::Words;
use search::{IndexDir, IndexReader, IndexState, SearchError, Searcher, Synonyms};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::Semaphore;

/// Searches that run at once; each takes a core while it runs, or in a large index its share of several.
const AT_ONCE: usize = 4;

/// The index as this process sees it.
#[derive(Debug)]
pub struct SearchPortal {
    dir: IndexDir,
    reader: RwLock<Option<IndexReader>>,
    /// How often something that is read here was replaced.
    turns: AtomicU64,
    /// Only one refresh at a time; the next one finds what this one brought.
    refreshing: Mutex<()>,
    /// Whether the files are being checked after a failure.
    checking: Arc<AtomicBool>,
    pub(super) permits: Semaphore,
    pub(super) words: RwLock<Words>,
    /// The lay words in force.
    pub(super) synonyms: RwLock<Arc<Synonyms>>,
    pub(super) likenesses: Likenesses,
    pub(super) far_out: Arc<KeptFarOut>,
}

impl SearchPortal {
    /// The index of a data folder; nothing is opened before the first [`Self::refresh`].
    pub fn new(data: &Path) -> Self {
        Self {
            dir: IndexDir::new(data.join("index")),
            reader: RwLock::new(None),
            turns: AtomicU64::new(0),
            refreshing: Mutex::new(()),
            checking: Arc::default(),
            permits: Semaphore::new(AT_ONCE),
            words: RwLock::default(),
            synonyms: RwLock::new(Synonyms::built_in()),
            likenesses: Likenesses::default(),
            far_out: Arc::default(),
        }
    }

    /// The folder of the index.
    pub fn dir(&self) -> &IndexDir {
        &self.dir
    }

    /// Looks for a new commit or generation. Reads two small files when there is nothing new.
    pub fn refresh(&self) {
        let _one = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        match self.reader() {
            Some(reader) => {
                match reader.refresh() {
                    Ok(true) => self.turn(),
                    Ok(false) => {}
                    // What was opened goes on serving while the writer mends what is there now.
                    Err(error) => {
                        tracing::warn!(error = %error, "the new index cannot be opened; the old one goes on serving");
                    }
                }
            }
            None => match self.dir.open_reader() {
                Ok(IndexState::Ready(reader)) => self.set(Some(reader)),
                Ok(_) => {}
                Err(error) => tracing::warn!(error = %error, "the index cannot be opened"),
            },
        }
    }

    /// Lets go of an index that failed: the database serves until it can be opened again. Where its files are
    /// damaged the writer then builds another.
    pub(super) fn give_up(&self, error: &SearchError) {
        tracing::error!(error = %error, "the index failed; the database serves until it is mended");
        self.set(None);
        if self.checking.swap(true, Ordering::AcqRel) {
            return;
        }
        let (dir, checking) = (self.dir.clone(), Arc::clone(&self.checking));
        tokio::task::spawn_blocking(move || {
            match dir.condemn_if_damaged() {
                Ok(true) => tracing::error!("files of the index are damaged; it is built anew"),
                Ok(false) => tracing::warn!("the files of the index are sound"),
                Err(error) => tracing::error!(error = %error, "the index cannot be checked"),
            }
            checking.store(false, Ordering::Release);
        });
    }

    /// What is wrong with the files of the index, in words; each is read and compared with its checksum.
    pub fn fault(&self) -> Option<String> {
        match self.dir.verify() {
            Ok(state) => state.why_rebuild(),
            Err(error) => Some(error.to_string()),
        }
    }

    /// A snapshot to search in; nothing while there is no index.
    pub fn searcher(&self) -> Option<Searcher> {
        let synonyms = Arc::clone(&self.synonyms.read().unwrap_or_else(PoisonError::into_inner));
        self.reader()
            .map(|reader| reader.searcher().with_synonyms(synonyms))
    }

    /// How far this process's view has come; 0 while there is no index.
    pub fn sequence(&self) -> i64 {
        self.reader().map_or(0, |reader| reader.applied_sequence())
    }

    fn reader(&self) -> Option<IndexReader> {
        self.reader.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, reader: Option<IndexReader>) {
        *self.reader.write().unwrap_or_else(PoisonError::into_inner) = reader;
        self.turn();
    }

    /// Another number whenever this process reads another commit or index, or other words: what is made between two
    /// equal ones comes from one view, which did not fail meanwhile either. Names nothing outside this process.
    pub fn turns(&self) -> u64 {
        self.turns.load(Ordering::Acquire)
    }

    /// To be called after something was replaced, so that whoever sees the new number reads the new thing.
    pub(super) fn turn(&self) {
        self.turns.fetch_add(1, Ordering::AcqRel);
    }
}
