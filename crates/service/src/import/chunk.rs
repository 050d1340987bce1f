//! Some hundred rows on their way into the database in one transaction.

use super::records::Records;
use super::row::{Problem, Row};
use super::run::RunError;
use crate::records::decide;
use domain::event::{Event, SubjectKind};
use domain::ids::{RecordId, UnitId};
use domain::receipt::RecordRef;
use domain::record::Content;
use storage::events::{self, When};
use storage::records::{self, Decision, Found, Key, NewRecord, State};
use storage::{Conn, Tx};

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

/// What a row does to the database.
enum Step {
    Insert(Box<NewRecord>),
    Revise {
        id: RecordId,
        content: Box<Content>,
        decision: Option<Decision>,
    },
    Decide {
        id: RecordId,
        decision: Decision,
    },
}

impl Records<'_> {
    /// Reads what is there, decides, then writes: masking takes longer than writing and needs no lock.
    pub(super) async fn store_chunk(&mut self, chunk: Chunk) -> Result<(), RunError> {
        let mut steps = Vec::with_capacity(chunk.rows.len());
        let mut conn = self.run.services.db.read().await?;
        for (unit, row) in chunk.rows {
            let Ok(parsed) = &row.parsed else { continue };
            match self.found(&mut conn, unit, &parsed.content).await? {
                Ok(found) => steps.extend(self.plan(unit, &parsed.content, found)),
                Err(reason) => {
                    self.reject(&row, Problem::column("document_number", reason))?;
                }
            }
        }
        drop(conn);
        if self.run.options.dry_run {
            return Ok(());
        }
        self.write(&steps).await
    }

    /// The record that the row is about. A row whose two keys belong to two records is nobody's.
    async fn found(
        &self,
        conn: &mut Conn,
        unit: UnitId,
        content: &Content,
    ) -> Result<Result<Option<Found>, String>, storage::Error> {
        if self.run.book.is_new(unit) {
            return Ok(Ok(None));
        }
        let today = self.run.services.clock.today();
        let mut found: Option<Found> = None;
        for key in keys(content) {
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

    /// Counts the row and says what it does; nothing for a record that stays as it is.
    fn plan(&mut self, unit: UnitId, content: &Content, found: Option<Found>) -> Option<Step> {
        let publish = self.run.options.publish;
        let Some(found) = found else {
            self.run.summary.new += 1;
            let decision = publish.then(|| self.decide(content));
            self.count_visibility(decision.as_ref());
            let id = RecordId(self.run.services.rng.uuid_v4());
            let reference = RecordRef::new(self.run.services.rng.symbols()).to_string();
            let record = NewRecord {
                id,
                reference,
                unit,
                original: content.clone(),
                decision,
            };
            return Some(Step::Insert(Box::new(record)));
        };
        let unchanged = found.original == *content;
        *(if unchanged {
            &mut self.run.summary.unchanged
        } else {
            &mut self.run.summary.changed
        }) += 1;
        // Only a draft may become public here: never a correction, nor again what was taken down or held back.
        let decision = (publish && found.state == State::Draft).then(|| self.decide(content));
        if !(unchanged && found.state == (State::Published { correction: false })) {
            self.count_visibility(decision.as_ref());
        }
        match (unchanged, decision) {
            (true, None) => None,
            (true, Some(decision)) => Some(Step::Decide {
                id: found.id,
                decision,
            }),
            (false, decision) => Some(Step::Revise {
                id: found.id,
                content: Box::new(content.clone()),
                decision,
            }),
        }
    }

    fn decide(&self, content: &Content) -> Decision {
        decide(content, self.run.services.clock.today())
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

    async fn write(&mut self, steps: &[Step]) -> Result<(), RunError> {
        if steps.is_empty() && !self.run.book.has_new() {
            return Ok(());
        }
        let mut tx = self.run.services.db.begin().await?;
        self.run.write_new_units(&mut tx).await?;
        for step in steps {
            self.write_step(&mut tx, step).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn write_step(&self, tx: &mut Tx, step: &Step) -> Result<(), storage::Error> {
        let (batch, now) = (Some(self.run.batch), self.run.services.clock.now());
        match step {
            Step::Insert(record) => {
                records::insert(tx, record, batch, now).await?;
                self.log(
                    tx,
                    record.id,
                    &Event::RecordImported {
                        batch: self.run.batch.0,
                    },
                )
                .await?;
                self.log_decision(tx, record.id, record.decision.as_ref()).await
            }
            Step::Revise {
                id,
                content,
                decision,
            } => {
                records::revise(tx, *id, content, batch, now).await?;
                self.log(
                    tx,
                    *id,
                    &Event::RecordChanged {
                        batch: self.run.batch.0,
                    },
                )
                .await?;
                if let Some(decision) = decision {
                    records::decide(tx, *id, decision, batch, now).await?;
                }
                self.log_decision(tx, *id, decision.as_ref()).await
            }
            Step::Decide { id, decision } => {
                records::decide(tx, *id, decision, batch, now).await?;
                self.log_decision(tx, *id, Some(decision)).await
            }
        }
    }

    async fn log_decision(
        &self,
        tx: &mut Tx,
        id: RecordId,
        decision: Option<&Decision>,
    ) -> Result<(), storage::Error> {
        let event = match decision {
            None => return Ok(()),
            // An import publishes nothing but drafts, so this is always a record's first public version.
            Some(Decision::Publish(publication)) => Event::RecordPublished {
                version: 1,
                ground: publication.ground.clone(),
            },
            Some(Decision::Hold { ground, .. }) => Event::RecordHeld {
                ground: ground.clone(),
            },
        };
        self.log(tx, id, &event).await
    }

    async fn log(&self, tx: &mut Tx, id: RecordId, event: &Event) -> Result<(), storage::Error> {
        let when = When::At(self.run.services.clock.now());
        events::append(tx, (SubjectKind::Record, id.0), when, &self.run.actor, event).await
    }
}

fn keys(content: &Content) -> impl Iterator<Item = Key> {
    let number = content.document_number.clone().map(Key::DocumentNumber);
    number
        .into_iter()
        .chain(content.external_id.clone().map(Key::ExternalId))
}
