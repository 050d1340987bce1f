//! 待办: what is due next stands on top.

use chrono::NaiveDate;
use domain::demand::DemandStatus;
use domain::feedback::{FeedbackKind, Status};
use leptos::prelude::*;

use super::agenda::{self, AgendaLine};
use crate::components::{
    FormState, Table, Tone, day, deadline, empty_state, is_soon, pagination, stat_tile, status_tag,
};
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
    /// The day of the citizen's last message that nobody reacted to.
    pub news_on: Option<NaiveDate>,
    /// The last day on which anything happened.
    pub last_on: Option<NaiveDate>,
}

/// A demand that waits.
#[derive(Debug, Clone)]
pub struct DemandRow {
    /// Its address.
    pub path: String,
    /// What people call it by.
    pub number: String,
    /// One line.
    pub title: String,
    /// Where it stands.
    pub status: DemandStatus,
    /// Who answers.
    pub unit: String,
    /// The day sent.
    pub sent_on: NaiveDate,
    /// Until when the unit must answer.
    pub due_on: Option<NaiveDate>,
}

/// The queue.
#[derive(Debug, Clone)]
pub struct QueueModel {
    /// Cases, the next to do on top; of closed ones the newest end.
    pub rows: Vec<QueueRow>,
    /// Demands and rectifications, the next due on top.
    pub demands: Vec<DemandRow>,
    /// Open cases.
    pub open: u64,
    /// Of them overdue.
    pub overdue: u64,
    /// There is another page.
    pub has_more: bool,
    /// The chosen kind.
    pub kind: Option<FeedbackKind>,
    /// Closed cases are shown.
    pub finished: bool,
    /// Only those with a clock that ran out are shown.
    pub only_overdue: bool,
    /// The chosen unit: code and name.
    pub unit: Option<(String, String)>,
    /// Which page, from 1.
    pub page: u64,
    /// Lines a page.
    pub per_page: u64,
    /// What waits at the desk where records become public.
    pub agenda: Vec<AgendaLine>,
    /// The look-up by reference.
    pub form: FormState,
}

impl QueueModel {
    /// The address of what is shown, without its page.
    fn address(&self) -> Query {
        let pick = |query: Query, name, value: Option<&str>| match value {
            Some(value) => query.with(name, value),
            None => query,
        };
        let query = pick(
            Query::new("/staff/queue"),
            "finished",
            self.finished.then_some("true"),
        );
        let query = pick(query, "overdue", self.only_overdue.then_some("true"));
        let query = pick(query, "unit", self.unit.as_ref().map(|(code, _)| code.as_str()));
        pick(query, "kind", self.kind.map(FeedbackKind::as_str))
    }

    /// Whether nothing of the people's waits, where other work does: then there is little to tell of it.
    fn is_quiet(&self) -> bool {
        !self.agenda.is_empty() && !self.only_overdue && self.open == 0 && self.demands.is_empty()
    }

    /// How many lines there are as far as this page can tell: enough to lead to the next.
    fn known(&self) -> u64 {
        (self.page - 1) * self.per_page + self.rows.len() as u64 + u64::from(self.has_more)
    }
}

/// 待办.
pub fn queue(ui: &Ui, model: QueueModel) -> String {
    let today = ui.today;
    document(ui, Head::new(t("queue-title")).noindex(), move || {
        let address = model.address();
        let pages = pagination(&address, model.page, model.per_page, model.known());
        let filters = filters(&model, &address);
        let is_quiet = model.is_quiet();
        let QueueModel {
            rows,
            demands,
            open,
            overdue,
            finished,
            only_overdue,
            agenda,
            form,
            ..
        } = model;
        let all_overdue = Query::new("/staff/queue").with("overdue", "true").href();
        let soon = rows
            .iter()
            .filter(|row| row.due.as_ref().is_some_and(|(_, on)| is_soon(*on, today)))
            .count();
        let tiles = view! {
            <div class="stats">
                {stat_tile(t("queue-open"), open.to_string(), t("queue-open-basis"), None)}
                {stat_tile(t("queue-soon"), soon.to_string(), t("queue-soon-basis"), None)}
                {stat_tile(
                    t("queue-overdue"),
                    overdue.to_string(),
                    t("queue-overdue-basis"),
                    (overdue > 0).then_some(all_overdue),
                )}
            </div>
        };
        let waiting_demands = (!is_quiet).then(|| {
            view! { <h2>{t("queue-demands")}</h2> {demand_table(demands, only_overdue, today)} }
        });
        view! {
            <h1>{t("queue-title")}</h1>
            {agenda::table(agenda, today)}
            {(!is_quiet).then_some(tiles)}
            {filters}
            {look_up(&form)}
            <h2>{t("queue-cases")}</h2>
            {cases(rows, finished, today)}
            {pages}
            {waiting_demands}
        }
    })
}

