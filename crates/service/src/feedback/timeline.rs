//! What happened to a case, as staff or as the citizen may know it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::event::{Actor, Event, SubjectKind};
use domain::ids::FeedbackId;
use storage::{Conn, events};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// The legal day.
    pub on: NaiveDate,
    /// The instant, where it may be known.
    pub at: Option<DateTime<Utc>>,
    /// Who.
    pub by: Actor,
    /// What.
    pub event: Event,
}

/// Everything, first to last.
pub(super) async fn of(conn: &mut Conn, case: FeedbackId) -> Result<Vec<Happening>, storage::Error> {
    let recorded = events::list(conn, (SubjectKind::Feedback, case.0)).await?;
    let happening = |event: events::Recorded| Happening {
        on: event.on_day,
        at: event.at,
        by: event.actor,
        event: event.event,
    };
    Ok(recorded.into_iter().map(happening).collect())
}

/// What the citizen may know: steps of handling, not who looked at what.
pub(super) async fn for_citizen(conn: &mut Conn, case: FeedbackId) -> Result<Vec<Happening>, storage::Error> {
    let mut all = of(conn, case).await?;
    all.retain(|happening| is_open(&happening.event));
    Ok(all)
}

fn is_open(event: &Event) -> bool {
    matches!(
        event,
        Event::FeedbackReceived { .. }
            | Event::FeedbackAccepted
            | Event::FeedbackAsked
            | Event::FeedbackMessage
            | Event::FeedbackAnswered
            | Event::FeedbackReturned { .. }
            | Event::FeedbackAssigned { .. }
            | Event::FeedbackNotAccepted { .. }
            | Event::FeedbackPassedOn { .. }
            | Event::FeedbackClosed { .. }
            | Event::FeedbackWithdrawn
            | Event::DemandSent { .. }
            | Event::ClockRecomputed { .. }
            | Event::IdentityOpened { .. }
    )
}
