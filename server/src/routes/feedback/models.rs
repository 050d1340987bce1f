//! From use cases to page models.

use app::components::FormState;
use app::pages::feedback::{self as page, By, CaseModel, MessageModel, ReceiptModel, StepModel, When};
use domain::event::Actor;
use domain::feedback::Action;
use domain::field_error::FieldError;
use domain::receipt::CaseReference;
use service::feedback::{Happening, OwnCase, Receipt, Received};
use storage::messages::{Message, Sender};

/// A day, or an instant where it may be known.
pub fn when(on: chrono::NaiveDate, at: Option<chrono::DateTime<chrono::Utc>>) -> When {
    at.map_or(When::On(on), When::At)
}

/// Who did something, as far as the citizen may know.
pub fn happening_by(actor: &Actor) -> By {
    match actor {
        Actor::Citizen => By::You,
        Actor::Staff(_) => By::Bureau,
        Actor::System(_) => By::Portal,
    }
}

fn received(received: Received) -> When {
    match received {
        Received::At(at) => When::At(at),
        Received::On(on) => When::On(on),
    }
}

pub(super) fn receipt(receipt: &Receipt) -> ReceiptModel {
    ReceiptModel {
        reference: CaseReference::Feedback(receipt.reference),
        code: receipt.code.reveal_grouped(),
        received: received(receipt.received),
        notice_due: receipt.notice_due,
        answer_due: receipt.answer_due,
    }
}

/// Messages for either side.
pub fn messages(messages: Vec<Message>) -> Vec<MessageModel> {
    let model = |message: Message| MessageModel {
        is_yours: message.sender == Sender::Citizen,
        when: when(message.on_day, message.at),
        text: message.text,
    };
    messages.into_iter().map(model).collect()
}

fn step(happening: &Happening) -> StepModel {
    StepModel {
        when: when(happening.on, happening.at),
        by: happening_by(&happening.by),
        what: page::event_text(&happening.event),
        why: page::event_why(&happening.event),
    }
}

/// The case, with the message form as typed, and why the message was refused or what was just done.
pub(super) fn case(
    own: OwnCase,
    code: &str,
    (form, refused): (FormState, Option<String>),
    done: Option<String>,
) -> CaseModel {
    let case = own.case;
    CaseModel {
        reference: case.reference.to_string(),
        code: code.to_owned(),
        kind: case.kind.label(),
        status: case.status,
        queue: own.queue.map(|unit| unit.name).unwrap_or_default(),
        received: received(Received::of(&case)),
        due: own.due,
        steps: own.happenings.iter().rev().map(step).collect(),
        messages: messages(own.messages),
        can_write: case.status.allows(Action::Write),
        can_withdraw: case.status.allows(Action::Withdraw),
        title: case.title,
        body: case.body,
        form,
        refused,
        done,
    }
}

/// Puts errors beside their fields.
pub(crate) fn with_errors(mut form: FormState, errors: Vec<FieldError>) -> FormState {
    for error in errors {
        form.error(error.field, error.message);
    }
    form
}
