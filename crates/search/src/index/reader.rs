//! Readers follow the writer: a cheap look for a new commit or a new generation, and snapshots to search in.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::index::SegmentId;
use tantivy::{Index, ReloadPolicy, SegmentReader};

use super::dir::{Generation, IndexDir, guarded};
use super::state::{IndexState, classify};
use crate::columns::Columns;
use crate::error::{Result, SearchError};
use crate::query::Synonyms;
use crate::schema::{Fields, schema};

/// A reader of the index in use. Cheap to clone; all clones see the same snapshot.
#[derive(Clone)]
pub struct IndexReader {
    dir: IndexDir,
    synonyms: Arc<Synonyms>,
    current: Arc<RwLock<Arc<Open>>>,
}

/// One opened commit of one generation.
struct Open {
    generation: Generation,
    /// tantivy's `meta.json` as it was before the snapshot was taken.
    meta: Vec<u8>,
    searcher: Searcher,
}

/// A snapshot: what one page sees does not change while it is made.
#[derive(Clone)]
pub struct Searcher {
    pub(crate) tantivy: tantivy::Searcher,
    pub(crate) fields: Fields,
    pub(crate) synonyms: Arc<Synonyms>,
    pub(crate) columns: Arc<ColumnsBySegment>,
    commit: Commit,
    generation: String,
}

/// The columns of every segment of a snapshot. A segment never changes but for what is deleted from it.
pub(crate) type ColumnsBySegment = HashMap<SegmentId, Arc<Columns>>;

/// A commit of the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Commit {
    /// The last change that it holds as a whole.
    pub(super) sequence: i64,
    /// Tantivy's own number of it: while a large batch goes in, commits follow each other at one sequence.
    stamp: u64,
}

impl IndexReader {
    pub(super) fn open(dir: IndexDir, generation: Generation) -> Result<IndexState<Self>> {
        let synonyms = Synonyms::built_in();
        Ok(match Open::of(generation, &synonyms, &HashMap::new())? {
            IndexState::Ready(open) => IndexState::Ready(Self {
                dir,
                synonyms,
                current: Arc::new(RwLock::new(Arc::new(open))),
            }),
            IndexState::Damaged(what) => IndexState::Damaged(what),
            IndexState::OtherSchema => IndexState::OtherSchema,
            IndexState::Missing => IndexState::Missing,
        })
    }

    /// The snapshot of now.
    pub fn searcher(&self) -> Searcher {
        self.snapshot().searcher.clone()
    }

    /// Sequence of the last change that the snapshot holds.
    pub fn applied_sequence(&self) -> i64 {
        self.snapshot().searcher.applied_sequence()
    }

    /// Looks for a new commit or a new generation: two small files are read. True if the snapshot is new.
    ///
    /// A new generation that cannot be opened is an error; the old snapshot keeps serving.
    pub fn refresh(&self) -> Result<bool> {
        let old = self.snapshot();
        let Some(name) = self.dir.current()? else {
            return Ok(false);
        };
        if name == old.generation.name && read_meta(&old.generation.path)? == old.meta {
            return Ok(false);
        }
        let state = match self.dir.open_current()? {
            IndexState::Ready(generation) => Open::of(generation, &self.synonyms, &old.searcher.columns)?,
            other => return Err(unusable(&other)),
        };
        match state {
            IndexState::Ready(open) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(open);
                Ok(true)
            }
            other => Err(unusable(&other)),
        }
    }

    fn snapshot(&self) -> Arc<Open> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for IndexReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IndexReader")
            .field("searcher", &self.searcher())
            .finish_non_exhaustive()
    }
}

impl Open {
    /// The state file is read before the snapshot is taken, so that the sequence never promises too much. Columns
    /// that are `known` are not read again.
    fn of(
        generation: Generation,
        synonyms: &Arc<Synonyms>,
        known: &ColumnsBySegment,
    ) -> Result<IndexState<Self>> {
        let meta = read_meta(&generation.path)?;
        let opened = guarded(|| {
            let commit = Commit::of(&generation.index)?;
            let reader = generation
                .index
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .try_into()?;
            let searcher = reader.searcher();
            let columns = columns(&searcher, known)?;
            Ok((commit, searcher, columns))
        });
        let (commit, tantivy, columns) = match opened {
            Ok(opened) => opened,
            Err(error) => return classify(error),
        };
        let searcher = Searcher {
            tantivy,
            fields: schema().1,
            synonyms: Arc::clone(synonyms),
            columns: Arc::new(columns),
            commit,
            generation: generation.name.clone(),
        };
        Ok(IndexState::Ready(Self {
            generation,
            meta,
            searcher,
        }))
    }
}

fn columns(searcher: &tantivy::Searcher, known: &ColumnsBySegment) -> tantivy::Result<ColumnsBySegment> {
    let of = |segment: &SegmentReader| -> tantivy::Result<_> {
        let id = segment.segment_id();
        let columns = known
            .get(&id)
            .cloned()
            .map_or_else(|| Columns::read(segment).map(Arc::new), Ok)?;
        Ok((id, columns))
    };
    searcher.segment_readers().iter().map(of).collect()
}

impl Searcher {
    /// Sequence of the last change that this snapshot holds.
    pub fn applied_sequence(&self) -> i64 {
        self.commit.sequence
    }

    /// Names what this snapshot answers from, for an `ETag`: its content, and the lay words that it knows.
    pub fn version(&self) -> String {
        let words = self.synonyms.fingerprint();
        format!("{}-{}-{words:x}", self.generation, self.commit.stamp)
    }

    /// The same snapshot with other lay words.
    #[must_use]
    pub fn with_synonyms(self, synonyms: Arc<Synonyms>) -> Self {
        Self { synonyms, ..self }
    }

    /// The lay words that it knows.
    pub fn synonyms(&self) -> &Synonyms {
        &self.synonyms
    }

    /// Number of records.
    pub fn records(&self) -> u64 {
        self.tantivy.num_docs()
    }
}

impl fmt::Debug for Searcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Searcher")
            .field("version", &self.version())
            .field("records", &self.records())
            .finish_non_exhaustive()
    }
}

impl Commit {
    /// The last commit. Its sequence stands in its payload; an index never committed has reached 0.
    pub(super) fn of(index: &Index) -> tantivy::Result<Self> {
        let meta = index.load_metas()?;
        Ok(Self {
            sequence: meta.payload.and_then(|payload| payload.parse().ok()).unwrap_or(0),
            stamp: meta.opstamp,
        })
    }
}

fn read_meta(generation: &Path) -> Result<Vec<u8>> {
    let path = generation.join("meta.json");
    match std::fs::read(&path) {
        Ok(bytes) => Ok(bytes),
        // Removed with its generation: the content differs from any, so the reader looks again.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(SearchError::io(path)(error)),
    }
}

fn unusable<T>(state: &IndexState<T>) -> SearchError {
    let comment = state.why_rebuild().unwrap_or_default();
    SearchError::Engine(tantivy::TantivyError::DataCorruption(
        tantivy::error::DataCorruption::comment_only(comment),
    ))
}
