//! The records: ruled on and masked as every record is, and stored in bulk.

use super::case::Draft;
use super::corrected::Examples;
use super::county::Codes;
use super::drafts::Drafts;
use super::scene::Scene;
use super::{ACTOR, Demo, DemoError, Progress, Stage};
use crate::cores::on_cores;
use crate::lengths::Clocks;
use crate::records::{Target, decide, withdraw};
use crate::services::Services;
use chrono::NaiveDate;
use domain::deadline::ClockKind;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::{BatchId, RecordId};
use domain::masking::choice::Choices;
use domain::policy::Policy;
use domain::record::WithdrawalCode;
use std::sync::Arc;
use storage::clocks::Bearer;
use storage::events::{self, When};
use storage::imports::{self, NewBatch};
use storage::records::{self, Decision, NewRecord};
use storage::{Tx, calendar};

/// Rows a transaction: the write lock is not held longer than 200 ms.
const CHUNK: usize = 250;
/// Takedowns are shown by example, however large the demo.
const MOST_TAKEDOWNS: usize = 300;
/// Records that citizens may write about.
const MOST_KNOWN: usize = 400;

/// A public record that citizens may write about.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) reference: String,
    pub(super) unit: &'static str,
    pub(super) published: NaiveDate,
}

/// How many came to what.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) published: u64,
    pub(super) held: u64,
    pub(super) withdrawn: u64,
}

/// What was stored.
pub(super) struct Stored {
    pub(super) tally: Tally,
    /// Citizens may write about them.
    pub(super) known: Vec<Known>,
    /// Will be corrected.
    pub(super) examples: Examples,
    /// References of what policy lets become public and is not yet.
    pub(super) waiting: Vec<String>,
}

/// A draft with what policy made of it.
struct Ruled {
    draft: Draft,
    decision: Option<Decision>,
}

/// Stores everything under one batch, which becomes visible at once at the end.
pub(super) async fn store(
    services: &Services,
    demo: &Demo,
    codes: &Codes,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Stored, DemoError> {
    let calendar = Arc::new(calendar::load(&mut services.db.read().await?).await?);
    let mut load = Load {
        services,
        demo,
        codes,
        batch: begin(services, demo).await?,
        tally: Tally::default(),
        known: Vec::new(),
        examples: Examples::default(),
        takedowns: Vec::new(),
        waiting: Vec::new(),
        clocks: Clocks::load(&mut services.db.read().await?).await?,
    };
    let mut ahead = ruled(Drafts::new(*demo, calendar)).await?;
    let mut done = 0;
    while !ahead.1.is_empty() {
        // The next rows are made up and masked on other cores while these are written.
        let (next, rows) = ahead;
        let making = tokio::spawn(ruled(next));
        load.write(&rows).await?;
        done += rows.len() as u64;
        progress(Progress {
            stage: Stage::Records,
            done,
            total: demo.records,
        });
        ahead = making.await??;
    }
    load.release().await?;
    load.take_down().await?;
    Ok(Stored {
        tally: load.tally,
        known: load.known,
        examples: load.examples,
        waiting: load.waiting,
    })
}

async fn ruled(drafts: Drafts) -> Result<(Drafts, Vec<Ruled>), DemoError> {
    let (drafts, rows) = tokio::task::spawn_blocking(|| drafts.chunk(CHUNK)).await?;
    Ok((drafts, on_cores(rows, rule).await))
}

fn rule(draft: Draft) -> Ruled {
    let decision = draft
        .published
        .map(|on| decide(&Policy::default(), &draft.content, &Choices::default(), on));
    Ruled { draft, decision }
}

async fn begin(services: &Services, demo: &Demo) -> Result<BatchId, storage::Error> {
    let batch = NewBatch {
        id: BatchId(super::dice::Dice::new(demo.seed, "batch", 0).uuid()),
        kind: "demo",
        file_name: "demo".to_owned(),
        file_sha256: String::new(),
        os_user: ACTOR.to_owned(),
        publish: true,
        at: demo.last_instant(),
    };
    let mut tx = services.db.begin().await?;
    imports::start(&mut tx, &batch).await?;
    tx.commit().await?;
    Ok(batch.id)
}

/// Writing under way.
struct Load<'a> {
    services: &'a Services,
    demo: &'a Demo,
    codes: &'a Codes,
    batch: BatchId,
    tally: Tally,
    known: Vec<Known>,
    examples: Examples,
    takedowns: Vec<(Target, NaiveDate, WithdrawalCode)>,
    waiting: Vec<String>,
    clocks: Clocks,
}

