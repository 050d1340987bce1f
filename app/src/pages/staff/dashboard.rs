//! The supervisor's morning page (监测): figures with n, interval and formula, each a link to what is behind it.

mod charts;
mod units;

use chrono::{Days, NaiveDate};
use domain::callback::Reason;
use domain::statistics::{Listed, Rate};
use leptos::prelude::*;

use crate::components::{FormState, empty_state, month_day, number, percent, stat_tile};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};
use charts::{reasons_chart, weeks_chart};
use units::units;

/// One unit.
#[derive(Debug, Clone)]
pub struct UnitRow {
    /// Its code, for links.
    pub code: String,
    /// Its name.
    pub name: String,
    /// 应回访.
    pub due: u64,
    /// Not to be called back.
    pub not_due: u64,
    /// 已回访.
    pub invited: u64,
    /// 有效.
    pub answered: u64,
    /// The rate.
    pub rate: Option<Rate>,
    /// The rate of the period before.
    pub before: Option<Rate>,
    /// Its place, when it may be ranked.
    pub rank: Option<usize>,
    /// Overdue follow-ups.
    pub overdue: u64,
    /// Overdue cases of feedback in its queue.
    pub cases_overdue: Listed,
    /// Overdue demands and rectifications in its hands.
    pub demands_overdue: u64,
    /// At the unit.
    pub rectifying: u64,
}

/// The page's model.
#[derive(Debug, Clone)]
pub struct DashboardModel {
    /// First day counted.
    pub from: NaiveDate,
    /// Last day counted.
    pub to: NaiveDate,
    /// Yesterday, with due, invited and answered.
    pub yesterday: (NaiveDate, [u64; 3]),
    /// Due, invited and answered of the period.
    pub totals: [u64; 3],
    /// The rate of the period.
    pub rate: Option<Rate>,
    /// The rate after rectification.
    pub second: Option<Rate>,
    /// Overdue, escalated or about conduct, each once.
    pub deciding: u64,
    /// Follow-ups with a clock that has run out, at the desk or at the unit.
    pub overdue: u64,
    /// Cases of feedback with a clock that has run out.
    pub cases_overdue: Listed,
    /// Demands and rectifications with a clock that has run out.
    pub demands_overdue: u64,
    /// Still not satisfied after rectification.
    pub escalated: u64,
    /// 廉洁 and conduct, undecided.
    pub conduct: u64,
    /// The name of the formula.
    pub formula: &'static str,
    /// By code.
    pub units: Vec<UnitRow>,
    /// Mondays with their rates, oldest first.
    pub weeks: Vec<(NaiveDate, Option<Rate>)>,
    /// Most often first.
    pub reasons: Vec<(Reason, u64)>,
    /// What was typed into the period.
    pub form: FormState,
}

/// The page.
pub fn dashboard(ui: &Ui, model: DashboardModel) -> String {
    document(ui, Head::new(t("dashboard-title")).noindex(), move || {
        view! {
            <h1>{t("dashboard-title")}</h1>
            {yesterday(&model)}
            {decisions(&model)}
            {period(&model)}
            {tiles(&model)}
            <p class="muted small">{t("dashboard-formula")} {model.formula}</p>
            <p class="muted small">{t("dashboard-own")}</p>
            <h2>{t("dashboard-weeks")}</h2>
            {weeks_chart(&model.weeks, |monday| span("answered", monday, sunday(monday)).href())}
            <h2>{t("dashboard-units")}</h2>
            <p class="muted">{t("dashboard-units-hint")}</p>
            {if model.units.is_empty() {
                empty_state(t("dashboard-empty"), t("dashboard-empty-next"))
            } else {
                units(&model)
            }}
            <h2>{t("dashboard-reasons")}</h2>
            {reasons_chart(&model.reasons, |reason| cases(&model, "answered").with("reason", reason.as_str()).href())}
            <p><a href="/staff/records/outliers">{t("outliers-link")}</a></p>
        }
    })
}

/// The incidents behind a figure of the period.
fn cases(model: &DashboardModel, group: &str) -> Query {
    span(group, model.from, model.to)
}

fn span(group: &str, from: NaiveDate, to: NaiveDate) -> Query {
    Query::new("/staff/callbacks/cases")
        .with("group", group)
        .with("from", from)
        .with("to", to)
}

fn follow_ups(show: &str) -> Query {
    Query::new("/staff/callbacks").with("show", show)
}

/// Overdue cases, and below them overdue demands.
fn overdue_work() -> Query {
    Query::new("/staff/queue").with("overdue", "true")
}

fn figure(value: u64, href: &Query) -> AnyView {
    if value == 0 {
        number(value).into_any()
    } else {
        view! { <a href=href.href()>{number(value)}</a> }.into_any()
    }
}

