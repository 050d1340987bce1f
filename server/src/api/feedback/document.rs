//! What `/api/v1/feedback` answers.

use crate::routes::feedback::{happening_by, when};
use app::pages::feedback::{By, When, event_text};
use domain::clock::shanghai;
use domain::feedback::Outcome;
use serde::Serialize;
use service::feedback::{OwnCase, Receipt, Received};
use storage::messages::{Message, Sender};
use utoipa::ToSchema;

/// What opens the case, now and for years.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Receipt)]
pub(super) struct ReceiptDocument {
    /// `F-YYYY-` and seven symbols.
    reference: String,
    /// Fourteen symbols; shown this once.
    code: String,
    /// RFC 3339; of an anonymous case the day only.
    received_at: String,
    answer_due: String,
}

/// A case as its writer sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Case)]
pub(super) struct CaseDocument {
    reference: String,
    kind: &'static str,
    title: String,
    body: String,
    /// `received`, `accepted`, `waiting-for-you`, `answered`, `closed`, `not-accepted`, `passed-on` or `withdrawn`.
    status: &'static str,
    outcome: Option<&'static str>,
    received_at: String,
    due: Vec<Due>,
    timeline: Vec<TimelineEntry>,
    messages: Vec<MessageDocument>,
}

/// A running period.
#[derive(Debug, Serialize, ToSchema)]
struct Due {
    /// `notice` or `answer`.
    clock: &'static str,
    on: String,
    /// Counted by weekends alone: the year's holidays are not announced yet.
    provisional: bool,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct TimelineEntry {
    /// RFC 3339; what the writer of an anonymous case did has the day only.
    at: String,
    event: String,
    /// `citizen`, `unit` or `portal`.
    by: &'static str,
    text: String,
}

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub(super) struct MessageDocument {
    at: String,
    /// `citizen` or `unit`.
    from: &'static str,
    text: String,
}

impl From<&Receipt> for ReceiptDocument {
    fn from(receipt: &Receipt) -> Self {
        Self {
            reference: receipt.reference.to_string(),
            code: receipt.code.reveal(),
            received_at: received(receipt.received),
            answer_due: receipt.answer_due.on.to_string(),
        }
    }
}

impl From<&Message> for MessageDocument {
    fn from(message: &Message) -> Self {
        Self {
            at: moment(when(message.on_day, message.at)),
            from: if message.sender == Sender::Citizen {
                "citizen"
            } else {
                "unit"
            },
            text: message.text.clone(),
        }
    }
}

impl From<&OwnCase> for CaseDocument {
    fn from(own: &OwnCase) -> Self {
        let case = &own.case;
        let due = own.due.iter().map(|due| Due {
            clock: due.clock.as_str(),
            on: due.on.to_string(),
            provisional: due.provisional,
        });
        let timeline = own.happenings.iter().map(|happening| TimelineEntry {
            at: moment(when(happening.on, happening.at)),
            event: happening.event.name(),
            by: match happening_by(&happening.by) {
                By::You => "citizen",
                By::Bureau => "unit",
                By::Portal => "portal",
            },
            text: event_text(&happening.event),
        });
        Self {
            reference: case.reference.to_string(),
            kind: case.kind.as_str(),
            title: case.title.clone(),
            body: case.body.clone(),
            status: case.status.as_str(),
            outcome: case.status.outcome().map(Outcome::as_str),
            received_at: received(Received::of(case)),
            due: due.collect(),
            timeline: timeline.collect(),
            messages: own.messages.iter().map(MessageDocument::from).collect(),
        }
    }
}

fn received(received: Received) -> String {
    match received {
        Received::At(at) => moment(When::At(at)),
        Received::On(on) => on.to_string(),
    }
}

fn moment(when: When) -> String {
    match when {
        When::At(at) => at
            .with_timezone(&shanghai())
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        When::On(on) => on.to_string(),
    }
}
