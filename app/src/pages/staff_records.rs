//! 公示记录 at the workbench: the lists of what waits for its next step, by due date.

mod choices;
mod comparison;
mod entry;
mod exceptions;
mod findable;
mod gaps;
mod lists;
mod outliers;
mod over;
mod owed;
mod policy;
mod review;
mod rounds;
mod schedule;
mod ways;

pub use choices::{Choices, Chosen};
pub(crate) use comparison::comparison;
pub use comparison::{Compared, field_label};
pub use entry::{Entry, Of, Refusal, entry};
pub use exceptions::{ExceptionLine, ExceptionStep, Register, register};
pub use findable::FindableNote;
pub use gaps::{Gaps, Shown, UnitLine, gaps};
pub(crate) use lists::list_label;
pub use outliers::{FarOut, Outliers, outliers};
pub use over::Over;
pub use owed::OwedNote;
pub use policy::{PolicyPage, Tried, policy};
pub use review::{Minor, Next, Review, Ruling, review};
pub use rounds::Round;
pub(crate) use ways::{Way, ways};

use chrono::{DateTime, NaiveDate, Utc};
use domain::publication::{Counts, DeskList};
use leptos::prelude::*;

use crate::components::{
    FormState, Table, Tone, day, day_or_unknown, deadline, document_number, empty_state, moment, notice,
    number, pagination,
};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};
use lists::{clock_of, end_of, ground_of, meaning};

/// A record of a list.
#[derive(Debug, Clone)]
pub struct Line {
    /// `R-…`.
    pub reference: String,
    /// Title of the newest original.
    pub title: String,
    /// The unit.
    pub unit: String,
    /// 文号.
    pub document_number: Option<String>,
    /// When it was decided.
    pub decided_on: Option<NaiveDate>,
    /// When it came in.
    pub came_in: NaiveDate,
    /// Why policy ruled as it did, or why it must go.
    pub ground: Option<String>,
    /// The last day for making it public, or for taking it down.
    pub due_on: Option<NaiveDate>,
    /// When it becomes public by itself.
    pub publish_at: Option<DateTime<Utc>>,
    /// Why it was sent back.
    pub comment: Option<String>,
    /// By what its public text makes somebody findable.
    pub findable: Option<String>,
    /// Why the public sees it no longer.
    pub over: Option<Over>,
    /// Whether a reviewer may let it pass from the list.
    pub pick: Option<Pick>,
}

/// What a reviewer may do from the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// Nothing but names is masked: the value of its check box.
    Plain(String),
    /// These are masked as well; each is to be looked at.
    OneByOne(String),
}

/// What a bulk approval came to.
#[derive(Debug, Clone, Default)]
pub struct Bulk {
    /// How many passed.
    pub approved: usize,
    /// Reference and reason of those that did not.
    pub refused: Vec<(String, String)>,
}

/// One list of the desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Which one.
    pub list: DeskList,
    /// How many records each holds.
    pub counts: Counts,
    /// This page's records.
    pub lines: Vec<Line>,
    /// This page, from 1.
    pub page: u64,
    /// Records on a page.
    pub per_page: u64,
    /// Records in the list.
    pub total: u64,
    /// Today.
    pub today: NaiveDate,
    /// What was just approved from the list.
    pub bulk: Option<Bulk>,
    /// Whether the person enters records by hand.
    pub may_enter: bool,
    /// The bulk form, or what was sought, as it was sent.
    pub form: FormState,
    /// References of several records that were meant.
    pub under: Vec<String>,
    /// Whether the reader may see the fines that lie far out.
    pub watches_discretion: bool,
}

/// Renders a list of the desk.
pub fn desk(ui: &Ui, model: Desk) -> String {
    document(ui, Head::new(t("staff-records-title")), || {
        let query = Query::new("/staff/records").with("list", model.list.as_str());
        let is_empty = model.lines.is_empty();
        let can_pick = model.lines.iter().any(|line| line.pick.is_some());
        let table = (!is_empty).then(|| table(&model, can_pick));
        let table = if can_pick { Some(bulk_form(table)) } else { table };
        view! {
            <h1>{t("staff-records-title")}</h1>
            {model.form.error_summary()}
            <p class="row">
                <a href="/staff/policy">{t("policy-title")}</a>
                <a href="/staff/exceptions">{t("exception-register")}</a>
            </p>
            {model.bulk.map(told)}
            {look_up(&model.form, &model.under)}
            {ways_in(model.may_enter)}
            {lists(model.list, model.counts)}
            {meaning(model.list).map(|words| view! { <p>{words}</p> })}
            {table}
            {is_empty.then(|| empty_state(t("staff-records-empty"), view! { <p>{t("staff-records-empty-text")}</p> }))}
            {pagination(&query, model.page, model.per_page, model.total)}
            {model.watches_discretion.then(|| view! { <p><a href="/staff/records/outliers">{t("outliers-link")}</a></p> })}
        }
    })
}

