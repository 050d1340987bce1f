//! Some hundred rows, and what each of them does to the database.

use super::records::Records;
use super::row::{Problem, Row};
use super::run::RunError;
use super::write::{Change, Steps, Writing, reference};
use crate::cores::on_cores;
use crate::records::{decide_with, needs_no_look};
use domain::ids::{RecordId, UnitId};
use domain::masking::choice::Choices;
use domain::publication::Stage;
use domain::record::Content;
use std::collections::{HashMap, HashSet};
use storage::Conn;
use storage::records::{self, Decision, Found, Key, NewRecord};

/// Keys that records have, by unit; units that rows made have none.
type Taken = HashMap<UnitId, HashSet<Key>>;

/// Rows whose unit is known and whose key is new in the file.
#[derive(Default)]
pub(super) struct Chunk {
    rows: Vec<(UnitId, Row)>,
}

impl Chunk {
    pub(super) fn push(&mut self, unit: UnitId, row: Row) {
        self.rows.push((unit, row));
    }
}

impl Records<'_> {
    /// Reads what is there and decides, which takes as long as writing and needs no lock; what was decided is
    /// written while the next rows are read. No two rows of a file are about the same record, so the next ones need
    /// not see it.
    pub(super) async fn store_chunk(&mut self, chunk: Chunk) -> Result<(), RunError> {
        let (mut new, mut changes) = (Vec::new(), Vec::new());
        let mut conn = self.run.services.db.read().await?;
        let taken = self.taken(&mut conn, &chunk).await?;
        for (unit, row) in chunk.rows {
            let Ok(parsed) = &row.parsed else { continue };
            match self.found(&mut conn, unit, &parsed.content, &taken).await? {
                Ok(Some(found)) if !self.met.insert(found.id) => {
                    let reason =
                        "与前面的一行是同一条记录：一行写了它的文号，另一行写了它的外部编号。请合并成一行";
                    self.reject(&row, Problem::row(reason))?;
                }
                Ok(found) => {
                    let exception = self.exception(&mut conn, found.as_ref()).await?;
                    match found {
                        None => new.push(self.draft(unit, parsed.content.clone())),
                        Some(found) => {
                            changes.extend(self.plan_change(&parsed.content, found, exception.as_deref()));
                        }
                    }
                }
                Err(reason) => {
                    self.reject(&row, Problem::column("document_number", reason))?;
                }
            }
        }
        drop(conn);
        let new = self.rule(new).await;
        let steps = Steps { new, changes };
        if self.run.options.dry_run || (steps.is_empty() && !self.run.book.has_new()) {
            return Ok(());
        }
        let writing = Writing {
            services: self.run.services.clone(),
            batch: self.run.batch,
            actor: self.run.actor.clone(),
            units: self.run.book.take_new(),
            steps,
        };
        self.run.behind.write(writing).await?;
        Ok(())
    }

    /// The keys of the chunk's rows that records have: a row with another key needs no closer look.
    async fn taken(&self, conn: &mut Conn, chunk: &Chunk) -> Result<Taken, storage::Error> {
        let mut keys: HashMap<UnitId, Vec<Key>> = HashMap::new();
        for (unit, row) in &chunk.rows {
            if let Ok(parsed) = &row.parsed
                && !self.run.book.is_new(*unit)
            {
                keys.entry(*unit).or_default().extend(Key::all(&parsed.content));
            }
        }
        let mut taken = Taken::new();
        for (unit, keys) in keys {
            taken.insert(unit, records::taken(conn, unit, &keys).await?);
        }
        Ok(taken)
    }

    /// The record that the row is about. A row whose two keys belong to two records is nobody's.
    async fn found(
        &self,
        conn: &mut Conn,
        unit: UnitId,
        content: &Content,
        taken: &Taken,
    ) -> Result<Result<Option<Found>, String>, storage::Error> {
        let Some(taken) = taken.get(&unit) else {
            return Ok(Ok(None));
        };
        let today = self.run.services.clock.today();
        let mut found: Option<Found> = None;
        for key in Key::all(content).filter(|key| taken.contains(key)) {
            let Some(other) = records::find(conn, unit, &key, today).await? else {
                continue;
            };
            match &found {
                Some(one) if one.id != other.id => {
                    let reason = "文号与外部编号分别属于两条不同的记录，请核对后改正".to_owned();
                    return Ok(Err(reason));
                }
                _ => found = Some(other),
            }
        }
        Ok(Ok(found))
    }

    /// The exception that a draft has from the policy; asked for only where something is decided.
    async fn exception(
        &self,
        conn: &mut Conn,
        found: Option<&Found>,
    ) -> Result<Option<String>, storage::Error> {
        match found {
            Some(found) if self.run.options.publish && is_draft(found) => {
                records::granted(conn, found.id).await
            }
            _ => Ok(None),
        }
    }

    /// A record that is not there yet, before anything is decided about it.
    fn draft(&self, unit: UnitId, original: Content) -> NewRecord {
        let services = self.run.services;
        NewRecord {
            id: RecordId(services.rng.uuid_v7(services.clock.now())),
            reference: reference(services),
            unit,
            original,
            decision: None,
        }
    }

    /// Decides about new records, if they are to be public, and counts them. Masking takes most of the time of an
    /// import.
    async fn rule(&mut self, mut new: Vec<NewRecord>) -> Vec<NewRecord> {
        if self.run.options.publish {
            let (policy, today) = (self.run.policy.clone(), self.run.services.clock.today());
            let rule = move |record: NewRecord| {
                let text = (&record.original, &Choices::default());
                let decision = decide_with(&policy, None, text, today);
                NewRecord {
                    decision: Some(decision).filter(needs_no_look),
                    ..record
                }
            };
            new = on_cores(new, rule).await;
        }
        for record in &new {
            self.run.summary.new += 1;
            self.run.summary.to_look_at += u64::from(self.run.options.publish && record.decision.is_none());
            self.count_visibility(record.decision.as_ref());
        }
        new
    }

    /// Counts a row about a record that is there and says what it does; nothing when that stays as it is.
    fn plan_change(&mut self, content: &Content, found: Found, exception: Option<&str>) -> Option<Change> {
        let publish = self.run.options.publish;
        let unchanged = found.original == *content;
        *(if unchanged {
            &mut self.run.summary.unchanged
        } else {
            &mut self.run.summary.changed
        }) += 1;
        let is_shown = matches!(found.stage, Stage::Published(_));
        let is_ruled = publish && is_draft(&found);
        let decision = is_ruled.then(|| self.decide(exception, content, &found.choices.strictly(|_| false)));
        let decision = decision.filter(needs_no_look);
        self.run.summary.to_look_at += u64::from(is_ruled && decision.is_none());
        if !(unchanged && is_shown) {
            self.count_visibility(decision.as_ref());
        }
        match (unchanged, decision) {
            (true, None) => None,
            (true, Some(decision)) => Some(Change::Decide {
                id: found.id,
                revision: found.revision,
                decision,
            }),
            (false, decision) => Some(Change::Revise {
                id: found.id,
                revision: found.revision,
                content: Box::new(content.clone()),
                corrects: is_shown,
                decision,
            }),
        }
    }

    /// What people hide stays hidden; what they would show needs a reviewer, and there is none here.
    fn decide(&self, exception: Option<&str>, content: &Content, choices: &Choices) -> Decision {
        let today = self.run.services.clock.today();
        decide_with(&self.run.policy, exception, (content, choices), today)
    }

    /// A row that was not public before is so now, or is held.
    fn count_visibility(&mut self, decision: Option<&Decision>) {
        let today = self.run.services.clock.today();
        let public = match decision {
            Some(Decision::Publish(publication)) => {
                publication.publish_until.is_none_or(|until| until >= today)
            }
            Some(Decision::Hold { .. }) | None => false,
        };
        *(if public {
            &mut self.run.summary.published
        } else {
            &mut self.run.summary.held
        }) += 1;
    }
}

/// Only a draft may become public by an import: never a correction, nor again what was taken down or held back.
fn is_draft(found: &Found) -> bool {
    found.stage.is_waiting() && !found.is_public
}
