//! What a step comes to, or why it is not taken.

use super::Step;
use crate::feedback::around::centre;
use crate::feedback::case::Scope;
use crate::feedback::error::HandleError;
use crate::feedback::owner::unchanged;
use domain::deadline::ClockKind;
use domain::demand::ensure_discreet;
use domain::event::Event;
use domain::feedback::{Action, Outcome, message_text};
use domain::field_error::FieldError;
use domain::ids::UnitId;
use domain::text;
use domain::unit::Unit;
use storage::feedback::Change;

/// The longest reason.
const REASON_MAX: usize = 1000;

/// What a step comes to, before anything is written.
pub(super) struct Done {
    pub(super) change: Change,
    pub(super) event: Event,
    /// What the citizen is told in so many words.
    pub(super) message: Option<String>,
    pub(super) met: Vec<ClockKind>,
    pub(super) restarts_answer: bool,
    pub(super) concerned: Option<UnitId>,
    pub(super) tells_citizen: bool,
}

impl Done {
    pub(super) fn new(change: Change, event: Event) -> Self {
        Self {
            change,
            event,
            message: None,
            met: Vec::new(),
            restarts_answer: false,
            concerned: None,
            tells_citizen: true,
        }
    }

    pub(super) fn saying(self, message: String) -> Self {
        Self {
            message: Some(message),
            ..self
        }
    }

    pub(super) fn meeting(self, met: &[ClockKind]) -> Self {
        Self {
            met: met.to_vec(),
            ..self
        }
    }

    fn quietly(self) -> Self {
        Self {
            tells_citizen: false,
            ..self
        }
    }
}

pub(super) const ALL_CLOCKS: [ClockKind; 3] = [ClockKind::Notice, ClockKind::Answer, ClockKind::LocalTarget];

pub(super) fn decide(scope: &Scope<'_>, step: Step) -> Result<Done, HandleError> {
    match step {
        Step::Accept => {
            let done = Done::new(reacted(scope, Action::Accept)?, Event::FeedbackAccepted);
            Ok(Done {
                restarts_answer: true,
                ..done.meeting(&[ClockKind::Notice])
            })
        }
        Step::Ask { text } => {
            let change = reacted(scope, Action::Ask)?;
            Ok(Done::new(change, Event::FeedbackAsked).saying(words(&text)?))
        }
        Step::Answer { text } => {
            let change = reacted(scope, Action::Answer)?;
            Ok(Done::new(change, Event::FeedbackAnswered)
                .saying(words(&text)?)
                .meeting(&ALL_CLOCKS))
        }
        Step::Close { outcome, text } => close(scope, &outcome, &text),
        Step::Refuse { reason, to } => refuse(scope, &reason, &to),
        Step::PassOn { to, reason } => pass_on(scope, &to, &reason),
        Step::Return { reason } => give_back(scope, &reason),
        Step::Assign { unit, reason } => assign(scope, &unit, &reason),
        Step::Concern { unit } => concern(scope, &unit),
    }
}

/// The state after `action`; whoever acts has read what the citizen wrote last.
fn reacted(scope: &Scope<'_>, action: Action) -> Result<Change, HandleError> {
    let status = scope.case.status.after(action)?;
    Ok(Change {
        status,
        has_news: false,
        ..unchanged(scope.case)
    })
}

fn close(scope: &Scope<'_>, outcome: &str, text: &str) -> Result<Done, HandleError> {
    let fitting = scope.outcomes();
    let chosen = Outcome::parse(outcome).filter(|outcome| fitting.contains(outcome));
    let Some(chosen) = chosen else {
        // A case that cannot be closed at all says so; else the result is missing or does not fit.
        scope.case.status.after(Action::Close(Outcome::Explained))?;
        return Err(HandleError::field(FieldError::not_chosen("outcome", "办理结果")));
    };
    let change = reacted(scope, Action::Close(chosen))?;
    let event = Event::FeedbackClosed {
        outcome: chosen.as_str().to_owned(),
    };
    Ok(Done::new(change, event).saying(words(text)?).meeting(&ALL_CLOCKS))
}

