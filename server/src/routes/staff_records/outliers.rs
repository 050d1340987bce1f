//! `/staff/records/outliers`: public fines far out of their class.

use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::dashboard::asked;
use crate::state::AppState;
use crate::visit::Visit;
use app::pages::staff_records::{FarOut, Outliers, outliers as page};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::likeness::window;
use domain::unit::Units;
use service::search::{self, OUTLIERS_PER_PAGE, Outlier};

/// Newest first, of all units or of one with those below it.
pub async fn outliers(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let wanted = asked(&pairs, "unit");
    let unit = wanted.and_then(|code| units.by_code(code));
    let number = asked(&pairs, "page")
        .and_then(|page| page.parse().ok())
        .filter(|page| (1..=10_000).contains(page))
        .unwrap_or(1);
    let code = unit.map(|unit| unit.code.to_string());
    let found = search::outliers(services, code.as_deref(), number).await?;
    let mut model = Outliers {
        since: window(services.clock.today()).0,
        compared: None,
        units: Vec::new(),
        unknown_unit: wanted.filter(|_| code.is_none()).map(str::to_owned),
        unit: code,
        watches: signed_in.staff.role.watches(),
        total: 0,
        page: number,
        per_page: OUTLIERS_PER_PAGE,
        lines: Vec::new(),
    };
    if let Some(found) = found {
        model.compared = Some((found.decisions, found.classes));
        model.total = found.total;
        model.units = named(found.by_unit, &units);
        model.lines = found.lines.into_iter().map(|one| line(one, &units)).collect();
    }
    Ok(visit.private(StatusCode::OK, |ui| page(ui, model)))
}

/// Most first.
fn named(counts: impl IntoIterator<Item = (String, u64)>, units: &Units) -> Vec<(String, String, u64)> {
    let known = counts.into_iter().filter_map(|(code, count)| {
        let name = units.by_code(&code)?.name.clone();
        Some((code, name, count))
    });
    let mut all: Vec<_> = known.collect();
    all.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    all
}

fn line(one: Outlier, units: &Units) -> FarOut {
    let record = one.record;
    FarOut {
        unit: units.name_of(record.unit),
        reference: record.reference,
        title: record.title,
        decided_on: record.decided_on,
        fine: one.fine,
        side: one.side,
        band: one.class.band,
        among: one.among,
        grounds: one.grounds,
        legal_basis: record.legal_basis,
    }
}
