//! What waits at the desk where records become public, in numbers that lead to it.

use chrono::NaiveDate;
use domain::publication::Pile;
use leptos::prelude::*;

use crate::components::{Table, Tone, deadline, link_to, number, status_tag};
use crate::link::Query;
use crate::pages::staff_records::list_label;
use crate::{Head, Ui, document, t};

/// A pile of work.
#[derive(Debug, Clone)]
pub struct AgendaLine {
    /// Which one.
    pub pile: Pile,
    /// How much waits.
    pub count: u64,
    /// Of it overdue.
    pub overdue: u64,
    /// Of it due soon.
    pub soon: u64,
    /// The first of the last days.
    pub first_due: Option<NaiveDate>,
}

/// 待办 of those who work no cases.
pub fn agenda(ui: &Ui, lines: Vec<AgendaLine>) -> String {
    let today = ui.today;
    document(ui, Head::new(t("queue-title")).noindex(), move || {
        view! {
            <h1>{t("queue-title")}</h1>
            {table(lines, today)}
        }
    })
}

/// The piles, what is due first on top; nothing where a role has none.
pub(super) fn table(lines: Vec<AgendaLine>, today: NaiveDate) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let table = Table::new(t("agenda-caption"))
        .column(t("agenda-pile"))
        .figures(t("agenda-count"))
        .column(t("agenda-first-due"))
        .figures(t("queue-soon"))
        .figures(t("queue-overdue"));
    let table = lines.into_iter().fold(table, |table, line| {
        let (href, name) = pile(line.pile);
        let late = match line.overdue {
            0 => number(0).into_any(),
            late => status_tag(Tone::Danger, number(late)),
        };
        table.row(vec![
            link_to(&href, name),
            number(line.count).into_any(),
            line.first_due.map(|on| deadline(on, today)).into_any(),
            number(line.soon).into_any(),
            late,
        ])
    });
    Some(table.view())
}

/// Where a pile lies, and what it is called.
fn pile(pile: Pile) -> (String, String) {
    match pile {
        Pile::Records(list) => {
            let list_of = Query::new("/staff/records").with("list", list.as_str());
            (list_of.href(), list_label(list))
        }
        Pile::Objections => ("/staff/objections".to_owned(), t("agenda-objections")),
        Pile::Exceptions => ("/staff/exceptions".to_owned(), t("agenda-exceptions")),
        Pile::Findings => ("/staff/spot-checks/findings".to_owned(), t("agenda-findings")),
    }
}
