//! 撤回公告: which decisions were taken down for a legal change, and why.

use chrono::NaiveDate;
use domain::record::WithdrawalCode;
use leptos::prelude::*;

use crate::components::{
    Table, Tone, breadcrumbs, day, document_number, empty_state, notice, number, pagination,
};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// One decision that was taken down.
#[derive(Debug, Clone)]
pub struct Withdrawal {
    /// `R-…`.
    pub reference: String,
    /// 文号.
    pub document_number: Option<String>,
    /// Who had published it.
    pub unit: String,
    /// When it was taken down.
    pub on: NaiveDate,
    /// Why.
    pub code: WithdrawalCode,
}

/// One page of the register.
#[derive(Debug, Clone)]
pub struct Withdrawals {
    /// Last withdrawn first.
    pub lines: Vec<Withdrawal>,
    /// How many in all.
    pub total: u64,
    /// This page, from 1.
    pub page: u64,
    /// Lines on a page.
    pub per_page: u64,
}

/// Renders the register.
pub fn withdrawals(ui: &Ui, model: Withdrawals) -> String {
    let head = Head::new(t("withdrawals-title"))
        .description(t("withdrawals-description"))
        .canonical("/withdrawals")
        .feed("/feeds/records.atom");
    document(ui, head, || {
        view! {
            {breadcrumbs(&[("/records", t("menu-records"))], t("withdrawals-title"))}
            <h1>{t("withdrawals-title")}</h1>
            <p>{t("withdrawals-text")}</p>
            {register(model)}
        }
    })
}

/// Above the results of a search for a document number: the decisions of that number which were taken down.
pub(super) fn withdrawn_under(lines: &[Withdrawal]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let lines = lines
        .iter()
        .cloned()
        .map(|line| {
            let reason = line.code.label();
            view! { <li>{link(&line)} " · " {line.unit} " · " {day(line.on)} " " {t("withdrawals-on")} " · " {reason}</li> }
        })
        .collect_view();
    let told = view! {
        <p>{t("withdrawals-of-number")}</p>
        <ul>{lines}</ul>
    };
    Some(notice(Tone::Warn, told).into_any())
}

/// The number, or the reference of a decision without one, leading to what remains of it.
fn link(line: &Withdrawal) -> AnyView {
    let name = line.document_number.as_ref().unwrap_or(&line.reference).clone();
    let href = format!("/records/{}", line.reference);
    view! { <a href=href>{document_number(name)}</a> }.into_any()
}

fn register(model: Withdrawals) -> AnyView {
    if model.total == 0 {
        return empty_state(
            t("withdrawals-empty"),
            view! { <p><a href="/records">{t("gone-search")}</a></p> },
        );
    }
    let mut table = Table::new(t("withdrawals-title"))
        .column(t("records-number"))
        .column(t("records-unit"))
        .column(t("gone-on"))
        .column(t("gone-reason"));
    for line in model.lines {
        table = table.row(vec![
            link(&line),
            line.unit.into_any(),
            day(line.on),
            line.code.label().into_any(),
        ]);
    }
    view! {
        <p role="status">{t_with("withdrawals-count", &[("count", number(model.total).into())])}</p>
        {table.view()}
        {pagination(&Query::new("/withdrawals"), model.page, model.per_page, model.total)}
    }
    .into_any()
}
