//! Rectifications of the own unit, and those that it reviews.

use chrono::NaiveDate;
use domain::demand::DemandStatus;
use domain::ids::DemandId;
use leptos::prelude::*;

use crate::components::{Table, Tone, day, deadline, empty_state, status_tag};
use crate::{Head, Ui, document, t};

/// A row.
#[derive(Debug, Clone)]
pub struct RectificationRow {
    /// Row id.
    pub id: DemandId,
    /// What people call it by.
    pub number: String,
    /// Until when the unit must answer.
    pub due_on: Option<NaiveDate>,
    /// One line.
    pub title: String,
    /// The name of the unit that answers.
    pub unit: String,
    /// When it was sent.
    pub sent_on: NaiveDate,
    /// Where it stands.
    pub status: DemandStatus,
}

/// The tone of a status.
pub(super) fn tone(status: DemandStatus) -> Tone {
    match status {
        DemandStatus::Sent | DemandStatus::SentBack => Tone::Warn,
        DemandStatus::Answered => Tone::Active,
        DemandStatus::Released => Tone::Ok,
    }
}

/// The list.
pub fn rectifications(ui: &Ui, rows: Vec<RectificationRow>) -> String {
    let today = ui.today;
    document(ui, Head::new(t("rectifications-title")).noindex(), move || {
        view! {
            <h1>{t("rectifications-title")}</h1>
            <p class="muted">{t("rectifications-intro")}</p>
            {if rows.is_empty() {
                empty_state(t("rectifications-none"), t("rectifications-none-next"))
            } else {
                table(rows, today)
            }}
        }
    })
}

fn table(rows: Vec<RectificationRow>, today: NaiveDate) -> AnyView {
    let table = Table::new(t("rectifications-list"))
        .column(t("queue-reference"))
        .column(t("rectification-due"))
        .column(t("rectifications-col-title"))
        .column(t("rectifications-col-state"))
        .column(t("rectifications-col-unit"))
        .column(t("rectifications-col-sent"));
    let row = |table: Table, row: RectificationRow| {
        let href = format!("/staff/rectifications/{}", row.id);
        table.row(vec![
            view! { <span class="nowrap">{row.number}</span> }.into_any(),
            row.due_on.map(|on| deadline(on, today)).into_any(),
            view! { <a href=href>{row.title}</a> }.into_any(),
            status_tag(tone(row.status), row.status.label()),
            row.unit.into_any(),
            day(row.sent_on),
        ])
    };
    rows.into_iter().fold(table, row).view()
}
