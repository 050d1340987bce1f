//! One objection, and its answer.

use chrono::NaiveDate;
use domain::objection::{Asker, ObjectionKind, Outcome, RecordNow, TEXT_MAX};
use leptos::prelude::*;

use super::now;
use crate::components::{
    Choice, FormState, Tone, breadcrumbs, day, deadline, definition_list, notice, provisional_mark,
    status_tag,
};
use crate::pages::objections::{AnswerModel, outcome_tone};
use crate::pages::staff_records::{Way, ways};
use crate::{Done, Head, Ui, document, t, t_with};

/// An objection as the desk sees it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// `Y-…`.
    pub reference: String,
    /// The record: `R-…`, and what it is called in public, while it is.
    pub record: (String, Option<String>),
    /// What has become of it.
    pub record_now: RecordNow,
    /// The reader may open the record at the desk.
    pub opens_record: bool,
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
    /// The last day for the answer and whether it is counted by weekends alone, while it is waited for.
    pub due: Option<(NaiveDate, bool)>,
    /// The answer, and who gave it.
    pub answer: Option<(AnswerModel, Option<String>)>,
    /// The reader may answer it.
    pub answers: bool,
    /// Which outcomes it cannot have now, and why.
    pub hindrances: Vec<(Outcome, String)>,
    /// The form as it was sent.
    pub form: FormState,
    /// Why it was not taken.
    pub refused: Option<String>,
}

/// Renders one objection with its answer, or the form for it.
pub fn objection(ui: &Ui, model: Opened) -> String {
    let title = t_with("objection-of", &[("reference", model.reference.as_str().into())]);
    let today = ui.today;
    let ui = ui.telling(|step| step == Done::ObjectionAnswered && model.answer.is_some());
    document(&ui, Head::new(title.clone()).noindex(), move || {
        let is_gone = matches!(model.record_now, RecordNow::Withdrawn(_) | RecordNow::Expired);
        let gone = (is_gone && model.answer.is_none())
            .then(|| notice(Tone::Warn, view! { <p>{t("staff-objections-gone-note")}</p> }));
        let step = match &model.answer {
            Some((answer, by)) => answered(answer.clone(), by.clone()),
            None if model.answers => answer_form(&model),
            None => view! { <p class="muted">{t("staff-objections-only-publisher")}</p> }.into_any(),
        };
        let offers = model.answers && model.answer.is_none();
        let ways = (model.refused.is_some() && offers && !is_gone).then(|| ways(&model.record.0, &Way::ALL));
        view! {
            {breadcrumbs(&[("/staff/objections", t("staff-objections-title"))], title.clone())}
            <h1>{title}</h1>
            {model.form.refusal(model.refused.clone(), offers)}
            {ways}
            {model.form.error_summary()}
            {gone}
            {definition_list(facts(&model, today))}
            <section class="narrow">
                <h2>{t("objection-passage")}</h2>
                <p class="typed">{model.passage.clone()}</p>
                <h2>{t("staff-objections-request")}</h2>
                <p class="typed">{model.request.clone()}</p>
            </section>
            {step}
        }
    })
}

fn facts(model: &Opened, today: NaiveDate) -> Vec<(String, AnyView)> {
    let first = (model.kind.is_urgent() && model.answer.is_none())
        .then(|| status_tag(Tone::Warn, t("staff-objections-first")));
    let mut facts = vec![
        (
            t("objection-kind"),
            view! { {model.kind.label()} " " {first} }.into_any(),
        ),
        (t("staff-objections-asker"), model.asker.label().into_any()),
        (t("objection-record"), record(model)),
        (t("staff-objections-record-now"), now(model.record_now)),
        (t("receipt-received"), day(model.received_on)),
    ];
    if let Some((on, provisional)) = model.due {
        let mark = provisional_mark(provisional);
        facts.push((
            t("objection-due"),
            view! { {deadline(on, today)} {mark} }.into_any(),
        ));
    }
    facts
}

fn record(model: &Opened) -> AnyView {
    let (reference, title) = model.record.clone();
    let path = format!("/records/{reference}");
    let desk = model.opens_record.then(|| {
        let href = format!("/staff/records/{reference}");
        view! { " " <a class="no-print" href=href>{t("staff-objections-open-record")}</a> }
    });
    view! { <a href=path>{reference}</a> " " {title} {desk} }.into_any()
}

fn answered(answer: AnswerModel, by: Option<String>) -> AnyView {
    let mut facts = vec![
        (
            t("staff-objections-outcome"),
            status_tag(outcome_tone(answer.outcome), answer.outcome.label()),
        ),
        (t("staff-objections-answered-on"), day(answer.on)),
    ];
    if let Some(by) = by {
        facts.push((t("staff-objections-answered-by"), by.into_any()));
    }
    view! {
        <section class="narrow">
            <h2>{t("objection-answer")}</h2>
            {definition_list(facts)}
            <p class="typed">{answer.text}</p>
        </section>
    }
    .into_any()
}

fn answer_form(model: &Opened) -> AnyView {
    let outcome = |outcome: Outcome| {
        let word = outcome.as_str();
        let hindrance = model.hindrances.iter().find(|(hindered, _)| *hindered == outcome);
        let hint = match hindrance {
            Some((_, why)) => t_with("staff-objections-not-yet", &[("why", why.as_str().into())]),
            None => t(&format!("staff-objections-outcome-{word}")),
        };
        Choice::new(word, outcome.label()).hint(hint)
    };
    let most = u32::try_from(TEXT_MAX).unwrap_or(u32::MAX);
    let action = format!("/staff/objections/{}", model.reference);
    // Once refused, they stand beside the reason.
    let is_public =
        model.refused.is_none() && matches!(model.record_now, RecordNow::Unchanged | RecordNow::Republished);
    view! {
        <form method="post" action=action class="card narrow" novalidate>
            <h2>{t("staff-objections-answer")}</h2>
            <p>{t("staff-objections-how")}</p>
            {is_public.then(|| ways(&model.record.0, &Way::ALL))}
            {model
                .form
                .field("outcome", t("staff-objections-outcome"))
                .radio_cards(Outcome::ALL.map(outcome).to_vec())}
            {model
                .form
                .field("text", t("staff-objections-text"))
                .hint(t("staff-objections-text-hint"))
                .max(most)
                .text_area(8)}
            <div class="button-row"><button class="button">{t("staff-objections-answer")}</button></div>
        </form>
    }
    .into_any()
}
