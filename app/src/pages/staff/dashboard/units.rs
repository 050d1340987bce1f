//! The table of units.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::charts::interval_bar;
use super::{DashboardModel, UnitRow, basis, cases, figure, follow_ups, listed, overdue_work, span};
use crate::components::{Table, percent};
use crate::{t, t_with};

pub(super) fn units(model: &DashboardModel) -> AnyView {
    let table = Table::new(t("dashboard-units"))
        .column(t("dashboard-col-unit"))
        .figures(t("dashboard-col-due"))
        .figures(t("dashboard-col-not-due"))
        .figures(t("dashboard-col-invited"))
        .figures(t("dashboard-col-answered"))
        .column(t("dashboard-col-rate"))
        .figures(t("dashboard-col-rank"))
        .figures(t("dashboard-col-overdue"))
        .figures(t("dashboard-col-cases-overdue"))
        .figures(t("dashboard-col-demands-overdue"))
        .figures(t("dashboard-col-rectifying"))
        .figures(t("dashboard-col-change"));
    let row = |table: Table, unit: &UnitRow| {
        let of = |group, n| figure(n, &cases(model, group).with("unit", &unit.code));
        let waiting = |show, n| figure(n, &follow_ups(show).with("unit", &unit.code));
        let rank = unit.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string());
        let change = unit
            .rate
            .zip(unit.before)
            .map(|(now, before)| points(now.share() - before.share()))
            .map(|change| {
                let (from, to) = before(model);
                let href = span("answered", from, to).with("unit", &unit.code).href();
                view! { <a href=href>{change}</a> }
            });
        table.row(vec![
            unit.name.clone().into_any(),
            of("due", unit.due),
            of("not-due", unit.not_due),
            of("invited", unit.invited),
            of("answered", unit.answered),
            rate_cell(model, unit),
            rank.into_any(),
            waiting("overdue", unit.overdue),
            listed(unit.cases_overdue, &overdue_work().with("unit", &unit.code)),
            figure(unit.demands_overdue, &overdue_work().with("unit", &unit.code)),
            waiting("rectifying", unit.rectifying),
            change.into_any(),
        ])
    };
    model.units.iter().fold(table, row).view()
}

fn rate_cell(model: &DashboardModel, unit: &UnitRow) -> AnyView {
    let Some(rate) = unit.rate else {
        return t("dashboard-no-rate").into_any();
    };
    let href = cases(model, "satisfied").with("unit", &unit.code).href();
    view! { <a href=href>{percent(rate.share())}</a> " " {interval_bar(rate)} <span class="small muted">{basis(Some(rate))}</span> }
        .into_any()
}

/// The period before, of the same length.
fn before(model: &DashboardModel) -> (NaiveDate, NaiveDate) {
    let days = chrono::TimeDelta::days((model.to - model.from).num_days() + 1);
    (model.from - days, model.to - days)
}

fn points(change: f64) -> String {
    t_with(
        "dashboard-points",
        &[("points", format!("{:+.1}", change * 100.0).into())],
    )
}
