//! The frame of a run that stores rows under a batch: begun, filled chunk by chunk, then released or taken back
//! as a whole.

use super::behind::Behind;
use super::book::UnitBook;
use super::error::ImportError;
use super::format::Format;
use super::hash::{Fingerprint, fingerprint};
use super::interrupted::drop_leftovers;
use super::kind::Kind;
use super::lock::ImportLock;
use super::rejects::RejectWriter;
use super::row::{Fields, Reject};
use super::run::{OnError, Options, Outcome, Progress, RunError, Summary};
use super::source::Head;
use crate::jobs::{Job, enqueue};
use crate::policy;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::BatchId;
use domain::policy::Policy;
use domain::unit::Unit;
use std::collections::BTreeMap;
use std::sync::Arc;
use storage::events::{self, When};
use storage::imports::{self, NewBatch};
use storage::{Tx, units};

/// Rows a transaction: the contract's 500 would hold the write lock too long on slow disks.
const CHUNK: usize = 250;

/// What an import does with its rows.
pub(super) trait Import<'a> {
    /// A row as the file's reader gives it.
    type Row;

    /// The frame it runs in.
    fn run(&mut self) -> &mut Run<'a>;

    /// Checks some rows and stores the good ones in one transaction.
    async fn store(&mut self, rows: Vec<Self::Row>) -> Result<(), RunError>;
}

/// Stores all rows, then releases the batch, or takes it back because of its rejects. When the run cannot be
/// made, nothing of it is left.
pub(super) async fn carry_out<'a, I: Import<'a>>(
    mut import: I,
    mut rows: impl Iterator<Item = Result<I::Row, ImportError>>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, RunError> {
    let stored = store_all(&mut import, &mut rows, progress).await;
    let written = import.run().behind.end().await.map_err(RunError::from);
    if let Err(error) = stored.and(written) {
        import.run().undo().await?;
        return Err(match error {
            RunError::Storage(storage::Error::Stale) => RunError::Overtaken,
            other => other,
        });
    }
    import.run().end().await
}

async fn store_all<'a, I: Import<'a>>(
    import: &mut I,
    rows: &mut impl Iterator<Item = Result<I::Row, ImportError>>,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), RunError> {
    loop {
        let chunk: Vec<_> = rows.by_ref().take(CHUNK).collect::<Result<_, _>>()?;
        if chunk.is_empty() {
            return import.run().finish_rejects();
        }
        import.store(chunk).await?;
        let run = import.run();
        let Summary { read, rejected, .. } = run.summary;
        progress(Progress {
            read,
            rejected,
            total: run.total.map(|total| total.max(read)),
        });
    }
}

/// A run under way.
pub(super) struct Run<'a> {
    pub(super) services: &'a Services,
    pub(super) options: &'a Options,
    pub(super) batch: BatchId,
    pub(super) actor: Actor,
    pub(super) book: UnitBook,
    /// As it stood when the run began.
    pub(super) policy: Policy,
    pub(super) summary: Summary,
    /// What is being written.
    pub(super) behind: Behind,
    kind: Kind,
    unknown: BTreeMap<Arc<str>, u64>,
    rejects: Option<RejectWriter>,
    total: Option<u64>,
    _lock: ImportLock,
}

impl<'a> Run<'a> {
    /// Opens a batch. `unit` is the layout's unit for rows that name none.
    pub(super) async fn begin(
        (services, options): (&'a Services, &'a Options),
        kind: Kind,
        unit: Option<&str>,
        head: &Head,
    ) -> Result<Self, RunError> {
        let lock = ImportLock::take(services).await?;
        drop_leftovers(services, &lock).await?;
        let mut conn = services.db.read().await?;
        let known = units::all(&mut conn).await?;
        let policy = policy::in_force(&mut conn).await?;
        drop(conn);
        let mut book = UnitBook::new(&known, options.create_units, services.rng.clone());
        book.set_default(options.unit.as_deref(), unit)?;
        let format = format(options)?;
        let rejects = match &options.rejects {
            Some(path) => Some(RejectWriter::create(
                path,
                &options.file,
                format,
                head.names.as_deref(),
            )?),
            None => None,
        };
        let batch = BatchId(services.rng.uuid_v4());
        let Fingerprint { sha256: hash, lines } = fingerprint(&options.file)?;
        let run = Self {
            services,
            options,
            batch,
            actor: Actor::System(format!("import {} {hash}", options.os_user)),
            book,
            policy,
            summary: Summary::default(),
            behind: Behind::default(),
            kind,
            unknown: BTreeMap::new(),
            rejects,
            // The lines of a workbook's file are no rows.
            total: head.rows.or((format != Format::Xlsx).then_some(lines)),
            _lock: lock,
        };
        run.open_batch(hash).await?;
        Ok(run)
    }

