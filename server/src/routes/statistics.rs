//! `/statistics`: what may be told in counts alone.

use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::pages::statistics::{Counts, SatisfactionLine, SealedYear, Statistics, statistics};
use app::{t, t_with};
use axum::extract::{Query, State};
use axum::response::Response;
use service::dashboard::FORMULA;
use service::satisfaction::{PublicLine, SatisfactionError, satisfaction};
use service::sealed_decisions::{self, Year};

/// The address's one parameter.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    year: Option<String>,
}

/// Sealed decisions of a year, the last one unless another is asked for, and the last month's satisfaction.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let services = app.services();
    let years = sealed_decisions::years(services).await?;
    let wanted = asked.year.and_then(|year| year.parse().ok());
    let shown = years.iter().find(|year| Some(year.year) == wanted);
    let (month, lines) = satisfaction(services, (None, None))
        .await
        .map_err(|error| match error {
            SatisfactionError::Invalid(errors) => Problem::invalid(errors),
            SatisfactionError::Storage(error) => error.into(),
        })?;
    let model = Statistics {
        years: years.iter().map(|year| year.year).collect(),
        sealed: shown.or(years.first()).map(sealed),
        month: month.from.format("%Y年%-m月").to_string(),
        formula: FORMULA.name(),
        satisfaction: lines.into_iter().map(line).collect(),
    };
    let version = format!("{model:?}");
    Ok(visit.public(&version, |ui| statistics(ui, model)))
}

fn sealed(year: &Year) -> SealedYear {
    let table = |key, counts: &sealed_decisions::Counts, name: &dyn Fn(&str) -> String| Counts {
        title: t(key),
        told: counts
            .told
            .iter()
            .map(|(text, count)| (name(text), *count))
            .collect(),
        others: counts.others,
    };
    let month = |month: &str| {
        t_with(
            "statistics-month",
            &[("month", month.trim_start_matches('0').into())],
        )
    };
    let named = |name: &str| {
        if name.is_empty() {
            t("statistics-unnamed")
        } else {
            name.to_owned()
        }
    };
    SealedYear {
        year: year.year,
        through: year.through,
        total: year.total,
        tables: vec![
            table("statistics-by-violation", &year.violations, &named),
            table("statistics-by-penalty", &year.penalties, &named),
            table("statistics-by-unit", &year.units, &named),
            table("statistics-by-month", &year.months, &month),
        ],
    }
}

fn line(line: PublicLine) -> SatisfactionLine {
    SatisfactionLine {
        unit: line.unit.map(|unit| unit.name),
        rate: line.rate,
    }
}