fn refuse(scope: &Scope<'_>, reason: &str, to: &str) -> Result<Done, HandleError> {
    let change = reacted(scope, Action::Refuse)?;
    let (reason, to) = (why(reason)?, body_named("可以向哪里反映", to)?);
    let message = format!("{reason}\n您可以向{to}反映或申请。");
    let event = Event::FeedbackNotAccepted { reason };
    Ok(Done::new(change, event).saying(message).meeting(&ALL_CLOCKS))
}

/// Another body, by its name.
fn body_named(what: &'static str, to: &str) -> Result<String, HandleError> {
    let to = text::line("to", what, to, 100).map_err(HandleError::field)?;
    to.ok_or_else(|| HandleError::field(FieldError::missing("to", what)))
}

fn pass_on(scope: &Scope<'_>, to: &str, reason: &str) -> Result<Done, HandleError> {
    let change = reacted(scope, Action::PassOn)?;
    let to = body_named("转送机关", to)?;
    let reason = why(reason)?;
    let message = format!("您的反映已转送{to}。{reason}");
    let event = Event::FeedbackPassedOn { reason, to };
    Ok(Done::new(change, event).saying(message).meeting(&ALL_CLOCKS))
}

fn give_back(scope: &Scope<'_>, reason: &str) -> Result<Done, HandleError> {
    scope.case.status.after(Action::Return)?;
    let centre = centre(scope.units).filter(|_| scope.may_return());
    let Some(centre) = centre else {
        return Err(HandleError::NotAllowed(
            "不能退回：已经退回过一次，或者已超过五个工作日",
        ));
    };
    let event = Event::FeedbackReturned {
        reason: why_between_units(reason)?,
        from: scope.units.name_of(scope.case.queue),
        to: centre.name.clone(),
    };
    let change = Change {
        queue: centre.id,
        returned: true,
        ..unchanged(scope.case)
    };
    Ok(Done::new(change, event).quietly())
}

fn assign(scope: &Scope<'_>, unit: &str, reason: &str) -> Result<Done, HandleError> {
    scope.case.status.after(Action::Assign)?;
    let to = scope
        .assignable()
        .into_iter()
        .find(|to| to.code.as_str() == unit.trim());
    let Some(to) = to else {
        tracing::warn!(case = %scope.case.reference, "an assignment to a unit that must not get the case was refused");
        let message = "请选择可以改派的单位；被反映的单位及其下属单位不在其中";
        return Err(HandleError::field(FieldError::new(
            "unit",
            "unknown-value",
            message,
        )));
    };
    let event = Event::FeedbackAssigned {
        from: scope.units.name_of(scope.case.queue),
        to: to.name.clone(),
        reason: why_between_units(reason)?,
    };
    let change = Change {
        queue: to.id,
        ..unchanged(scope.case)
    };
    Ok(Done::new(change, event).quietly())
}

fn concern(scope: &Scope<'_>, unit: &str) -> Result<Done, HandleError> {
    let found = scope
        .concernable()
        .into_iter()
        .find(|found| found.code.as_str() == unit.trim());
    let Some(Unit { id, name, .. }) = found else {
        return Err(HandleError::field(FieldError::new(
            "unit",
            "unknown-value",
            "请选择涉及的单位",
        )));
    };
    let done = Done::new(unchanged(scope.case), Event::FeedbackConcerned { unit: name }).quietly();
    Ok(Done {
        concerned: Some(id),
        ..done
    })
}

fn words(typed: &str) -> Result<String, HandleError> {
    message_text(typed).map_err(HandleError::field)
}

fn why(typed: &str) -> Result<String, HandleError> {
    text::body("reason", "理由", typed, REASON_MAX)
        .and_then(|reason| reason.ok_or_else(|| FieldError::missing("reason", "理由")))
        .map_err(HandleError::field)
}

/// A reason that another unit reads: it leads to nobody.
fn why_between_units(typed: &str) -> Result<String, HandleError> {
    let reason = why(typed)?;
    ensure_discreet("reason", &reason, []).map_err(HandleError::field)?;
    Ok(reason)
}
