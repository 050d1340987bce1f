//! 反映进度: the form of two fields, and the case behind it.

use chrono::NaiveDate;
use domain::deadline::{ClockKind, Due};
use domain::feedback::{Outcome, Status};
use leptos::prelude::*;

use super::words::By;
use super::{When, quick_exit};
use crate::components::{
    FormState, TimelineItem, Tone, deadline, definition_list, month_day, notice, provisional_mark,
    status_tag, timeline,
};
use crate::{Head, Ui, document, t, t_with};

/// Something that happened, ready to show.
#[derive(Debug, Clone)]
pub struct StepModel {
    /// When.
    pub when: When,
    /// Who.
    pub by: By,
    /// What, in words.
    pub what: String,
    /// Why, in words.
    pub why: Option<String>,
}

/// Something written.
#[derive(Debug, Clone)]
pub struct MessageModel {
    /// By the citizen, not by the bureau.
    pub is_yours: bool,
    /// When.
    pub when: When,
    /// The words.
    pub text: String,
}

/// A case as its citizen sees it.
#[derive(Debug, Clone)]
pub struct CaseModel {
    /// `F-…`.
    pub reference: String,
    /// The code as typed: posted again as a hidden field, in no address and no log.
    pub code: String,
    /// 投诉, 举报 ….
    pub kind: &'static str,
    /// One line.
    pub title: String,
    /// The account.
    pub body: String,
    /// Where it stands.
    pub status: Status,
    /// Who has it.
    pub queue: String,
    /// When it was received.
    pub received: When,
    /// Clocks that run.
    pub due: Vec<Due>,
    /// Newest first.
    pub steps: Vec<StepModel>,
    /// First to last.
    pub messages: Vec<MessageModel>,
    /// May write again.
    pub can_write: bool,
    /// May take it back.
    pub can_withdraw: bool,
    /// The message form.
    pub form: FormState,
    /// Why the message was not taken.
    pub refused: Option<String>,
    /// Something was just done.
    pub done: Option<String>,
}

/// The form of two fields.
pub fn look_up(ui: &Ui, form: FormState, wrong: Option<String>) -> String {
    let head = Head::new(t("status-title"))
        .description(t("status-description"))
        .canonical("/feedback/status")
        .holds_form();
    document(ui, head, move || {
        view! {
            <div class="narrow stack">
                {quick_exit()}
                <h1>{t("status-title")}</h1>
                <p>{t("status-lead")}</p>
                <p>{t("status-progress")} " " <a href="/progress">{t("progress-title")}</a></p>
                {wrong.map(|text| notice(Tone::Danger, view! { <p role="alert">{text}</p> }))}
                <form method="post" action="/feedback/status" novalidate class="stack">
                    {form
                        .field("reference", t("status-reference"))
                        .hint(t("status-reference-hint"))
                        .max(40)
                        .autocomplete("off")
                        .input()}
                    {form.field("code", t("status-code")).hint(t("status-code-hint")).max(40).autocomplete("off").input()}
                    <p class="button-row"><button class="button" type="submit">{t("status-look-up")}</button></p>
                </form>
                <p class="muted">{t("receipt-forgotten")}</p>
            </div>
        }
    })
}

/// The case.
pub fn case(ui: &Ui, model: CaseModel) -> String {
    let today = ui.today;
    let head = Head::new(t_with(
        "status-case-title",
        &[("reference", model.reference.as_str().into())],
    ))
    .noindex();
    document(ui, head, move || {
        let sentence = sentence(&model, today);
        let due = clocks(&model.due, today);
        let write = model.can_write.then(|| write_form(&model));
        let withdraw = model.can_withdraw.then(|| withdraw_form(&model));
        let CaseModel {
            reference,
            kind,
            title,
            body,
            status,
            received,
            steps,
            messages,
            form,
            refused,
            can_write,
            done,
            ..
        } = model;
        view! {
            <div class="narrow stack">
                {quick_exit()}
                <h1>{title}</h1>
                {form.refusal(refused, can_write)}
                {done.map(|text| notice(Tone::Ok, view! { <p role="status">{text}</p> }))}
                {form.error_summary()}
                <p class="outcome">{status_tag(tone(status), status.label())} " " {sentence}</p>
                {definition_list(vec![
                    (t("receipt-reference"), reference.into_any()),
                    (t("feedback-kind"), kind.into_any()),
                    (t("receipt-received"), received.view()),
                ])}
                {due}
                {conversation(messages)}
                {write}
                {withdraw}
                <h2>{t("status-steps")}</h2>
                {timeline(steps.into_iter().map(item).collect())}
                <details>
                    <summary>{t("status-your-words")}</summary>
                    <p class="typed">{body}</p>
                </details>
            </div>
        }
    })
}

