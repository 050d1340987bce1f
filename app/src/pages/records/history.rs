//! 本页历史: what happened to the public text of a record.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::components::{TimelineItem, breadcrumbs, timeline};
use crate::{Head, Ui, document, t, t_with};

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// The day.
    pub on: NaiveDate,
    /// In words.
    pub what: String,
    /// Why, as the bureau told it.
    pub reason: Option<String>,
    /// The version that it replaced, where that may still be read.
    pub replaced: Option<i32>,
}

/// The history of a record.
#[derive(Debug, Clone)]
pub struct History {
    /// `R-…`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Newest first.
    pub lines: Vec<HistoryLine>,
}

/// Renders the history.
pub fn history(ui: &Ui, model: History) -> String {
    let path = format!("/records/{}", model.reference);
    let head = Head::new(t_with(
        "records-history-of",
        &[("title", model.title.as_str().into())],
    ))
    .noindex();
    document(ui, head, || {
        let compared = |version| {
            let words = t_with("records-history-compare", &[("version", i32::into(version))]);
            (format!("{path}/history/{version}"), words)
        };
        let items = model.lines.into_iter().map(|line| TimelineItem {
            when: crate::components::day(line.on),
            what: line.what,
            who: None,
            text: line
                .reason
                .map(|reason| t_with("records-history-reason", &[("reason", reason.into())])),
            link: line.replaced.map(compared),
        });
        view! {
            {breadcrumbs(&[("/records", t("menu-records")), (&path, model.title.clone())], t("records-history"))}
            <div class="narrow">
                <h1>{t("records-history")}</h1>
                <p>{model.title}</p>
                {timeline(items.collect())}
            </div>
        }
    })
}
