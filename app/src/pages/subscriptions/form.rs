//! The form, and what is said after it: the same whether the address is known or not.

use domain::subscription::Pace;
use leptos::prelude::*;

use crate::components::{Choice, FormState, Tone, breadcrumbs, definition_list, notice, number};
use crate::link::Query;
use crate::pages::records::feed_of;
use crate::{Head, Ui, document, t, t_with};

/// What the page of the form shows besides what was typed.
#[derive(Debug, Clone)]
pub struct FormModel {
    /// What was typed and what is wrong with it.
    pub form: FormState,
    /// Why it was not taken.
    pub refused: Option<String>,
    /// The search, on the page of results.
    pub search: Query,
    /// The search in words.
    pub words: String,
    /// How many it finds now; absent for one that cannot be searched with.
    pub found: Option<u64>,
}

/// 邮件订阅.
pub fn form(ui: &Ui, model: FormModel) -> String {
    let head = Head::new(t("subscription-title")).noindex().holds_form();
    document(ui, head, move || {
        let results = model.search.href();
        let offered = match model.found {
            Some(found) => {
                let found = t_with("subscription-found", &[("count", number(found).into())]);
                view! {
                    {definition_list(vec![(t("subscription-search"), model.words.into_any())])}
                    <p>{found}</p>
                    {fields(&model.search, &model.form)}
                }
                .into_any()
            }
            None => notice(Tone::Warn, t("subscription-impossible")),
        };
        view! {
            {breadcrumbs(&[("/records", t("menu-records"))], t("subscription-title"))}
            <div class="narrow stack">
                <h1>{t("subscription-title")}</h1>
                {model.form.refusal(model.refused, true)}
                {model.form.error_summary()}
                <p>{t("subscription-lead")}</p>
                {offered}
                <p><a href=results>{t("subscription-back")}</a></p>
            </div>
        }
    })
}

/// How often letters come.
pub(super) fn pace(form: &FormState) -> AnyView {
    let choice = |pace: Pace| {
        let word = pace.as_str();
        Choice::new(word, t(&format!("subscription-pace-{word}")))
            .hint(t(&format!("subscription-pace-{word}-hint")))
    };
    let choices = Pace::ALL.map(choice).to_vec();
    form.field("pace", t("subscription-pace"))
        .radio_cards(choices)
        .into_any()
}

/// The form itself, which also stands on the page of results.
pub fn fields(search: &Query, form: &FormState) -> AnyView {
    let query = search.href();
    let query = query.split_once('?').map_or("", |(_, query)| query).to_owned();
    view! {
        <form method="post" action="/subscriptions/new" novalidate class="stack">
            <input type="hidden" name="search" value=query />
            {form
                .field("contact_email", t("subscription-email"))
                .hint(t("subscription-email-hint"))
                .max(254)
                .kind("email")
                .autocomplete("email")
                .input()}
            {pace(form)}
            <p class="button-row"><button class="button">{t("subscription-send")}</button></p>
        </form>
    }
    .into_any()
}

/// What is said after the form.
#[derive(Debug, Clone)]
pub struct AskedModel {
    /// The address as typed.
    pub email: String,
    /// The search, on the page of results.
    pub search: Query,
    /// The search in words.
    pub words: String,
    /// Whether letters are sent at all by now.
    pub is_mail_on: bool,
}

/// 请到邮箱里确认, or that no letter can be sent yet and what to do until then.
pub fn asked(ui: &Ui, model: AskedModel) -> String {
    let title = if model.is_mail_on {
        t("subscription-asked-title")
    } else {
        t("subscription-kept-title")
    };
    document(ui, Head::new(title.clone()).noindex(), move || {
        let said = if model.is_mail_on {
            sent(&model)
        } else {
            kept(&model)
        };
        view! {
            {breadcrumbs(&[("/records", t("menu-records"))], t("subscription-title"))}
            <div class="narrow stack">
                <h1>{title}</h1>
                {said}
                {definition_list(vec![(t("subscription-search"), model.words.into_any())])}
                <p><a href=model.search.href()>{t("subscription-back")}</a></p>
            </div>
        }
    })
}

fn sent(model: &AskedModel) -> AnyView {
    let sent = t_with("subscription-asked", &[("email", model.email.as_str().into())]);
    view! {
        {notice(Tone::Ok, view! { <p>{sent}</p> <p>{t("subscription-asked-next")}</p> })}
        <p class="muted">{t("subscription-asked-none")}</p>
    }
    .into_any()
}

/// The wish waits for a mail server as long as confirming may take; a feed reader needs none.
fn kept(model: &AskedModel) -> AnyView {
    let kept = t_with("subscription-kept", &[("email", model.email.as_str().into())]);
    let feed = feed_of(&model.search);
    view! {
        {notice(Tone::Warn, view! { <p>{kept}</p> <p>{t("subscription-kept-next")}</p> })}
        <p>{t("subscription-kept-feed")} " " <a href=feed>{t("records-subscribe")}</a></p>
    }
    .into_any()
}
