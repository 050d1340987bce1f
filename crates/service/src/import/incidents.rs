//! Incidents from a file: the same rows, rejects and batches as records; contacts are sealed on the way in.

use super::book::UnitBook;
use super::format::Format;
use super::hash::file_sha256;
use super::lock::ImportLock;
use super::rejects::RejectWriter;
use super::row::{Problem, REJECT_COLUMNS, RawRow, UnitRef};
use super::run::{OnError, Options, Outcome, Progress, RunError, Summary};
use super::source;
use super::value::shown;
use crate::callbacks::{Drawn, draw};
use crate::jobs::{Job, enqueue};
use crate::sealing::{Delivery, Identity};
use crate::services::Services;
use domain::callback::{Incident, RawIncident, Round, Settings, sample};
use domain::clock::legal_day;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{BatchId, IncidentId, UnitId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use storage::events::{self, When};
use storage::imports::{self, NewBatch};
use storage::incidents::{self, Known, NewIncident};
use storage::sealed::{self, Envelope};
use storage::{Tx, invitations, units};

/// Rows a transaction.
const CHUNK: usize = 200;

/// Imports incidents. `published` counts those that will be called back, `held` those that will not.
pub async fn run_incidents(
    services: &Services,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, RunError> {
    let _lock = ImportLock::take(&services.data)?;
    for batch in imports::unfinished(&mut services.db.read().await?, "incidents").await? {
        incidents::drop_batch(&services.db, batch, services.clock.now()).await?;
    }
    let format = options.format.map_or_else(|| Format::detect(&options.file), Ok)?;
    let mut rows = source::open(&options.file, format)?;
    let mut run = Run::begin(services, options, format, rows.header.as_deref()).await?;
    loop {
        let taken = rows.by_ref().take(CHUNK).collect::<Result<Vec<_>, _>>();
        let chunk = match taken {
            Ok(chunk) if chunk.is_empty() => break,
            Ok(chunk) => run.store(chunk).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = chunk {
            run.undo().await?;
            return Err(error);
        }
        progress(Progress {
            read: run.summary.read,
            rejected: run.summary.rejected,
        });
    }
    run.end().await
}

struct Run<'a> {
    services: &'a Services,
    options: &'a Options,
    settings: Settings,
    batch: BatchId,
    actor: Actor,
    book: UnitBook,
    summary: Summary,
    seen: HashMap<String, u64>,
    unknown: BTreeMap<Arc<str>, u64>,
    rejects: Option<RejectWriter>,
}

/// A row that passed every check that needs no database.
struct Checked {
    raw: RawRow,
    incident: Incident,
    unit: UnitId,
}

impl<'a> Run<'a> {
    async fn begin(
        services: &'a Services,
        options: &'a Options,
        format: Format,
        header: Option<&[Arc<str>]>,
    ) -> Result<Self, RunError> {
        let mut conn = services.db.read().await?;
        let settings = crate::callbacks::settings(&mut conn).await?;
        let mut book = UnitBook::new(
            &units::all(&mut conn).await?,
            options.create_units,
            services.rng.clone(),
        );
        drop(conn);
        book.set_default(options.unit.as_deref(), None)?;
        let rejects = options.rejects.as_deref();
        let rejects = rejects
            .map(|path| RejectWriter::create(path, &options.file, format, header))
            .transpose()?;
        let (batch, hash) = (BatchId(services.rng.uuid_v4()), file_sha256(&options.file)?);
        let actor = Actor::System(format!("import {} {hash}", options.os_user));
        if !options.dry_run {
            let file_name = options
                .file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let (os_user, at) = (options.os_user.clone(), services.clock.now());
            let new = NewBatch {
                id: batch,
                kind: "incidents",
                file_name,
                file_sha256: hash,
                os_user,
                publish: false,
                at,
            };
            let mut tx = services.db.begin().await?;
            imports::start(&mut tx, &new).await?;
            tx.commit().await?;
        }
        let (summary, seen, unknown) = (Summary::default(), HashMap::new(), BTreeMap::new());
        Ok(Self {
            services,
            options,
            settings,
            batch,
            actor,
            book,
            summary,
            seen,
            unknown,
            rejects,
        })
    }

    /// Checks a chunk, seals its contacts, then stores it in one transaction.
    async fn store(&mut self, rows: Vec<RawRow>) -> Result<(), RunError> {
        let mut checked = Vec::new();
        for raw in rows {
            self.summary.read += 1;
            match self.check(&raw) {
                Ok((incident, unit)) => checked.push(Checked { raw, incident, unit }),
                Err(problem) => self.reject(&raw, problem)?,
            }
        }
        let mut tx = self.services.db.begin().await?;
        let now = self.services.clock.now();
        for unit in self.book.take_new() {
            units::insert(&mut tx, &unit, Some(self.batch), now).await?;
            let event = Event::UnitCreated {
                code: unit.code.to_string(),
                by_import: true,
            };
            events::append(
                &mut tx,
                (SubjectKind::Unit, unit.id.0),
                When::At(now),
                &self.actor,
                &event,
            )
            .await?;
        }
        for row in checked {
            self.store_one(&mut tx, row).await?;
        }
        if self.options.dry_run {
            tx.rollback().await?;
        } else {
            tx.commit().await?;
        }
        Ok(())
    }

    fn check(&mut self, raw: &RawRow) -> Result<(Incident, UnitId), Problem> {
        if let Some(problem) = &raw.problem {
            return Err(problem.clone());
        }
        let incident = self.read(raw).check(self.services.clock.now());
        let incident = incident.map_err(|mut errors| Problem::from(errors.swap_remove(0)))?;
        let unit = incident.unit.as_deref().map_or(UnitRef::Default, UnitRef::parse);
        let unit = self
            .book
            .resolve(&unit)
            .map_err(|reason| Problem::column("unit", reason))?;
        if let Some(first) = self.seen.get(&incident.number) {
            return Err(Problem::row(format!(
                "与第 {first} 行重复（duplicate of line {first}）"
            )));
        }
        self.seen.insert(incident.number.clone(), raw.line);
        Ok((incident, unit))
    }

    fn read(&mut self, raw: &RawRow) -> RawIncident {
        let mut row = RawIncident::default();
        for (name, value) in &raw.fields {
            let field = match &**name {
                "incident_number" => &mut row.incident_number,
                "kind" => &mut row.kind,
                "unit" => &mut row.unit,
                "closed_at" => &mut row.closed_at,
                "officer_badge" => &mut row.officer_badge,
                "contact_name" => &mut row.contact_name,
                "contact_phone" => &mut row.contact_phone,
                "contact_email" => &mut row.contact_email,
                "subject" => &mut row.subject,
                "exclude_reason" => &mut row.exclude_reason,
                other if REJECT_COLUMNS.contains(&other) => continue,
                _ => {
                    *self.unknown.entry(name.clone()).or_default() += 1;
                    continue;
                }
            };
            *field = match value {
                serde_json::Value::Null => None,
                serde_json::Value::String(text) => Some(text.clone()),
                other => Some(shown(other)),
            };
        }
        row
    }

    async fn store_one(&mut self, tx: &mut Tx, row: Checked) -> Result<(), RunError> {
        let frozen = self.frozen_hash(&row);
        if let Some(known) = incidents::find_known(tx, &row.incident.number).await? {
            return self.compare(tx, row, &known, frozen).await;
        }
        let contact_hash = self.contact_hash(&row.incident);
        let closed_on = legal_day(row.incident.closed_at);
        let facts = match &contact_hash {
            Some(hash) => incidents::facts(tx, hash, closed_on, self.settings.repeat_days).await?,
            None => domain::callback::Facts::default(),
        };
        let sampled = sample(&row.incident, facts);
        self.summary.new += 1;
        *(if sampled.is_ok() {
            &mut self.summary.published
        } else {
            &mut self.summary.held
        }) += 1;
        let id = IncidentId(self.services.rng.uuid_v4());
        let Incident {
            number,
            kind,
            closed_at,
            officer_badge,
            subject,
            exclude_reason,
            ..
        } = row.incident.clone();
        let new = NewIncident {
            id,
            number,
            kind,
            unit: row.unit,
            closed_at,
            officer_badge,
            subject,
            not_due: sampled.err(),
            exclude_reason,
            contact_hash,
            frozen_hash: frozen,
            batch: Some(self.batch),
        };
        incidents::insert(tx, &new).await?;
        self.seal(tx, id, &row.incident).await?;
        if let Ok(channel) = sampled {
            let (unit, link_days) = (row.unit, self.settings.link_days);
            let drawn = Drawn {
                incident: id,
                unit,
                closed_on,
                round: Round::First,
                channel,
                link_days,
            };
            invitations::insert(tx, &draw(self.services, drawn)).await?;
        }
        Ok(())
    }

    /// A number that is known: what was frozen at closing may not change, so that nobody can choose afterwards
    /// whom to ask or which unit answers for it.
    async fn compare(
        &mut self,
        tx: &mut Tx,
        row: Checked,
        known: &Known,
        frozen: [u8; 32],
    ) -> Result<(), RunError> {
        if known.frozen_hash != frozen {
            let reason =
                "该编号已导入过：单位、种类、办结时间、联系方式和不回访理由在首次导入时固定，不能更改";
            return self.reject(&row.raw, Problem::column("incident_number", reason));
        }
        let (badge, subject) = (&row.incident.officer_badge, &row.incident.subject);
        if known.officer_badge == *badge && known.subject == *subject {
            self.summary.unchanged += 1;
        } else {
            self.summary.changed += 1;
            let id = IncidentId(known.id);
            incidents::stage_change(tx, self.batch, id, badge.as_deref(), subject.as_deref()).await?;
        }
        Ok(())
    }

    async fn seal(&self, tx: &mut Tx, id: IncidentId, incident: &Incident) -> Result<(), storage::Error> {
        let subject = (SubjectKind::Incident, id.0);
        let (phone, email) = (incident.contact_phone.clone(), incident.contact_email.clone());
        let delivery = Delivery {
            phone: phone.clone(),
            email: email.clone(),
        };
        if !delivery.is_empty() {
            let blob = self.services.keys.seal_delivery(id.0, &delivery);
            sealed::put(tx, subject, Envelope::Delivery, &blob).await?;
        }
        let identity = Identity {
            name: incident.contact_name.clone(),
            phone,
            email,
            extra: None,
        };
        if !identity.is_empty() {
            let blob = self.services.keys.seal_identity(id.0, &identity);
            sealed::put(tx, subject, Envelope::Identity, &blob).await?;
        }
        Ok(())
    }

    fn contact_hash(&self, incident: &Incident) -> Option<[u8; 32]> {
        let contact = incident
            .contact_phone
            .as_ref()
            .or(incident.contact_email.as_ref())?;
        Some(
            self.services
                .keys
                .body_hash(format!("callback contact\0{contact}").as_bytes()),
        )
    }

    fn frozen_hash(&self, row: &Checked) -> [u8; 32] {
        let incident = &row.incident;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let parts = [
            row.unit.to_string(),
            incident.kind.as_str().to_owned(),
            incident.closed_at.to_rfc3339(),
            text(&incident.contact_name),
            text(&incident.contact_phone),
            text(&incident.contact_email),
            text(&incident.exclude_reason),
        ];
        self.services
            .keys
            .body_hash(format!("incident\0{}", parts.join("\0")).as_bytes())
    }

    fn reject(&mut self, raw: &RawRow, problem: Problem) -> Result<(), RunError> {
        self.summary.rejected += 1;
        match &mut self.rejects {
            Some(rejects) => rejects.write(&raw.fields, &problem.at(raw.line)),
            None => Ok(()),
        }
    }

    async fn end(mut self) -> Result<Outcome, RunError> {
        if let Some(rejects) = &mut self.rejects {
            rejects.finish()?;
        }
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

    /// Makes the batch visible in one short transaction; the worker then sends its links.
    async fn release(&self) -> Result<(), RunError> {
        let now = self.services.clock.now();
        let summary = serde_json::to_value(self.summary).unwrap_or_default();
        let mut tx = self.services.db.begin().await?;
        incidents::apply_changes(&mut tx, self.batch).await?;
        imports::release(&mut tx, self.batch, now, &summary).await?;
        enqueue(&mut tx, self.services, &Job::SendInvitations, now).await?;
        self.record_end(&mut tx, "released").await?;
        Ok(tx.commit().await?)
    }

    async fn undo(&self) -> Result<(), RunError> {
        if self.options.dry_run {
            return Ok(());
        }
        incidents::drop_batch(&self.services.db, self.batch, self.services.clock.now()).await?;
        let mut tx = self.services.db.begin().await?;
        self.record_end(&mut tx, "dropped").await?;
        Ok(tx.commit().await?)
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