fn look_up(form: &FormState) -> AnyView {
    view! {
        <form method="get" class="row">
            {form.field("reference", t("queue-look-up")).input()}
            <button class="button button-secondary">{t("queue-look-up-button")}</button>
        </form>
    }
    .into_any()
}

fn filters(model: &QueueModel, address: &Query) -> AnyView {
    let (kind, finished) = (model.kind, model.finished);
    let here = address.clone().clear("kind");
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
    let other = address.clone().clear("overdue").clear("finished");
    let (other, label) = if finished {
        (other, t("queue-show-open"))
    } else {
        (other.with("finished", "true"), t("queue-show-finished"))
    };
    let overdue = model
        .only_overdue
        .then(|| removable(t("queue-overdue"), address.clone().clear("overdue")));
    let unit = model
        .unit
        .as_ref()
        .map(|(_, name)| removable(name.clone(), address.clone().clear("unit")));
    view! {
        <nav aria-label=t("common-filters")>
            <ul class="chips"><li>{all}</li> {kinds} <li><a href=other.href()>{label}</a></li> {overdue} {unit}</ul>
        </nav>
    }
    .into_any()
}

/// A filter in force, with the way to take it off.
fn removable(label: String, without: Query) -> AnyView {
    let words = t_with("common-remove-filter", &[("label", label.clone().into())]);
    view! { <li><a class="chip" href=without.href() aria-label=words>{label} " ✕"</a></li> }.into_any()
}

fn cases(rows: Vec<QueueRow>, finished: bool, today: NaiveDate) -> AnyView {
    if rows.is_empty() {
        return empty_state(t("queue-empty"), view! { <p>{t("queue-empty-next")}</p> });
    }
    let (caption, last) = if finished {
        ("queue-finished-caption", "queue-last-on")
    } else {
        ("queue-caption", "receipt-received")
    };
    let table = Table::new(t(caption))
        .column(t("queue-reference"))
        .column(t("queue-due"))
        .column(t("feedback-kind"))
        .column(t("feedback-what"))
        .column(t("queue-step"))
        .column(t(last));
    rows.into_iter()
        .fold(table, |table, row| {
            let href = format!("/staff/feedback/{}", row.reference);
            let due = row.due.map(
                |(clock, on)| view! { {deadline(on, today)} " " <span class="muted nowrap">{clock}</span> },
            );
            let news = row.has_news.then(|| {
                view! { {status_tag(Tone::Warn, t("queue-news"))} " " {row.news_on.map(day)} }
            });
            table.row(vec![
                view! { <a class="nowrap" href=href>{row.reference}</a> }.into_any(),
                due.into_any(),
                row.kind.label().into_any(),
                row.title.into_any(),
                view! { {status_tag(status_tone(row.status), row.status.label())} " " {news} }.into_any(),
                day(row.last_on.filter(|_| finished).unwrap_or(row.received_on)),
            ])
        })
        .view()
}

fn demand_table(rows: Vec<DemandRow>, only_overdue: bool, today: NaiveDate) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="muted">{t("queue-no-demands")}</p> }.into_any();
    }
    let caption = if only_overdue {
        "queue-demands-overdue-caption"
    } else {
        "queue-demands-caption"
    };
    let table = Table::new(t_with(caption, &[("count", rows.len().into())]))
        .column(t("queue-reference"))
        .column(t("queue-due"))
        .column(t("feedback-what"))
        .column(t("demand-unit"))
        .column(t("queue-step"))
        .column(t("demand-sent-on"));
    rows.into_iter()
        .fold(table, |table, row| {
            table.row(vec![
                view! { <span class="nowrap">{row.number}</span> }.into_any(),
                row.due_on.map(|on| deadline(on, today)).into_any(),
                view! { <a href=row.path>{row.title}</a> }.into_any(),
                row.unit.into_any(),
                status_tag(Tone::Active, row.status.label()),
                day(row.sent_on),
            ])
        })
        .view()
}
