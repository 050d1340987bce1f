//! What spot checks found, as the desk works it off.

use chrono::NaiveDate;
use domain::spot_check::{FindingKind, FindingStage};
use leptos::prelude::*;

use super::{PATH, stage};
use crate::components::{Table, breadcrumbs, day, empty_state, number, pagination};
use crate::link::Query;
use crate::{Head, Ui, document, t};

/// A page of the list.
#[derive(Debug, Clone)]
pub struct Findings {
    /// Those that are done, not those that wait.
    pub done: bool,
    /// How many wait, and how many are done.
    pub counts: (u64, u64),
    /// This page's findings.
    pub lines: Vec<Found>,
    /// This page, from 1.
    pub page: u64,
    /// Lines on a page.
    pub per_page: u64,
}

/// A finding with where it was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The number of the check, and the record's place in it.
    pub place: (i32, i32),
    /// What the record is called in public, while it is; else its reference.
    pub title: String,
    /// Whose it is, by name.
    pub unit: String,
    /// What was found.
    pub kind: FindingKind,
    /// What was seen.
    pub words: String,
    /// When.
    pub found_on: NaiveDate,
    /// Where it stands.
    pub stage: FindingStage,
}

/// Renders a page of the list.
pub fn findings(ui: &Ui, model: Findings) -> String {
    document(ui, Head::new(t("spot-checks-findings")).noindex(), move || {
        let (open, done) = model.counts;
        let query = address(model.done);
        let total = if model.done { done } else { open };
        let link = |is_done: bool, key: &str, count: u64| {
            let here = (is_done == model.done).then_some("page");
            let href = address(is_done).href();
            view! { <li><a class="chip" href=href aria-current=here>{t(key)}" "{number(count)}</a></li> }
        };
        let lines = if model.lines.is_empty() {
            empty_state(
                t("spot-checks-no-findings"),
                view! { <p>{t("spot-checks-no-findings-text")}</p> },
            )
        } else {
            table(model.lines.clone())
        };
        view! {
            {breadcrumbs(&[(PATH, t("spot-checks-title"))], t("spot-checks-findings"))}
            <h1>{t("spot-checks-findings")}</h1>
            <nav aria-label=t("spot-checks-lists")>
                <ul class="chips">
                    {link(false, "spot-checks-finding-open", open)} {link(true, "spot-checks-finding-done", done)}
                </ul>
            </nav>
            {lines}
            {pagination(&query, model.page, model.per_page, total)}
        }
    })
}

fn address(is_done: bool) -> Query {
    Query::new("/staff/spot-checks/findings").with("list", if is_done { "done" } else { "" })
}

fn table(lines: Vec<Found>) -> AnyView {
    let table = Table::new(t("spot-checks-findings"))
        .column(t("staff-records-record"))
        .column(t("records-unit"))
        .column(t("spot-checks-kind"))
        .column(t("spot-checks-words"))
        .column(t("spot-checks-found-on"))
        .column(t("spot-checks-state"));
    let row = |table: Table, line: Found| {
        let (check, place) = line.place;
        let href = format!("{PATH}/{check}/{place}");
        table.row(vec![
            view! { <a href=href>{line.title}</a> }.into_any(),
            line.unit.into_any(),
            line.kind.label().into_any(),
            view! { <div class="typed">{line.words}</div> }.into_any(),
            day(line.found_on),
            stage(&line.stage),
        ])
    };
    lines.into_iter().fold(table, row).view()
}
