//! Public records for programs: search, one record, records like it.

use crate::problem::Problem;
use crate::routes::records::{Canonical, canonical, gone_json, version};
use crate::state::AppState;
use crate::visit::Visit;
use app::link::Query as Link;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::field_error::FieldError;
use domain::unit::Units;
use service::search::{self, FindError, Page, Surface};
use std::time::Instant;
use storage::public::Lookup;

mod comparison;
mod document;
mod item;

pub use document::{Document, GoneDocument};
pub use item::{Results, Similar};

const JSON: &str = "application/json; charset=utf-8";
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// Searches public records.
#[utoipa::path(
    get, path = "/api/v1/records", tag = "records",
    params(
        ("q" = Option<String>, Query, max_length = 200, description = "words as typed"),
        ("kind" = Option<Vec<String>>, Query, description = "repeated values mean OR"),
        ("unit" = Option<Vec<String>>, Query, description = "code of a unit; includes its descendants"),
        ("violation" = Option<Vec<String>>, Query), ("penalty" = Option<Vec<String>>, Query),
        ("statute" = Option<Vec<String>>, Query), ("year" = Option<Vec<i32>>, Query),
        ("from" = Option<String>, Query, pattern = r"^(\d{4}-\d{2}-\d{2})?$"),
        ("to" = Option<String>, Query, pattern = r"^(\d{4}-\d{2}-\d{2})?$"),
        ("fine_min" = Option<String>, Query, description = "decimal, in yuan"),
        ("fine_max" = Option<String>, Query, description = "decimal, in yuan"),
        ("sort" = Option<String>, Query, pattern = "^(relevance|newest|oldest|fine)?$"),
        ("synonyms" = Option<String>, Query, pattern = "^(on|off)?$", description = "off: the words as typed"),
        ("page" = Option<u64>, Query, minimum = 1, description = "page × per_page up to 10,000"),
        ("per_page" = Option<u64>, Query, minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "from Link rel=next, for deep paging"),
    ),
    responses((status = 200, body = Results), (status = 422, description = "impossible values")),
)]
pub async fn list(
    State(app): State<AppState>,
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let began = Instant::now();
    let services = app.services();
    let units = service::units::shown(services).await?;
    let (ask, errors) = search::read(&pairs, Surface::Api, &units);
    if !errors.is_empty() {
        return Err(open(Problem::invalid(errors)));
    }
    let page = search::find(services, &ask, &units)
        .await
        .map_err(|error| open(error.into()))?;
    let version = format!("{}-{}", page.version, service::units::version(&units));
    let next = next_link(&pairs, &page);
    let mut response = visit.public_as(StatusCode::OK, JSON, &version, |_| {
        Results::new(page, &ask, &units).to_json()
    });
    let headers = response.headers_mut();
    allow_everybody(headers);
    if let Some(next) = next.and_then(|link| HeaderValue::from_str(&link).ok()) {
        headers.insert(header::LINK, next);
    }
    let timing = format!("search;dur={:.1}", began.elapsed().as_secs_f64() * 1000.0);
    headers.insert(
        SERVER_TIMING,
        HeaderValue::from_str(&timing).expect("digits and letters"),
    );
    Ok(response)
}

/// The same search from where this page ended.
fn next_link(pairs: &[(String, String)], page: &Page) -> Option<String> {
    let cursor = page.next.as_ref()?;
    let kept = pairs
        .iter()
        .filter(|(name, _)| name != "page" && name != "cursor");
    let link = kept.fold(Link::new("/api/v1/records"), |link, (name, value)| {
        link.with(name, value)
    });
    Some(format!("<{}>; rel=\"next\"", link.with("cursor", cursor).href()))
}

