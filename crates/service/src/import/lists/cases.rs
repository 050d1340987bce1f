//! Cases for those concerned: `case_number`, `query_code`, `unit` (code or full name), `kind` (criminal or 刑事,
//! administrative or 行政), optional `contact_person`, `contact_phone`; of a criminal case `filed_on`, `measure` with
//! `measure_on`, `end` with `end_on`; of an administrative one `accepted_on`, `conclusion` with `conclusion_on`.

use super::{ROWS, Texts, read};
use crate::import::lock::ImportLock;
use crate::import::row::Problem;
use crate::import::run::{Options, Outcome, RunError};
use crate::import::value::{Strictness, date};
use crate::progress::{NewCase, compare, keep};
use crate::services::Services;
use chrono::NaiveDate;
use domain::field_error::FieldError;
use domain::progress::{CaseContact, Conclusion, Course, CriminalEnd, Measure, QueryCode, case_key};
use domain::text;
use domain::unit::Units;
use storage::units;

const COLUMNS: [&str; 14] = [
    "case_number",
    "query_code",
    "unit",
    "kind",
    "contact_person",
    "contact_phone",
    "filed_on",
    "measure",
    "measure_on",
    "end",
    "end_on",
    "accepted_on",
    "conclusion",
    "conclusion_on",
];

/// Imports cases by number: a known one gets the file's stages, unit, contact and code.
pub async fn run_cases(services: &Services, options: &Options) -> Result<Outcome, RunError> {
    let _lock = ImportLock::take(services).await?;
    let mut conn = services.db.read().await?;
    let known = units::all(&mut conn).await?;
    let around = Around {
        units: &known,
        default_unit: options.unit.as_deref(),
        today: services.clock.today(),
    };
    let mut list = read(
        options,
        &COLUMNS,
        |case: &NewCase| case.number_key.clone(),
        |row| around.parse(row),
    )?;
    let mut changes = Vec::new();
    for case in std::mem::take(&mut list.rows) {
        match compare(services, &mut conn, case).await? {
            Some(change) => {
                *list.summary.counter(change.is_new()) += 1;
                changes.push(change);
            }
            None => list.summary.unchanged += 1,
        }
    }
    drop(conn);
    if !list.withheld {
        for rows in changes.chunks(ROWS) {
            let mut tx = services.db.begin().await?;
            keep(services, &mut tx, rows, &list.actor).await?;
            tx.commit().await?;
            services.db.let_others_write().await;
        }
    }
    Ok(list.finish())
}

/// What a row is read against.
struct Around<'a> {
    units: &'a Units,
    default_unit: Option<&'a str>,
    today: NaiveDate,
}

impl Around<'_> {
    /// No message repeats the code: messages are shown and kept in files.
    fn parse(&self, row: &Texts<'_>) -> Result<NewCase, Problem> {
        let number = row.require("case_number", "案号")?;
        let number_key = case_key(&number)
            .ok_or_else(|| Problem::column("case_number", "案号里没有字，或者太长；请核对".to_owned()))?;
        let code = row.require("query_code", "查询码（受案回执上的）")?;
        let code =
            QueryCode::parse(&code).map_err(|error| Problem::column("query_code", error.to_string()))?;
        let unit = row
            .get("unit")
            .or_else(|| self.default_unit.map(str::to_owned))
            .ok_or_else(|| Problem::column("unit", "请填写单位代码或全称，或用 --unit 指定"))?;
        let unit = self
            .units
            .by_code_or_name(&unit)
            .ok_or_else(|| Problem::column("unit", format!("没有代码或全称为“{unit}”的单位；请先导入单位")))?
            .id;
        Ok(NewCase {
            number_key,
            code,
            unit,
            contact: contact(row)?,
            course: course(row)?.check(self.today).map_err(Problem::from)?,
        })
    }
}

fn contact(row: &Texts<'_>) -> Result<CaseContact, Problem> {
    let line = |name: &'static str, what: &str, max: usize| -> Result<Option<String>, FieldError> {
        text::line(name, what, &row.get(name).unwrap_or_default(), max)
    };
    Ok(CaseContact {
        person: line("contact_person", "联系人", 50)?,
        phone: line("contact_phone", "联系电话", 40)?,
    })
}

fn course(row: &Texts<'_>) -> Result<Course, Problem> {
    let kind = row.require("kind", "案件种类（criminal 刑事，administrative 行政）")?;
    let (course, foreign) = match kind.as_str() {
        "criminal" | "刑事" | "刑事案件" => {
            (criminal(row)?, ["accepted_on", "conclusion", "conclusion_on"])
        }
        "administrative" | "行政" | "行政案件" => {
            (administrative(row)?, ["filed_on", "measure", "end"])
        }
        other => {
            let reason = format!("“{other}”应写成 criminal（刑事）或 administrative（行政）");
            return Err(Problem::column("kind", reason));
        }
    };
    match foreign.into_iter().find(|column| row.get(column).is_some()) {
        Some(column) => {
            let reason = format!("{}没有这一项，请核对案件种类或者清空这一列", course.label());
            Err(Problem::column(column, reason))
        }
        None => Ok(course),
    }
}

fn criminal(row: &Texts<'_>) -> Result<Course, Problem> {
    Ok(Course::Criminal {
        filed_on: required_day(row, "filed_on", "立案日期")?,
        measure: dated(
            row,
            ("measure", "强制措施", "measure_on"),
            &Measure::ALL,
            Measure::as_str,
            Measure::label,
        )?,
        end: dated(
            row,
            ("end", "侦查结果", "end_on"),
            &CriminalEnd::ALL,
            CriminalEnd::as_str,
            CriminalEnd::label,
        )?,
    })
}

fn administrative(row: &Texts<'_>) -> Result<Course, Problem> {
    Ok(Course::Administrative {
        accepted_on: required_day(row, "accepted_on", "受案日期")?,
        conclusion: dated(
            row,
            ("conclusion", "办理结果", "conclusion_on"),
            &Conclusion::ALL,
            Conclusion::as_str,
            Conclusion::label,
        )?,
    })
}

fn required_day(row: &Texts<'_>, column: &'static str, what: &str) -> Result<NaiveDate, Problem> {
    Ok(date(
        column,
        what,
        &row.require(column, what)?,
        Strictness::Table,
    )?)
}

/// One of a closed list, as its word or its Chinese name, with its day; both or neither.
fn dated<T: Copy>(
    row: &Texts<'_>,
    (column, what, day_column): (&'static str, &str, &'static str),
    all: &[T],
    word: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
) -> Result<Option<(T, NaiveDate)>, Problem> {
    let (typed, day) = match (row.get(column), row.get(day_column)) {
        (None, None) => return Ok(None),
        (Some(typed), Some(day)) => (typed, day),
        (Some(_), None) => return Err(Problem::column(day_column, format!("请填写{what}的日期"))),
        (None, Some(_)) => return Err(Problem::column(column, format!("请填写{what}"))),
    };
    let is_it = |one: &&T| word(**one) == typed || label(**one) == typed;
    let Some(one) = all.iter().find(is_it) else {
        let names: Vec<_> = all.iter().map(|one| label(*one)).collect();
        let error = FieldError::unknown_value(column, what, &typed, &names.join("、"));
        return Err(Problem::from(error));
    };
    let on = date(day_column, what, &day, Strictness::Table)?;
    Ok(Some((*one, on)))
}
