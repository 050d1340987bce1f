//! One rectification: the unit answers, the sender reviews.

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

use super::rectifications::{RectificationRow, tone};
use crate::components::{FormState, breadcrumbs, day, deadline, definition_list, moment, status_tag};
use crate::{Head, Ui, document, t};

/// The page's model.
#[derive(Debug, Clone)]
pub struct RectificationModel {
    /// The rectification.
    pub row: RectificationRow,
    /// Counts changes; posted back.
    pub version: i32,
    /// De-identified text.
    pub text: String,
    /// Who reviews.
    pub reviewer: String,
    /// The last day of the running clock.
    pub due_on: Option<NaiveDate>,
    /// Whether the unit wrote, what, when.
    pub messages: Vec<(bool, String, DateTime<Utc>)>,
    /// May answer now.
    pub can_answer: bool,
    /// May release or send back now.
    pub can_review: bool,
    /// What was typed.
    pub form: FormState,
    /// Why the last step was not taken.
    pub refused: Option<String>,
}

/// The page.
pub fn rectification(ui: &Ui, model: RectificationModel) -> String {
    let today = ui.today;
    document(
        ui,
        Head::new(t("rectifications-title")).noindex().holds_form(),
        move || {
            let row = model.row.clone();
            let address = format!("/staff/rectifications/{}", row.id);
            view! {
                {breadcrumbs(&[("/staff/rectifications", t("rectifications-title"))], row.title.clone())}
                <h1>{row.title.clone()}</h1>
                <p>
                    {status_tag(tone(row.status), row.status.label())} " "
                    {model.due_on.map(|on| deadline(on, today))}
                </p>
                {model.form.refusal(model.refused.clone(), is_offered(&model))}
                {model.form.error_summary()}
                {definition_list(vec![
                    (t("rectification-unit"), row.unit.clone().into_any()),
                    (t("rectification-reviewer"), model.reviewer.clone().into_any()),
                    (t("rectification-sent"), day(row.sent_on)),
                ])}
                <h2>{t("rectification-matter")}</h2>
                <p class="typed">{model.text.clone()}</p>
                {(!model.messages.is_empty()).then(|| messages(model.messages.clone()))}
                {model.can_answer.then(|| answer(&model, &address))}
                {model.can_review.then(|| review(&model, &address))}
            }
        },
    )
}

/// Whether the form that was posted is still on the page.
fn is_offered(model: &RectificationModel) -> bool {
    if model.form.value("act") == "answer" {
        model.can_answer
    } else {
        model.can_review
    }
}

fn messages(messages: Vec<(bool, String, DateTime<Utc>)>) -> AnyView {
    let message = |(unit, text, at)| {
        let (class, who) = if unit {
            ("message message-unit", t("rectification-by-unit"))
        } else {
            ("message message-citizen", t("rectification-by-reviewer"))
        };
        view! { <div class=class><p class="muted">{who} " " {moment(at)}</p><p class="typed">{text}</p></div> }
    };
    let all = messages.into_iter().map(message).collect_view();
    view! { <section><h2>{t("rectification-messages")}</h2><div class="messages">{all}</div></section> }
        .into_any()
}

fn hidden(version: i32, act: &'static str) -> AnyView {
    view! {
        <input type="hidden" name="version" value=version.to_string() />
        <input type="hidden" name="act" value=act />
    }
    .into_any()
}

fn answer(model: &RectificationModel, address: &str) -> AnyView {
    view! {
        <form method="post" action=address.to_owned() class="stack narrow" novalidate>
            {hidden(model.version, "answer")}
            {model
                .form
                .field("text", t("rectification-answer"))
                .hint(t("rectification-answer-hint"))
                .max(5000)
                .text_area(8)}
            <p><button class="button">{t("rectification-answer-submit")}</button></p>
        </form>
    }
    .into_any()
}

fn review(model: &RectificationModel, address: &str) -> AnyView {
    view! {
        <section>
            <h2>{t("rectification-review")}</h2>
            <p class="muted">{t("rectification-release-text")}</p>
            <form method="post" action=address.to_owned() class="stack narrow">
                {hidden(model.version, "release")}
                <p><button class="button">{t("rectification-release")}</button></p>
            </form>
            <form method="post" action=address.to_owned() class="stack narrow" novalidate>
                {hidden(model.version, "send-back")}
                {model.form.field("text", t("rectification-send-back")).max(5000).text_area(4)}
                <p><button class="button button-secondary">{t("rectification-send-back-submit")}</button></p>
            </form>
        </section>
    }
    .into_any()
}
