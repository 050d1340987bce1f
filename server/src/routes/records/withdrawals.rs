//! `/withdrawals`: which decisions were taken down for a legal change, and why.

use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::pages::records::{Withdrawal, Withdrawals, withdrawals as page};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::clock::legal_day;
use domain::unit::Units;
use service::records;
use storage::removed::Tombstone;

/// The address's one parameter.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    page: Option<String>,
}

/// The register, last withdrawn first. A page that is no number is the first.
pub async fn withdrawals(
    State(app): State<AppState>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let number = asked.page.and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
    let (total, stones) = records::tombstones(services, number).await?;
    let newest = service::jobs::newest_index_change(&services.db).await?;
    let version = format!("{newest} {total} {number} {}", service::units::version(&units));
    let lines = stones.into_iter().map(|stone| withdrawal(stone, &units));
    let model = Withdrawals {
        lines: lines.collect(),
        total,
        page: number,
        per_page: records::TOMBSTONES_PER_PAGE,
    };
    Ok(visit.public(&version, |ui| page(ui, model)))
}

/// What remains of a decision, as a line.
pub(super) fn withdrawal(stone: Tombstone, units: &Units) -> Withdrawal {
    Withdrawal {
        unit: units.name_of(stone.unit),
        reference: stone.reference,
        document_number: stone.document_number,
        on: legal_day(stone.withdrawn_at),
        code: stone.code,
    }
}
