//! What happened, in words for the citizen. Pages and API say the same.

use domain::event::Event;
use domain::feedback::Outcome;

use crate::components::day_text;
use crate::{t, t_with};

/// Who did something, as far as the citizen may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The citizen.
    You,
    /// The bureau.
    Bureau,
    /// The portal by itself.
    Portal,
}

impl By {
    /// The word.
    pub fn label(self) -> String {
        match self {
            Self::You => t("status-by-you"),
            Self::Bureau => t("status-by-bureau"),
            Self::Portal => t("status-by-portal"),
        }
    }
}

/// One sentence for an event of a case.
pub fn event_text(event: &Event) -> String {
    match event {
        Event::FeedbackReceived { .. } => t("event-received"),
        Event::FeedbackAccepted => t("event-accepted"),
        Event::FeedbackAsked => t("event-asked"),
        Event::FeedbackMessage => t("event-message"),
        Event::FeedbackAnswered => t("event-answered"),
        Event::FeedbackReturned { to, .. } => t_with("event-returned", &[("to", to.as_str().into())]),
        Event::FeedbackAssigned { to, .. } => t_with("event-assigned", &[("to", to.as_str().into())]),
        Event::FeedbackNotAccepted { .. } => t("event-not-accepted"),
        Event::FeedbackPassedOn { to, .. } => t_with("event-passed-on", &[("to", to.as_str().into())]),
        Event::FeedbackClosed { outcome } => {
            let outcome = Outcome::parse(outcome).map_or("", Outcome::label);
            t_with("event-closed", &[("outcome", outcome.into())])
        }
        Event::FeedbackWithdrawn => t("event-withdrawn"),
        Event::FeedbackConcerned { unit } => t_with("event-concerned", &[("unit", unit.as_str().into())]),
        Event::FeedbackOriginalRead => t("event-original-read"),
        Event::DemandSent { .. } => t("event-demand-sent"),
        Event::ClockRecomputed { to, .. } => t_with("event-recomputed", &[("on", day_text(*to).into())]),
        Event::IdentityOpened { .. } => t("event-identity-opened"),
        Event::ContactUsed { .. } => t("event-contact-used"),
        other => other.name(),
    }
}

/// The reason that belongs to an event, where there is one that may be told.
pub fn event_why(event: &Event) -> Option<String> {
    match event {
        Event::FeedbackNotAccepted { reason } | Event::FeedbackPassedOn { reason, .. } => {
            Some(reason.clone())
        }
        _ => None,
    }
}
