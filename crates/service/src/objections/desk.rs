//! The desk's queue of objections, and their answers.

use super::post::enqueue;
use crate::paging::part;
use crate::post_office::Tell;
use crate::records::corrected_since;
use crate::services::Services;
use domain::clock::start_of;
use domain::deadline::Due;
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::UserId;
use domain::objection::{Answer, Makers, NotAnswered, Outcome, RecordNow, Stage};
use domain::publication::{Corrections, Publisher};
use domain::receipt::ObjectionReference;
use storage::events::{self, When};
use storage::objections::{self, Count, Listed, Objection};
use storage::{Conn, clocks, records, users};

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
    /// Which outcomes cannot be answered yet, or not by the reader, and why; none once it is answered.
    pub hindrances: Vec<(Outcome, NotAnswered)>,
}

/// The objection of a reference as it stands in an address, for `reader`.
pub async fn open(services: &Services, reader: UserId, reference: &str) -> Result<Opened, AnswerError> {
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
    let hindrances = hindrances(&mut conn, reader, &objection).await?;
    Ok(Opened {
        objection,
        due: due.into_iter().next(),
        answered_by,
        hindrances,
    })
}

async fn hindrances(
    conn: &mut Conn,
    reader: UserId,
    objection: &Objection,
) -> Result<Vec<(Outcome, NotAnswered)>, storage::Error> {
    let Stage::Received(received) = &objection.stage else {
        return Ok(Vec::new());
    };
    let (record, makers) = case_of(conn, objection).await?;
    let hindrance = |outcome| Some((outcome, received.hindrance(reader, outcome, record, &makers)?));
    Ok(Outcome::ALL.into_iter().filter_map(hindrance).collect())
}

/// What has become of the record objected to, and who made its text.
async fn case_of(
    conn: &mut Conn,
    objection: &Objection,
) -> Result<((RecordNow, Corrections), Makers), storage::Error> {
    let makers = records::makers(conn, objection.record, objection.record_revision).await?;
    let since = corrected_since(conn, objection.record, objection.record_version).await?;
    Ok(((objection.record_now, since), makers))
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
    let (record, makers) = case_of(&mut tx, &objection).await?;
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
