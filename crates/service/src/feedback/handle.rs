//! What staff do with a case: one step, one transaction, guarded by the version the page showed.

use super::around::centre;
use super::case::{Scope, permitted};
use super::error::HandleError;
use super::owner::unchanged;
use super::post::enqueue_news;
use crate::lengths;
use crate::services::Services;
use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::legal_day;
use domain::deadline::ClockKind;
use domain::demand::ensure_discreet;
use domain::event::{Actor, Event, SubjectKind};
use domain::feedback::{Action, Outcome, message_text};
use domain::field_error::FieldError;
use domain::ids::UnitId;
use domain::person::Concerned;
use domain::role::Staff;
use domain::text;
use domain::unit::{Unit, Units};
use storage::clocks::Bearer;
use storage::feedback::{Case, Change};
use storage::messages::Sender;
use storage::{Tx, clocks, events, feedback, messages, units};

/// The longest reason.
const REASON_MAX: usize = 1000;

/// One step, with its texts as typed.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named as in the form")]
pub enum Step {
    /// 受理.
    Accept,
    /// 请补充.
    Ask { text: String },
    /// 答复.
    Answer { text: String },
    /// 办结.
    Close { outcome: String, text: String },
    /// 不予受理, with the reason and where to turn.
    Refuse { reason: String, to: String },
    /// 转送 to another body.
    PassOn { to: String, reason: String },
    /// 退回 to the centre.
    Return { reason: String },
    /// 改派 to another unit, by its code.
    Assign { unit: String, reason: String },
    /// 认定涉及单位, by its code.
    Concern { unit: String },
}

/// Does `step`, if the case is still as the page showed it (`version`).
pub async fn handle(
    services: &Services,
    staff: &Staff,
    reference: &str,
    version: i32,
    step: Step,
) -> Result<(), HandleError> {
    let mut tx = services.db.begin().await?;
    let case = permitted(&mut tx, staff, reference).await?;
    if case.version != version {
        return Err(storage::Error::Stale.into());
    }
    let units = units::all(&mut tx).await?;
    let concerned = feedback::receipt::concerned(&mut tx, case.id).await?;
    let scope = Scope::new(services, &mut tx, staff, &case, &units, &concerned).await?;
    if !scope.works() {
        return Err(HandleError::NotAllowed("这个事项不在您单位的待办中，不能办理"));
    }
    let done = decide(&scope, step)?;
    let now = services.clock.now();
    Deed {
        services,
        case: &case,
        now,
    }
    .carry_out(&mut tx, staff, done)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// What a step comes to, before anything is written.
struct Done {
    change: Change,
    event: Event,
    /// What the citizen is told in so many words.
    message: Option<String>,
    met: Vec<ClockKind>,
    restarts_answer: bool,
    concerned: Option<UnitId>,
    tells_citizen: bool,
}

impl Done {
    fn new(change: Change, event: Event) -> Self {
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

    fn saying(self, message: String) -> Self {
        Self {
            message: Some(message),
            ..self
        }
    }

    fn meeting(self, met: &[ClockKind]) -> Self {
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

const ALL_CLOCKS: [ClockKind; 3] = [ClockKind::Notice, ClockKind::Answer, ClockKind::LocalTarget];

fn decide(scope: &Scope<'_>, step: Step) -> Result<Done, HandleError> {
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
        from: name_of(scope.units, scope.case.queue),
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
        from: name_of(scope.units, scope.case.queue),
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

fn name_of(units: &Units, id: UnitId) -> String {
    units.by_id(id).map(|unit| unit.name.clone()).unwrap_or_default()
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

/// Writes what a step came to.
pub(super) struct Deed<'a> {
    pub(super) services: &'a Services,
    pub(super) case: &'a Case,
    pub(super) now: DateTime<Utc>,
}

impl Deed<'_> {
    async fn carry_out(&self, tx: &mut Tx, staff: &Staff, done: Done) -> Result<(), storage::Error> {
        let today = legal_day(self.now);
        let moved = done.change.queue != self.case.queue;
        let queued_on = if moved { today } else { self.case.queued_on };
        feedback::update(
            tx,
            self.case.id,
            self.case.version,
            &Change {
                queued_on,
                ..done.change
            },
        )
        .await?;
        if let Some(unit) = done.concerned {
            let units = vec![unit];
            let concerned = Concerned {
                units,
                ..Concerned::default()
            };
            feedback::concern(tx, self.case.id, &concerned).await?;
        }
        self.note(tx, staff, &done.event).await?;
        if let Some(message) = &done.message {
            self.say(tx, message).await?;
        }
        self.run_clocks(tx, &done, today).await?;
        if done.tells_citizen {
            enqueue_news(self.services, tx, self.case).await?;
        }
        Ok(())
    }

    /// Writes an event of staff.
    pub(super) async fn note(&self, tx: &mut Tx, staff: &Staff, event: &Event) -> Result<(), storage::Error> {
        let (subject, when) = ((SubjectKind::Feedback, self.case.id.0), self.case.when(self.now));
        events::append(tx, subject, when, &Actor::Staff(staff.id), event).await
    }

    /// Writes to the citizen.
    pub(super) async fn say(&self, tx: &mut Tx, text: &str) -> Result<(), storage::Error> {
        messages::append(tx, self.case.id, Sender::Unit, text, self.case.when(self.now)).await
    }

    async fn run_clocks(&self, tx: &mut Tx, done: &Done, today: NaiveDate) -> Result<(), storage::Error> {
        let subject = (SubjectKind::Feedback, self.case.id.0);
        for clock in &done.met {
            clocks::meet(tx, subject, *clock, today).await?;
        }
        if done.restarts_answer {
            // 60 days run from acceptance (信访工作条例 第三十四条).
            lengths::start(tx, (Bearer::Feedback, self.case.id.0), ClockKind::Answer, today).await?;
        }
        Ok(())
    }

    /// An answer that came from a unit and was released: says it and stops the clocks.
    pub(super) async fn answer(&self, tx: &mut Tx, staff: &Staff, text: &str) -> Result<(), HandleError> {
        let status = self.case.status.after(Action::Answer)?;
        let change = Change {
            status,
            has_news: false,
            ..unchanged(self.case)
        };
        let done = Done::new(change, Event::FeedbackAnswered)
            .saying(text.to_owned())
            .meeting(&ALL_CLOCKS);
        Ok(self.carry_out(tx, staff, done).await?)
    }
}
