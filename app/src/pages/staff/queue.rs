//! 待办: what is due next stands on top.

use chrono::NaiveDate;
use domain::demand::DemandStatus;
use domain::feedback::{FeedbackKind, Status};
use leptos::prelude::*;

use crate::components::{Table, Tone, day, deadline, empty_state, notice, stat_tile, status_tag};
use crate::link::Query;
use crate::pages::feedback::status_tone;
use crate::{Head, Ui, document, t, t_with};

/// A case in the queue.
#[derive(Debug, Clone)]
pub struct QueueRow {
    /// `F-…`.
    pub reference: String,
    /// What the citizen wants.
    pub kind: FeedbackKind,
    /// One line.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// The citizen wrote and waits.
    pub has_news: bool,
    /// The next last day, and which clock.
    pub due: Option<(String, NaiveDate)>,
    /// The day received.
    pub received_on: NaiveDate,
}

/// A demand that waits.
#[derive(Debug, Clone)]
pub struct DemandRow {
    /// Its address.
    pub path: String,
    /// One line.
    pub title: String,
    /// Where it stands.
    pub status: DemandStatus,
    /// Who answers.
    pub unit: String,
    /// The day sent.
    pub sent_on: NaiveDate,
}

/// The queue.
#[derive(Debug, Clone)]
pub struct QueueModel {
    /// Cases, the next due on top.
    pub rows: Vec<QueueRow>,
    /// Demands, oldest first.
    pub demands: Vec<DemandRow>,
    /// Open cases.
    pub open: u64,
    /// Of them overdue.
    pub overdue: u64,
    /// Not every case fits.
    pub is_cut: bool,
    /// The chosen kind.
    pub kind: Option<FeedbackKind>,
    /// Closed cases are shown.
    pub finished: bool,
}

/// 待办.
pub fn queue(ui: &Ui, model: QueueModel) -> String {
    let today = ui.today;
    document(ui, Head::new(t("queue-title")).noindex(), move || {
        let QueueModel {
            rows,
            demands,
            open,
            overdue,
            is_cut,
            kind,
            finished,
        } = model;
        let soon = rows
            .iter()
            .filter(|row| row.due.as_ref().is_some_and(|(_, on)| is_soon(*on, today)))
            .count();
        view! {
            <h1>{t("queue-title")}</h1>
            <div class="stats">
                {stat_tile(t("queue-open"), open.to_string(), t("queue-open-basis"), None)}
                {stat_tile(t("queue-soon"), soon.to_string(), t("queue-soon-basis"), None)}
                {stat_tile(t("queue-overdue"), overdue.to_string(), t("queue-overdue-basis"), None)}
            </div>
            {filters(kind, finished)}
            {is_cut.then(|| notice(Tone::Warn, view! { <p>{t("queue-cut")}</p> }))}
            <h2>{t("queue-cases")}</h2>
            {cases(rows, today)}
            <h2>{t("queue-demands")}</h2>
            {demand_table(demands)}
        }
    })
}

fn is_soon(on: NaiveDate, today: NaiveDate) -> bool {
    (0..=2).contains(&(on - today).num_days())
}

fn filters(kind: Option<FeedbackKind>, finished: bool) -> AnyView {
    let here = Query::new("/staff/queue");
    let here = if finished {
        here.with("finished", "true")
    } else {
        here
    };
    let all = if kind.is_some() {
        view! { <a href=here.clone().href()>{t("queue-all")}</a> }.into_any()
    } else {
        view! { <strong aria-current="true">{t("queue-all")}</strong> }.into_any()
    };
    let kinds = FeedbackKind::ALL
        .into_iter()
        .map(|one| {
            let href = here.clone().with("kind", one.as_str()).href();
            if kind == Some(one) {
                view! { <li><strong aria-current="true">{one.label()}</strong></li> }.into_any()
            } else {
                view! { <li><a href=href>{one.label()}</a></li> }.into_any()
            }
        })
        .collect_view();
    let other = Query::new("/staff/queue");
    let other = kind.map_or(other.clone(), |kind| other.with("kind", kind.as_str()));
    let (other, label) = if finished {
        (other, t("queue-show-open"))
    } else {
        (other.with("finished", "true"), t("queue-show-finished"))
    };
    view! {
        <nav aria-label=t("common-filters")>
            <ul class="chips"><li>{all}</li> {kinds} <li><a href=other.href()>{label}</a></li></ul>
        </nav>
    }
    .into_any()
}

fn cases(rows: Vec<QueueRow>, today: NaiveDate) -> AnyView {
    if rows.is_empty() {
        return empty_state(t("queue-empty"), view! { <p>{t("queue-empty-next")}</p> });
    }
    let table = Table::new(t("queue-caption"))
        .column(t("queue-reference"))
        .column(t("queue-due"))
        .column(t("feedback-kind"))
        .column(t("feedback-what"))
        .column(t("queue-step"))
        .column(t("receipt-received"));
    rows.into_iter()
        .fold(table, |table, row| {
            let href = format!("/staff/feedback/{}", row.reference);
            let due = row.due.map(
                |(clock, on)| view! { {deadline(on, today)} " " <span class="muted nowrap">{clock}</span> },
            );
            let news = row.has_news.then(|| status_tag(Tone::Warn, t("queue-news")));
            table.row(vec![
                view! { <a class="nowrap" href=href>{row.reference}</a> }.into_any(),
                due.into_any(),
                row.kind.label().into_any(),
                row.title.into_any(),
                view! { {status_tag(status_tone(row.status), row.status.label())} " " {news} }.into_any(),
                day(row.received_on),
            ])
        })
        .view()
}

fn demand_table(rows: Vec<DemandRow>) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="muted">{t("queue-no-demands")}</p> }.into_any();
    }
    let table = Table::new(t_with("queue-demands-caption", &[("count", rows.len().into())]))
        .column(t("feedback-what"))
        .column(t("demand-unit"))
        .column(t("queue-step"))
        .column(t("demand-sent-on"));
    rows.into_iter()
        .fold(table, |table, row| {
            table.row(vec![
                view! { <a href=row.path>{row.title}</a> }.into_any(),
                row.unit.into_any(),
                status_tag(Tone::Active, row.status.label()),
                day(row.sent_on),
            ])
        })
        .view()
}
