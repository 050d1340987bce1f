//! Exceptions from the publication policy: on the page of a record, and all of them in the register.

use chrono::NaiveDate;
use domain::publication::exception::MOST;
use leptos::prelude::*;

use crate::components::{
    Choice, FormState, Table, Tone, breadcrumbs, day, document_number, empty_state, number, pagination,
    status_tag,
};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// A proposal and what came of it.
#[derive(Debug, Clone)]
pub struct ExceptionLine {
    /// `R-…`.
    pub reference: String,
    /// 文号.
    pub document_number: Option<String>,
    /// Why the record shall be shown.
    pub ground: String,
    /// Who proposed it, and when.
    pub proposed: (String, NaiveDate),
    /// Whether a leader consented, who said so, and when.
    pub answered: Option<(bool, String, NaiveDate)>,
    /// Why not.
    pub comment: Option<String>,
}

/// What the person may do about an exception of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceptionStep {
    /// A reviewer may propose one.
    Propose,
    /// A leader may answer.
    Answer,
    /// Nothing.
    None,
}

/// The proposals about a record with the form of the next step; nothing where there is neither.
pub(super) fn of_record(
    reference: &str,
    revision: i32,
    lines: Vec<ExceptionLine>,
    step: ExceptionStep,
    form: &FormState,
) -> Option<AnyView> {
    if lines.is_empty() && step == ExceptionStep::None {
        return None;
    }
    let table = (!lines.is_empty()).then(|| table(lines, false));
    let action = |act: &str| format!("/staff/records/{reference}/exception/{act}");
    let hidden = move || view! { <input type="hidden" name="revision" value=revision.to_string() /> };
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    let next = match step {
        ExceptionStep::None => None,
        ExceptionStep::Propose => {
            let ground = form
                .field("ground", t("exception-ground"))
                .hint(t("exception-ground-hint"));
            let view = view! {
                <form method="post" action=action("propose") class="card narrow" novalidate>
                    {hidden()}
                    {ground.max(most).text_area(3)}
                    <div class="button-row"><button class="button">{t("exception-propose")}</button></div>
                </form>
            };
            Some(view.into_any())
        }
        ExceptionStep::Answer => {
            let choices = vec![
                Choice::new("grant", t("exception-grant")).hint(t("exception-grant-hint")),
                Choice::new("refuse", t("exception-refuse")).hint(t("exception-refuse-hint")),
            ];
            let why = form
                .field("why", t("exception-why"))
                .hint(t("exception-why-hint"))
                .optional();
            let view = view! {
                <form method="post" action=action("answer") class="card narrow" novalidate>
                    {hidden()}
                    {form.field("answer", t("exception-answer")).radio_cards(choices)}
                    {why.max(most).text_area(3)}
                    <div class="button-row"><button class="button">{t("exception-submit")}</button></div>
                </form>
            };
            Some(view.into_any())
        }
    };
    Some(view! { <section><h2>{t("exception-title")}</h2>{table}{next}</section> }.into_any())
}

/// A page of the register.
#[derive(Debug, Clone)]
pub struct Register {
    /// What waits for an answer first, then the newest.
    pub lines: Vec<ExceptionLine>,
    /// How many in all.
    pub total: u64,
    /// This page, from 1.
    pub page: u64,
    /// Lines on a page.
    pub per_page: u64,
}

/// Renders the register.
pub fn register(ui: &Ui, model: Register) -> String {
    document(ui, Head::new(t("exception-register")), || {
        let body = if model.total == 0 {
            empty_state(t("exception-empty"), view! { <p>{t("exception-empty-text")}</p> })
        } else {
            view! {
                <p role="status">{t_with("exception-total", &[("count", number(model.total).into())])}</p>
                {table(model.lines, true)}
                {pagination(&Query::new("/staff/exceptions"), model.page, model.per_page, model.total)}
            }
            .into_any()
        };
        view! {
            {breadcrumbs(&[("/staff/records", t("staff-records-title"))], t("exception-register"))}
            <h1>{t("exception-register")}</h1>
            <p>{t("exception-register-text")}</p>
            {body}
        }
    })
}

fn table(lines: Vec<ExceptionLine>, names_the_record: bool) -> AnyView {
    let mut table = Table::new(t("exception-register"));
    if names_the_record {
        table = table.column(t("records-number"));
    }
    table = table
        .column(t("exception-ground"))
        .column(t("exception-proposed"))
        .column(t("exception-answer"));
    for line in lines {
        let mut cells = Vec::new();
        if names_the_record {
            let href = format!("/staff/records/{}", line.reference);
            let name = line.document_number.unwrap_or(line.reference);
            cells.push(view! { <a href=href>{document_number(name)}</a> }.into_any());
        }
        let (by, on) = line.proposed;
        cells.push(view! { <div class="typed">{line.ground}</div> }.into_any());
        cells.push(view! { {by} " " {day(on)} }.into_any());
        cells.push(answer(line.answered, line.comment));
        table = table.row(cells);
    }
    table.view()
}

fn answer(answered: Option<(bool, String, NaiveDate)>, comment: Option<String>) -> AnyView {
    let Some((granted, by, on)) = answered else {
        return status_tag(Tone::Active, t("exception-waits"));
    };
    let tag = if granted {
        status_tag(Tone::Ok, t("exception-granted"))
    } else {
        status_tag(Tone::Danger, t("exception-refused"))
    };
    let comment = comment.map(|comment| view! { <div class="typed">{comment}</div> });
    view! { {tag} " " {by} " " {day(on)} {comment} }.into_any()
}