/// The way to one record: by its reference or its number.
fn look_up(form: &FormState, under: &[String]) -> AnyView {
    let several = (!under.is_empty()).then(|| {
        let links = under.iter().map(|reference| {
            view! { <li><a href=format!("/staff/records/{reference}")>{reference.clone()}</a></li> }
        });
        notice(
            Tone::Neutral,
            view! { <p>{t("staff-records-under")}</p> <ul>{links.collect_view()}</ul> },
        )
    });
    view! {
        <form method="get" action="/staff/records" class="row">
            {form.field("find", t("staff-records-find")).max(80).autocomplete("off").input()}
            <button class="button button-secondary">{t("staff-records-find-now")}</button>
        </form>
        {several}
    }
    .into_any()
}

/// What can be done besides the lists.
fn ways_in(may_enter: bool) -> AnyView {
    let enter = may_enter.then(|| {
        view! { <a class="button button-secondary" href="/staff/records/new">{t("staff-records-new")}</a> }
    });
    view! {
        <p class="button-row">
            {enter}
            <a class="button button-secondary" href="/staff/records/gaps">{t("staff-records-gaps")}</a>
        </p>
    }
    .into_any()
}

fn lists(current: DeskList, counts: Counts) -> AnyView {
    let links = counts
        .into_iter()
        .map(|(list, count)| {
            let href = Query::new("/staff/records").with("list", list.as_str()).href();
            let here = (list == current).then_some("page");
            view! { <li><a class="chip" href=href aria-current=here>{list_label(list)}" "{number(count)}</a></li> }
        })
        .collect_view();
    view! { <nav aria-label=t("staff-records-lists")><ul class="chips">{links}</ul></nav> }.into_any()
}

fn table(model: &Desk, can_pick: bool) -> AnyView {
    let list = model.list;
    let mut table = Table::new(list_label(list))
        .column(t("staff-records-record"))
        .column(t("records-unit"))
        .column(t("records-number"))
        .column(t("records-decided"))
        .column(t("staff-records-came-in"));
    let more = [
        clock_of(list),
        ground_of(list),
        (list == DeskList::Approved).then_some("staff-records-schedule"),
        (list == DeskList::SentBack).then_some("staff-records-comment"),
        can_pick.then_some("staff-records-pick"),
    ];
    for title in more.into_iter().flatten().chain(end_of(list).iter().copied()) {
        table = table.column(t(title));
    }
    for line in model.lines.clone() {
        table = table.row(cells(list, model.today, can_pick, line));
    }
    table.view()
}

fn cells(list: DeskList, today: NaiveDate, can_pick: bool, line: Line) -> Vec<AnyView> {
    let href = format!("/staff/records/{}", line.reference);
    let title = line.title.clone();
    let mut cells = vec![
        view! { <a href=href>{line.title}</a> {line.findable.map(findable::tag)} }.into_any(),
        line.unit.into_any(),
        line.document_number.map(document_number).into_any(),
        day_or_unknown(line.decided_on),
        day(line.came_in),
    ];
    if clock_of(list).is_some() {
        cells.push(line.due_on.map(|on| deadline(on, today)).into_any());
    }
    if ground_of(list).is_some() {
        cells.push(line.ground.unwrap_or_default().into_any());
    }
    if list == DeskList::Approved {
        cells.push(line.publish_at.map(moment).into_any());
    }
    if list == DeskList::SentBack {
        cells.push(view! { <div class="typed">{line.comment}</div> }.into_any());
    }
    if !end_of(list).is_empty() {
        cells.extend(line.over.into_iter().flat_map(Over::facts).map(|(_, fact)| fact));
    }
    if can_pick {
        cells.push(line.pick.map(|pick| pick_cell(pick, &title)).into_any());
    }
    cells
}

fn pick_cell(pick: Pick, title: &str) -> AnyView {
    match pick {
        Pick::Plain(value) => {
            let name = t_with("staff-records-pick-one", &[("title", title.into())]);
            view! {
                <label class="check">
                    <input type="checkbox" name="record" value=value aria-label=name />
                    <span>{t("staff-records-plain")}</span>
                </label>
            }
            .into_any()
        }
        Pick::OneByOne(kinds) => t_with("staff-records-one-by-one", &[("kinds", kinds.into())]).into_any(),
    }
}

fn bulk_form(table: Option<AnyView>) -> AnyView {
    view! {
        <form method="post" action="/staff/records/approve" id="field-record">
            {table}
            <p>{t("staff-records-bulk-hint")}</p>
            <div class="button-row"><button class="button">{t("staff-records-bulk")}</button></div>
        </form>
    }
    .into_any()
}

/// What passed and what did not.
fn told(bulk: Bulk) -> AnyView {
    let counts = [
        ("approved", number(bulk.approved as u64).into()),
        ("refused", number(bulk.refused.len() as u64).into()),
    ];
    let refused = bulk.refused.into_iter().map(|(reference, reason)| {
        let href = format!("/staff/records/{reference}");
        view! { <li><a href=href>{reference}</a> " " {reason}</li> }
    });
    let words = view! {
        <p role="alert">{t_with("staff-records-bulk-told", &counts)}</p>
        <ul>{refused.collect_view()}</ul>
    };
    notice(Tone::Danger, words).into_any()
}