/// One public record.
#[utoipa::path(
    get, path = "/api/v1/records/{ref}", tag = "records", params(("ref" = String, Path)),
    responses((status = 200, body = Document), (status = 308, description = "the reference's own writing"),
        (status = 404, description = "unknown or sealed"), (status = 410, body = GoneDocument, content_type = "application/problem+json")),
)]
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response, Problem> {
    let units = service::units::shown(app.services()).await?;
    let mut response = match canonical(&app, &typed).await.map_err(open)? {
        Canonical::Elsewhere(reference) => {
            Redirect::permanent(&format!("/api/v1/records/{reference}")).into_response()
        }
        Canonical::Found(Lookup::Public(record)) => {
            let history = service::records::history(app.services(), record.id).await?;
            let version = version(&record, &units);
            visit.public_as(StatusCode::OK, JSON, &version, |_| {
                Document::new(*record, &units, &history).to_json()
            })
        }
        Canonical::Found(other) => gone_json(&visit, other, &units).map_err(open)?,
    };
    allow_everybody(response.headers_mut());
    Ok(response)
}

/// The records most like one, of the same violation if it names one; and where its penalty lies among theirs.
#[utoipa::path(
    get, path = "/api/v1/records/{ref}/similar", tag = "records",
    params(("ref" = String, Path), ("limit" = Option<u64>, Query, minimum = 1, maximum = 50, description = "10 if absent")),
    responses((status = 200, body = Similar), (status = 308, description = "the reference's own writing"),
        (status = 410, body = GoneDocument, content_type = "application/problem+json"), (status = 422, description = "impossible values")),
)]
pub async fn similar(
    State(app): State<AppState>,
    visit: Visit,
    Path(typed): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let limit = limit(&pairs).map_err(open)?;
    let services = app.services();
    let units = service::units::shown(services).await?;
    let mut response = match canonical(&app, &typed).await.map_err(open)? {
        Canonical::Elsewhere(reference) => {
            Redirect::permanent(&format!("/api/v1/records/{reference}/similar")).into_response()
        }
        Canonical::Found(Lookup::Public(record)) => {
            let index = services
                .search
                .searcher()
                .map(|searcher| searcher.version())
                .unwrap_or_default();
            let version = format!("{} {index}", version(&record, &units));
            let peers = search::peers(services, &record).await;
            let items = search::similar(services, *record, limit, &units).await?;
            visit.public_as(StatusCode::OK, JSON, &version, |_| {
                Similar::new(items, peers, &units).to_json()
            })
        }
        Canonical::Found(other) => gone_json(&visit, other, &units).map_err(open)?,
    };
    allow_everybody(response.headers_mut());
    Ok(response)
}

fn limit(pairs: &[(String, String)]) -> Result<usize, Problem> {
    let Some((_, typed)) = pairs
        .iter()
        .find(|(name, value)| name == "limit" && !value.is_empty())
    else {
        return Ok(10);
    };
    match typed.parse() {
        Ok(limit @ 1..=50) => Ok(limit),
        _ => Err(Problem::invalid(vec![FieldError::unknown_value(
            "limit",
            "条数",
            typed,
            "1 到 50 的整数",
        )])),
    }
}

/// What anybody may read, any page may fetch.
pub(super) fn allow_everybody(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("Link, Server-Timing, ETag"),
    );
}

/// A problem that other origins' pages may read as well.
pub(super) fn open(problem: Problem) -> Problem {
    problem.header(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"))
}

impl From<FindError> for Problem {
    fn from(error: FindError) -> Self {
        match error {
            FindError::Refused(error) => Self::invalid(vec![error]),
            FindError::Storage(error) => error.into(),
        }
    }
}

/// The code and name of a unit.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct UnitName {
    /// Its code.
    pub code: String,
    /// Its full name.
    pub name: String,
}

impl UnitName {
    fn of(id: domain::ids::UnitId, units: &Units) -> Self {
        let code = units.by_id(id).map(|unit| unit.code.to_string());
        Self {
            code: code.unwrap_or_default(),
            name: units.name_of(id),
        }
    }
}
