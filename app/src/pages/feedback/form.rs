//! The form: five kinds, about what, what happened, by name or not.

use domain::feedback::FeedbackKind;
use leptos::prelude::*;

use super::{contact_fields, privacy_notice, quick_exit, sent_before_notice};
use crate::components::{Choice, FormState, Tone, notice};
use crate::{Head, Ui, document, t};

/// What the form shows besides what was typed.
#[derive(Debug, Clone, Default)]
pub struct FormModel {
    /// What was typed and what is wrong with it.
    pub form: FormState,
    /// Units to choose from: code and name.
    pub units: Vec<(String, String)>,
    /// The record it is about: its reference.
    pub record: Option<String>,
    /// The same form was sent before with another text: the reference it got.
    pub sent_before: Option<String>,
    /// Why it was not taken.
    pub refused: Option<String>,
}

/// 反映问题.
pub fn form(ui: &Ui, model: FormModel) -> String {
    let head = Head::new(t("feedback-title"))
        .description(t("feedback-description"))
        .canonical("/feedback/new")
        .holds_form();
    document(ui, head, move || {
        let FormModel {
            form,
            units,
            record,
            sent_before,
            refused,
        } = model;
        view! {
            <div class="narrow stack">
                {quick_exit()}
                <h1>{t("feedback-title")}</h1>
                {form.refusal(refused, true)}
                {form.error_summary()}
                {sent_before.map(|reference| sent_before_notice(reference, t("feedback-sent-before-next")))}
                {notice(Tone::Warn, view! { <p>{t("feedback-emergency")}</p> })}
                <p>{t("feedback-lead")}</p>
                <p>{t("feedback-lead-report")}</p>
                <form method="post" action="/feedback/new" novalidate class="stack">
                    {form.hidden("idempotency_key")}
                    {kind(&form)}
                    {about(&form, units, record)}
                    {account(&form)}
                    {contact(&form)}
                    {privacy_notice()}
                    <p>{t("feedback-check")}</p>
                    <p class="button-row"><button class="button" type="submit">{t("feedback-send")}</button></p>
                </form>
            </div>
        }
    })
}

fn kind(form: &FormState) -> AnyView {
    let choice = |kind: FeedbackKind| {
        let word = kind.as_str();
        Choice::new(word, kind.label()).hint(t(&format!("feedback-kind-{word}")))
    };
    form.field("kind", t("feedback-kind"))
        .radio_cards(FeedbackKind::ALL.into_iter().map(choice).collect())
}

fn about(form: &FormState, units: Vec<(String, String)>, record: Option<String>) -> AnyView {
    let units = units
        .into_iter()
        .map(|(code, name)| Choice::new(code, name))
        .collect();
    let about_record = record.map(|record| {
        let link = format!("/records/{record}");
        view! { <p>{t("feedback-about-record")} " " <a href=link>{record}</a></p> }
    });
    view! {
        <fieldset class="group">
            <legend>{t("feedback-about")}</legend>
            {about_record}
            {record_field(form)}
            {form.field("unit", t("feedback-unit")).hint(t("feedback-unit-hint")).optional().select(units)}
            {form
                .field("officer_name", t("feedback-officer-name"))
                .hint(t("feedback-officer-hint"))
                .optional()
                .max(50)
                .autocomplete("off")
                .input()}
            {form
                .field("officer_badge", t("feedback-officer-badge"))
                .optional()
                .max(20)
                .autocomplete("off")
                .inputmode("numeric")
                .input()}
            {form
                .field("incident", t("feedback-incident"))
                .hint(t("feedback-incident-hint"))
                .optional()
                .max(64)
                .autocomplete("off")
                .input()}
            {form
                .field("occurred_on", t("feedback-occurred-on"))
                .hint(t("feedback-occurred-on-hint"))
                .optional()
                .kind("date")
                .input()}
        </fieldset>
    }
    .into_any()
}

/// A reference that comes with a link needs no field; one that points to nothing has to be mended or cleared.
fn record_field(form: &FormState) -> AnyView {
    if form.error_of("record").is_none() {
        return form.hidden("record");
    }
    form.field("record", t("feedback-about-record"))
        .optional()
        .max(40)
        .autocomplete("off")
        .input()
}

fn account(form: &FormState) -> AnyView {
    view! {
        <fieldset class="group">
            <legend>{t("feedback-account")}</legend>
            {form
                .field("title", t("feedback-what"))
                .hint(t("feedback-what-hint"))
                .max(100)
                .autocomplete("off")
                .input()}
            {form.field("body", t("feedback-body")).hint(t("feedback-body-hint")).max(10_000).text_area(12)}
        </fieldset>
    }
    .into_any()
}

fn contact(form: &FormState) -> AnyView {
    let choices = vec![
        Choice::new("false", t("feedback-named")).hint(t("feedback-named-hint")),
        Choice::new("true", t("feedback-anonymous")).hint(t("feedback-anonymous-hint")),
    ];
    view! {
        <fieldset class="group">
            <legend>{t("feedback-contact")}</legend>
            {form.field("anonymous", t("feedback-who")).radio_cards(choices)}
            <p class="hint">{t("feedback-contact-hint")}</p>
            {contact_fields(form, "feedback-contact-email-hint")}
            {form.field("tell_unit", t("feedback-tell-unit")).hint(t("feedback-tell-unit-hint")).checkbox("true")}
        </fieldset>
    }
    .into_any()
}
