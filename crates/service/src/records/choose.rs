//! What people decide about single passages: the publisher prepares it, the reviewer accepts it by approving.
//!
//! Every change makes a new original of the same content. So nobody approves what he did not see, a record under review
//! or approved is a draft again, and the public text of a published one stays until the change has gone the same way.

use super::decide::{always_masked, maskings};
use super::desk::DeskError;
use super::entry::start_over;
use super::steps::{Seen, Step};
use crate::services::Services;
use chrono::NaiveDate;
use domain::clock::legal_day;
use domain::event::{Actor, Event, SubjectKind};
use domain::field_error::FieldError;
use domain::masking::choice::{Act, Choice, Choices, covered, in_the_way, is_same, refusable, stands_in};
use domain::masking::{Kind, Masked};
use domain::publication::Publisher;
use storage::events::{self, When};
use storage::records::{self, Found};

/// What is asked for, as typed.
#[derive(Debug, Clone)]
pub enum Asked {
    /// Mask a passage that no rule found.
    Hide {
        /// As it stands in the original.
        passage: String,
        /// As what.
        kind: Option<Kind>,
        /// Why.
        reason: String,
    },
    /// Show what a rule masked.
    Show {
        /// As it stands in the original.
        passage: String,
        /// Why.
        reason: String,
    },
    /// Take an earlier choice back.
    LeaveToRules {
        /// Its passage.
        passage: String,
    },
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChoiceError {
    /// Fields to be mended.
    #[error("有几处需要修改")]
    Invalid(Vec<FieldError>),
    /// As for every step of the desk.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<storage::Error> for ChoiceError {
    fn from(error: storage::Error) -> Self {
        Self::Desk(error.into())
    }
}

/// Decides about a passage of the original that was seen.
pub async fn choose(
    services: &Services,
    publisher: Publisher,
    seen: &Seen,
    asked: &Asked,
) -> Result<(), ChoiceError> {
    let mut step = Step::begin(services, seen).await?;
    let now = step.now;
    let (choices, event) = chosen(&step.found, publisher, asked, legal_day(now))?;
    let stage = step.found.stage.clone();
    let stands = stage.label();
    let _prepared = stage
        .mend(publisher)
        .map_err(|_| DeskError::NotNow(stands, "调整隐名"))?;
    let (id, original) = (step.found.id, step.found.original.clone());
    records::choose(&mut step.tx, id, (&choices, &original), now).await?;
    start_over(&mut step.tx, &step.found, &original, legal_day(now)).await?;
    let (subject, actor) = ((SubjectKind::Record, id.0), Actor::Staff(publisher.id()));
    events::append(&mut step.tx, subject, When::At(now), &actor, &event).await?;
    let revision = step.found.revision + 1;
    step.end(publisher.id(), &Event::RecordMended { revision })
        .await?;
    Ok(())
}

/// The choices as they would be, and what the trail says of it.
fn chosen(
    found: &Found,
    publisher: Publisher,
    asked: &Asked,
    today: NaiveDate,
) -> Result<(Choices, Event), ChoiceError> {
    let parse = |passage: &str, act: Act, reason: &str| {
        Choice::parse((passage, act, reason), publisher.id(), today).map_err(ChoiceError::Invalid)
    };
    let told = |kind: Kind| kind.as_str().to_owned();
    match asked {
        Asked::Hide {
            passage,
            kind,
            reason,
        } => {
            let choice = parse(passage, Act::Hide(kind.unwrap_or(Kind::Name)), reason);
            let choice = may_be_hidden(found, choice, *kind)?;
            let (kind, reason) = (told(choice.act.kind()), choice.reason.clone());
            let event = Event::RecordMaskingAdded { kind, reason };
            Ok((found.choices.clone().with(choice), event))
        }
        Asked::Show { passage, reason } => {
            let kind = may_be_shown(found, passage)?;
            let choice = parse(passage, Act::Show(kind), reason)?;
            let (kind, reason) = (told(kind), choice.reason.clone());
            let event = Event::RecordMaskingRefused { kind, reason };
            Ok((found.choices.clone().with(choice), event))
        }
        Asked::LeaveToRules { passage } => {
            let was = found.choices.iter().find(|choice| choice.passage == *passage);
            let rest = found.choices.without(passage);
            let (Some(was), Some(rest)) = (was, rest) else {
                return Err(invalid("passage", "没有针对这一处的人工调整"));
            };
            let kind = told(was.act.kind());
            Ok((rest, Event::RecordMaskingLeftToRules { kind }))
        }
    }
}

/// The choice to hide a passage, if a kind was chosen, it stands there and nothing hides it already.
fn may_be_hidden(
    found: &Found,
    choice: Result<Choice, ChoiceError>,
    kind: Option<Kind>,
) -> Result<Choice, ChoiceError> {
    let (choice, kind) = match (choice, kind) {
        (Ok(choice), Some(kind)) => (choice, kind),
        (Err(ChoiceError::Invalid(mut errors)), None) => {
            // In the order of the form.
            let place = usize::from(errors.first().is_some_and(|error| error.field == "passage"));
            errors.insert(place, FieldError::not_chosen("kind", "要隐去的是什么"));
            return Err(ChoiceError::Invalid(errors));
        }
        (Ok(_), None) => return Err(invalid("kind", "请选择要隐去的是什么")),
        (Err(error), _) => return Err(error),
    };
    let texts = found.original.texts();
    if !texts.iter().any(|(_, text)| stands_in(&choice.passage, text)) {
        return Err(invalid("passage", "原文里没有这一段，请照原文逐字填写"));
    }
    let masked = maskings(&found.original, &found.choices.clone().besides(&choice.passage));
    let texts: Vec<(&str, &Masked)> = texts.iter().map(|(_, text)| *text).zip(&masked).collect();
    match in_the_way(&choice.passage, kind, &texts) {
        None => Ok(choice),
        Some(other) => Err(invalid("passage", hidden_already(found, &texts, &other))),
    }
}

/// That a masking covers what is to be hidden, and how to give that one up first.
fn hidden_already(found: &Found, texts: &[(&str, &Masked)], (kind, passage): &(Kind, String)) -> String {
    let (kind, rule) = (kind.label(), kind.rule());
    let by_people = |choice: &Choice| matches!(choice.act, Act::Hide(_)) && is_same(&choice.passage, passage);
    let mut offered = texts.iter().flat_map(|(text, masked)| refusable(text, masked));
    if found.choices.iter().any(by_people) {
        format!("“{passage}”已经由人工加隐（{kind}），要改这一处，请先在表里取消对它的调整")
    } else if offered.any(|(_, other)| is_same(&other, passage)) && !is_always_masked(found, passage) {
        format!("“{passage}”已经作为{kind}隐去，不用再隐；隐得不对的，请先在“不隐去一处”里选它，再加隐这一处")
    } else {
        format!("“{passage}”已经作为{kind}隐去，而且必须隐去（{rule}），不用再隐；请只填它以外的文字")
    }
}

/// As what a passage is masked now, if that may be given up.
fn may_be_shown(found: &Found, passage: &str) -> Result<Kind, ChoiceError> {
    if passage.trim().is_empty() {
        return Err(invalid("passage", "请选择不隐去的是哪一处"));
    }
    let masked = maskings(&found.original, &found.choices);
    let texts = found.original.texts();
    let kind = texts.iter().zip(&masked).find_map(|((_, text), masked)| {
        let offered = refusable(text, masked);
        let same = offered.into_iter().find(|(_, other)| is_same(other, passage));
        same.map(|(kind, _)| kind)
    });
    match kind {
        Some(_) if is_always_masked(found, passage) => Err(invalid(
            "passage",
            "当事人是自然人，姓名必须隐去（公安机关执法公开规定第十四条）",
        )),
        Some(kind) => Ok(kind),
        None => {
            let kind = texts
                .iter()
                .zip(&masked)
                .find_map(|((_, text), masked)| kind_of(passage, text, masked));
            let why = kind.map_or_else(
                || "这一处现在没有隐去，请从列表里选择".to_owned(),
                |kind| format!("{}必须隐去，不能改为显示（{}）", kind.label(), kind.rule()),
            );
            Err(invalid("passage", why))
        }
    }
}

fn is_always_masked(found: &Found, passage: &str) -> bool {
    let names = always_masked(&found.original);
    names.iter().any(|name| is_same(name, passage))
}

fn kind_of(passage: &str, text: &str, masked: &Masked) -> Option<Kind> {
    let chars: Vec<char> = text.chars().collect();
    let mut spans = masked.spans.iter();
    let span = spans.find(|span| is_same(&covered(span, &chars), passage));
    span.map(|span| span.kind)
}

fn invalid(field: &'static str, why: impl Into<String>) -> ChoiceError {
    ChoiceError::Invalid(vec![FieldError::new(field, "not-possible", why)])
}
