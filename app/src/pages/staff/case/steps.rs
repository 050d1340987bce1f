//! The steps that may be taken now, one form each.

use leptos::prelude::*;

use super::{CaseModel, closed_actions};
use crate::components::{Choice, FormState};
use crate::t;

/// One form a step; the version goes with each, so that nobody overwrites what another did.
pub(super) fn actions(model: &CaseModel) -> AnyView {
    let choices = &model.choices;
    let offered = [
        choices
            .accept
            .then(|| step(model, "accept", ().into_any(), "button")),
        choices.ask.then(|| folded(model, "ask", text(model, "ask"))),
        choices
            .answer
            .then(|| folded(model, "answer", text(model, "answer"))),
        (!choices.close.is_empty()).then(|| folded(model, "close", close(model))),
        choices.refuse.then(|| folded(model, "refuse", refuse(model))),
        choices.pass_on.then(|| folded(model, "pass-on", pass_on(model))),
        choices
            .give_back
            .then(|| folded(model, "return", reason(model, "return"))),
        (!choices.assign.is_empty()).then(|| folded(model, "assign", assign(model, &choices.assign, true))),
        (!choices.concern.is_empty())
            .then(|| folded(model, "concern", assign(model, &choices.concern, false))),
        choices.demand.then(|| demand_link(model)),
    ];
    let offered: Vec<AnyView> = offered.into_iter().flatten().collect();
    if offered.is_empty() {
        return view! { <p class="muted">{closed_actions()}</p> }.into_any();
    }
    offered.into_any()
}

fn demand_link(model: &CaseModel) -> AnyView {
    let href = format!("/staff/feedback/{}/demand", model.reference);
    view! { <p><a class="button button-secondary" href=href>{t("case-demand")}</a></p> }.into_any()
}

fn folded(model: &CaseModel, action: &'static str, fields: AnyView) -> AnyView {
    let open = model.form.value("action") == action;
    view! {
        <details open=open>
            <summary>{t(&format!("case-action-{action}"))}</summary>
            {step(model, action, fields, "button")}
        </details>
    }
    .into_any()
}

fn step(model: &CaseModel, action: &'static str, fields: AnyView, class: &'static str) -> AnyView {
    let to = format!("/staff/feedback/{}", model.reference);
    view! {
        <form method="post" action=to novalidate class="stack">
            <input type="hidden" name="version" value=model.version.to_string() />
            <input type="hidden" name="action" value=action />
            {fields}
            <p class="button-row"><button class=class type="submit">{t(&format!("case-do-{action}"))}</button></p>
        </form>
    }
    .into_any()
}

/// The form of the step that failed, with its values and errors; an empty one for every other.
fn form_of(model: &CaseModel, action: &str) -> FormState {
    if model.form.value("action") == action {
        model.form.clone()
    } else {
        FormState::new()
    }
}

fn text(model: &CaseModel, action: &str) -> AnyView {
    form_of(model, action)
        .field("text", t("case-text"))
        .hint(t("case-text-hint"))
        .max(10_000)
        .apart(action)
        .text_area(8)
}

fn reason(model: &CaseModel, action: &str) -> AnyView {
    form_of(model, action)
        .field("reason", t("case-reason"))
        .hint(t("case-reason-hint"))
        .max(1000)
        .apart(action)
        .text_area(4)
}

/// 不予受理: why, and where the citizen can turn instead.
fn refuse(model: &CaseModel) -> AnyView {
    let form = form_of(model, "refuse");
    let to = form
        .field("to", t("case-turn-to"))
        .hint(t("case-turn-to-hint"))
        .max(100)
        .apart("refuse")
        .input();
    view! { {reason(model, "refuse")} {to} }.into_any()
}

fn close(model: &CaseModel) -> AnyView {
    let outcomes = model
        .choices
        .close
        .iter()
        .map(|one| Choice::new(one.as_str(), one.label()))
        .collect();
    let form = form_of(model, "close");
    let text = form
        .field("text", t("case-text"))
        .hint(t("case-text-hint"))
        .max(10_000)
        .apart("close")
        .text_area(8);
    view! { {form.field("outcome", t("case-outcome")).select(outcomes)} {text} }.into_any()
}

fn pass_on(model: &CaseModel) -> AnyView {
    let form = form_of(model, "pass-on");
    view! { {form.field("to", t("case-to")).hint(t("case-to-hint")).max(100).apart("pass-on").input()} {reason(model, "pass-on")} }
        .into_any()
}

fn assign(model: &CaseModel, units: &[(String, String)], with_reason: bool) -> AnyView {
    let units = units.iter().map(|(code, name)| Choice::new(code, name)).collect();
    let action = if with_reason { "assign" } else { "concern" };
    let unit = form_of(model, action)
        .field("unit", t("feedback-unit"))
        .apart(action)
        .select(units);
    let reason = with_reason.then(|| reason(model, action));
    view! { {unit} {reason} }.into_any()
}
