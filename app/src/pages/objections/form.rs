//! The form: what is wrong with a record, and what is asked for.

use domain::objection::{Asker, ObjectionKind, PASSAGE_MAX, REQUEST_MAX};
use leptos::prelude::*;

use crate::components::{Choice, FormState, breadcrumbs};
use crate::pages::feedback::{contact_fields, quick_exit, sent_before_notice};
use crate::{Head, Ui, document, t};

/// What the form shows besides what was typed.
#[derive(Debug, Clone)]
pub struct FormModel {
    /// What was typed and what is wrong with it.
    pub form: FormState,
    /// The record: `R-…` and its public title.
    pub record: (String, String),
    /// The same form was sent before with another text: the reference it got.
    pub sent_before: Option<String>,
    /// Why it was not taken.
    pub refused: Option<String>,
}

/// 对公示记录提出异议.
pub fn form(ui: &Ui, model: FormModel) -> String {
    let path = format!("/records/{}", model.record.0);
    let head = Head::new(t("objection-title")).noindex().holds_form();
    document(ui, head, move || {
        let FormModel {
            form,
            record: (_, title),
            sent_before,
            refused,
        } = model;
        view! {
            {breadcrumbs(&[("/records", t("menu-records")), (&path, title.clone())], t("objection-title"))}
            <div class="narrow stack">
                {quick_exit()}
                <h1>{t("objection-title")}</h1>
                <p>{title}</p>
                {form.refusal(refused, true)}
                {form.error_summary()}
                {sent_before.map(|reference| sent_before_notice(reference, t("objection-sent-before-next")))}
                <p>{t("objection-lead")}</p>
                <form method="post" action=format!("{path}/objection") novalidate class="stack">
                    {form.hidden("idempotency_key")}
                    {matter(&form)}
                    {contact(&form)}
                    {privacy()}
                    <p class="button-row"><button class="button" type="submit">{t("objection-send")}</button></p>
                </form>
            </div>
        }
    })
}

fn matter(form: &FormState) -> AnyView {
    let kind = |kind: ObjectionKind| {
        let word = kind.as_str();
        Choice::new(word, kind.label()).hint(t(&format!("objection-kind-{word}")))
    };
    let asker = |asker: Asker| Choice::new(asker.as_str(), asker.label());
    let most = |max: usize| u32::try_from(max).unwrap_or(u32::MAX);
    view! {
        {form.field("kind", t("objection-kind")).radio_cards(ObjectionKind::ALL.map(kind).to_vec())}
        {form.field("asker", t("objection-asker")).radio_cards(Asker::ALL.map(asker).to_vec())}
        {form
            .field("passage", t("objection-passage"))
            .hint(t("objection-passage-hint"))
            .max(most(PASSAGE_MAX))
            .text_area(4)}
        {form
            .field("request", t("objection-request"))
            .hint(t("objection-request-hint"))
            .max(most(REQUEST_MAX))
            .text_area(8)}
    }
    .into_any()
}

fn contact(form: &FormState) -> AnyView {
    view! {
        <fieldset class="group">
            <legend>{t("objection-contact")}</legend>
            <p class="hint">{t("objection-contact-hint")}</p>
            {contact_fields(form, "objection-contact-email-hint")}
        </fieldset>
    }
    .into_any()
}

/// Who keeps what, why and how long (个人信息保护法 第十七条、第三十五条).
fn privacy() -> AnyView {
    view! {
        <details>
            <summary>{t("feedback-privacy-title")}</summary>
            <p>{t("objection-privacy-who")}</p>
            <p>{t("objection-privacy-what")}</p>
            <p>{t("feedback-privacy-term")}</p>
            <p><a href="/privacy">{t("feedback-privacy-more")}</a></p>
        </details>
    }
    .into_any()
}
