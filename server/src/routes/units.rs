//! 单位.

use super::home::plain;
use super::records::result_item;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::pages::units::{UnitLine, unit as unit_page, units as units_page};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::unit::{Unit, Units};
use service::overview::{Overview, overview};
use service::search::{Ask, Surface};
use storage::public::Coverage;

/// Decisions on a unit's page.
const LATEST: u64 = 10;

/// Every unit with what it shows.
pub async fn list(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let overview = overview(services).await?;
    let version = version(&overview, &units);
    let lines = units
        .iter()
        .map(|unit| line(unit, &units, &with_descendants(unit, &units, &overview.coverage)))
        .collect();
    Ok(visit.public(&version, |ui| units_page(ui, lines)))
}

/// One unit with its last decisions, those of its descendants included.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let unit = units.by_code(&code).ok_or_else(Problem::not_found)?;
    let overview = overview(services).await?;
    let pairs = [("unit".to_owned(), code.clone())];
    let (ask, _) = service::search::read(&pairs, Surface::Page, &units);
    let ask = Ask {
        per_page: LATEST,
        facets: false,
        ..ask
    };
    let page = service::search::find(services, &ask, &units).await?;
    let version = format!("{} {}", page.version, version(&overview, &units));
    let latest = page
        .items
        .into_iter()
        .map(|item| result_item(plain(item.record), &units))
        .collect();
    let line = line(unit, &units, &with_descendants(unit, &units, &overview.coverage));
    Ok(visit.public(&version, |ui| unit_page(ui, line, latest)))
}

fn version(overview: &Overview, units: &Units) -> String {
    format!("{}-{}", overview.version, service::units::version(units))
}

type All = std::collections::HashMap<uuid::Uuid, Coverage>;

/// A unit shows what its descendants show: as the filter of the search has it.
fn with_descendants<'a>(unit: &Unit, units: &Units, all: &'a All) -> Vec<&'a Coverage> {
    units
        .with_descendants(unit.id)
        .into_iter()
        .filter_map(|id| all.get(&id.0))
        .collect()
}

fn line(unit: &Unit, units: &Units, shown: &[&Coverage]) -> UnitLine {
    UnitLine {
        code: unit.code.to_string(),
        name: unit.name.clone(),
        above: units
            .above(unit)
            .map(|above| (above.code.to_string(), above.name.clone())),
        address: unit.address.clone(),
        phone: unit.phone.clone(),
        incomplete: unit.incomplete,
        records: shown.iter().map(|line| line.records.unsigned_abs()).sum(),
        newest: shown.iter().filter_map(|line| line.to_day).max(),
    }
}
