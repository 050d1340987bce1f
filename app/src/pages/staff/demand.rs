//! A demand: written by the centre or inspection, answered by the unit, released or sent back.

use chrono::{DateTime, NaiveDate, Utc};
use domain::deadline::Due;
use domain::demand::DemandStatus;
use leptos::prelude::*;

use crate::components::{
    Choice, FormState, Tone, breadcrumbs, day, deadline, definition_list, moment, notice, status_tag,
};
use crate::{Head, Ui, document, t, t_with};

/// The form of a new demand.
#[derive(Debug, Clone)]
pub struct DemandFormModel {
    /// The case: `F-…`.
    pub reference: String,
    /// The case's version, which guards against a second demand.
    pub version: i32,
    /// Title and account as the citizen wrote them, to compare with.
    pub original: (String, String),
    /// Units it may go to: code, name, and whether it is the unit concerned itself.
    pub targets: Vec<(String, String, bool)>,
    /// What was typed; at first the masked text.
    pub form: FormState,
    /// Why it was not sent.
    pub refused: Option<String>,
}

/// One turn of a demand.
#[derive(Debug, Clone)]
pub struct TurnModel {
    /// Written by the unit that answers.
    pub by_unit: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// The words.
    pub text: String,
}

/// A demand for either side.
#[derive(Debug, Clone)]
pub struct DemandModel {
    /// Its address.
    pub path: String,
    /// What a change is guarded by.
    pub version: i32,
    /// 情况说明 or 整改.
    pub kind: &'static str,
    /// One line.
    pub title: String,
    /// De-identified text.
    pub text: String,
    /// Who answers.
    pub unit: String,
    /// Who reviews.
    pub reviewer: String,
    /// Where it stands.
    pub status: DemandStatus,
    /// The day sent.
    pub sent_on: NaiveDate,
    /// Its clock.
    pub due: Vec<Due>,
    /// First to last.
    pub turns: Vec<TurnModel>,
    /// The case behind it, for the reviewing unit alone.
    pub source: Option<String>,
    /// May answer now.
    pub can_answer: bool,
    /// May release or send back now.
    pub can_review: bool,
    /// What was typed.
    pub form: FormState,
    /// Why the last step was not taken.
    pub refused: Option<String>,
}

/// 向单位提出要求.
pub fn demand_form(ui: &Ui, model: DemandFormModel) -> String {
    document(ui, Head::new(t("demand-new")).noindex().holds_form(), move || {
        let DemandFormModel {
            reference,
            version,
            original,
            targets,
            form,
            refused,
        } = model;
        let back = format!("/staff/feedback/{reference}");
        let to = format!("{back}/demand");
        let has_target = !targets.is_empty();
        let fields = if has_target {
            fields(&form, targets, (to, version))
        } else {
            notice(Tone::Warn, view! { <p>{t("demand-no-target")}</p> })
        };
        view! {
            {breadcrumbs(&[("/staff/queue", t("queue-title")), (back.as_str(), reference.clone())], t("demand-new"))}
            <h1>{t("demand-new")}</h1>
            {notice(Tone::Warn, view! { <p>{t("demand-rule")}</p> })}
            {form.refusal(refused, has_target)}
            {form.error_summary()}
            <div class="two-columns">
                <div class="stack">{fields}</div>
                <div class="stack">
                    <h2>{t("demand-original")}</h2>
                    <p><strong>{original.0}</strong></p>
                    <p class="typed">{original.1}</p>
                </div>
            </div>
        }
    })
}

fn fields(form: &FormState, targets: Vec<(String, String, bool)>, (to, version): (String, i32)) -> AnyView {
    let choice = |(code, name, is_concerned): (String, String, bool)| {
        let hint = if is_concerned {
            t("demand-target-concerned")
        } else {
            t("demand-target-above")
        };
        Choice::new(code, name).hint(hint)
    };
    view! {
        <form method="post" action=to novalidate class="stack">
            <input type="hidden" name="version" value=version.to_string() />
            {form.field("unit", t("demand-unit")).radio_cards(targets.into_iter().map(choice).collect())}
            {form.field("title", t("feedback-what")).max(100).input()}
            {form.field("text", t("demand-text")).hint(t("demand-text-hint")).max(10_000).text_area(12)}
            <p class="button-row"><button class="button" type="submit">{t("demand-send")}</button></p>
        </form>
    }
    .into_any()
}

