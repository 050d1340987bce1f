//! The one writer of a data folder, and the building of a new generation beside the one in use.

use std::fs::{self, File, TryLockError};
use std::sync::Arc;
use std::time::Duration;

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{TantivyDocument, Term};
use uuid::Uuid;

use super::dir::{Generation, IndexDir, guarded};
use super::reader::Commit;
use super::state::{IndexState, classify};
use crate::document::{Change, Document};
use crate::error::{Result, SearchError};
use crate::schema::{Fields, schema};

/// Share of deleted documents from which the engine merges a segment by itself, if it is none of the large ones.
const DELETED_SHARE: f32 = 0.2;
/// Segments of more records are merged no further: several are searched at the same time. A rebuild of records as long as
/// decisions are makes larger ones from the beginning, and hardly merges.
const LARGEST_MERGED: usize = 60_000;
/// A merge of the engine that stands in the way of a purge is waited for, but not for ever.
const PURGE_ATTEMPTS: u32 = 100;
const PURGE_PAUSE: Duration = Duration::from_millis(20);

/// Memory and threads of a writer, and how soon removed texts leave its files.
#[derive(Debug, Clone, Copy)]
pub struct WriterOptions {
    /// Threads that index.
    pub threads: usize,
    /// Bytes of memory of each thread (the engine takes no less than 15 MB).
    pub memory_per_thread: usize,
    /// Segments up to this many records are rewritten at once when one of them is removed; larger ones wait for
    /// [`IndexWriter::purge`], for rewriting a million records takes long.
    pub rewritten_at_once: u32,
}

impl Default for WriterOptions {
    /// For the worker: one thread, 48 MB.
    fn default() -> Self {
        Self {
            threads: 1,
            memory_per_thread: 48_000_000,
            rewritten_at_once: 50_000,
        }
    }
}

impl WriterOptions {
    /// For imports and rebuilding: two threads of 256 MB.
    pub fn bulk() -> Self {
        Self {
            threads: 2,
            memory_per_thread: 256_000_000,
            ..Self::default()
        }
    }
}

/// The right to write. One per data folder, across processes; given back when dropped or when the process ends.
#[derive(Debug, Clone)]
pub struct WriterLock {
    dir: IndexDir,
    /// Locked as long as it is open.
    _file: Arc<File>,
}

impl WriterLock {
    pub(super) fn take(dir: IndexDir) -> Result<Self> {
        fs::create_dir_all(dir.path()).map_err(SearchError::io(dir.path()))?;
        let path = dir.path().join("writer.lock");
        let file = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(SearchError::io(&path))?;
        match file.try_lock() {
            Ok(()) => {
                // Nobody else writes: what is not in use is the rest of a rebuild that was cut off.
                let current = dir.current()?;
                dir.remove_others(&current.iter().map(String::as_str).collect::<Vec<_>>())?;
                Ok(Self {
                    dir,
                    _file: Arc::new(file),
                })
            }
            Err(TryLockError::WouldBlock) => Err(SearchError::WriterBusy(path)),
            Err(TryLockError::Error(error)) => Err(SearchError::io(path)(error)),
        }
    }

    /// Opens the generation in use for writing.
    pub fn open_writer(&self, options: WriterOptions) -> Result<IndexState<IndexWriter>> {
        self.dir
            .open_current()?
            .and_then(|generation| match guarded(|| Writing::on(generation, options)) {
                Ok(writing) => Ok(IndexState::Ready(IndexWriter {
                    writing,
                    _lock: self.clone(),
                })),
                Err(error) => classify(error),
            })
    }

    /// Begins a new generation beside the one in use, which goes on serving (and may go on being written).
    pub fn rebuild(&self, options: WriterOptions) -> Result<Rebuild> {
        let writing = Writing::on(self.dir.create_generation()?, options)?;
        Ok(Rebuild {
            writing,
            lock: self.clone(),
        })
    }

    /// Opens the index for writing, an empty one in place of one that is missing, damaged or of another schema.
    /// The flag is true if it is new, so that everything must be put into it.
    pub fn open_or_create(&self, options: WriterOptions) -> Result<(IndexWriter, bool)> {
        if let IndexState::Ready(writer) = self.open_writer(options)? {
            return Ok((writer, false));
        }
        Ok((self.rebuild(options)?.finish(0)?, true))
    }
}

/// The writer of the generation in use.
pub struct IndexWriter {
    writing: Writing,
    _lock: WriterLock,
}

/// What a batch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// Sequence that the index has reached.
    pub sequence: i64,
    /// Whether removed texts are still in files (no reader finds them); [`IndexWriter::purge`] rewrites these.
    pub purge_pending: bool,
}

impl IndexWriter {
    /// Sequence of the last change applied.
    pub fn applied_sequence(&self) -> i64 {
        self.writing.sequence
    }

    /// Applies a batch and commits it together with its sequence. Readers see it at their next refresh.
    pub fn apply(&mut self, changes: Vec<Change>, sequence: i64) -> Result<Applied> {
        for change in changes {
            self.writing.stage(change)?;
        }
        self.writing.commit(sequence)?;
        let purge_pending = self.writing.purge(self.writing.rewritten_at_once)?;
        Ok(Applied {
            sequence,
            purge_pending,
        })
    }

