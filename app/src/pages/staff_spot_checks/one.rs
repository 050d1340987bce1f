//! One check: what was drawn from what, what it came to, and each record.

use domain::spot_check::{FindingKind, FindingStage, ItemStage, Outcome, Tally};
use leptos::prelude::*;

use super::{Line, PATH, name, progress, stage, unreviewed_mark};
use crate::components::{
    Table, Tone, breadcrumbs, day, definition_list, number, percent, stat_tile, status_tag,
};
use crate::{Head, Ui, document, t, t_with};

/// A check.
#[derive(Debug, Clone)]
pub struct Check {
    /// As in the list.
    pub line: Line,
    /// Where the numbers of the draw come from.
    pub seed: String,
    /// What each unit had and gave.
    pub units: Vec<UnitLine>,
    /// Its records, in the order of the draw.
    pub items: Vec<ItemLine>,
}

/// A unit's part.
#[derive(Debug, Clone)]
pub struct UnitLine {
    /// Its name.
    pub name: String,
    /// In the frame, drawn, judged, with findings.
    pub counts: [u64; 4],
}

/// A drawn record.
#[derive(Debug, Clone)]
pub struct ItemLine {
    /// Its place in the check, from 1.
    pub place: i32,
    /// What it is called in public, while it is; else its reference.
    pub title: String,
    /// Whose it is, by name.
    pub unit: String,
    /// Whether legal review let the drawn text pass.
    pub reviewed: bool,
    /// Where it stands.
    pub stage: ItemStage,
    /// What was found.
    pub findings: Vec<(FindingKind, FindingStage)>,
}

/// Renders a check.
pub fn check(ui: &Ui, model: Check) -> String {
    let title = name(model.line.number);
    document(ui, Head::new(title.clone()).noindex(), move || {
        let tally = model.line.tally;
        view! {
            {breadcrumbs(&[(PATH, t("spot-checks-title"))], title.clone())}
            <h1>{title}</h1>
            {definition_list(facts(&model))}
            {tiles(&tally)}
            <details>
                <summary>{t("spot-checks-how")}</summary>
                <p class="narrow">{t_with("spot-checks-how-text", &[("seed", model.seed.as_str().into())])}</p>
            </details>
            {kinds(&model.items)}
            {items(model.line.number, model.items.clone())}
            {units(model.units.clone())}
        }
    })
}

fn facts(model: &Check) -> Vec<(String, AnyView)> {
    let (by, on) = model.line.drawn.clone();
    vec![
        (t("spot-checks-range"), model.line.range.clone().view()),
        (t("spot-checks-drawn-by"), view! { {by} " " {day(on)} }.into_any()),
        (t("spot-checks-state"), progress(&model.line.tally)),
    ]
}

fn tiles(tally: &Tally) -> AnyView {
    let rate = tally.rate();
    let share = rate.map_or_else(|| "—".to_owned(), |rate| percent(rate.share()));
    let basis = rate.map_or_else(
        || t("spot-checks-too-few"),
        |rate| {
            let figures = [
                ("n", number(rate.n).into()),
                ("low", percent(rate.low).into()),
                ("high", percent(rate.high).into()),
            ];
            t_with("dashboard-basis", &figures)
        },
    );
    let of = |key: &str, n: u64| t_with(key, &[("count", number(n).into())]);
    view! {
        <div class="stats">
            {stat_tile(t("spot-checks-rate"), share, basis, None)}
            {stat_tile(
                t("spot-checks-drawn"),
                number(tally.drawn),
                of("spot-checks-of-frame", tally.frame),
                None,
            )}
            {stat_tile(
                t("spot-checks-judged"),
                number(tally.judged),
                of("spot-checks-left-count", tally.left),
                None,
            )}
            {stat_tile(
                t("spot-checks-with-findings"),
                number(tally.with_findings()),
                of("spot-checks-open-count", tally.open),
                None,
            )}
        </div>
    }
    .into_any()
}

/// Findings by kind, and what came of them.
fn kinds(items: &[ItemLine]) -> Option<AnyView> {
    let found: Vec<&(FindingKind, FindingStage)> = items.iter().flat_map(|item| &item.findings).collect();
    if found.is_empty() {
        return None;
    }
    let table = Table::new(t("spot-checks-kinds"))
        .column(t("spot-checks-kind"))
        .figures(t("spot-checks-found"))
        .figures(t("spot-checks-finding-open"))
        .figures(Outcome::Corrected.label())
        .figures(t("spot-checks-finding-left"))
        .figures(Outcome::NotUpheld.label());
    let row = |table: Table, kind: FindingKind| {
        let own: Vec<&FindingStage> = found
            .iter()
            .filter(|(of, _)| *of == kind)
            .map(|(_, stage)| stage)
            .collect();
        if own.is_empty() {
            return table;
        }
        let count = |is: &dyn Fn(&FindingStage) -> bool| {
            number(own.iter().filter(|stage| is(stage)).count() as u64).into_any()
        };
        let came_to = |outcome| {
            count(&move |stage: &FindingStage| match stage {
                FindingStage::Settled(settled) => settled.settlement().outcome() == outcome,
                FindingStage::Open(_) | FindingStage::Left => false,
            })
        };
        table.row(vec![
            kind.label().into_any(),
            number(own.len() as u64).into_any(),
            count(&|stage| matches!(stage, FindingStage::Open(_))),
            came_to(Outcome::Corrected),
            count(&|stage| matches!(stage, FindingStage::Left)),
            came_to(Outcome::NotUpheld),
        ])
    };
    Some(FindingKind::ALL.into_iter().fold(table, row).view())
}

fn items(check: i32, items: Vec<ItemLine>) -> AnyView {
    let table = Table::new(t("spot-checks-items"))
        .column(t("staff-records-record"))
        .column(t("records-unit"))
        .column(t("spot-checks-judgement"));
    let row = |table: Table, item: ItemLine| {
        let href = format!("{PATH}/{check}/{}", item.place);
        let mark = unreviewed_mark(item.reviewed);
        table.row(vec![
            view! { {item.place} ". " <a href=href>{item.title.clone()}</a> " " {mark} }.into_any(),
            item.unit.clone().into_any(),
            judgement(&item),
        ])
    };
    items.into_iter().fold(table, row).view()
}

fn judgement(item: &ItemLine) -> AnyView {
    match item.stage {
        ItemStage::Waiting(_) => status_tag(Tone::Active, t("spot-checks-waiting")),
        ItemStage::Left => status_tag(Tone::Neutral, t("spot-checks-left")),
        ItemStage::Judged if item.findings.is_empty() => status_tag(Tone::Ok, t("spot-checks-in-order")),
        ItemStage::Judged => item
            .findings
            .iter()
            .map(|(kind, at)| view! { <p>{kind.label()} " " {stage(at)}</p> })
            .collect_view()
            .into_any(),
    }
}

fn units(units: Vec<UnitLine>) -> AnyView {
    let table = Table::new(t("spot-checks-units"))
        .column(t("records-unit"))
        .figures(t("spot-checks-frame"))
        .figures(t("spot-checks-drawn"))
        .figures(t("spot-checks-judged"))
        .figures(t("spot-checks-with-findings"));
    let row = |table: Table, unit: UnitLine| {
        let mut cells = vec![unit.name.into_any()];
        cells.extend(unit.counts.map(|count| number(count).into_any()));
        table.row(cells)
    };
    units.into_iter().fold(table, row).view()
}
