//! 异议 at the workbench: the queue, privacy first and then by due date.

mod one;

pub use one::{Opened, objection};

use chrono::NaiveDate;
use domain::objection::{ObjectionKind, Outcome, RecordNow};
use leptos::prelude::*;

use crate::components::{Table, Tone, day, deadline, empty_state, notice, number, pagination, status_tag};
use crate::link::Query;
use crate::pages::objections::outcome_tone;
use crate::{Head, Ui, document, t, t_with};

/// A line of the queue.
#[derive(Debug, Clone)]
pub struct Line {
    /// `Y-…`.
    pub reference: String,
    /// What it is about.
    pub kind: ObjectionKind,
    /// What the record is called in public, while it is.
    pub title: Option<String>,
    /// What has become of the record.
    pub record_now: RecordNow,
    /// The day received.
    pub received_on: NaiveDate,
    /// The last day for its answer.
    pub due_on: Option<NaiveDate>,
    /// What came of it, and when.
    pub answered: Option<(Outcome, NaiveDate)>,
}

/// A page of the queue.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The answered ones, not those that wait.
    pub answered: bool,
    /// How many wait, how many of them too long, how many are answered.
    pub counts: (u64, u64, u64),
    /// This page's lines.
    pub lines: Vec<Line>,
    /// This page, from 1.
    pub page: u64,
    /// Lines on a page.
    pub per_page: u64,
}

/// Renders a page of the queue.
pub fn desk(ui: &Ui, model: Desk) -> String {
    let today = ui.today;
    document(ui, Head::new(t("staff-objections-title")).noindex(), move || {
        let (open, overdue, answered) = model.counts;
        let (total, word) = if model.answered {
            (answered, Some("answered"))
        } else {
            (open, None)
        };
        let query = address(word);
        let late = (!model.answered && overdue > 0).then(|| {
            let count = [("count", number(overdue).into())];
            notice(
                Tone::Danger,
                view! { <p>{t_with("staff-objections-overdue", &count)}</p> },
            )
        });
        let lines = if model.lines.is_empty() {
            empty_state(
                t("staff-objections-empty"),
                view! { <p>{t("staff-objections-empty-text")}</p> },
            )
        } else {
            table(model.answered, model.lines, today)
        };
        view! {
            <h1>{t("staff-objections-title")}</h1>
            {late}
            {lists(model.answered, open, answered)}
            {lines}
            {pagination(&query, model.page, model.per_page, total)}
        }
    })
}

fn address(list: Option<&str>) -> Query {
    let query = Query::new("/staff/objections");
    match list {
        Some(list) => query.with("list", list),
        None => query,
    }
}

fn lists(is_answered: bool, open: u64, answered: u64) -> AnyView {
    let link = |list: Option<&'static str>, key: &str, count: u64| {
        let here = (list.is_some() == is_answered).then_some("page");
        let href = address(list).href();
        view! { <li><a class="chip" href=href aria-current=here>{t(key)}" "{number(count)}</a></li> }
    };
    view! {
        <nav aria-label=t("staff-objections-lists")>
            <ul class="chips">
                {link(None, "staff-objections-open", open)}
                {link(Some("answered"), "staff-objections-answered", answered)}
            </ul>
        </nav>
    }
    .into_any()
}

fn table(is_answered: bool, lines: Vec<Line>, today: NaiveDate) -> AnyView {
    let (caption, last) = if is_answered {
        ("staff-objections-answered", "staff-objections-outcome")
    } else {
        ("staff-objections-open", "objection-due")
    };
    let table = Table::new(t(caption))
        .column(t("receipt-reference"))
        .column(t("objection-kind"))
        .column(t("objection-record"))
        .column(t("staff-objections-record-now"))
        .column(t("receipt-received"))
        .column(t(last));
    lines
        .into_iter()
        .fold(table, |table, line| table.row(cells(line, today)))
        .view()
}

fn cells(line: Line, today: NaiveDate) -> Vec<AnyView> {
    let href = format!("/staff/objections/{}", line.reference);
    let first = (line.kind.is_urgent() && line.answered.is_none())
        .then(|| status_tag(Tone::Warn, t("staff-objections-first")));
    let last = match line.answered {
        Some((outcome, on)) => {
            view! { {status_tag(outcome_tone(outcome), outcome.label())} " " {day(on)} }.into_any()
        }
        None => line.due_on.map(|on| deadline(on, today)).into_any(),
    };
    vec![
        view! { <a class="nowrap" href=href>{line.reference}</a> }.into_any(),
        view! { {line.kind.label()} " " {first} }.into_any(),
        line.title
            .unwrap_or_else(|| t("staff-objections-unknown-title"))
            .into_any(),
        now(line.record_now),
        day(line.received_on),
        last,
    ]
}

/// What has become of the record.
pub(crate) fn now(record: RecordNow) -> AnyView {
    let (tone, word) = match record {
        RecordNow::Unchanged => (Tone::Neutral, t("staff-objections-now-unchanged")),
        RecordNow::Republished => (Tone::Ok, t("staff-objections-now-republished")),
        RecordNow::Withdrawn(code) => {
            let code = [("code", code.label().into())];
            (Tone::Warn, t_with("staff-objections-now-withdrawn", &code))
        }
        RecordNow::Expired => (Tone::Warn, t("staff-objections-now-expired")),
    };
    status_tag(tone, word)
}
