//! The supervisor's page.

use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::state::AppState;
use crate::visit::Visit;
use app::components::FormState;
use app::pages::staff::dashboard::{DashboardModel, UnitRow, dashboard as page};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::clock::strict_day;
use domain::field_error::FieldError;
use service::dashboard::{self, Dashboard, FORMULA, UnitLine};
use storage::dashboard::Span;

type Pairs = Vec<(String, String)>;

/// A parameter that is not empty.
pub(crate) fn asked<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.trim())
        .filter(|value| !value.is_empty())
}

/// The period asked for; what cannot be one is told beside the filter and the usual one is shown.
pub(super) fn chosen_span(pairs: &Pairs, today: NaiveDate) -> (Span, Vec<FieldError>) {
    let usual = dashboard::usual_span(today);
    let mut errors = Vec::new();
    let mut day = |field: &'static str, what, usual| {
        let Some(typed) = asked(pairs, field) else {
            return usual;
        };
        strict_day(typed).unwrap_or_else(|| {
            errors.push(FieldError::not_a_date(field, what, typed));
            usual
        })
    };
    let span = Span {
        from: day("from", "开始日期", usual.from),
        to: day("to", "结束日期", usual.to),
    };
    if span.from > span.to {
        errors.push(FieldError::new("to", "before-start", "结束日期不能早于开始日期"));
    } else if (span.to - span.from).num_days() > 366 {
        errors.push(FieldError::new("from", "too-long", "一次最多看一年，请缩短时间"));
    }
    if errors.is_empty() {
        (span, errors)
    } else {
        (usual, errors)
    }
}

/// The page.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Problem> {
    let (span, errors) = chosen_span(&pairs, app.services().clock.today());
    let counted = dashboard::dashboard(app.services(), &signed_in.staff, span).await?;
    let typed = |name, day: NaiveDate| asked(&pairs, name).map_or_else(|| day.to_string(), ToOwned::to_owned);
    let mut form = FormState::new()
        .with("from", typed("from", span.from))
        .with("to", typed("to", span.to));
    for error in errors {
        form.error(error.field, error.message);
    }
    Ok(visit.private(StatusCode::OK, |ui| page(ui, model(counted, form))))
}

fn model(counted: Dashboard, form: FormState) -> DashboardModel {
    let (yesterday, figures, _) = &counted.yesterday;
    DashboardModel {
        from: counted.span.from,
        to: counted.span.to,
        yesterday: (*yesterday, [figures.due, figures.invited, figures.answered()]),
        totals: [counted.total.due, counted.total.invited, counted.total.answered()],
        rate: counted.rate,
        second: counted.second,
        overdue: counted.work.overdue,
        deciding: counted.work.deciding,
        cases_overdue: counted.work.cases_overdue,
        demands_overdue: counted.work.demands_overdue,
        escalated: counted.work.escalated,
        conduct: counted.work.conduct,
        formula: FORMULA.name(),
        units: counted.units.iter().map(unit).collect(),
        weeks: counted
            .weeks
            .iter()
            .map(|week| (week.span.from, week.rate))
            .collect(),
        reasons: counted.reasons,
        form,
    }
}

fn unit(line: &UnitLine) -> UnitRow {
    UnitRow {
        code: line.unit.code.to_string(),
        name: line.unit.name.clone(),
        due: line.figures.due,
        not_due: line.figures.not_due.values().sum(),
        invited: line.figures.invited,
        answered: line.figures.answered(),
        rate: line.rate,
        before: line.before,
        rank: line.rank,
        overdue: line.work.overdue,
        rectifying: line.work.rectifying,
        cases_overdue: line.work.cases_overdue,
        demands_overdue: line.work.demands_overdue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_impossible_period_is_told_and_the_usual_one_shown() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let span = |from: &str, to: &str| {
            chosen_span(
                &vec![("from".into(), from.into()), ("to".into(), to.into())],
                today,
            )
        };
        assert_eq!(span("", "").1, []);
        assert_eq!(span("2026-11-01", "2026-11-10").0.from.to_string(), "2026-11-01");
        for (from, to, wrong) in [
            ("2026-02-30", "", 1),
            ("-262143-01-01", "-262143-01-01", 2),
            ("+262142-12-31", "+262142-12-31", 2),
            ("1000-01-01", "1000-01-01", 2),
            ("2026-11-10", "2026-11-01", 1),
            ("2020-01-01", "2026-01-01", 1),
        ] {
            let (shown, errors) = span(from, to);
            assert_eq!(
                (shown, errors.len()),
                (dashboard::usual_span(today), wrong),
                "{from} {to}"
            );
        }
    }
}
