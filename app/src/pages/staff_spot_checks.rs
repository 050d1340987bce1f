//! 抽查 at the workbench: the checks, what was found, and the way from one to the other.

mod findings;
mod item;
mod new;
mod one;

pub use findings::{Findings, Found, findings};
pub use item::{Finding, ItemModel, Judgeable, Original, Posted, item};
pub use new::{New, new};
pub use one::{Check, ItemLine, UnitLine, check};

use chrono::NaiveDate;
use domain::record::RecordKind;
use domain::spot_check::{FindingStage, Outcome, Tally};
use leptos::prelude::*;

use crate::components::{Table, Tone, day, empty_state, number, pagination, status_tag};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// What a check draws from.
#[derive(Debug, Clone)]
pub struct Range {
    /// First published from this day to that one.
    pub days: (NaiveDate, NaiveDate),
    /// Of this unit and those below it, by name.
    pub unit: Option<String>,
    /// Of this kind.
    pub kind: Option<RecordKind>,
    /// Only what nobody reviewed.
    pub unreviewed: bool,
}

impl Range {
    fn view(self) -> AnyView {
        let (from, to) = self.days;
        let rest = [
            Some(self.unit.unwrap_or_else(|| t("common-all-units"))),
            self.kind.map(|kind| kind.label().to_owned()),
            self.unreviewed.then(|| t("spot-checks-unreviewed")),
        ];
        let rest = rest
            .into_iter()
            .flatten()
            .map(|word| view! { " · " {word} })
            .collect_view();
        view! { {day(from)} "–" {day(to)} {rest} }.into_any()
    }
}

/// A check of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// What people call it by.
    pub number: i32,
    /// What it draws from.
    pub range: Range,
    /// Who drew, and when.
    pub drawn: (String, NaiveDate),
    /// How far it has come.
    pub tally: Tally,
}

/// A page of the list.
#[derive(Debug, Clone)]
pub struct List {
    /// Last drawn first.
    pub lines: Vec<Line>,
    /// How many in all.
    pub total: u64,
    /// This page, from 1.
    pub page: u64,
    /// Lines on a page.
    pub per_page: u64,
    /// Findings that wait for the desk.
    pub open: u64,
    /// The reader may draw.
    pub draws: bool,
}

const PATH: &str = "/staff/spot-checks";

/// Renders the list.
pub fn list(ui: &Ui, model: List) -> String {
    document(ui, Head::new(t("spot-checks-title")).noindex(), move || {
        let new = model.draws.then(|| {
            view! { <a class="button" href="/staff/spot-checks/new">{t("spot-checks-new")}</a> }
        });
        let open = t_with(
            "spot-checks-open-findings",
            &[("count", number(model.open).into())],
        );
        let lines = if model.lines.is_empty() {
            empty_state(
                t("spot-checks-none"),
                view! { <p>{t("spot-checks-none-text")}</p> },
            )
        } else {
            table(model.lines)
        };
        view! {
            <h1>{t("spot-checks-title")}</h1>
            <p class="narrow">{t("spot-checks-lead")}</p>
            <p class="button-row">
                {new}
                <a class="button button-secondary" href="/staff/spot-checks/findings">{open}</a>
            </p>
            {lines}
            {pagination(&Query::new(PATH), model.page, model.per_page, model.total)}
        }
    })
}

fn table(lines: Vec<Line>) -> AnyView {
    let table = Table::new(t("spot-checks-title"))
        .column(t("spot-checks-check"))
        .column(t("spot-checks-range"))
        .column(t("spot-checks-drawn-by"))
        .figures(t("spot-checks-drawn"))
        .figures(t("spot-checks-in-order"))
        .figures(t("spot-checks-with-findings"))
        .column(t("spot-checks-state"));
    let row = |table: Table, line: Line| {
        let href = format!("{PATH}/{}", line.number);
        let (by, on) = line.drawn;
        table.row(vec![
            view! { <a href=href>{name(line.number)}</a> }.into_any(),
            line.range.view(),
            view! { {by} " " {day(on)} }.into_any(),
            number(line.tally.drawn).into_any(),
            number(line.tally.in_order).into_any(),
            number(line.tally.with_findings()).into_any(),
            progress(&line.tally),
        ])
    };
    lines.into_iter().fold(table, row).view()
}

/// 第 3 次抽查.
fn name(number: i32) -> String {
    t_with("spot-checks-name", &[("number", number.to_string().into())])
}

/// What is left to do.
fn progress(tally: &Tally) -> AnyView {
    let count = |n: u64| [("count", number(n).into())];
    match (tally.waiting(), tally.open) {
        (0, 0) => status_tag(Tone::Ok, t("spot-checks-finished")),
        (0, open) => status_tag(Tone::Warn, t_with("spot-checks-to-settle", &count(open))),
        (waiting, _) => status_tag(Tone::Active, t_with("spot-checks-to-judge", &count(waiting))),
    }
}

/// Where a finding stands.
fn stage(stage: &FindingStage) -> AnyView {
    match stage {
        FindingStage::Open(_) => status_tag(Tone::Warn, t("spot-checks-finding-open")),
        FindingStage::Left => status_tag(Tone::Ok, t("spot-checks-finding-left")),
        FindingStage::Settled(settled) => {
            let outcome = settled.settlement().outcome();
            let tone = match outcome {
                Outcome::Corrected => Tone::Ok,
                Outcome::NotUpheld => Tone::Neutral,
            };
            status_tag(tone, outcome.label())
        }
    }
}

/// Published by an import alone: nobody looked at it before.
fn unreviewed_mark(reviewed: bool) -> Option<AnyView> {
    (!reviewed).then(|| status_tag(Tone::Neutral, t("spot-checks-not-reviewed")))
}
