//! The follow-up queue, and the incidents behind a figure.

use chrono::NaiveDate;
use domain::callback::{IncidentKind, Level, NotDue, Round};
use domain::ids::FollowUpId;
use domain::rectification::FollowUp;
use leptos::prelude::*;

use crate::components::{
    Table, Tone, breadcrumbs, day, deadline, empty_state, number, pagination, status_tag,
};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// A row of the queue.
#[derive(Debug, Clone)]
pub struct FollowUpRow {
    /// Row id.
    pub id: FollowUpId,
    /// 接警编号, or that it is hidden.
    pub number: String,
    /// The kind of matter.
    pub kind: IncidentKind,
    /// The unit's name.
    pub unit: String,
    /// When the incident was closed.
    pub closed_on: NaiveDate,
    /// The callback whose rating it follows up.
    pub round: Round,
    /// That rating.
    pub level: Level,
    /// Where it stands.
    pub state: FollowUp,
    /// The last day of its clock.
    pub due_on: Option<NaiveDate>,
    /// The person wants to be called.
    pub wants_contact: bool,
}

/// The queue.
#[derive(Debug, Clone)]
pub struct CallbacksModel {
    /// The filters in force.
    pub query: Query,
    /// The group shown, and all groups.
    pub show: (&'static str, Vec<&'static str>),
    /// Due, invited, answered of the last weeks.
    pub coverage: (u64, u64, u64),
    /// By last day.
    pub rows: Vec<FollowUpRow>,
}

/// The tone of a state.
pub(super) fn tone(state: FollowUp) -> Tone {
    match state {
        FollowUp::Open | FollowUp::Verified => Tone::Warn,
        FollowUp::Rectifying | FollowUp::CallingBack => Tone::Active,
        FollowUp::Escalated(_) => Tone::Danger,
        FollowUp::Unfounded => Tone::Neutral,
        FollowUp::Closed(_) => Tone::Ok,
    }
}

/// The page of the queue.
pub fn callbacks(ui: &Ui, model: CallbacksModel) -> String {
    let today = ui.today;
    document(ui, Head::new(t("callbacks-title")).noindex(), move || {
        let CallbacksModel {
            query,
            show,
            coverage: (due, invited, answered),
            rows,
        } = model;
        let coverage = t_with(
            "callbacks-coverage",
            &[
                ("due", number(due).into()),
                ("invited", number(invited).into()),
                ("answered", number(answered).into()),
            ],
        );
        view! {
            <h1>{t("callbacks-title")}</h1>
            <p class="muted">{t("callbacks-intro")}</p>
            <p>{coverage}</p>
            <nav aria-label=t("common-filters")><ul class="chips">{groups(&query, &show)}</ul></nav>
            {if rows.is_empty() {
                empty_state(t("callbacks-none"), t("callbacks-none-next"))
            } else {
                queue(rows, today)
            }}
        }
    })
}

fn groups(query: &Query, (shown, all): &(&'static str, Vec<&'static str>)) -> AnyView {
    let chip = |word: &&'static str| {
        let current = (word == shown).then_some("page");
        let href = query.clone().set("show", *word).href();
        view! { <li><a class="chip" href=href aria-current=current>{t(&format!("callbacks-show-{word}"))}</a></li> }
    };
    all.iter().map(chip).collect_view().into_any()
}

fn queue(rows: Vec<FollowUpRow>, today: NaiveDate) -> AnyView {
    let table = Table::new(t("callbacks-list"))
        .column(t("callbacks-col-number"))
        .column(t("callbacks-col-due"))
        .column(t("callbacks-col-state"))
        .column(t("callbacks-col-level"))
        .column(t("callbacks-col-kind"))
        .column(t("callbacks-col-unit"))
        .column(t("callbacks-col-closed"));
    let row = |table: Table, row: FollowUpRow| {
        let href = format!("/staff/callbacks/{}", row.id);
        let level = match row.round {
            Round::First => row.level.label().to_owned(),
            Round::Second => t_with("callbacks-second-level", &[("level", row.level.label().into())]),
        };
        let wish = row
            .wants_contact
            .then(|| status_tag(Tone::Warn, t("callbacks-contact-wanted")));
        table.row(vec![
            view! { <a class="nowrap" href=href>{row.number}</a> }.into_any(),
            row.due_on.map(|on| deadline(on, today)).into_any(),
            status_tag(tone(row.state), row.state.label()),
            view! { {level} " " {wish} }.into_any(),
            row.kind.label().into_any(),
            row.unit.into_any(),
            day(row.closed_on),
        ])
    };
    rows.into_iter().fold(table, row).view()
}

/// An incident behind a figure.
#[derive(Debug, Clone)]
pub struct CaseRow {
    /// 接警编号, or that it is hidden.
    pub number: String,
    /// The kind of matter.
    pub kind: IncidentKind,
    /// The unit's name.
    pub unit: String,
    /// When it was closed.
    pub closed_on: NaiveDate,
    /// Why it is not due.
    pub not_due: Option<NotDue>,
    /// Whether the link was handed over.
    pub invited: bool,
    /// The first rating.
    pub level: Option<Level>,
    /// Its follow-up.
    pub follow_up: Option<FollowUpId>,
}

/// The incidents behind a figure.
#[derive(Debug, Clone)]
pub struct CasesModel {
    /// Which figure: the unit or all, the group, the reason, the days.
    pub figure: String,
    /// The figure's own parameters.
    pub query: Query,
    /// Which page, from 1.
    pub page: u64,
    /// Rows a page.
    pub per_page: u64,
    /// How many may be seen in all.
    pub total: u64,
    /// There are more than were counted.
    pub at_least: bool,
    /// This page's.
    pub rows: Vec<CaseRow>,
}

/// The page of incidents.
pub fn cases(ui: &Ui, model: CasesModel) -> String {
    let head = Head::new(model.figure.clone()).noindex();
    document(ui, head, move || {
        let CasesModel {
            figure,
            query,
            page,
            per_page,
            total,
            at_least,
            rows,
        } = model;
        let key = if at_least {
            "cases-found-at-least"
        } else {
            "cases-found"
        };
        view! {
            {breadcrumbs(&[("/staff/dashboard", t("dashboard-title"))], figure.clone())}
            <h1>{figure}</h1>
            <p>{t_with(key, &[("total", number(total).into())])}</p>
            {if rows.is_empty() { empty_state(t("cases-none"), t("cases-none-next")) } else { case_table(rows) }}
            {pagination(&query, page, per_page, total)}
        }
    })
}

fn case_table(rows: Vec<CaseRow>) -> AnyView {
    let table = Table::new(t("cases-list"))
        .column(t("callbacks-col-number"))
        .column(t("callbacks-col-kind"))
        .column(t("callbacks-col-unit"))
        .column(t("callbacks-col-closed"))
        .column(t("callbacks-col-invited"))
        .column(t("callbacks-col-level"));
    let row = |table: Table, row: CaseRow| {
        let invited = match (row.not_due, row.invited) {
            (Some(reason), _) => reason.label().to_owned(),
            (None, true) => t("callbacks-invited"),
            (None, false) => t("callbacks-not-invited"),
        };
        let link = row
            .follow_up
            .map(|id| view! { " " <a href=format!("/staff/callbacks/{id}")>{t("cases-follow-up")}</a> });
        let level = row.level.map(Level::label);
        table.row(vec![
            row.number.into_any(),
            row.kind.label().into_any(),
            row.unit.into_any(),
            day(row.closed_on),
            invited.into_any(),
            view! { {level} {link} }.into_any(),
        ])
    };
    rows.into_iter().fold(table, row).view()
}