/// Leads to the list where it shows all that are counted; else says how many of them it shows.
fn listed(value: Listed, href: &Query) -> AnyView {
    match value.listed {
        0 => number(value.all).into_any(),
        some if some == value.all => figure(some, href),
        some => {
            let words = t_with("dashboard-listed", &[("count", number(some).into())]);
            view! { {number(value.all)} " · " <a href=href.href()>{words}</a> }.into_any()
        }
    }
}

fn yesterday(model: &DashboardModel) -> AnyView {
    let (day, figures) = model.yesterday;
    let words = t_with("dashboard-yesterday", &[("day", month_day(day).into())]);
    let figures = ["due", "invited", "answered"]
        .into_iter()
        .zip(figures)
        .map(|(group, n)| {
            let label = t(&format!("dashboard-{group}"));
            view! { " · " {label} " " {figure(n, &span(group, day, day))} }
        });
    view! { <p>{words} {figures.collect_view()}</p> }.into_any()
}

fn decisions(model: &DashboardModel) -> AnyView {
    if model.deciding + model.cases_overdue.all + model.demands_overdue == 0 {
        return view! { <p>{t("dashboard-decide-none")}</p> }.into_any();
    }
    let items = [
        ("overdue", model.overdue),
        ("escalated", model.escalated),
        ("conduct", model.conduct),
    ];
    let chips = items.into_iter().filter(|(_, n)| *n > 0).map(|(show, n)| {
        let label = t(&format!("dashboard-{show}"));
        view! { <li><a class="chip" href=follow_ups(show).href()>{label} " " {number(n)}</a></li> }
    });
    let chips = chips.collect_view();
    let words = t_with("dashboard-decide", &[("count", number(model.deciding).into())]);
    let callbacks = (model.deciding > 0)
        .then(|| view! { <p><strong><a href=follow_ups("deciding").href()>{words}</a></strong></p> });
    let demands = model.demands_overdue;
    let demands = Listed {
        all: demands,
        listed: demands,
    };
    let overdue = [
        ("dashboard-decide-cases", model.cases_overdue),
        ("dashboard-decide-demands", demands),
    ];
    let overdue = overdue.into_iter().filter(|(_, n)| n.all > 0);
    let overdue = overdue.map(|(key, n)| overdue_line(key, n)).collect_view();
    view! {
        <section class="notice notice-warn">
            {callbacks}
            <ul class="chips">{chips}</ul>
            {overdue}
        </section>
    }
    .into_any()
}

fn overdue_line(key: &str, n: Listed) -> AnyView {
    let words = t_with(key, &[("count", number(n.all).into())]);
    let list = overdue_work().href();
    match n.listed {
        0 => view! { <p><strong>{words}</strong></p> }.into_any(),
        some if some == n.all => view! { <p><strong><a href=list>{words}</a></strong></p> }.into_any(),
        some => {
            let shown = t_with("dashboard-listed", &[("count", number(some).into())]);
            view! { <p><strong>{words}</strong> " · " <a href=list>{shown}</a></p> }.into_any()
        }
    }
}

fn period(model: &DashboardModel) -> AnyView {
    let form = &model.form;
    view! {
        <form method="get" class="row">
            {form.error_summary()}
            {form.field("from", t("dashboard-from")).kind("date").optional().input()}
            {form.field("to", t("dashboard-to")).kind("date").optional().input()}
            <button class="button button-secondary">{t("dashboard-apply")}</button>
        </form>
    }
    .into_any()
}

/// `n = 812，95% 区间 89.1%–93.0%`.
fn basis(rate: Option<Rate>) -> String {
    rate.map_or_else(
        || t("dashboard-no-rate"),
        |rate| {
            t_with(
                "dashboard-basis",
                &[
                    ("n", number(rate.n).into()),
                    ("low", percent(rate.low).into()),
                    ("high", percent(rate.high).into()),
                ],
            )
        },
    )
}

fn tiles(model: &DashboardModel) -> AnyView {
    let shown = |rate: Option<Rate>| rate.map_or_else(|| "—".to_owned(), |rate| percent(rate.share()));
    let href = |group| Some(cases(model, group).href());
    let [due, invited, answered] = model.totals;
    let days = format!("{} – {}", model.from, model.to);
    view! {
        <div class="stats">
            {stat_tile(t("dashboard-rate"), shown(model.rate), basis(model.rate), href("satisfied"))}
            {stat_tile(t("dashboard-due"), number(due), days.clone(), href("due"))}
            {stat_tile(t("dashboard-invited"), number(invited), days.clone(), href("invited"))}
            {stat_tile(t("dashboard-answered"), number(answered), days, href("answered"))}
            {stat_tile(
                t("dashboard-second"),
                shown(model.second),
                basis(model.second),
                href("again"),
            )}
        </div>
    }
    .into_any()
}

/// The Sunday of a week.
fn sunday(monday: NaiveDate) -> NaiveDate {
    monday + Days::new(6)
}

#[cfg(test)]
mod tests;
