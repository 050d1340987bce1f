//! A search that found nothing: what may have been meant, what to do, and what there is at all.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::Results;
use crate::components::{Table, Tone, day, day_text, empty_state, notice, number};
use crate::link::Query;
use crate::{t, t_with};

/// The decisions that are public, whatever was searched for.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// The names of the units chosen; none means all.
    pub units: Vec<String>,
    /// By year of decision, the newest first.
    pub years: Vec<CoverageLine>,
    /// By unit, when none was chosen.
    pub by_unit: Vec<CoverageLine>,
    /// Decisions that are never shown one by one: from which day on, and the ground.
    pub sealed: Vec<(Option<NaiveDate>, String)>,
}

/// Decisions of one year or unit.
#[derive(Debug, Clone)]
pub struct CoverageLine {
    /// The year or the unit; absent for decisions without a day.
    pub what: Option<String>,
    /// How many.
    pub records: u64,
    /// First and last day of decision.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Where to see them.
    pub href: Option<String>,
}

pub(super) fn nothing(model: &Results) -> AnyView {
    let without_filters = (!model.applied.is_empty() && !model.typed.is_empty()).then(|| {
        let href = Query::new("/records").with("q", &model.typed).href();
        view! { <li><a href=href>{t("records-drop-filters")}</a></li> }
    });
    let empty = empty_state(
        t("records-nothing"),
        view! {
            {meant(model)}
            <ul>
                {without_filters}
                <li>{t("records-nothing-shorter")}</li>
                <li>{t("records-nothing-number")}</li>
                <li>{t("records-nothing-withdrawn")} <a href="/withdrawals">{t("records-nothing-withdrawals")}</a></li>
                <li><a href="/feedback/new?kind=inquiry">{t("records-nothing-ask")}</a></li>
            </ul>
        },
    );
    view! { {empty} {model.covered.as_ref().map(covered)} }.into_any()
}

/// The word that may have been meant.
pub(super) fn meant(model: &Results) -> Option<AnyView> {
    let word = model.did_you_mean.clone()?;
    let href = Query::new("/records").with("q", &word).href();
    Some(view! { <p>{t("records-did-you-mean")} <a href=href>{word}</a></p> }.into_any())
}

fn covered(model: &Coverage) -> AnyView {
    let whose = if model.units.is_empty() {
        t("records-covered-all")
    } else {
        model.units.join(&t("common-comma"))
    };
    if model.years.is_empty() {
        let none = t_with("records-covered-none", &[("units", whose.into())]);
        return view! { <p>{none}</p> }.into_any();
    }
    let sealed = (!model.sealed.is_empty()).then(|| sealed(&model.sealed));
    let title = t_with("records-covered", &[("units", whose.into())]);
    let by_unit = (!model.by_unit.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t("records-covered-by-unit")}</summary>
                {table(t("records-covered-by-unit"), "records-unit", &model.by_unit)}
                <p><a href="/units">{t("common-all-units")}</a></p>
            </details>
        }
    });
    view! {
        {sealed}
        <section>
            <h2>{title.clone()}</h2>
            {table(title, "records-covered-year", &model.years)}
            {by_unit}
        </section>
    }
    .into_any()
}

/// What is not found because the law seals it is told, with the way to its numbers.
fn sealed(rules: &[(Option<NaiveDate>, String)]) -> AnyView {
    let lines = rules.iter().map(|(from, ground)| {
        let from = from.map(|from| t_with("records-sealed-from", &[("day", day_text(from).into())]));
        view! { <li>{from} {ground.clone()}</li> }
    });
    let told = view! {
        <p>{t("records-sealed")} <a href="/statistics">{t("records-sealed-statistics")}</a></p>
        <ul>{lines.collect_view()}</ul>
    };
    notice(Tone::Neutral, told).into_any()
}

fn table(caption: String, what: &'static str, lines: &[CoverageLine]) -> AnyView {
    let table = Table::new(caption)
        .column(t(what))
        .figures(t("records-covered-count"))
        .column(t("records-covered-days"));
    lines
        .iter()
        .cloned()
        .fold(table, |table, line| table.row(cells(line)))
        .view()
}

fn cells(line: CoverageLine) -> Vec<AnyView> {
    let what = line.what.unwrap_or_else(|| t("records-covered-undated"));
    let what = match line.href {
        Some(href) => view! { <a href=href>{what}</a> }.into_any(),
        None => what.into_any(),
    };
    let days = line.days.map(|(from, to)| view! { {day(from)} " – " {day(to)} });
    vec![what, number(line.records).into_any(), days.into_any()]
}