    /// Waits for the merges under way, then gives the right to write back. A writer that is dropped throws them away, and
    /// the next one begins them anew.
    pub fn finish_merges(self) -> Result<()> {
        Ok(self.writing.writer.wait_merging_threads()?)
    }

    /// Rewrites every segment that still holds removed or replaced texts. For quiet hours.
    pub fn purge(&mut self) -> Result<()> {
        self.writing.purge(u32::MAX).map(|_| ())
    }
}

impl std::fmt::Debug for IndexWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IndexWriter")
            .field("sequence", &self.writing.sequence)
            .finish_non_exhaustive()
    }
}

/// A generation being built. Dropped before [`Rebuild::finish`] it leaves nothing in use; its files go with the
/// next rebuild.
pub struct Rebuild {
    writing: Writing,
    lock: WriterLock,
}

impl Rebuild {
    /// Adds documents, each id once; a change that came meanwhile goes through [`Rebuild::apply`].
    pub fn add(&mut self, documents: impl IntoIterator<Item = Document>) -> Result<()> {
        for document in documents {
            self.writing.add(&document)?;
        }
        Ok(())
    }

    /// Applies changes without committing, to catch up.
    pub fn apply(&mut self, changes: Vec<Change>) -> Result<()> {
        changes
            .into_iter()
            .try_for_each(|change| self.writing.stage(change))
    }

    /// Commits, makes this generation the one in use, removes the others and goes on as its writer.
    /// Any [`IndexWriter`] of an older generation must be dropped before.
    pub fn finish(mut self, sequence: i64) -> Result<IndexWriter> {
        self.writing.commit(sequence)?;
        let dir = &self.lock.dir;
        dir.make_current(&self.writing.generation.name)?;
        dir.remove_others(&[&self.writing.generation.name])?;
        Ok(IndexWriter {
            writing: self.writing,
            _lock: self.lock,
        })
    }
}

impl std::fmt::Debug for Rebuild {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rebuild")
            .field("generation", &self.writing.generation.name)
            .finish_non_exhaustive()
    }
}

/// tantivy's writer on one generation.
struct Writing {
    generation: Generation,
    writer: tantivy::IndexWriter<TantivyDocument>,
    fields: Fields,
    sequence: i64,
    rewritten_at_once: u32,
}

impl Writing {
    fn on(generation: Generation, options: WriterOptions) -> tantivy::Result<Self> {
        let rewritten_at_once = options.rewritten_at_once;
        let options = IndexWriterOptions::builder()
            .num_worker_threads(options.threads.max(1))
            .memory_budget_per_thread(options.memory_per_thread)
            .num_merge_threads(1)
            .build();
        let writer = generation.index.writer_with_options(options)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_SHARE);
        policy.set_max_docs_before_merge(LARGEST_MERGED);
        writer.set_merge_policy(Box::new(policy));
        let sequence = Commit::of(&generation.index)?.sequence;
        Ok(Self {
            generation,
            writer,
            fields: schema().1,
            sequence,
            rewritten_at_once,
        })
    }

    fn stage(&self, change: Change) -> Result<()> {
        match change {
            Change::Delete(id) => self.delete(id),
            Change::Put(document) => {
                self.delete(document.id);
                self.add(&document)?;
            }
        }
        Ok(())
    }

    fn delete(&self, id: Uuid) {
        self.writer
            .delete_term(Term::from_field_text(self.fields.id, &id.simple().to_string()));
    }

    fn add(&self, document: &Document) -> Result<()> {
        self.writer.add_document(self.fields.document(document))?;
        Ok(())
    }

    fn commit(&mut self, sequence: i64) -> Result<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&sequence.to_string());
        commit.commit()?;
        self.sequence = sequence;
        Ok(())
    }

    /// Rewrites segments of at most `largest` records that hold removed texts, and deletes their old files.
    /// True if some remain.
    fn purge(&mut self, largest: u32) -> Result<bool> {
        for _ in 0..PURGE_ATTEMPTS {
            match self.purge_once(largest)? {
                Purged::All => return Ok(false),
                Purged::LargeOnesRemain => return Ok(true),
                Purged::Merging => std::thread::sleep(PURGE_PAUSE),
            }
        }
        Ok(true)
    }

    fn purge_once(&mut self, largest: u32) -> Result<Purged> {
        let metas = self.generation.index.searchable_segment_metas()?;
        let (now, later): (Vec<_>, Vec<_>) = metas
            .into_iter()
            .filter(tantivy::SegmentMeta::has_deletes)
            .partition(|meta| meta.max_doc() <= largest);
        let mut purged = if later.is_empty() {
            Purged::All
        } else {
            Purged::LargeOnesRemain
        };
        for meta in &now {
            match self.writer.merge(&[meta.id()]).wait() {
                Ok(_) => {}
                // The engine is merging it just now, from before the removal perhaps: look again.
                Err(tantivy::TantivyError::InvalidArgument(_)) => purged = Purged::Merging,
                Err(error) => return Err(error.into()),
            }
        }
        // The engine keeps the files of every segment that somebody still holds a description of.
        drop((now, later));
        self.writer.garbage_collect_files().wait()?;
        Ok(purged)
    }
}

/// How far a purge came.
enum Purged {
    All,
    LargeOnesRemain,
    /// The engine itself is merging a segment that should be rewritten.
    Merging,
}
