//! 搜索结果.

use chrono::NaiveDate;
use domain::record::RecordKind;
use leptos::prelude::*;

use super::{Segment, day_text, excerpt};
use crate::components::{
    Facet, Tone, active_filters, breadcrumbs, empty_state, facet_list, hidden_inputs, notice, number,
    pagination, search_form,
};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// One decision among the results.
#[derive(Debug, Clone)]
pub struct ResultItem {
    /// `R-…`.
    pub reference: String,
    /// What kind of enforcement.
    pub kind: RecordKind,
    /// Who decided.
    pub unit: String,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// The title, marked.
    pub title: Vec<Segment>,
    /// A sentence or two, marked.
    pub snippets: Vec<Vec<Segment>>,
    /// 罚款 1,500 元 …
    pub outcome: Option<String>,
    /// 文号.
    pub document_number: Option<String>,
}

/// A filter in force: parameter, value, words.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The parameter.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// The words shown.
    pub label: String,
}

/// Orders of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// 相关.
    Relevance,
    /// 最新.
    Newest,
    /// 最早.
    Oldest,
    /// 金额.
    Fine,
}

impl Sort {
    /// Every order, as offered.
    pub const ALL: [Self; 4] = [Self::Relevance, Self::Newest, Self::Oldest, Self::Fine];

    /// The value of the parameter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Fine => "fine",
        }
    }

    fn label(self) -> String {
        match self {
            Self::Relevance => t("records-sort-relevance"),
            Self::Newest => t("records-sort-newest"),
            Self::Oldest => t("records-sort-oldest"),
            Self::Fine => t("records-sort-fine"),
        }
    }
}

/// What the page of results shows.
#[derive(Debug, Clone)]
pub struct Results {
    /// The address as asked, all filters included.
    pub query: Query,
    /// What was typed.
    pub typed: String,
    /// The order in force.
    pub sort: Sort,
    /// How many were found.
    pub total: u64,
    /// False when there are at least so many.
    pub exact: bool,
    /// This page, from 1.
    pub page: u64,
    /// Decisions on a page.
    pub per_page: u64,
    /// This page's decisions.
    pub items: Vec<ResultItem>,
    /// The filters with their counts.
    pub facets: Vec<Facet>,
    /// The filters in force.
    pub applied: Vec<Applied>,
    /// Words that were searched besides what was typed.
    pub synonyms: Vec<String>,
    /// A word the searcher may have meant.
    pub did_you_mean: Option<String>,
    /// What was wrong with the address, in words that say how to mend it.
    pub messages: Vec<String>,
    /// The index is being rebuilt: only a plain search for the exact words was made.
    pub degraded: bool,
    /// Which days are covered, for the page without results.
    pub covered: Option<(NaiveDate, NaiveDate)>,
}

/// Renders the results.
pub fn results(ui: &Ui, model: Results) -> String {
    let title = if model.typed.is_empty() {
        t("records-title")
    } else {
        t_with("records-title-for", &[("typed", model.typed.as_str().into())])
    };
    // A page of results is no page for search engines; the decisions are.
    let mut head = Head::new(title.clone())
        .description(t("records-description"))
        .canonical("/records");
    if !model.query.pairs().is_empty() {
        head = head.noindex();
    }
    document(ui, head, || {
        view! {
            {breadcrumbs(&[], t("menu-records"))}
            <h1>{title}</h1>
            {search_form(&model.query, &model.typed)}
            {messages(&model)}
            {active(&model)}
            <div class="with-sidebar">
                {filters(&model)}
                <div>{found(&model)} {list(&model)}</div>
            </div>
        }
    })
}

fn messages(model: &Results) -> AnyView {
    let degraded = model.degraded.then(|| notice(Tone::Warn, t("records-degraded")));
    let wrong = model
        .messages
        .iter()
        .cloned()
        .map(|text| notice(Tone::Warn, text))
        .collect_view();
    view! { {degraded} {wrong} }.into_any()
}

fn active(model: &Results) -> AnyView {
    let applied: Vec<(&str, String, String)> = model
        .applied
        .iter()
        .map(|a| (a.name, a.value.clone(), a.label.clone()))
        .collect();
    active_filters(&model.query, applied).into_any()
}

