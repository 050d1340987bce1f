//! Announcing a year's holidays: the year's days change, and every clock counted by weekends alone is counted
//! again, each with an event.

use crate::services::Services;
use domain::deadline::Periods;
use domain::event::{Actor, Event, SubjectKind};
use std::collections::BTreeMap;
use storage::calendar::Day;
use storage::clocks::Provisional;
use storage::events::{self, When};
use storage::{Result, Tx, calendar, clocks};
use uuid::Uuid;

/// What announcing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Announced {
    /// Years replaced.
    pub years: usize,
    /// Clocks whose last day moved.
    pub moved: usize,
}

/// Replaces the days of each year in one transaction and counts the running provisional clocks again.
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
    let moved = recompute(&mut tx, now, actor).await?;
    tx.commit().await?;
    Ok(Announced {
        years: years.len(),
        moved,
    })
}

/// Counts every provisional clock again; one whose last day moved gets an event on its subject.
async fn recompute(tx: &mut Tx, when: When, actor: &Actor) -> Result<usize> {
    let known = calendar::load(tx).await?;
    let periods: Periods = crate::feedback::periods(tx).await?;
    let mut moved = 0;
    for clock in clocks::provisional(tx).await? {
        let Some(subject) = subject(&clock) else { continue };
        let due = periods.of(clock.clock).end(&known, clock.starts_on);
        clocks::start(tx, subject, clock.clock, clock.starts_on, due).await?;
        if due.on != clock.due_on {
            let (from, to) = (clock.due_on, due.on);
            let event = Event::ClockRecomputed {
                clock: clock.clock.as_str().to_owned(),
                from,
                to,
            };
            events::append(tx, subject, when, actor, &event).await?;
            moved += 1;
        }
    }
    Ok(moved)
}

fn subject(clock: &Provisional) -> Option<(SubjectKind, Uuid)> {
    SubjectKind::parse(&clock.subject_kind).map(|kind| (kind, clock.subject_id))
}
