//! What the link in a letter opens. Opening changes nothing: programs that look for harm in mail open every link.

use chrono::NaiveDate;
use domain::subscription::Pace;
use leptos::prelude::*;

use crate::components::{FormState, Tone, day, definition_list, notice};
use crate::link::Query;
use crate::{Head, Ui, document, t};

/// A subscription as the owner of the mailbox sees it.
#[derive(Debug, Clone)]
pub struct SubscriptionModel {
    /// The page's own address: its forms post there and below.
    pub path: String,
    /// The search, on the page of results, last published first.
    pub search: Query,
    /// The search in words.
    pub words: String,
    /// How often.
    pub pace: Pace,
    /// The day of the confirmation; absent before.
    pub since: Option<NaiveDate>,
    /// Something was just done with it, or not: what is said of that.
    pub done: Option<Done>,
}

/// What came of a form.
#[derive(Debug, Clone)]
pub enum Done {
    /// It was done: the key of what is said.
    Ok(&'static str),
    /// It was not, and why.
    Refused(String),
}

impl Done {
    fn view(self) -> AnyView {
        match self {
            Self::Ok(key) => notice(Tone::Ok, view! { <p role="status">{t(key)}</p> }),
            Self::Refused(why) => notice(Tone::Danger, view! { <p role="alert">{why}</p> }),
        }
    }
}

/// One subscription: to be confirmed, or running.
pub fn subscription(ui: &Ui, model: SubscriptionModel) -> String {
    let title = if model.since.is_some() {
        t("subscription-title")
    } else {
        t("subscription-confirm-title")
    };
    document(ui, Head::new(title.clone()).noindex(), move || {
        let acts = match model.since {
            Some(_) => running(&model),
            None => waiting(&model),
        };
        view! {
            <div class="narrow stack">
                <h1>{title}</h1>
                {model.done.clone().map(Done::view)}
                {definition_list(facts(&model))}
                {acts}
            </div>
        }
    })
}

fn facts(model: &SubscriptionModel) -> Vec<(String, AnyView)> {
    let search = view! { <a href=model.search.href()>{model.words.clone()}</a> };
    let pace = t(&format!("subscription-pace-{}", model.pace.as_str()));
    let mut facts = vec![
        (t("subscription-search"), search.into_any()),
        (t("subscription-pace"), pace.into_any()),
    ];
    facts.extend(
        model
            .since
            .map(|since| (t("subscription-since"), day(since).into_any())),
    );
    facts
}

fn waiting(model: &SubscriptionModel) -> AnyView {
    view! {
        <form method="post" action=model.path.clone() class="stack">
            <p>{t("subscription-confirm-text")}</p>
            <p class="button-row">
                <button class="button" name="act" value="confirm">{t("subscription-confirm")}</button>
            </p>
        </form>
        {stop(model, t("subscription-decline"))}
    }
    .into_any()
}

fn running(model: &SubscriptionModel) -> AnyView {
    let form = FormState::new().with("pace", model.pace.as_str());
    view! {
        <form method="post" action=model.path.clone() class="stack">
            {super::form::pace(&form)}
            <p class="button-row"><button class="button">{t("subscription-change")}</button></p>
        </form>
        {stop(model, t("subscription-stop"))}
    }
    .into_any()
}

fn stop(model: &SubscriptionModel, label: String) -> AnyView {
    view! {
        <form method="post" action=format!("{}/stop", model.path)>
            <p class="button-row"><button class="button button-secondary">{label}</button></p>
        </form>
    }
    .into_any()
}

/// 已退订; said of an unknown link as well, which has ended already.
pub fn stopped(ui: &Ui) -> String {
    ended(ui, "subscription-stopped-title", "subscription-stopped", Tone::Ok)
}

/// A link that opens nothing, or nothing any more.
pub fn gone(ui: &Ui) -> String {
    ended(ui, "subscription-title", "subscription-gone", Tone::Warn)
}

fn ended(ui: &Ui, title: &'static str, text: &'static str, tone: Tone) -> String {
    document(ui, Head::new(t(title)).noindex(), move || {
        view! {
            <div class="narrow stack">
                <h1>{t(title)}</h1>
                {notice(tone, t(text))}
                <p><a class="button button-secondary" href="/records">{t("subscription-records")}</a></p>
            </div>
        }
    })
}
