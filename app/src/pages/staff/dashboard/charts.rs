//! Charts of the dashboard: SVG by attributes alone, each with the table of its figures behind it.

use chrono::NaiveDate;
use domain::callback::Reason;
use domain::statistics::Rate;
use leptos::prelude::*;

use super::sunday;
use crate::components::{Table, number, percent};
use crate::t;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 170.0;

fn place(value: f64) -> String {
    format!("{value:.1}")
}

/// A bar with its whisker, from 0 to 100 %, beside the figure that says the same.
pub(super) fn interval_bar(rate: Rate) -> AnyView {
    let at = |share: f64| place(share * 100.0);
    view! {
        <svg class="chart-inline" viewBox="0 0 100 12" width="100" height="12" aria-hidden="true" focusable="false">
            <rect class="bar" x="0" y="3" width=at(rate.share()) height="6" />
            <line class="whisker" x1=at(rate.low) y1="6" x2=at(rate.high) y2="6" />
        </svg>
    }
    .into_any()
}

/// The line of eight weeks, with an interval for each, and a table whose figures lead to the cases.
#[expect(clippy::cast_precision_loss, reason = "eight weeks")]
pub(super) fn weeks_chart(
    weeks: &[(NaiveDate, Option<Rate>)],
    href: impl Fn(NaiveDate) -> String,
) -> AnyView {
    let step = (WIDTH - LEFT) / weeks.len().max(1) as f64;
    let x = |i: usize| LEFT + step * (i as f64 + 0.5);
    let y = |share: f64| BOTTOM - (BOTTOM - TOP) * share;
    let points: Vec<_> = weeks
        .iter()
        .enumerate()
        .filter_map(|(i, (_, rate))| rate.map(|rate| format!("{},{}", place(x(i)), place(y(rate.share())))))
        .collect();
    let grid = [0.0, 0.5, 1.0].map(|share| {
        let at = place(y(share));
        view! {
            <line class="grid" x1=place(LEFT) y1=at.clone() x2=place(WIDTH) y2=at.clone() />
            <text class="label" dominant-baseline="middle" x="0" y=at>{format!("{:.0}%", share * 100.0)}</text>
        }
    });
    let marks = weeks.iter().enumerate().map(|(i, (monday, rate))| {
        let label = monday.format("%m-%d").to_string();
        let whisker = rate.map(|rate| {
            view! { <line class="whisker" x1=place(x(i)) y1=place(y(rate.low)) x2=place(x(i)) y2=place(y(rate.high)) /> }
        });
        view! { {whisker} <text class="label" text-anchor="middle" x=place(x(i)) y=place(HEIGHT - 8.0)>{label}</text> }
    });
    let (grid, marks) = (grid.collect_view(), marks.collect_view());
    view! {
        <figure class="chart">
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=t("dashboard-weeks")>
                {grid} {marks} <polyline class="line" fill="none" points=points.join(" ") />
            </svg>
            <details><summary>{t("dashboard-weeks-table")}</summary>{weeks_table(weeks, href)}</details>
        </figure>
    }
    .into_any()
}

fn weeks_table(weeks: &[(NaiveDate, Option<Rate>)], href: impl Fn(NaiveDate) -> String) -> AnyView {
    let table = Table::new(t("dashboard-weeks"))
        .column(t("dashboard-col-week"))
        .figures(t("dashboard-col-rate"))
        .figures(t("dashboard-col-answered"));
    let row = |table: Table, (monday, rate): &(NaiveDate, Option<Rate>)| {
        let shown = rate.map_or_else(
            || t("dashboard-no-rate"),
            |rate| {
                format!(
                    "{} [{}, {}]",
                    percent(rate.share()),
                    percent(rate.low),
                    percent(rate.high)
                )
            },
        );
        let week = format!("{monday} – {}", sunday(*monday));
        let n = number(rate.map_or(0, |rate| rate.n));
        let n = view! { <a href=href(*monday)>{n}</a> };
        table.row(vec![week.into_any(), shown.into_any(), n.into_any()])
    };
    weeks.iter().fold(table, row).view()
}

/// Reasons as bars, and as a table whose figures lead to the cases.
#[expect(clippy::cast_precision_loss, reason = "counts of ratings stay far below 2^52")]
pub(super) fn reasons_chart(reasons: &[(Reason, u64)], href: impl Fn(Reason) -> String) -> AnyView {
    if reasons.is_empty() {
        return t("dashboard-no-rate").into_any();
    }
    let most = reasons.iter().map(|(_, n)| *n).max().unwrap_or(1).max(1) as f64;
    let bars = reasons.iter().enumerate().map(|(i, (reason, n))| {
        let top = 28.0 * i as f64;
        view! {
            <text class="label" x="0" y=place(top + 17.0)>{reason.label()}</text>
            <rect class="bar" x="300" y=place(top + 4.0) width=place(300.0 * *n as f64 / most) height="18" />
        }
    });
    let bars = bars.collect_view();
    let table = Table::new(t("dashboard-reasons-chart"))
        .column(t("dashboard-col-reason"))
        .figures(t("dashboard-col-count"));
    let row = |table: Table, (reason, n): &(Reason, u64)| {
        let link = view! { <a href=href(*reason)>{number(*n)}</a> };
        table.row(vec![reason.label().into_any(), link.into_any()])
    };
    let table = reasons.iter().fold(table, row).view();
    view! {
        <figure class="chart">
            <svg
                viewBox=format!("0 0 {WIDTH} {}", 28 * reasons.len())
                role="img"
                aria-label=t("dashboard-reasons-chart")
            >
                {bars}
            </svg>
            {table}
        </figure>
    }
    .into_any()
}
