//! Rectifications of the own unit, and those that it reviews.

use chrono::NaiveDate;
use domain::demand::DemandStatus;
use domain::ids::DemandId;
use leptos::prelude::*;

use crate::components::{Table, Tone, day, empty_state, status_tag};
use crate::{Head, Ui, document, t};

/// A row.
#[derive(Debug, Clone)]
pub struct RectificationRow {
    /// Row id.
    pub id: DemandId,
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
    document(ui, Head::new(t("rectifications-title")).noindex(), move || {
        view! {
            <h1>{t("rectifications-title")}</h1>
            <p class="muted">{t("rectifications-intro")}</p>
            {if rows.is_empty() {
                empty_state(t("rectifications-none"), t("rectifications-none-next"))
            } else {
                table(rows)
            }}
        }
    })
}

fn table(rows: Vec<RectificationRow>) -> AnyView {
    let table = Table::new(t("rectifications-list"))
        .column(t("rectifications-col-title"))
        .column(t("rectifications-col-state"))
        .column(t("rectifications-col-unit"))
        .column(t("rectifications-col-sent"));
    let row = |table: Table, row: RectificationRow| {
        let href = format!("/staff/rectifications/{}", row.id);
        table.row(vec![
            view! { <a href=href>{row.title}</a> }.into_any(),
            status_tag(tone(row.status), row.status.label()),
            row.unit.into_any(),
            day(row.sent_on),
        ])
    };
    rows.into_iter().fold(table, row).view()
}
