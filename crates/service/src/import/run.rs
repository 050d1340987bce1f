//! An import run from a file into the database.

use super::book::UnitBook;
use super::chunk::Chunk;
use super::error::ImportError;
use super::format::Format;
use super::layout::Layout;
use super::lock::ImportLock;
use super::reader::{self, Rows};
use super::rejects::RejectWriter;
use super::row::{Reject, Row, UnitRef};
use super::seen::Seen;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::BatchId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use storage::events::{self, When};
use storage::imports::{self, NewBatch};

/// Rows a transaction: the contract's 500 would hold the write lock too long on slow disks.
const CHUNK: usize = 250;

/// What becomes of a batch with rejects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnError {
    /// The good rows are released.
    Keep,
    /// Nothing is.
    Undo,
}

/// What is imported, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The file.
    pub file: PathBuf,
    /// Its format; `None` to tell by its name.
    pub format: Option<Format>,
    /// A layout file, or the name of a built-in one; `None` for the native format.
    pub layout: Option<String>,
    /// Unit of rows that name none.
    pub unit: Option<String>,
    /// Whether unknown units are made.
    pub create_units: bool,
    /// Whether rows become public, as far as policy lets them.
    pub publish: bool,
    /// What rejects do to the rest.
    pub on_error: OnError,
    /// Whether only to say what would happen.
    pub dry_run: bool,
    /// Where rejects go.
    pub rejects: Option<PathBuf>,
    /// The operating system's user, for the record of the run.
    pub os_user: String,
}

/// The contract's summary: `read = new + changed + unchanged + rejected`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rows of the file.
    pub read: u64,
    /// Records that were not there.
    pub new: u64,
    /// Records with other content than before.
    pub changed: u64,
    /// Records as they were.
    pub unchanged: u64,
    /// Rows that were not taken.
    pub rejected: u64,
    /// Made public by this run.
    pub published: u64,
    /// Accepted and not public after it.
    pub held: u64,
}

/// How a run ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The counts; of a run undone, what it would have been, but for `published`.
    pub summary: Summary,
    /// Columns that nothing was made of, with the number of rows.
    pub unknown_columns: BTreeMap<Arc<str>, u64>,
    /// Whether everything was taken back because of rejects.
    pub undone: bool,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub read: u64,
    /// Rows not taken.
    pub rejected: u64,
}

