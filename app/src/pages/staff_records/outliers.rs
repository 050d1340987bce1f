//! Public fines that lie far out of their class, with what the decision says for them.

use chrono::NaiveDate;
use domain::likeness::{Band, Distribution, Side, Spread};
use domain::money::Money;
use leptos::prelude::*;

use crate::components::{
    Readable, Table, Tone, breadcrumbs, day_or_unknown, day_text, empty_state, notice, number, pagination,
    status_tag,
};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// The page's model.
#[derive(Debug, Clone)]
pub struct Outliers {
    /// Decisions from this day on are compared.
    pub since: NaiveDate,
    /// Decisions compared, and in how many classes; nothing while there is no index.
    pub compared: Option<(u64, u64)>,
    /// Code, name and count of the units that have some.
    pub units: Vec<(String, String, u64)>,
    /// The unit chosen.
    pub unit: Option<String>,
    /// A code that is no unit's.
    pub unknown_unit: Option<String>,
    /// Whether the reader comes from the dashboard, rather than from the records.
    pub watches: bool,
    /// How many the list holds.
    pub total: u64,
    /// This page, from 1.
    pub page: u64,
    /// Decisions on a page.
    pub per_page: u64,
    /// This page's decisions.
    pub lines: Vec<FarOut>,
}

/// One decision.
#[derive(Debug, Clone)]
pub struct FarOut {
    /// `R-…`.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Who decided.
    pub unit: String,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// The fine.
    pub fine: Money,
    /// Which way it lies.
    pub side: Side,
    /// 裁量档次 of its class.
    pub band: Band,
    /// How the fines of its class lie.
    pub among: Distribution<Money>,
    /// The sentences that tell circumstances.
    pub grounds: Vec<String>,
    /// 依据.
    pub legal_basis: Vec<String>,
}

/// Renders the list.
pub fn outliers(ui: &Ui, model: Outliers) -> String {
    document(ui, Head::new(t("outliers-title")).noindex(), move || {
        let query =
            Query::new("/staff/records/outliers").with("unit", model.unit.as_deref().unwrap_or_default());
        let above = if model.watches {
            ("/staff/dashboard", t("dashboard-title"))
        } else {
            ("/staff/records", t("staff-records-title"))
        };
        let pages = pagination(&query, model.page, model.per_page, model.total);
        let since = [("since", day_text(model.since).into())];
        let unknown = model.unknown_unit.as_deref().map(|unit| {
            let told = t_with("outliers-unknown-unit", &[("unit", unit.into())]);
            notice(Tone::Warn, told)
        });
        view! {
            {breadcrumbs(&[above], t("outliers-title"))}
            <h1>{t("outliers-title")}</h1>
            <p class="narrow">{t_with("outliers-lead", &since)}</p>
            {unknown}
            {counted(&model)}
            {units(&model)}
            {list(model.lines)}
            {pages}
        }
    })
}

fn counted(model: &Outliers) -> AnyView {
    let Some((decisions, classes)) = model.compared else {
        return notice(Tone::Warn, t("outliers-no-index"));
    };
    let counts = [
        ("decisions", number(decisions).into()),
        ("classes", number(classes).into()),
        ("total", number(model.total).into()),
    ];
    view! { <p role="status">{t_with("outliers-counted", &counts)}</p> }.into_any()
}

fn units(model: &Outliers) -> Option<AnyView> {
    if model.units.is_empty() {
        return None;
    }
    let chip = |href: String, is_here: bool, text: String| {
        let here = is_here.then_some("page");
        view! { <li><a class="chip" href=href aria-current=here>{text}</a></li> }
    };
    let path = Query::new("/staff/records/outliers");
    let all = chip(path.href(), model.unit.is_none(), t("common-all-units"));
    let each = model.units.iter().map(|(code, name, count)| {
        let text = format!("{name} {}", number(*count));
        chip(
            path.clone().with("unit", code).href(),
            model.unit.as_ref() == Some(code),
            text,
        )
    });
    let each = each.collect_view();
    Some(view! { <nav aria-label=t("outliers-units")><ul class="chips">{all}{each}</ul></nav> }.into_any())
}

fn list(lines: Vec<FarOut>) -> AnyView {
    if lines.is_empty() {
        return empty_state(t("outliers-none"), view! { <p>{t("outliers-none-text")}</p> });
    }
    let table = Table::new(t("outliers-list"))
        .column(t("outliers-record"))
        .column(t("records-unit"))
        .column(t("records-decided"))
        .figures(t("outliers-fine"))
        .column(t("outliers-among"))
        .column(t("outliers-grounds"));
    lines
        .into_iter()
        .fold(table, |table, line| table.row(cells(line)))
        .view()
}

fn cells(line: FarOut) -> Vec<AnyView> {
    let side = match line.side {
        Side::Above => status_tag(Tone::Warn, t("outliers-above")),
        Side::Below => status_tag(Tone::Active, t("outliers-below")),
    };
    let among = among(&line.among);
    vec![
        view! { <a href=format!("/records/{}", line.reference)>{line.title}</a> }.into_any(),
        line.unit.into_any(),
        day_or_unknown(line.decided_on),
        view! { {line.fine.words()} " " {side} }.into_any(),
        view! { {among} <p class="small muted">{line.band.label()}</p> }.into_any(),
        grounds(line.grounds, line.legal_basis),
    ]
}

fn among(fines: &Distribution<Money>) -> String {
    let (low, high) = match &fines.spread {
        Spread::Quartiles(quartiles) => (quartiles.low_whisker, quartiles.high_whisker),
        Spread::Each(_) => (fines.least, fines.most),
    };
    let figures = [
        ("n", number(fines.n as u64).into()),
        ("median", fines.median.words().into()),
        ("low", low.words().into()),
        ("high", high.words().into()),
    ];
    t_with("outliers-among-text", &figures)
}

fn grounds(sentences: Vec<String>, legal_basis: Vec<String>) -> AnyView {
    let told = if sentences.is_empty() {
        view! { <p class="muted">{t("outliers-no-grounds")}</p> }.into_any()
    } else {
        sentences
            .into_iter()
            .map(|sentence| view! { <p>{sentence}</p> })
            .collect_view()
            .into_any()
    };
    let basis = legal_basis
        .into_iter()
        .map(|citation| view! { <p class="small">{citation}</p> })
        .collect_view();
    view! { {told} {basis} }.into_any()
}