/// 要求.
pub fn demand(ui: &Ui, model: DemandModel) -> String {
    let today = ui.today;
    document(
        ui,
        Head::new(t("demand-title")).noindex().holds_form(),
        move || {
            let steps = steps(&model);
            let is_offered = if model.form.value("action") == "answer" {
                model.can_answer
            } else {
                model.can_review
            };
            let DemandModel {
                kind,
                title,
                text,
                unit,
                reviewer,
                status,
                sent_on,
                due,
                turns,
                source,
                form,
                refused,
                ..
            } = model;
            let mut facts = vec![
                (t("demand-kind"), kind.into_any()),
                (t("demand-unit"), unit.into_any()),
                (t("demand-reviewer"), reviewer.into_any()),
                (t("demand-sent-on"), day(sent_on)),
            ];
            let running = due.into_iter().filter(|due| due.met_on.is_none());
            facts.extend(running.map(|due| (t("clock-demand"), deadline(due.on, today))));
            if let Some(reference) = source {
                let href = format!("/staff/feedback/{reference}");
                facts.push((
                    t("demand-source"),
                    view! { <a class="nowrap" href=href>{reference}</a> }.into_any(),
                ));
            }
            view! {
                {breadcrumbs(&[("/staff/queue", t("queue-title"))], t("demand-title"))}
                <h1>{title}</h1>
                <p>{status_tag(Tone::Active, status.label())}</p>
                {form.refusal(refused, is_offered)}
                {form.error_summary()}
                <div class="two-columns">
                    <div class="stack">
                        <p class="typed">{text}</p>
                        {turns.into_iter().map(turn).collect_view()}
                    </div>
                    <div class="stack">{definition_list(facts)} {steps}</div>
                </div>
            }
        },
    )
}

fn turn(turn: TurnModel) -> AnyView {
    let (class, who) = if turn.by_unit {
        ("message message-unit", t("demand-by-unit"))
    } else {
        ("message message-citizen", t("demand-by-reviewer"))
    };
    view! {
        <div class=class>
            <p class="muted small">{who} " · " {moment(turn.at)}</p>
            <p class="typed">{turn.text}</p>
        </div>
    }
    .into_any()
}

fn steps(model: &DemandModel) -> AnyView {
    let last_answer = model
        .turns
        .iter()
        .rev()
        .find(|turn| turn.by_unit)
        .map(|turn| turn.text.clone());
    let answer = model
        .can_answer
        .then(|| step(model, "answer", String::new(), "demand-answer-hint"));
    let release = model.can_review.then(|| {
        step(
            model,
            "release",
            last_answer.unwrap_or_default(),
            "demand-release-hint",
        )
    });
    let back = model
        .can_review
        .then(|| step(model, "send-back", String::new(), "demand-send-back-hint"));
    view! { {answer} {release} {back} }.into_any()
}

fn step(model: &DemandModel, action: &'static str, prefilled: String, hint: &'static str) -> AnyView {
    let failed = model.form.value("action") == action;
    let form = if failed {
        model.form.clone()
    } else {
        FormState::new().with("text", prefilled)
    };
    let label = t(&format!("demand-do-{action}"));
    view! {
        <form method="post" action=model.path.clone() novalidate class="stack">
            <input type="hidden" name="version" value=model.version.to_string() />
            <input type="hidden" name="action" value=action />
            {form.field("text", label.clone()).hint(t(hint)).max(10_000).text_area(8)}
            <p class="button-row"><button class="button" type="submit">{t_with("demand-do", &[("what", label.into())])}</button></p>
        </form>
    }
    .into_any()
}
