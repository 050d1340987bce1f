//! 首页: search first, then three doors, then what is new.

use leptos::prelude::*;

use super::records::{ResultItem, result_item};
use crate::components::{number, search_form};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// What the home page shows.
#[derive(Debug, Clone)]
pub struct Home {
    /// How many records are public.
    pub total: u64,
    /// How many of them became public today.
    pub today: u64,
    /// Violations searched most, as links.
    pub often: Vec<String>,
    /// The last published decisions.
    pub latest: Vec<ResultItem>,
}

/// Renders the home page.
pub fn home(ui: &Ui, model: Home) -> String {
    let head = Head::new(t("home-title"))
        .description(t("home-description"))
        .canonical("/")
        .feed("/feeds/records.atom");
    document(ui, head, || {
        view! {
            <section class="hero">
                <h1>{t("home-search")}</h1>
                {search_form(&Query::new("/records"), "")}
                {often(&model)}
                <p class="muted">{t_with("home-count", &[("total", number(model.total).into()), ("today", number(model.today).into())])}</p>
            </section>
            {doors()}
            {latest(model.latest)}
        }
    })
}

fn often(model: &Home) -> Option<AnyView> {
    if model.often.is_empty() {
        return None;
    }
    let links = model
        .often
        .iter()
        .map(|word| view! { <li><a class="chip" href=Query::new("/records").with("violation", word).href()>{word.clone()}</a></li> })
        .collect_view();
    let view = view! {
        <div class="row">
            <span class="muted" id="often">{t("home-often")}</span>
            <ul class="chips" aria-labelledby="often">{links}</ul>
        </div>
    };
    Some(view.into_any())
}

fn doors() -> AnyView {
    let door = |href: &'static str, name: &'static str, text: &'static str| {
        view! { <a class="door" href=href><strong>{t(name)}</strong><span>{t(text)}</span></a> }
    };
    view! {
        <div class="doors">
            {door("/feedback/new", "home-door-feedback", "home-door-feedback-text")}
            {door("/feedback/status", "home-door-status", "home-door-status-text")}
            {door("/units", "home-door-units", "home-door-units-text")}
        </div>
        <p>{t("home-progress")} " " <a href="/progress">{t("home-progress-link")}</a></p>
    }
    .into_any()
}

fn latest(items: Vec<ResultItem>) -> AnyView {
    if items.is_empty() {
        return view! { <p class="empty">{t("home-nothing-yet")}</p> }.into_any();
    }
    let items = items
        .into_iter()
        .map(|item| view! { <li>{result_item(item)}</li> })
        .collect_view();
    view! {
        <section>
            <div class="split"><h2>{t("home-latest")}</h2><a href="/records?sort=published">{t("home-all")}</a></div>
            <ol class="results">{items}</ol>
        </section>
    }
    .into_any()
}
