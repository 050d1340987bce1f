//! Exceptions from the publication policy: a reviewer proposes, a leader answers.

use super::desk::{DeskError, PER_PAGE};
use super::steps::{Seen, Step};
use crate::lengths::Clocks;
use crate::paging::part;
use crate::services::Services;
use domain::deadline::ClockKind;
use domain::event::Event;
use domain::ids::RecordId;
use domain::publication::exception::{Answer, Ground, Leader, Proposed};
use domain::publication::{Reviewer, Stage};
use storage::clocks::Bearer;
use storage::records::{self, Decision, PastException};

/// Asks that a sealed record be shown.
pub async fn propose(
    services: &Services,
    reviewer: Reviewer,
    seen: &Seen,
    ground: Ground,
) -> Result<(), DeskError> {
    let mut step = Step::begin(services, seen).await?;
    ensure_sealed(&step)?;
    let event = Event::RecordExceptionProposed {
        ground: ground.as_str().to_owned(),
    };
    let proposed = Proposed::new(reviewer, ground);
    let (id, now) = (step.found.id, step.now);
    match records::propose(&mut step.tx, id, &proposed, now).await {
        Err(storage::Error::Conflict(_)) => return Err(DeskError::AlreadyProposed),
        other => other?,
    }
    step.end(reviewer.id(), &event).await
}

/// Consents, so that the record is a draft again and goes the way of every other; or leaves it sealed.
pub async fn answer(
    services: &Services,
    leader: Leader,
    seen: &Seen,
    answer: Answer,
) -> Result<(), DeskError> {
    let mut step = Step::begin(services, seen).await?;
    let (id, now) = (step.found.id, step.now);
    let proposed = records::proposed(&mut step.tx, id)
        .await?
        .ok_or(DeskError::NothingProposed)?;
    let answered = proposed.answer(leader, answer)?;
    let event = match &answered.answer {
        Answer::Granted => Event::RecordExceptionAnswered {
            granted: true,
            comment: None,
        },
        Answer::Refused(why) => Event::RecordExceptionAnswered {
            granted: false,
            comment: Some(why.as_str().to_owned()),
        },
    };
    records::answer(&mut step.tx, id, &answered, now).await?;
    if answered.answer == Answer::Granted {
        ensure_sealed(&step)?;
        records::release(&mut step.tx, id).await?;
        let clock = ClockKind::of_record(step.found.original.kind);
        let clocks = Clocks::load(&mut step.tx).await?;
        let today = services.clock.today();
        clocks
            .start(&mut step.tx, (Bearer::Record, id.0), clock, today)
            .await?;
    }
    step.end(leader.id(), &event).await
}

fn ensure_sealed(step: &Step) -> Result<(), DeskError> {
    match (&step.found.stage, &step.decision) {
        (Stage::Held(_), Decision::Hold { ruling: "sealed", .. }) => Ok(()),
        _ => Err(DeskError::NotSealed),
    }
}

/// Every proposal about a record, first to last.
pub async fn exceptions_of(services: &Services, id: RecordId) -> Result<Vec<PastException>, storage::Error> {
    records::exceptions_of(&mut services.db.read().await?, id).await
}

/// A page of the register, from 1, and how many there are: what waits for an answer first.
pub async fn register(services: &Services, page: u64) -> Result<(Vec<PastException>, u64), storage::Error> {
    let mut conn = services.db.read().await?;
    let (limit, offset) = part(page, PER_PAGE);
    let lines = records::exceptions(&mut conn, limit, offset).await?;
    let total = records::count_exceptions(&mut conn).await?.unsigned_abs();
    Ok((lines, total))
}