/// Why a run could not be made; nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The file or the layout.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
    /// `--unit` names nothing.
    #[error("没有代码或名称为“{0}”的单位。请用 --unit 指明已有的单位，或加上 --create-units 自动建立。")]
    UnknownUnit(String),
    /// Two imports at once.
    #[error("另一个导入正在这个数据目录中运行。请等它结束后重试。")]
    Busy,
    /// The reject file.
    #[error("写不了退回文件 {}：{reason}。请换一个可写的路径。", path.display())]
    Rejects {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// Imports records. `progress` is told after every chunk.
pub async fn run_import(
    services: &Services,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, RunError> {
    let _lock = ImportLock::take(&services.data)?;
    drop_leftovers(services).await?;
    let layout = options.layout.as_deref().map(Layout::open).transpose()?;
    let default_unit = layout.as_ref().and_then(|layout| layout.default_unit.clone());
    let key = services.keys.receipt_verifier.mac(&[b"external ids of imports"]);
    let rows = reader::open(&options.file, options.format, layout, &key)?;
    let units = storage::units::all(&mut services.db.read().await?).await?;
    let mut book = UnitBook::new(&units, options.create_units, services.rng.clone());
    book.set_default(options.unit.as_deref(), default_unit.as_deref())?;
    let mut run = Run::begin(services, options, book, rows.header()).await?;
    match run.all(rows, progress).await {
        Ok(()) => run.end().await,
        Err(error) => {
            run.undo().await?;
            Err(error)
        }
    }
}

/// Batches of processes that died: nobody holds the lock but us.
async fn drop_leftovers(services: &Services) -> Result<(), storage::Error> {
    let leftovers = imports::unfinished(&mut services.db.read().await?, "records").await?;
    for batch in leftovers {
        imports::drop_records(&services.db, batch, services.clock.now()).await?;
    }
    Ok(())
}

/// A run under way.
pub(super) struct Run<'a> {
    pub(super) services: &'a Services,
    pub(super) options: &'a Options,
    pub(super) batch: BatchId,
    pub(super) actor: Actor,
    pub(super) book: UnitBook,
    pub(super) summary: Summary,
    seen: Seen,
    unknown: BTreeMap<Arc<str>, u64>,
    rejects: Option<RejectWriter>,
}

impl<'a> Run<'a> {
    async fn begin(
        services: &'a Services,
        options: &'a Options,
        book: UnitBook,
        header: Option<&[Arc<str>]>,
    ) -> Result<Self, RunError> {
        let format = options.format.map_or_else(|| Format::detect(&options.file), Ok)?;
        let rejects = options.rejects.as_deref();
        let rejects = rejects
            .map(|path| RejectWriter::create(path, &options.file, format, header))
            .transpose()?;
        let batch = BatchId(services.rng.uuid_v4());
        let hash = super::hash::file_sha256(&options.file)?;
        let actor = Actor::System(format!("import {} {hash}", options.os_user));
        if !options.dry_run {
            let file_name = options
                .file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let (kind, os_user, publish, at) = (
                "records",
                options.os_user.clone(),
                options.publish,
                services.clock.now(),
            );
            let new = NewBatch {
                id: batch,
                kind,
                file_name,
                file_sha256: hash,
                os_user,
                publish,
                at,
            };
            let mut tx = services.db.begin().await?;
            imports::start(&mut tx, &new).await?;
            tx.commit().await?;
        }
        let (summary, seen, unknown) = (Summary::default(), Seen::default(), BTreeMap::new());
        Ok(Self {
            services,
            options,
            batch,
            actor,
            book,
            summary,
            seen,
            unknown,
            rejects,
        })
    }

    async fn all(&mut self, mut rows: Rows, progress: &mut dyn FnMut(Progress)) -> Result<(), RunError> {
        loop {
            let mut chunk = Chunk::default();
            for row in rows.by_ref().take(CHUNK) {
                self.take(row?, &mut chunk)?;
            }
            if chunk.is_empty() {
                break;
            }
            self.store(chunk).await?;
            progress(Progress {
                read: self.summary.read,
                rejected: self.summary.rejected,
            });
        }
        match &mut self.rejects {
            Some(rejects) => rejects.finish(),
            None => Ok(()),
        }
    }

    /// Finds the row's unit and whether the file had its key before.
    fn take(&mut self, row: Row, chunk: &mut Chunk) -> Result<(), RunError> {
        self.summary.read += 1;
        chunk.count();
        let parsed = match &row.parsed {
            Ok(parsed) => parsed,
            Err(reject) => return self.reject(&row, reject.clone()),
        };
        let (line, unit_ref) = (row.line, parsed.unit.clone());
        let unit = match self.book.resolve(&unit_ref) {
            Ok(unit) => unit,
            Err(reason) => {
                let column = (unit_ref != UnitRef::Default).then(|| "unit".to_owned());
                return self.reject(&row, Reject { line, column, reason });
            }
        };
        if let Some(first) = self.seen.first_line(unit, &parsed.content, line) {
            let reason = format!("与第 {first} 行重复（duplicate of line {first}）");
            return self.reject(
                &row,
                Reject {
                    line,
                    column: None,
                    reason,
                },
            );
        }
        for column in &parsed.unknown {
            *self.unknown.entry(column.clone()).or_default() += 1;
        }
        chunk.push(unit, row);
        Ok(())
    }

    /// Counts a row that is not taken and keeps it for mending.
    pub(super) fn reject(&mut self, row: &Row, reject: Reject) -> Result<(), RunError> {
        self.summary.rejected += 1;
        match &mut self.rejects {
            Some(rejects) => rejects.write(&row.fields, &reject),
            None => Ok(()),
        }
    }

    async fn end(self) -> Result<Outcome, RunError> {
        let undone = self.summary.rejected > 0 && self.options.on_error == OnError::Undo;
        let mut summary = self.summary;
        if undone {
            summary.held += summary.published;
            summary.published = 0;
            self.undo().await?;
        } else if !self.options.dry_run {
            self.release().await?;
        }
        Ok(Outcome {
            summary,
            unknown_columns: self.unknown,
            undone,
        })
    }

    /// Makes the batch visible in one short transaction.
    async fn release(&self) -> Result<(), RunError> {
        let now = self.services.clock.now();
        let summary = serde_json::to_value(self.summary).unwrap_or_default();
        let mut tx = self.services.db.begin().await?;
        imports::release(&mut tx, self.batch, now, &summary).await?;
        self.record_end(&mut tx, "released").await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes everything back, in chunks.
    async fn undo(&self) -> Result<(), RunError> {
        if self.options.dry_run {
            return Ok(());
        }
        imports::drop_records(&self.services.db, self.batch, self.services.clock.now()).await?;
        let mut tx = self.services.db.begin().await?;
        self.record_end(&mut tx, "dropped").await?;
        tx.commit().await?;
        Ok(())
    }

    async fn record_end(&self, tx: &mut storage::Tx, outcome: &str) -> Result<(), storage::Error> {
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let (read, rejected) = (count(self.summary.read), count(self.summary.rejected));
        let event = Event::ImportFinished {
            outcome: outcome.to_owned(),
            read,
            rejected,
        };
        let when = When::At(self.services.clock.now());
        events::append(tx, (SubjectKind::Import, self.batch.0), when, &self.actor, &event).await
    }
}
