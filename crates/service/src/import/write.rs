//! What a chunk of rows does to the database, in one transaction.

use super::batch::write_units;
use crate::lengths::Clocks;
use crate::services::Services;
use domain::clock::legal_day;
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{BatchId, RecordId};
use domain::receipt::RecordRef;
use domain::record::Content;
use domain::unit::Unit;
use storage::Tx;
use storage::clocks::Bearer;
use storage::events::{self, When};
use storage::records::{self, Decision, NewRecord};

/// How often the references of a chunk are drawn anew. Another key that is taken stays so.
const REDRAWS: usize = 3;

/// A record's name, which another record may have with a chance of one in 2⁴⁰.
pub(super) fn reference(services: &Services) -> String {
    RecordRef::new(services.rng.symbols()).to_string()
}

/// What rows do to the database.
#[derive(Default)]
pub(super) struct Steps {
    pub(super) new: Vec<NewRecord>,
    pub(super) changes: Vec<Change>,
}

impl Steps {
    pub(super) fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changes.is_empty()
    }
}

/// What a row does to a record that is there, whose newest original was that of `revision` when it was decided.
pub(super) enum Change {
    Revise {
        id: RecordId,
        revision: i32,
        content: Box<Content>,
        /// The public text is to be mended: the time for that begins.
        corrects: bool,
        decision: Option<Decision>,
    },
    Decide {
        id: RecordId,
        revision: i32,
        decision: Decision,
    },
}

impl Change {
    /// The record, its original when this was decided, and whether its publication is decided: of a draft alone.
    fn of(&self) -> (RecordId, i32, bool) {
        match self {
            Self::Revise {
                id,
                revision,
                decision,
                ..
            } => (*id, *revision, decision.is_some()),
            Self::Decide { id, revision, .. } => (*id, *revision, true),
        }
    }
}

/// A chunk as decided.
pub(super) struct Writing {
    pub(super) services: Services,
    pub(super) batch: BatchId,
    pub(super) actor: Actor,
    /// Made by these rows.
    pub(super) units: Vec<Unit>,
    pub(super) steps: Steps,
}

impl Writing {
    /// References are drawn anew where one of them names another record: among millions of records that happens in
    /// every large file.
    pub(super) async fn carry_out(mut self) -> Result<(), storage::Error> {
        for _ in 0..REDRAWS {
            match self.write().await {
                Err(storage::Error::Conflict(_)) => self.draw_references(),
                other => return other,
            }
        }
        self.write().await
    }

    fn draw_references(&mut self) {
        for record in &mut self.steps.new {
            record.reference = reference(&self.services);
        }
    }

    async fn write(&self) -> Result<(), storage::Error> {
        let mut tx = self.services.db.begin().await?;
        write_units(&self.services, &mut tx, (self.batch, &self.actor), &self.units).await?;
        let clocks = Clocks::load(&mut tx).await?;
        self.write_new(&mut tx, &clocks).await?;
        for change in &self.steps.changes {
            self.write_change(&mut tx, &clocks, change).await?;
        }
        tx.commit().await
    }

    async fn write_new(&self, tx: &mut Tx, clocks: &Clocks) -> Result<(), storage::Error> {
        let (new, now) = (&self.steps.new, self.services.clock.now());
        records::insert(tx, new, Some(self.batch), now).await?;
        for record in new.iter().filter(|record| record.decision.is_none()) {
            let clock = ClockKind::of_record(record.original.kind);
            let from = record.original.decided_on.unwrap_or_else(|| legal_day(now));
            clocks
                .start(tx, (Bearer::Record, record.id.0), clock, from)
                .await?;
        }
        let events = |record: &NewRecord| {
            let imported = Event::RecordImported { batch: self.batch.0 };
            let decided = record.decision.as_ref().map(decided);
            (record.id.0, std::iter::once(imported).chain(decided).collect())
        };
        let events: Vec<_> = new.iter().map(events).collect();
        events::append_first(tx, SubjectKind::Record, &events, When::At(now), &self.actor).await
    }

    async fn write_change(
        &self,
        tx: &mut Tx,
        clocks: &Clocks,
        change: &Change,
    ) -> Result<(), storage::Error> {
        let (batch, now) = (Some(self.batch), self.services.clock.now());
        let (id, revision, decides) = change.of();
        if !records::hold(tx, id, revision, decides).await? {
            return Err(storage::Error::Stale);
        }
        match change {
            Change::Revise {
                content,
                corrects,
                decision,
                ..
            } => {
                records::revise(tx, id, content, batch, now).await?;
                self.log(tx, id, &Event::RecordChanged { batch: self.batch.0 })
                    .await?;
                if *corrects {
                    let clock = ClockKind::of_record(content.kind);
                    clocks
                        .start(tx, (Bearer::Record, id.0), clock, legal_day(now))
                        .await?;
                }
                match decision {
                    Some(decision) => self.decide(tx, id, decision).await,
                    None => Ok(()),
                }
            }
            Change::Decide { decision, .. } => self.decide(tx, id, decision).await,
        }
    }

    async fn decide(&self, tx: &mut Tx, id: RecordId, decision: &Decision) -> Result<(), storage::Error> {
        records::decide(tx, id, decision, Some(self.batch), self.services.clock.now()).await?;
        self.log(tx, id, &decided(decision)).await
    }

    async fn log(&self, tx: &mut Tx, id: RecordId, event: &Event) -> Result<(), storage::Error> {
        let when = When::At(self.services.clock.now());
        events::append(tx, (SubjectKind::Record, id.0), when, &self.actor, event).await
    }
}

fn decided(decision: &Decision) -> Event {
    match decision {
        // An import publishes nothing but drafts, so this is always a record's first public version.
        Decision::Publish(publication) => Event::RecordPublished {
            version: 1,
            ground: publication.ground.clone(),
            without_review: true,
            correction: None,
            in_name_only: false,
        },
        Decision::Hold { ground, .. } => Event::RecordHeld {
            ground: ground.clone(),
        },
    }
}

#[cfg(test)]
mod tests;
