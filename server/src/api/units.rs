//! Units and suggestions for programs.

use super::records::allow_everybody;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::unit::Units as All;
use serde::Serialize;
use utoipa::ToSchema;

const JSON: &str = "application/json; charset=utf-8";
/// Suggestions of one answer.
const MOST: usize = 8;

/// Every unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Units {
    items: Vec<Unit>,
}

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
struct Unit {
    code: String,
    name: String,
    /// Code of the unit above; absent for the root.
    parent: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    /// Made by an import; its particulars are still to be entered.
    incomplete: bool,
}

/// Lists every unit.
#[utoipa::path(get, path = "/api/v1/units", tag = "units", responses((status = 200, body = Units)))]
pub async fn list(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let units = service::units::shown(app.services()).await?;
    let version = format!("units-{}", service::units::version(&units));
    let mut response = visit.public_as(StatusCode::OK, JSON, &version, |_| json(&listed(&units)));
    allow_everybody(response.headers_mut());
    Ok(response)
}

fn listed(units: &All) -> Units {
    let one = |unit: &domain::unit::Unit| Unit {
        code: unit.code.to_string(),
        name: unit.name.clone(),
        parent: units.above(unit).map(|above| above.code.to_string()),
        address: unit.address.clone(),
        phone: unit.phone.clone(),
        incomplete: unit.incomplete,
    };
    Units {
        items: units.iter().map(one).collect(),
    }
}

/// Words for what is typed so far.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    items: Vec<Suggestion>,
}

/// A word.
#[derive(Debug, Serialize, ToSchema)]
struct Suggestion {
    text: String,
    /// `violation`, `unit`, `statute` or `document_number`.
    kind: String,
    count: u64,
}

/// Offers violations, units and articles by characters, pinyin, initials or lay words, and document numbers by their
/// beginning.
#[utoipa::path(
    get, path = "/api/v1/suggest", tag = "records", params(("q" = Option<String>, Query)),
    responses((status = 200, body = Suggestions)),
)]
pub async fn suggest(
    State(app): State<AppState>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = pairs
        .into_iter()
        .find(|(name, _)| name == "q")
        .map(|(_, value)| value)
        .unwrap_or_default();
    let services = app.services();
    let offered = service::search::suggest(services, &typed, MOST).await?;
    let one = |word: service::search::Suggestion| Suggestion {
        text: word.text,
        kind: word.kind,
        count: word.count,
    };
    let suggestions = Suggestions {
        items: offered.items.into_iter().map(one).collect(),
    };
    let version = format!("words-{}", offered.version);
    let mut response = visit.public_as(StatusCode::OK, JSON, &version, |_| json(&suggestions));
    allow_everybody(response.headers_mut());
    Ok(response)
}

fn json<T: Serialize>(document: &T) -> String {
    serde_json::to_string(document).expect("texts and numbers become JSON")
}
