//! The desk's queue of objections, and their answers.

use super::post::enqueue;
use crate::paging::part;
use crate::post_office::Tell;
use crate::records::corrected_since;
use crate::services::Services;
use domain::clock::start_of;
use domain::deadline::Due;
use domain::event::{Actor, Event, SubjectKind};
use domain::objection::{Answer, NotAnswered, Stage};
use domain::publication::Publisher;
use domain::receipt::ObjectionReference;
use storage::events::{self, When};
use storage::objections::{self, Count, Listed, Objection};
use storage::{clocks, records, users};

/// Objections on a page of the queue.
pub const PER_PAGE: u64 = 30;

/// Why an objection was not answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// No such objection.
    #[error("没有这件异议")]
    Unknown,
    /// Somebody else answered it.
    #[error("这件异议已经答复，不能再答复一次")]
    AnsweredBefore,
    /// The answer does not fit the record or its author.
    #[error(transparent)]
    NotAnswered(#[from] NotAnswered),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// A page of the queue.
#[derive(Debug)]
pub struct List {
    /// The lines.
    pub lines: Vec<Listed>,
    /// How many there are.
    pub count: Count,
}

/// A page of the queue, from 1: of those that wait, or of the answered ones.
pub async fn list(services: &Services, answered: bool, page: u64) -> Result<List, storage::Error> {
    let today = services.clock.today();
    let mut conn = services.db.read().await?;
    Ok(List {
        lines: objections::list(&mut conn, answered, today, part(page, PER_PAGE)).await?,
        count: objections::count(&mut conn, today).await?,
    })
}

/// An objection as the desk sees it.
#[derive(Debug)]
pub struct Opened {
    /// The objection.
    pub objection: Objection,
    /// The clock of its answer.
    pub due: Option<Due>,
    /// Who answered it, by display name.
    pub answered_by: Option<String>,
}

/// The objection of a reference as it stands in an address.
pub async fn open(services: &Services, reference: &str) -> Result<Opened, AnswerError> {
    let reference = ObjectionReference::parse(reference).map_err(|_| AnswerError::Unknown)?;
    let mut conn = services.db.read().await?;
    let found = objections::find(&mut conn, reference, services.clock.today()).await?;
    let objection = found.ok_or(AnswerError::Unknown)?;
    let due = clocks::of(&mut conn, (SubjectKind::Objection, objection.id.0)).await?;
    let answered_by = match &objection.stage {
        Stage::Received(_) => None,
        Stage::Answered(answered) => {
            let all = users::all(&mut conn).await?.into_iter();
            let mut all = all.map(|account| account.staff);
            all.find(|staff| staff.id == answered.by())
                .map(|staff| staff.display_name)
        }
    };
    Ok(Opened {
        objection,
        due: due.into_iter().next(),
        answered_by,
    })
}

/// Answers an objection: its clock stops, and the person is told that there is news.
pub async fn answer(
    services: &Services,
    by: Publisher,
    reference: &str,
    answer: Answer,
) -> Result<(), AnswerError> {
    let reference = ObjectionReference::parse(reference).map_err(|_| AnswerError::Unknown)?;
    let today = services.clock.today();
    let mut tx = services.db.begin().await?;
    let found = objections::find(&mut tx, reference, today).await?;
    let objection = found.ok_or(AnswerError::Unknown)?;
    let Stage::Received(received) = objection.stage.clone() else {
        return Err(AnswerError::AnsweredBefore);
    };
    let makers = records::makers(&mut tx, objection.record, objection.record_revision).await?;
    let since = corrected_since(&mut tx, objection.record, objection.record_version).await?;
    let record = (objection.record_now, since);
    let answered = received.answer((by, today), answer, record, &makers)?;
    match objections::answer(&mut tx, objection.id, &answered).await {
        Err(storage::Error::Stale) => return Err(AnswerError::AnsweredBefore),
        other => other?,
    }
    let subject = (SubjectKind::Objection, objection.id.0);
    clocks::meet_all(&mut tx, subject, today).await?;
    let event = Event::ObjectionAnswered {
        outcome: answered.answer().outcome.as_str().to_owned(),
    };
    let when = When::At(services.clock.now());
    events::append(&mut tx, subject, when, &Actor::Staff(by.id()), &event).await?;
    enqueue(services, &mut tx, objection.id, Tell::News, start_of(today)).await?;
    Ok(tx.commit().await?)
}
