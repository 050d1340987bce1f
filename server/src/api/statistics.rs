//! Satisfaction for everybody: a named formula, with n and interval.

use super::records::{UnitName, allow_everybody, open};
use crate::problem::Problem;
use crate::routes::dashboard::asked;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::field_error::FieldError;
use domain::statistics::PUBLIC_MIN;
use domain::statistics::Rate;
use serde::Serialize;
use service::dashboard::FORMULA;
use service::satisfaction::{PublicLine, SatisfactionError, satisfaction as told};
use utoipa::ToSchema;

/// How satisfied people were with what was closed in a month.
#[derive(Debug, Serialize, ToSchema)]
pub struct Satisfaction {
    from: String,
    to: String,
    /// The name of the formula that made every rate here.
    formula: &'static str,
    /// With fewer answers nothing is told, so that nobody can be guessed; nor where it could be reckoned from the
    /// other figures.
    suppressed_below: u64,
    /// All units together.
    total: Option<Share>,
    units: Vec<OfUnit>,
}

/// The satisfaction of one unit.
#[derive(Debug, Serialize, ToSchema)]
struct OfUnit {
    unit: UnitName,
    satisfaction: Option<Share>,
}

/// A share of answers, with the interval in which the true one lies (Wilson).
#[derive(Debug, Serialize, ToSchema)]
struct Share {
    /// How many answered.
    n: u64,
    rate: f64,
    interval: [f64; 2],
    /// The interval's level of confidence.
    level: f64,
}

/// Satisfaction by unit, of callbacks on what was closed in one whole month whose callback links have all run out.
#[utoipa::path(
    get, path = "/api/v1/statistics/satisfaction", tag = "statistics",
    params(
        ("from" = Option<String>, Query, pattern = r"^(\d{4}-\d{2}-\d{2})?$", description = "the first day of the month; without both, of the last one that can be told"),
        ("to" = Option<String>, Query, pattern = r"^(\d{4}-\d{2}-\d{2})?$", description = "its last day"),
    ),
    responses((status = 200, body = Satisfaction), (status = 422, description = "not one whole month, or one that cannot be told yet")),
)]
pub async fn satisfaction(
    State(app): State<AppState>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = day(&pairs, "from", "开始日期").and_then(|from| Ok((from, day(&pairs, "to", "结束日期")?)));
    let asked = asked.map_err(|error| open(Problem::invalid(vec![error])))?;
    let (month, lines) = told(app.services(), asked).await.map_err(|error| {
        open(match error {
            SatisfactionError::Invalid(errors) => Problem::invalid(errors),
            SatisfactionError::Storage(error) => error.into(),
        })
    })?;
    let document = Satisfaction {
        from: month.from.to_string(),
        to: month.to.to_string(),
        formula: FORMULA.name(),
        suppressed_below: PUBLIC_MIN,
        total: lines.iter().find(|line| line.unit.is_none()).and_then(share),
        units: lines.iter().filter_map(of_unit).collect(),
    };
    let mut response = Json(document).into_response();
    let headers = response.headers_mut();
    allow_everybody(headers);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

fn day(
    pairs: &Vec<(String, String)>,
    field: &'static str,
    what: &str,
) -> Result<Option<NaiveDate>, FieldError> {
    asked(pairs, field)
        .map(|typed| {
            typed
                .parse()
                .map_err(|_| FieldError::not_a_date(field, what, typed))
        })
        .transpose()
}

fn of_unit(line: &PublicLine) -> Option<OfUnit> {
    let unit = line.unit.as_ref()?;
    let (code, name) = (unit.code.to_string(), unit.name.clone());
    Some(OfUnit {
        unit: UnitName { code, name },
        satisfaction: share(line),
    })
}

fn share(line: &PublicLine) -> Option<Share> {
    let round = |share: f64| (share * 10_000.0).round() / 10_000.0;
    let of = |rate: Rate| Share {
        n: rate.n,
        rate: round(rate.share()),
        interval: [round(rate.low), round(rate.high)],
        level: 0.95,
    };
    line.rate.map(of)
}