    async fn open_batch(&self, file_sha256: String) -> Result<(), storage::Error> {
        if self.options.dry_run {
            return Ok(());
        }
        let name = self.options.file.file_name().unwrap_or_default();
        let new = NewBatch {
            id: self.batch,
            kind: self.kind.as_str(),
            file_name: name.to_string_lossy().into_owned(),
            file_sha256,
            os_user: self.options.os_user.clone(),
            publish: self.options.publish,
            at: self.services.clock.now(),
        };
        let mut tx = self.services.db.begin().await?;
        imports::start(&mut tx, &new).await?;
        tx.commit().await
    }

    /// Counts a column that nothing was made of.
    pub(super) fn count_unknown(&mut self, column: &Arc<str>) {
        *self.unknown.entry(column.clone()).or_default() += 1;
    }

    /// Counts a row that is not taken and keeps it for mending.
    pub(super) fn reject(&mut self, fields: &Fields, reject: &Reject) -> Result<(), RunError> {
        self.summary.rejected += 1;
        match &mut self.rejects {
            Some(rejects) => rejects.write(fields, reject),
            None => Ok(()),
        }
    }

    fn finish_rejects(&mut self) -> Result<(), RunError> {
        self.rejects.as_mut().map_or(Ok(()), RejectWriter::finish)
    }

    async fn end(&mut self) -> Result<Outcome, RunError> {
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
            unknown_columns: std::mem::take(&mut self.unknown),
            undone,
        })
    }

    /// Makes the batch visible in one short transaction.
    async fn release(&self) -> Result<(), storage::Error> {
        let now = self.services.clock.now();
        let summary = serde_json::to_value(self.summary).unwrap_or_default();
        let mut tx = self.services.db.begin().await?;
        self.kind.release(&mut tx, self.services, self.batch, now).await?;
        imports::release(&mut tx, self.batch, now, &summary).await?;
        if policy::in_force(&mut tx).await? != self.policy {
            // It was changed under the run, which was invisible to its sweep.
            enqueue(&mut tx, self.services, &Job::ApplyPolicy { after: None }, now).await?;
        }
        self.record_end(&mut tx, "released").await?;
        tx.commit().await
    }

    /// Takes everything back, in chunks.
    async fn undo(&self) -> Result<(), storage::Error> {
        if self.options.dry_run {
            return Ok(());
        }
        let db = &self.services.db;
        self.kind
            .drop_batch(db, self.batch, self.services.clock.now())
            .await?;
        let mut tx = db.begin().await?;
        self.record_end(&mut tx, "dropped").await?;
        tx.commit().await
    }

    async fn record_end(&self, tx: &mut Tx, outcome: &str) -> Result<(), storage::Error> {
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

/// Stores units that rows made.
pub(super) async fn write_units(
    services: &Services,
    tx: &mut Tx,
    (batch, actor): (BatchId, &Actor),
    new: &[Unit],
) -> Result<(), storage::Error> {
    let now = services.clock.now();
    for unit in new {
        units::insert(tx, unit, Some(batch), now).await?;
        let event = Event::UnitCreated {
            code: unit.code.to_string(),
            by_import: true,
        };
        let subject = (SubjectKind::Unit, unit.id.0);
        events::append(tx, subject, When::At(now), actor, &event).await?;
    }
    Ok(())
}

/// The format asked for, else the one that the file's name tells.
pub(super) fn format(options: &Options) -> Result<Format, ImportError> {
    options.format.map_or_else(|| Format::detect(&options.file), Ok)
}