impl Load<'_> {
    async fn write(&mut self, rows: &[Ruled]) -> Result<(), storage::Error> {
        let mut tx = self.services.db.begin().await?;
        for row in rows {
            self.write_one(&mut tx, row).await?;
        }
        tx.commit().await
    }

    async fn write_one(&mut self, tx: &mut Tx, row: &Ruled) -> Result<(), storage::Error> {
        let draft = &row.draft;
        let decided = draft.content.decided_on.unwrap_or(self.demo.today);
        let came = When::At(
            self.demo
                .capped(super::morning(decided.succ_opt().unwrap_or(decided))),
        );
        let shown = draft.published.map(|on| self.demo.capped(super::morning(on)));
        let at = shown
            .or(came.instant())
            .unwrap_or_else(|| self.demo.last_instant());
        let new = NewRecord {
            id: draft.id,
            reference: draft.reference.clone(),
            unit: self.codes[draft.unit],
            original: draft.content.clone(),
            decision: row.decision.clone(),
        };
        records::insert(tx, &[new], Some(self.batch), at).await?;
        self.note(tx, draft.id, came, &Event::RecordImported { batch: self.batch.0 })
            .await?;
        let ruled = match &row.decision {
            None => return self.let_wait(tx, draft, decided).await,
            Some(Decision::Publish(publication)) => {
                self.remember(draft);
                Event::RecordPublished {
                    version: 1,
                    ground: publication.ground.clone(),
                    without_review: true,
                    correction: None,
                    in_name_only: false,
                }
            }
            Some(Decision::Hold { ground, .. }) => {
                self.tally.held += 1;
                Event::RecordHeld {
                    ground: ground.clone(),
                }
            }
        };
        self.note(tx, draft.id, When::At(at), &ruled).await
    }

    /// A draft: its clock runs, and legal review may see it.
    async fn let_wait(
        &mut self,
        tx: &mut Tx,
        draft: &Draft,
        decided: NaiveDate,
    ) -> Result<(), storage::Error> {
        let decision = decide(
            &Policy::default(),
            &draft.content,
            &Choices::default(),
            self.demo.today,
        );
        if let Decision::Publish(_) = decision {
            self.waiting.push(draft.reference.clone());
        }
        let clock = ClockKind::of_record(draft.content.kind);
        self.clocks
            .start(tx, (Bearer::Record, draft.id.0), clock, decided)
            .await
    }

    fn remember(&mut self, draft: &Draft) {
        self.tally.published += 1;
        let Some(published) = draft.published else { return };
        if self.examples.take(self.demo, draft) {
            return;
        }
        match draft.takedown {
            Some((day, code)) if self.takedowns.len() < MOST_TAKEDOWNS => {
                let target = Target {
                    id: draft.id,
                    reference: draft.reference.clone(),
                };
                self.takedowns.push((target, day, code));
            }
            _ if self.known.len() < MOST_KNOWN || self.tally.published.is_multiple_of(7) => {
                let known = Known {
                    reference: draft.reference.clone(),
                    unit: draft.unit,
                    published,
                };
                // The newest take the place of the oldest: citizens write about what they have just read.
                if self.known.len() == MOST_KNOWN {
                    self.known.remove(0);
                }
                self.known.push(known);
            }
            _ => {}
        }
    }

    async fn note(&self, tx: &mut Tx, id: RecordId, when: When, event: &Event) -> Result<(), storage::Error> {
        events::append(
            tx,
            (SubjectKind::Record, id.0),
            when,
            &Actor::System(ACTOR.into()),
            event,
        )
        .await
    }

    async fn release(&self) -> Result<(), storage::Error> {
        let summary = serde_json::json!({ "new": self.demo.records, "published": self.tally.published, "held": self.tally.held });
        let mut tx = self.services.db.begin().await?;
        imports::release(&mut tx, self.batch, self.demo.last_instant(), &summary).await?;
        tx.commit().await
    }

    async fn take_down(&mut self) -> Result<(), DemoError> {
        let scene = Scene::new(self.demo, self.services, 0);
        for (target, day, code) in std::mem::take(&mut self.takedowns) {
            match withdraw(
                scene.at(self.demo.capped(super::morning(day))),
                &target,
                code,
                &Actor::System(ACTOR.into()),
            )
            .await
            {
                // Its term ended before: an expired record is public no longer.
                Err(crate::records::WithdrawError::NotPublic(_)) => {}
                other => {
                    other?;
                    self.tally.withdrawn += 1;
                    self.tally.published -= 1;
                }
            }
        }
        Ok(())
    }
}
