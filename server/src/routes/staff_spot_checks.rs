//! `/staff/spot-checks`: public records drawn at random, judged beside their originals, and what became of the findings.

mod draw;
mod item;
mod settle;

pub use draw::{blank, draw};
pub use item::{judge, original, show as show_item};
pub use settle::settle;

use super::staff_cases::desk::Desk;
use crate::problem::Problem;
use app::pages::staff_spot_checks::{
    self as page, Check, Findings, Found, ItemLine, Line, List, Range, UnitLine,
};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use domain::clock::legal_day;
use domain::spot_check::Checker;
use domain::unit::Units;
use service::spot_checks::{self, PER_PAGE, Place};
use storage::spot_checks::{Item, Listed, SpotCheck};

/// Which list and page.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Chosen {
    list: String,
    page: String,
}

impl Chosen {
    /// From 1.
    fn page(&self) -> u64 {
        self.page.parse().unwrap_or(1).clamp(1, 10_000)
    }
}

/// The checks, last drawn first.
pub async fn list(desk: Desk, Query(chosen): Query<Chosen>) -> Result<Response, Problem> {
    let (services, page) = (desk.services(), chosen.page());
    let units = service::units::shown(services).await?;
    let (checks, total) = spot_checks::list(services, page).await?;
    let (open, _) = spot_checks::count_findings(services).await?;
    let model = List {
        lines: checks.into_iter().map(|check| line(check, &units)).collect(),
        total,
        page,
        per_page: PER_PAGE,
        open,
        draws: Checker::of(&desk.staff).is_some(),
    };
    Ok(desk.visit.private(StatusCode::OK, |ui| page::list(ui, model)))
}

fn line(check: SpotCheck, units: &Units) -> Line {
    let (by, at) = check.drawn;
    Line {
        number: check.number,
        range: Range {
            days: check.days,
            unit: check.unit.map(|unit| units.name_of(unit)),
            kind: check.kind,
            unreviewed: check.unreviewed,
        },
        drawn: (by, legal_day(at)),
        tally: check.tally,
    }
}

/// One check.
pub async fn show(desk: Desk, Path(number): Path<String>) -> Result<Response, Problem> {
    let services = desk.services();
    let number = number.parse().map_err(|_| Problem::not_found())?;
    let units = service::units::shown(services).await?;
    let opened = spot_checks::open(services, number).await?;
    let opened = opened.ok_or_else(Problem::not_found)?;
    let shares = opened.units.into_iter().map(|share| UnitLine {
        name: units.name_of(share.unit),
        counts: [share.frame, share.drawn, share.judged, share.with_findings],
    });
    let model = Check {
        seed: opened.check.seed.to_string(),
        units: shares.collect(),
        items: opened.items.iter().map(|item| item_line(item, &units)).collect(),
        line: line(opened.check, &units),
    };
    Ok(desk.visit.private(StatusCode::OK, |ui| page::check(ui, model)))
}

fn item_line(item: &Item, units: &Units) -> ItemLine {
    ItemLine {
        place: item.place,
        title: item.shown().map_or(&item.reference, |shown| &shown.title).clone(),
        unit: units.name_of(item.unit),
        reviewed: item.reviewed,
        stage: item.stage(),
        findings: item
            .findings()
            .iter()
            .map(|finding| (finding.kind, finding.stage.clone()))
            .collect(),
    }
}

/// What was found, for the desk.
pub async fn findings(desk: Desk, Query(chosen): Query<Chosen>) -> Result<Response, Problem> {
    let (services, page) = (desk.services(), chosen.page());
    let done = chosen.list == "done";
    let listed = if done { Listed::Done } else { Listed::Open };
    let units = service::units::shown(services).await?;
    let (found, counts) = spot_checks::findings(services, listed, page).await?;
    let lines = found.into_iter().map(|one| Found {
        place: (one.check, one.place),
        title: one.title.unwrap_or(one.reference),
        unit: units.name_of(one.unit),
        kind: one.finding.kind,
        words: one.words,
        found_on: legal_day(one.found_at),
        stage: one.finding.stage,
    });
    let model = Findings {
        done,
        counts,
        lines: lines.collect(),
        page,
        per_page: PER_PAGE,
    };
    Ok(desk.visit.private(StatusCode::OK, |ui| page::findings(ui, model)))
}

/// The place that an address names.
fn place(check: &str, item: &str) -> Result<Place, Problem> {
    match (check.parse(), item.parse()) {
        (Ok(check), Ok(item)) => Ok(Place { check, item }),
        _ => Err(Problem::not_found()),
    }
}

fn address(place: Place) -> String {
    format!("/staff/spot-checks/{}/{}", place.check, place.item)
}
