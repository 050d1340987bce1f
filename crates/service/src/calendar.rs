//! Announcing a year's holidays: the year's days change, and every clock counted by weekends alone is counted
//! again, each with an event.

use crate::lengths::Lengths;
use crate::services::Services;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::FeedbackId;
use std::collections::BTreeMap;
use storage::calendar::Day;
use storage::clocks::Provisional;
use storage::events::{self, When};
use storage::{Result, Tx, calendar, clocks, feedback};
use uuid::Uuid;

/// What announcing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Announced {
    /// Years replaced.
    pub years: usize,
    /// Clocks whose last day moved.
    pub moved: usize,
}

/// Clocks a transaction, so that the write lock is held shortly.
const CLOCKS: i64 = 250;

/// Replaces the days of the years in one transaction, then counts the running provisional clocks again, some in each
/// of the next. When it breaks off, announcing once more ends it: a clock not yet counted again is still provisional.
pub async fn announce(
    services: &Services,
    years: &BTreeMap<i32, Vec<Day>>,
    source: &str,
    actor: &Actor,
) -> Result<Announced> {
    let mut tx = services.db.begin().await?;
    let now = When::At(services.clock.now());
    for (year, days) in years {
        calendar::replace_year(&mut tx, *year, source, days).await?;
        let subject = (SubjectKind::Portal, Uuid::nil());
        events::append(
            &mut tx,
            subject,
            now,
            actor,
            &Event::CalendarImported { year: *year },
        )
        .await?;
    }
    tx.commit().await?;
    Ok(Announced {
        years: years.len(),
        moved: recompute(services, now, actor).await?,
    })
}

/// Counts every provisional clock again; one whose last day moved gets an event on its subject.
async fn recompute(services: &Services, when: When, actor: &Actor) -> Result<usize> {
    let mut conn = services.db.read().await?;
    let known = calendar::load(&mut conn).await?;
    let lengths = Lengths::load(&mut conn).await?;
    drop(conn);
    let (mut moved, mut last): (_, Option<Provisional>) = (0, None);
    loop {
        let mut tx = services.db.begin().await?;
        let clocks = clocks::provisional(&mut tx, last.as_ref(), CLOCKS).await?;
        if clocks.is_empty() {
            return Ok(moved);
        }
        for clock in &clocks {
            let length = lengths.of(clock.bearer, clock.clock);
            let due = length.end(&known, clock.starts_on);
            let recounted = clocks::recount(&mut tx, clock, due).await?;
            if recounted && due.on != clock.due_on {
                let event = Event::ClockRecomputed {
                    clock: clock.clock.as_str().to_owned(),
                    from: clock.due_on,
                    to: due.on,
                };
                let dated = dated(&mut tx, clock.subject, when).await?;
                events::append(&mut tx, clock.subject, dated, actor, &event).await?;
                moved += 1;
            }
        }
        tx.commit().await?;
        last = clocks.into_iter().next_back();
    }
}

/// An anonymous case keeps the day alone.
async fn dated(tx: &mut Tx, (kind, id): (SubjectKind, Uuid), when: When) -> Result<When> {
    let (SubjectKind::Feedback, When::At(now)) = (kind, when) else {
        return Ok(when);
    };
    let case = feedback::receipt::by_id(tx, FeedbackId(id)).await?;
    Ok(case.map_or(when, |case| case.when(now)))
}
