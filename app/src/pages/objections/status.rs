//! What became of an objection, for the person who made it.

use chrono::NaiveDate;
use domain::calendar::Counted;
use domain::objection::{Asker, ObjectionKind, Outcome};
use leptos::prelude::*;

use crate::components::{Tone, day, deadline, definition_list, provisional_mark, status_tag};
use crate::pages::feedback::quick_exit;
use crate::{Head, Ui, document, t, t_with};

/// The bureau's answer.
#[derive(Debug, Clone)]
pub struct AnswerModel {
    /// What came of it.
    pub outcome: Outcome,
    /// Facts and reasons.
    pub text: String,
    /// On which day.
    pub on: NaiveDate,
}

/// An objection as the person who made it sees it.
#[derive(Debug, Clone)]
pub struct StatusModel {
    /// `Y-…`.
    pub reference: String,
    /// The record: `R-…`.
    pub record: String,
    /// What it is called in public, while it is.
    pub record_title: Option<String>,
    /// What it is about.
    pub kind: ObjectionKind,
    /// Who objects.
    pub asker: Asker,
    /// Which passage or field.
    pub passage: String,
    /// What is asked for.
    pub request: String,
    /// The day received.
    pub received_on: NaiveDate,
    /// The last day for the answer, while it is waited for.
    pub due: Option<Counted>,
    /// The answer.
    pub answer: Option<AnswerModel>,
}

/// How an outcome looks.
pub(crate) const fn outcome_tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Upheld(_) => Tone::Ok,
        Outcome::Refused => Tone::Neutral,
    }
}

/// 异议的办理情况.
pub fn status(ui: &Ui, model: StatusModel) -> String {
    let title = t_with("objection-of", &[("reference", model.reference.as_str().into())]);
    let today = ui.today;
    document(ui, Head::new(title.clone()).noindex(), move || {
        let mut facts = vec![
            (t("receipt-reference"), model.reference.clone().into_any()),
            (t("objection-record"), record(&model)),
            (t("objection-kind"), model.kind.label().into_any()),
            (t("objection-asker"), model.asker.label().into_any()),
            (t("receipt-received"), day(model.received_on)),
        ];
        if let Some(due) = model.due {
            let mark = provisional_mark(due.provisional);
            facts.push((
                t("objection-due"),
                view! { {deadline(due.on, today)} {mark} }.into_any(),
            ));
        }
        view! {
            <div class="narrow stack">
                {quick_exit()}
                <h1>{title}</h1>
                {state(model.answer.as_ref())}
                {definition_list(facts)}
                {model.answer.map(|answer| words(answer, &model.record))}
                <details>
                    <summary>{t("status-your-words")}</summary>
                    <h2>{t("objection-passage")}</h2>
                    <p class="typed">{model.passage}</p>
                    <h2>{t("objection-request")}</h2>
                    <p class="typed">{model.request}</p>
                </details>
            </div>
        }
    })
}

/// The record by its title, while it has one in public; the address of one taken down says what may be said.
fn record(model: &StatusModel) -> AnyView {
    let (href, reference) = (format!("/records/{}", model.record), model.record.clone());
    match model.record_title.clone() {
        Some(title) => {
            view! { <a href=href>{title}</a> " " <span class="muted">{reference}</span> }.into_any()
        }
        None => view! { <a href=href>{reference}</a> }.into_any(),
    }
}

/// The state in one sentence.
fn state(answer: Option<&AnswerModel>) -> AnyView {
    let (tone, word, sentence) = match answer {
        None => (
            Tone::Active,
            t("objection-waiting"),
            t("objection-waiting-sentence"),
        ),
        Some(answer) => (
            outcome_tone(answer.outcome),
            answer.outcome.label().to_owned(),
            t(&format!("objection-is-{}", answer.outcome.as_str())),
        ),
    };
    view! { <p class="outcome">{status_tag(tone, word)} " " {sentence}</p> }.into_any()
}

/// What the bureau wrote; a refusal points to what can be done about it.
fn words(answer: AnswerModel, record: &str) -> AnyView {
    let remedies = (answer.outcome == Outcome::Refused).then(|| {
        let complain = format!("/feedback/new?kind=complaint&record={record}");
        view! {
            <h2>{t("objection-remedies")}</h2>
            <p>{t("objection-remedies-text")}</p>
            <p><a href=complain>{t("objection-complain")}</a></p>
        }
    });
    view! {
        <h2>{t("objection-answer")}</h2>
        <p class="muted small">{day(answer.on)}</p>
        <p class="typed">{answer.text}</p>
        {remedies}
    }
    .into_any()
}