fn item(step: StepModel) -> TimelineItem {
    TimelineItem {
        when: step.when.view(),
        what: step.what,
        who: Some(step.by.label()),
        text: step.why,
        link: None,
    }
}

/// How a status looks.
pub(crate) fn tone(status: Status) -> Tone {
    match status {
        Status::Accepted => Tone::Active,
        Status::WaitingForYou => Tone::Warn,
        Status::Answered | Status::Closed(_) => Tone::Ok,
        Status::Received | Status::NotAccepted | Status::PassedOn | Status::Withdrawn => Tone::Neutral,
    }
}

/// The state in one sentence, with the day that matters.
fn sentence(model: &CaseModel, today: NaiveDate) -> String {
    let on = |clock| {
        let due = model.due.iter().find(|due| due.clock == clock);
        month_day(due.map_or(today, |due| due.on))
    };
    let unit = model.queue.clone();
    match model.status {
        Status::Received => t_with(
            "status-is-received",
            &[("unit", unit.into()), ("on", on(ClockKind::Notice).into())],
        ),
        Status::Accepted => t_with(
            "status-is-accepted",
            &[("unit", unit.into()), ("on", on(ClockKind::Answer).into())],
        ),
        Status::WaitingForYou => t("status-is-waiting"),
        Status::Answered => t("status-is-answered"),
        Status::Closed(outcome) => t_with("status-is-closed", &[("outcome", Outcome::label(outcome).into())]),
        Status::NotAccepted => t("status-is-not-accepted"),
        Status::PassedOn => t("status-is-passed-on"),
        Status::Withdrawn => t("status-is-withdrawn"),
    }
}

fn clocks(due: &[Due], today: NaiveDate) -> Option<AnyView> {
    if due.is_empty() {
        return None;
    }
    let facts = due
        .iter()
        .map(|due| {
            let mark = provisional_mark(due.provisional);
            (
                clock_name(due.clock),
                view! { {deadline(due.on, today)} {mark} }.into_any(),
            )
        })
        .collect();
    Some(definition_list(facts))
}

/// What a clock is called.
pub(crate) fn clock_name(clock: ClockKind) -> String {
    match clock {
        ClockKind::Notice => t("clock-notice"),
        ClockKind::Answer => t("clock-answer"),
        ClockKind::LocalTarget => t("clock-local-target"),
        ClockKind::Demand => t("clock-demand"),
        other => other.as_str().to_owned(),
    }
}

/// What was written, first to last.
pub(crate) fn conversation(messages: Vec<MessageModel>) -> Option<AnyView> {
    if messages.is_empty() {
        return None;
    }
    let messages = messages
        .into_iter()
        .map(|message| {
            let (class, who) = if message.is_yours {
                ("message message-citizen", t("message-citizen"))
            } else {
                ("message message-unit", t("message-unit"))
            };
            view! {
                <li class=class>
                    <p class="muted small">{who} " · " {message.when.view()}</p>
                    <p class="typed">{message.text}</p>
                </li>
            }
        })
        .collect_view();
    Some(view! { <h2>{t("status-messages")}</h2> <ol class="messages">{messages}</ol> }.into_any())
}

fn receipt_fields(model: &CaseModel) -> AnyView {
    view! {
        <input type="hidden" name="reference" value=model.reference.clone() />
        <input type="hidden" name="code" value=model.code.clone() />
    }
    .into_any()
}

fn write_form(model: &CaseModel) -> AnyView {
    view! {
        <form method="post" action="/feedback/status/messages" novalidate class="stack no-print">
            {receipt_fields(model)}
            {model.form.field("text", t("status-write")).hint(t("status-write-hint")).max(10_000).text_area(6)}
            <p class="button-row"><button class="button" type="submit">{t("status-send")}</button></p>
        </form>
    }
    .into_any()
}

fn withdraw_form(model: &CaseModel) -> AnyView {
    view! {
        <details class="no-print">
            <summary>{t("status-withdraw")}</summary>
            <form method="post" action="/feedback/status/messages" novalidate class="stack">
                {receipt_fields(model)}
                <input type="hidden" name="action" value="withdraw" />
                <p>{t("status-withdraw-what")}</p>
                <p class="button-row">
                    <button class="button button-danger" type="submit">{t("status-withdraw-button")}</button>
                </p>
            </form>
        </details>
    }
    .into_any()
}