fn filters(model: &Results) -> AnyView {
    let query = model.query.clone();
    let value = |name: &str| {
        query
            .pairs()
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    };
    view! {
        <div>
            {facet_list(&model.query, model.facets.clone())}
            <form class="facets" method="get" action="/records">
                {hidden_inputs(&model.query, &["from", "to", "fine_min", "fine_max", "page"])}
                <fieldset class="facet stack">
                    <legend>{t("records-range")}</legend>
                    <label for="filter-from">{t("records-from")}</label>
                    <input id="filter-from" type="date" name="from" value=value("from") />
                    <label for="filter-to">{t("records-to")}</label>
                    <input id="filter-to" type="date" name="to" value=value("to") />
                    <label for="filter-fine-min">{t("records-fine-min")}</label>
                    <input id="filter-fine-min" inputmode="decimal" name="fine_min" value=value("fine_min") />
                    <label for="filter-fine-max">{t("records-fine-max")}</label>
                    <input id="filter-fine-max" inputmode="decimal" name="fine_max" value=value("fine_max") />
                    <button class="button button-secondary">{t("records-apply")}</button>
                </fieldset>
            </form>
        </div>
    }
    .into_any()
}

fn found(model: &Results) -> AnyView {
    let key = if model.exact {
        "records-found"
    } else {
        "records-found-at-least"
    };
    let count = t_with(key, &[("count", number(model.total).into())]);
    view! {
        <div class="split">
            <p role="status">{count} {synonyms(model)}</p>
            {sorting(model)}
        </div>
    }
    .into_any()
}

fn synonyms(model: &Results) -> Option<AnyView> {
    if model.synonyms.is_empty() {
        return None;
    }
    let also = t_with("records-also", &[("words", model.synonyms.join("、").into())]);
    let exact = model.query.clone().set("synonyms", "off").clear("page").href();
    Some(view! { " · " {also} " " <a href=exact>{t("records-only-typed")}</a> }.into_any())
}

fn sorting(model: &Results) -> AnyView {
    let links = Sort::ALL
        .into_iter()
        .filter(|sort| *sort != Sort::Relevance || !model.typed.is_empty())
        .map(|sort| {
            let href = model
                .query
                .clone()
                .set("sort", sort.as_str())
                .clear("page")
                .href();
            let current = (sort == model.sort).then_some("true");
            view! { <a href=href aria-current=current>{sort.label()}</a> }
        })
        .collect_view();
    view! { <nav class="row sorting" aria-label=t("records-sort")><span class="muted">{t("records-sort")}</span>{links}</nav> }
        .into_any()
}

fn list(model: &Results) -> AnyView {
    if model.items.is_empty() {
        return nothing(model);
    }
    let items = model
        .items
        .iter()
        .cloned()
        .map(|item| view! { <li>{result_item(item)}</li> })
        .collect_view();
    view! {
        <ol class="results">{items}</ol>
        {pagination(&model.query, model.page, model.per_page, model.total)}
    }
    .into_any()
}

/// One decision as a result: what, who, when, the sentence that matched, the outcome.
pub fn result_item(item: ResultItem) -> AnyView {
    let href = format!("/records/{}", item.reference);
    let meta = [item.kind.label().to_owned(), item.unit, day_text(item.decided_on)].join(" · ");
    let outcome: Vec<String> = item.outcome.into_iter().chain(item.document_number).collect();
    let snippet = (!item.snippets.is_empty()).then(|| {
        let sentences = item
            .snippets
            .into_iter()
            .enumerate()
            .map(|(i, segments)| view! { {(i > 0).then_some(" … ")} {excerpt(segments)} })
            .collect_view();
        view! { <p class="result-snippet">{sentences}</p> }
    });
    view! {
        <article class="result">
            <p class="result-meta">{meta}</p>
            <h2 class="result-title"><a href=href>{excerpt(item.title)}</a></h2>
            {snippet}
            {(!outcome.is_empty()).then(|| view! { <p class="result-meta">{outcome.join(" · ")}</p> })}
        </article>
    }
    .into_any()
}

fn nothing(model: &Results) -> AnyView {
    let meant = model.did_you_mean.clone().map(|word| {
        let href = Query::new("/records").with("q", &word).href();
        view! { <p>{t("records-did-you-mean")} <a href=href>{word}</a></p> }
    });
    let covered = model.covered.map(|(from, to)| {
        let days = [("from", from.to_string().into()), ("to", to.to_string().into())];
        view! { <p>{t_with("records-covered", &days)}</p> }
    });
    let without_filters = (!model.applied.is_empty() && !model.typed.is_empty()).then(|| {
        let href = Query::new("/records").with("q", &model.typed).href();
        view! { <li><a href=href>{t("records-drop-filters")}</a></li> }
    });
    empty_state(
        t("records-nothing"),
        view! {
            {meant}
            <ul>
                {without_filters}
                <li>{t("records-nothing-shorter")}</li>
                <li>{t("records-nothing-number")}</li>
                <li><a href="/feedback/new?kind=inquiry">{t("records-nothing-ask")}</a></li>
            </ul>
            {covered}
        },
    )
}
