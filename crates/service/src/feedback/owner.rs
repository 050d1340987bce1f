//! What the citizen does with a receipt: look, write again, take back.

use super::error::LookUpError;
use super::timeline::{self, Happening};
use crate::limits::Action as Limit;
use crate::receipt::opens;
use crate::services::Services;
use domain::deadline::{ClockKind, Due};
use domain::event::{Actor, Event, SubjectKind};
use domain::feedback::{Action, message_text};
use domain::receipt::{FeedbackReference, ReceiptCode};
use domain::unit::Unit;
use std::net::IpAddr;
use storage::events::When;
use storage::feedback::{Case, Change};
use storage::messages::{Message, Sender};
use storage::{Conn, clocks, events, feedback, messages, units};

/// A case as its own citizen sees it.
#[derive(Debug, Clone)]
pub struct OwnCase {
    /// The case.
    pub case: Case,
    /// Who has it now; `None` only for damaged data.
    pub queue: Option<Unit>,
    /// Clocks that still run; the bureau's own target is not among them.
    pub due: Vec<Due>,
    /// What happened, first to last.
    pub happenings: Vec<Happening>,
    /// What was written, first to last.
    pub messages: Vec<Message>,
}

/// Opens the case of a reference and code as typed. Unknown, wrong and malformed give the same answer.
pub async fn look_up(
    services: &Services,
    client: IpAddr,
    reference: &str,
    code: &str,
) -> Result<OwnCase, LookUpError> {
    services.limits.check(Limit::StatusLookup, client)?;
    let mut conn = services.db.read().await?;
    let case = open(services, &mut conn, reference, code).await?;
    own_case(&mut conn, case).await
}

async fn own_case(conn: &mut Conn, case: Case) -> Result<OwnCase, LookUpError> {
    let mut due = clocks::of(conn, (SubjectKind::Feedback, case.id.0)).await?;
    due.retain(|due| due.met_on.is_none() && due.clock != ClockKind::LocalTarget);
    let happenings = timeline::for_citizen(conn, case.id).await?;
    let messages = messages::list(conn, case.id).await?;
    let queue = units::all(conn).await?.by_id(case.queue).cloned();
    Ok(OwnCase {
        case,
        queue,
        due,
        happenings,
        messages,
    })
}

/// The case, if the code opens it.
async fn open(
    services: &Services,
    conn: &mut Conn,
    reference: &str,
    code: &str,
) -> Result<Case, LookUpError> {
    let typed = FeedbackReference::parse(reference)
        .ok()
        .zip(ReceiptCode::parse(code).ok());
    let Some((reference, code)) = typed else {
        return Err(LookUpError::NotFound);
    };
    let found = feedback::receipt::find(conn, reference).await?;
    let hash = found.as_ref().map(|(_, hash)| hash.as_slice());
    if !opens(services, reference, code, hash)? {
        return Err(LookUpError::NotFound);
    }
    found.map(|(case, _)| case).ok_or(LookUpError::NotFound)
}

/// The citizen writes again. The same words sent twice in a row (a reload) are kept once.
pub async fn write(
    services: &Services,
    client: IpAddr,
    receipt: (&str, &str),
    text: &str,
) -> Result<Message, LookUpError> {
    services.limits.check(Limit::FeedbackMessage, client)?;
    let text = message_text(text).map_err(|error| LookUpError::Invalid(vec![error]));
    let mut tx = services.db.begin().await?;
    let case = open(services, &mut tx, receipt.0, receipt.1).await?;
    let text = text?;
    let status = case.status.after(Action::Write)?;
    let when = citizen_side(services, &case);
    let message = Message {
        sender: Sender::Citizen,
        text,
        on_day: when.day(),
        at: when.instant(),
    };
    let last = messages::list(&mut tx, case.id).await?.pop();
    if let Some(last) = last.filter(|last| last.sender == Sender::Citizen && last.text == message.text) {
        return Ok(last);
    }
    let change = Change {
        status,
        has_news: true,
        ..unchanged(&case)
    };
    feedback::update(&mut tx, case.id, case.version, &change).await?;
    messages::append(&mut tx, case.id, Sender::Citizen, &message.text, when).await?;
    let subject = (SubjectKind::Feedback, case.id.0);
    events::append(&mut tx, subject, when, &Actor::Citizen, &Event::FeedbackMessage).await?;
    tx.commit().await?;
    Ok(message)
}

/// The citizen takes the case back; its clocks stop.
pub async fn withdraw(services: &Services, client: IpAddr, receipt: (&str, &str)) -> Result<(), LookUpError> {
    services.limits.check(Limit::FeedbackMessage, client)?;
    let mut tx = services.db.begin().await?;
    let case = open(services, &mut tx, receipt.0, receipt.1).await?;
    let status = case.status.after(Action::Withdraw)?;
    let change = Change {
        status,
        has_news: false,
        ..unchanged(&case)
    };
    feedback::update(&mut tx, case.id, case.version, &change).await?;
    let (subject, when) = ((SubjectKind::Feedback, case.id.0), citizen_side(services, &case));
    for clock in [ClockKind::Notice, ClockKind::Answer, ClockKind::LocalTarget] {
        clocks::meet(&mut tx, subject, clock, when.day()).await?;
    }
    events::append(&mut tx, subject, when, &Actor::Citizen, &Event::FeedbackWithdrawn).await?;
    tx.commit().await?;
    Ok(())
}

/// When a citizen does something: to the day only in an anonymous case.
fn citizen_side(services: &Services, case: &Case) -> When {
    if case.anonymous {
        When::On(services.clock.today())
    } else {
        When::At(services.clock.now())
    }
}

/// The change that changes nothing, to start from.
pub(super) fn unchanged(case: &Case) -> Change {
    Change {
        status: case.status,
        queue: case.queue,
        queued_on: case.queued_on,
        returned: case.returned,
        has_news: case.has_news,
    }
}
