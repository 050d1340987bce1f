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

/// Decisions on a unit's page.
const LATEST: u64 = 10;

/// Every unit with what it shows.
pub async fn list(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let overview = overview(services).await?;
    let version = version(&overview, &units);
    let lines = units.iter().map(|unit| line(unit, &units, &overview)).collect();
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
    let line = line(unit, &units, &overview);
    Ok(visit.public(&version, |ui| unit_page(ui, line, latest)))
}

fn version(overview: &Overview, units: &Units) -> String {
    format!("{}-{}", overview.version, service::units::version(units))
}

/// A unit shows what its descendants show: as the filter of the search has it.
fn line(unit: &Unit, units: &Units, overview: &Overview) -> UnitLine {
    let shown = overview.of(&units.with_descendants(unit.id));
    UnitLine {
        code: unit.code.to_string(),
        name: unit.name.clone(),
        above: units
            .above(unit)
            .map(|above| (above.code.to_string(), above.name.clone())),
        address: unit.address.clone(),
        phone: unit.phone.clone(),
        incomplete: unit.incomplete,
        records: shown.records,
        newest: shown.days.map(|(_, last)| last),
    }
}
