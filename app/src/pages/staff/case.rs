//! A case: left the matter and what happened, right the clocks and the steps that may be taken now.

mod steps;

use domain::deadline::Due;
use domain::feedback::{Outcome, Status};
use leptos::prelude::*;

use crate::components::{
    FormState, TimelineItem, Tone, breadcrumbs, day, deadline, definition_list, notice, provisional_mark,
    status_tag, timeline,
};
use crate::pages::feedback::{MessageModel, When, clock_name, conversation, status_tone};
use crate::{Head, Ui, document, t};
use steps::actions;

/// What may be done now; what is absent is not offered.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one button")]
pub struct Choices {
    /// 受理.
    pub accept: bool,
    /// 请补充.
    pub ask: bool,
    /// 答复.
    pub answer: bool,
    /// 办结 with these results.
    pub close: Vec<Outcome>,
    /// 不予受理.
    pub refuse: bool,
    /// 转送.
    pub pass_on: bool,
    /// 退回.
    pub give_back: bool,
    /// 改派 to: code and name.
    pub assign: Vec<(String, String)>,
    /// 认定涉及: code and name.
    pub concern: Vec<(String, String)>,
    /// 向单位提出要求.
    pub demand: bool,
}

impl Choices {
    /// Whether the step of this name may be taken.
    fn offers(&self, action: &str) -> bool {
        match action {
            "accept" => self.accept,
            "ask" => self.ask,
            "answer" => self.answer,
            "close" => !self.close.is_empty(),
            "refuse" => self.refuse,
            "pass-on" => self.pass_on,
            "return" => self.give_back,
            "assign" => !self.assign.is_empty(),
            "concern" => !self.concern.is_empty(),
            _ => false,
        }
    }
}

/// A case for staff.
#[derive(Debug, Clone)]
pub struct CaseModel {
    /// `F-…`.
    pub reference: String,
    /// What a change is guarded by.
    pub version: i32,
    /// 投诉 ….
    pub kind: &'static str,
    /// One line.
    pub title: String,
    /// The account.
    pub body: String,
    /// De-identified.
    pub is_masked: bool,
    /// The original may be asked for.
    pub may_read_original: bool,
    /// Where it stands.
    pub status: Status,
    /// Facts: name and value.
    pub facts: Vec<(String, String)>,
    /// When it was received.
    pub received: When,
    /// All clocks.
    pub due: Vec<Due>,
    /// Newest first: when, what, who, why.
    pub steps: Vec<(When, String, String, Option<String>)>,
    /// First to last.
    pub messages: Vec<MessageModel>,
    /// Demands: address, title, state.
    pub demands: Vec<(String, String, String)>,
    /// What may be done.
    pub choices: Choices,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// Why the last step was not taken.
    pub refused: Option<String>,
}

/// The words when nothing can be done any more.
pub fn closed_actions() -> String {
    t("case-nothing-to-do")
}

/// 事项.
pub fn case(ui: &Ui, model: CaseModel) -> String {
    let today = ui.today;
    document(
        &ui.telling(|step| step.holds_in(model.status)),
        Head::new(model.reference.clone()).noindex().holds_form(),
        move || {
            let is_offered = model.choices.offers(model.form.value("action"));
            let steps = actions(&model);
            let original = model.may_read_original.then(|| original_form(&model));
            let CaseModel {
                reference,
                kind,
                title,
                body,
                is_masked,
                status,
                facts,
                received,
                due,
                steps: past,
                messages,
                demands,
                form,
                refused,
                ..
            } = model;
            let mut rows = vec![
                (t("feedback-kind"), kind.into_any()),
                (t("receipt-received"), received.view()),
            ];
            rows.extend(facts.into_iter().map(|(term, fact)| (term, fact.into_any())));
            view! {
                {breadcrumbs(&[("/staff/queue", t("queue-title"))], reference)}
                <h1>{title}</h1>
                <p>{status_tag(status_tone(status), status.label())}</p>
                {form.refusal(refused, is_offered)}
                {form.error_summary()}
                <div class="two-columns">
                    <div class="stack">
                        {is_masked.then(|| notice(Tone::Neutral, view! { <p>{t("case-masked")}</p> }))}
                        {original}
                        <p class="typed">{body}</p>
                        {definition_list(rows)}
                        {conversation(messages)}
                        <h2>{t("status-steps")}</h2>
                        {timeline(past.into_iter().map(item).collect())}
                    </div>
                    <div class="stack">
                        <h2>{t("case-clocks")}</h2>
                        {clocks(due, today)}
                        <h2>{t("case-actions")}</h2>
                        {steps}
                        {demand_list(demands)}
                    </div>
                </div>
            }
        },
    )
}

fn item((when, what, who, why): (When, String, String, Option<String>)) -> TimelineItem {
    TimelineItem {
        when: when.view(),
        what,
        who: Some(who),
        text: why,
        link: None,
    }
}

fn clocks(due: Vec<Due>, today: chrono::NaiveDate) -> AnyView {
    let facts = due
        .into_iter()
        .map(|due| {
            let mark = provisional_mark(due.provisional);
            let fact = match due.met_on {
                Some(met) => view! { {day(met)} " " {status_tag(met_tone(&due), t("case-met"))} }.into_any(),
                None => view! { {deadline(due.on, today)} {mark} }.into_any(),
            };
            (clock_name(due.clock), fact)
        })
        .collect();
    definition_list(facts)
}

fn met_tone(due: &Due) -> Tone {
    if due.met_on.is_some_and(|met| met > due.on) {
        Tone::Danger
    } else {
        Tone::Ok
    }
}

fn demand_list(demands: Vec<(String, String, String)>) -> Option<AnyView> {
    if demands.is_empty() {
        return None;
    }
    let items = demands
        .into_iter()
        .map(|(href, title, state)| view! { <li><a href=href>{title}</a> " · " {state}</li> })
        .collect_view();
    Some(view! { <h2>{t("queue-demands")}</h2> <ul>{items}</ul> }.into_any())
}

fn original_form(model: &CaseModel) -> AnyView {
    let action = format!("/staff/feedback/{}/original", model.reference);
    view! {
        <form method="post" action=action>
            <button class="button-quiet" type="submit">{t("case-read-original")}</button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
