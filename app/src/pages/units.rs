//! 单位: who enforces, how to reach them, what they have shown.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::records::{ResultItem, result_item};
use crate::components::{Table, Tone, breadcrumbs, day_or_unknown, definition_list, number, status_tag};
use crate::link::Query;
use crate::{Head, Ui, document, t, t_with};

/// A unit with what it shows.
#[derive(Debug, Clone)]
pub struct UnitLine {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The unit above.
    pub above: Option<(String, String)>,
    /// Address open to the public.
    pub address: Option<String>,
    /// Telephone open to the public.
    pub phone: Option<String>,
    /// 待完善.
    pub incomplete: bool,
    /// How many records it shows.
    pub records: u64,
    /// The newest decision shown.
    pub newest: Option<NaiveDate>,
}

/// Renders the list of units.
pub fn units(ui: &Ui, model: Vec<UnitLine>) -> String {
    let head = Head::new(t("units-title"))
        .description(t("units-description"))
        .canonical("/units");
    document(ui, head, || {
        let mut table = Table::new(t("units-caption"))
            .column(t("units-name"))
            .column(t("units-phone"))
            .column(t("units-address"))
            .figures(t("units-records"))
            .column(t("units-newest"));
        for unit in model {
            table = table.row(vec![
                name(&unit),
                unit.phone.unwrap_or_else(|| "—".to_owned()).into_any(),
                unit.address.unwrap_or_else(|| "—".to_owned()).into_any(),
                records_link(&unit.code, unit.records),
                unit.newest.map_or_else(|| "—".into_any(), crate::components::day),
            ]);
        }
        view! { {breadcrumbs(&[], t("units-title"))} <h1>{t("units-title")}</h1> {table.view()} }
    })
}

fn name(unit: &UnitLine) -> AnyView {
    let mark = unit
        .incomplete
        .then(|| status_tag(Tone::Warn, t("units-incomplete")));
    view! { <span><a href=format!("/units/{}", unit.code)>{unit.name.clone()}</a> " " {mark}</span> }
        .into_any()
}

fn records_link(code: &str, records: u64) -> AnyView {
    if records == 0 {
        return number(0).into_any();
    }
    view! { <a href=Query::new("/records").with("unit", code).href()>{number(records)}</a> }.into_any()
}

/// Renders one unit with its last decisions.
pub fn unit(ui: &Ui, model: UnitLine, latest: Vec<ResultItem>) -> String {
    let head = Head::new(model.name.clone()).canonical(format!("/units/{}", model.code));
    document(ui, head, || {
        let above = model.above.clone().map(|(code, name)| {
            (
                t("units-above"),
                view! { <a href=format!("/units/{code}")>{name}</a> }.into_any(),
            )
        });
        let rows = [
            above,
            model.phone.clone().map(|phone| {
                (
                    t("units-phone"),
                    view! { <a href=format!("tel:{phone}")>{phone.clone()}</a> }.into_any(),
                )
            }),
            model
                .address
                .clone()
                .map(|address| (t("units-address"), address.into_any())),
            Some((t("units-records"), records_link(&model.code, model.records))),
            Some((t("units-newest"), day_or_unknown(model.newest))),
        ];
        let items = latest
            .into_iter()
            .map(|item| view! { <li>{result_item(item)}</li> })
            .collect_view();
        view! {
            {breadcrumbs(&[("/units", t("units-title"))], model.name.clone())}
            <h1>{model.name.clone()}</h1>
            {definition_list(rows.into_iter().flatten().collect())}
            <p class="button-row no-print">
                <a class="button" href=format!("/feedback/new?unit={}", model.code)>
                    {t_with("units-feedback", &[("unit", model.name.as_str().into())])}
                </a>
            </p>
            {(model.records > 0).then(|| view! { <h2>{t("units-latest")}</h2> })}
            <ol class="results">{items}</ol>
        }
    })
}
