//! Missing document numbers.

use super::steps::publisher;
use crate::middleware::SignedIn;
use crate::problem::Problem;
use crate::routes::feedback::{Pairs, with_errors};
use crate::routes::staff_cases::desk::see;
use crate::state::AppState;
use crate::visit::Visit;
use app::Done;
use app::components::FormState;
use app::link::Query as Link;
use app::pages::staff_records::{Gaps, Shown, UnitLine, gaps};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Datelike;
use domain::document_number::{Explanation, Run, Series, Standing};
use domain::field_error::FieldError;
use domain::ids::UnitId;
use domain::unit::{Unit, Units};
use service::records::{self as desk_of, Book, GapError, Place};
use std::collections::BTreeMap;

/// What is looked at; without a unit every unit, without a year this one.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Chosen {
    unit: String,
    year: String,
}

/// The numbers of a year.
pub async fn show(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Problem> {
    let model = model(&app, &signed_in, &chosen, FormState::new()).await?;
    Ok(visit.private(StatusCode::OK, |ui| gaps(ui, model)))
}

/// The unit and the year that are meant; what cannot be one is told beside the choice, and every unit or this year shown.
fn meant<'a>(chosen: &Chosen, units: &'a Units, this_year: i32) -> (Option<&'a Unit>, i32, Vec<FieldError>) {
    let mut errors = Vec::new();
    let unit = units.by_code(&chosen.unit);
    if unit.is_none() && !chosen.unit.is_empty() {
        let code: String = chosen.unit.chars().take(40).collect();
        let told = format!("没有代码为“{code}”的单位，请从列表里选；下面是全部单位");
        errors.push(FieldError::new("unit", "unknown-value", told));
    }
    let typed = chosen.year.trim();
    let year = typed.parse().ok().filter(|year| (1949..=2200).contains(year));
    if year.is_none() && !typed.is_empty() {
        let told = format!("年份写 1949 到 2200 之间的四位数字，例如 {this_year}；下面是 {this_year} 年的");
        errors.push(FieldError::new("year", "unknown-value", told));
    }
    (unit, year.unwrap_or(this_year), errors)
}

async fn model(
    app: &AppState,
    signed_in: &SignedIn,
    chosen: &Chosen,
    mut form: FormState,
) -> Result<Gaps, Problem> {
    let services = app.services();
    let units = service::units::shown(services).await?;
    let (unit, year, errors) = meant(chosen, &units, services.clock.today().year());
    let typed = if chosen.year.trim().is_empty() {
        year.to_string()
    } else {
        chosen.year.clone()
    };
    form = form.with("unit", chosen.unit.as_str()).with("year", typed);
    for error in errors {
        form.error(error.field, error.message);
    }
    let mut books = desk_of::books(services, unit.map(|unit| unit.id), year).await?;
    let shown = if let Some(unit) = unit {
        let book = books.remove(&unit.id).unwrap_or_default();
        Shown::Unit {
            code: unit.code.to_string(),
            series: book.series.into_iter().collect(),
            other: book.other,
        }
    } else {
        Shown::Units(overview(&books, &units))
    };
    Ok(Gaps {
        year,
        units: named(&units),
        shown,
        may_explain: signed_in.staff.role.publishes(),
        form,
    })
}

/// Every unit that has numbers, those that lack most of them first.
fn overview(books: &BTreeMap<UnitId, Book>, units: &Units) -> Vec<UnitLine> {
    let lines = books.iter().filter_map(|(id, book)| {
        let unit = units.by_id(*id)?;
        Some(line((unit.code.to_string(), unit.name.clone()), book))
    });
    let mut lines: Vec<UnitLine> = lines.filter(|line| line.words > 0).collect();
    lines.sort_by(|a, b| b.missing.cmp(&a.missing).then_with(|| a.unit.cmp(&b.unit)));
    lines
}

fn named(units: &Units) -> Vec<(String, String)> {
    let named = units
        .iter()
        .map(|unit| (unit.code.to_string(), unit.name.clone()));
    named.collect()
}

fn line(unit: (String, String), book: &Book) -> UnitLine {
    let known = |standing| {
        book.series
            .values()
            .map(move |series| series.count(standing))
            .sum::<u64>()
    };
    let missing = book.series.values().flat_map(Series::missing);
    UnitLine {
        unit,
        words: book.series.len() as u64,
        known: Standing::ALL.into_iter().map(known).sum(),
        missing: missing.map(Run::count).sum(),
    }
}

/// Says why numbers are missing, or takes that back.
pub async fn explain(
    State(app): State<AppState>,
    visit: Visit,
    signed_in: SignedIn,
    Form(pairs): Pairs,
) -> Result<Response, Problem> {
    let by = publisher(&signed_in)?;
    let form = FormState::from_pairs(pairs);
    let place = Place {
        unit: form.value("unit").to_owned(),
        word: form.value("word").to_owned(),
        year: form.value("year").parse().unwrap_or_default(),
    };
    let (step, done) = match form.value("act") {
        "explain" => (
            Done::GapExplained,
            match explanation(&form) {
                Ok(explanation) => desk_of::explain(app.services(), by, &place, explanation).await,
                Err(errors) => Err(GapError::Invalid(errors)),
            },
        ),
        "reopen" => (
            Done::GapReopened,
            match Run::parse(form.value("first"), form.value("last")) {
                Ok(run) => desk_of::reopen(app.services(), by, &place, run).await,
                Err(error) => Err(GapError::Invalid(vec![error])),
            },
        ),
        _ => return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    let year = place.year.to_string();
    match done {
        Ok(()) => {
            let back = Link::new("/staff/records/gaps")
                .with("unit", &place.unit)
                .with("year", &year);
            Ok(see(&step.told_at(&back)))
        }
        Err(GapError::Invalid(errors)) => {
            let chosen = Chosen {
                unit: place.unit,
                year,
            };
            let model = model(&app, &signed_in, &chosen, with_errors(form, errors)).await?;
            Ok(visit.private(StatusCode::UNPROCESSABLE_ENTITY, |ui| gaps(ui, model)))
        }
        Err(GapError::Storage(error)) => Err(error.into()),
    }
}

/// What was typed, and everything that is wrong with it in the order of the form.
fn explanation(form: &FormState) -> Result<Explanation, Vec<FieldError>> {
    let word = form.value("word").trim().is_empty();
    let word = word.then(|| FieldError::not_chosen("word", "字号"));
    let run = (form.value("first"), form.value("last"));
    match (
        word,
        Explanation::parse(run, form.value("cause"), form.value("reason")),
    ) {
        (None, read) => read,
        (Some(word), read) => Err(std::iter::once(word)
            .chain(read.err().into_iter().flatten())
            .collect()),
    }
}
