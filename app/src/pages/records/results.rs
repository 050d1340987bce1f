//! 搜索结果.

mod filters;
mod follow;

use chrono::NaiveDate;
use domain::listing::{Matched, Sort};
use domain::record::RecordKind;
use leptos::prelude::*;

use super::nothing::{Coverage, meant, nothing};
use super::withdrawals::{Withdrawal, withdrawn_under};
use super::{Segment, excerpt};
use crate::components::{
    Facet, Tone, active_filters, breadcrumbs, day, day_or_unknown, notice, number, pagination, search_form,
};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};
use filters::{BESIDE, filters};
pub(crate) use follow::feed_of;
use follow::follow;

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
    /// When it was first made public anywhere.
    pub published_on: NaiveDate,
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
    /// Decisions of the number sought that were taken down.
    pub withdrawn: Vec<Withdrawal>,
    /// Words that could not be looked for.
    pub dropped: Vec<String>,
    /// What the decisions have of the words.
    pub matched: Matched,
    /// A word the searcher may have meant.
    pub did_you_mean: Option<String>,
    /// What is wrong with a parameter, by its name, in words that say how to mend it.
    pub errors: Vec<(String, String)>,
    /// The index is being rebuilt: only a plain search for the exact words was made.
    pub degraded: bool,
    /// What is public at all, for the page without results.
    pub covered: Option<Coverage>,
    /// The search as it is subscribed to by mail; absent where the bureau offers none.
    pub by_mail: Option<Query>,
}

/// Renders the results.
pub fn results(ui: &Ui, model: Results) -> String {
    let refused = model.errors.iter().any(|(name, _)| name == "q");
    let title = if model.typed.is_empty() || refused {
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
    head = head.feed(feed_of(&model.query));
    document(ui, head, || {
        view! {
            {breadcrumbs(&[], t("menu-records"))}
            <h1>{title}</h1>
            {search_form(&model.query, &model.typed)}
            {messages(&model)}
            {active(&model)}
            <div class="with-sidebar">
                {filters(&model)}
                <div>{found(&model)} {list(&model)} {follow(&model)}</div>
            </div>
        }
    })
}

fn messages(model: &Results) -> AnyView {
    let degraded = model.degraded.then(|| notice(Tone::Warn, t("records-degraded")));
    let wrong = model
        .errors
        .iter()
        .filter(|(name, _)| !BESIDE.contains(&name.as_str()))
        .map(|(_, text)| notice(Tone::Warn, text.clone()))
        .collect_view();
    let dropped = (!model.dropped.is_empty()).then(|| {
        let words = model.dropped.join(&t("common-comma"));
        notice(
            Tone::Neutral,
            t_with("records-dropped", &[("words", words.into())]),
        )
    });
    let is_loose = model.matched == Matched::Loosely;
    let loosened = is_loose.then(|| view! { {notice(Tone::Neutral, t("records-loosened"))} {meant(model)} });
    view! { {degraded} {wrong} {dropped} {loosened} {withdrawn_under(&model.withdrawn)} }.into_any()
}

fn active(model: &Results) -> AnyView {
    let applied: Vec<(&str, String, String)> = model
        .applied
        .iter()
        .map(|a| (a.name, a.value.clone(), a.label.clone()))
        .collect();
    active_filters(&model.query, applied).into_any()
}

fn found(model: &Results) -> AnyView {
    let key = match (model.matched, model.sort, model.exact) {
        (Matched::AnyWord, Sort::Relevance, true) => "records-found-nearest",
        (Matched::AnyWord, Sort::Relevance, false) => "records-found-nearest-at-least",
        (Matched::AnyWord, _, true) => "records-found-any-word",
        (Matched::AnyWord, _, false) => "records-found-any-word-at-least",
        (_, _, true) => "records-found",
        (_, _, false) => "records-found-at-least",
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
    let also = t_with(
        "records-also",
        &[("words", model.synonyms.join(&t("common-comma")).into())],
    );
    let exact = model.query.clone().set("synonyms", "off").clear("page").href();
    Some(view! { " · " {also} " " <a href=exact>{t("records-only-typed")}</a> }.into_any())
}

const fn label(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "records-sort-relevance",
        Sort::Newest => "records-sort-newest",
        Sort::Oldest => "records-sort-oldest",
        Sort::Fine => "records-sort-fine",
        Sort::Published => "records-sort-published",
    }
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
            view! { <a href=href aria-current=current>{t(label(sort))}</a> }
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
            <p class="result-meta">
                {item.kind.label()} " · " {item.unit} " · " {t("records-line-decided")} " "
                {day_or_unknown(item.decided_on)} " · " {t("records-made-public")} " " {day(item.published_on)}
            </p>
            <h2 class="result-title"><a href=href>{excerpt(item.title)}</a></h2>
            {snippet}
            {item.outcome.map(|outcome| view! { <p class="result-outcome">{outcome}</p> })}
            {item.document_number.map(|number| view! { <p class="result-meta document-number">{number}</p> })}
        </article>
    }
    .into_any()
}
