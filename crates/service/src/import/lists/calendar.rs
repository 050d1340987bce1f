//! The calendar: `day`, `kind` (holiday or workday, 放假 or 上班), optional `name`.

use super::{Texts, read};
use crate::calendar::announce;
use crate::import::lock::ImportLock;
use crate::import::row::Problem;
use crate::import::run::{Options, Outcome, RunError};
use crate::import::value::{Strictness, date};
use crate::services::Services;
use chrono::{Datelike, Weekday};
use domain::calendar::{DayKind, least_holidays};
use std::collections::BTreeMap;
use storage::calendar::{self, Day};

const COLUMNS: [&str; 3] = ["day", "kind", "name"];

/// Imports whole years: every year that the file names is replaced by the file's days and counts as announced;
/// clocks that were counted by weekends alone are counted again. A year with a reject, or with fewer days off than the
/// law gives, would be no whole one: then nothing is stored, whatever is to become of rejects elsewhere.
pub async fn run_calendar(services: &Services, options: &Options) -> Result<Outcome, RunError> {
    let _lock = ImportLock::take(services).await?;
    let mut list = read(options, &COLUMNS, |day: &Day| day.day.to_string(), parse)?;
    let mut years: BTreeMap<i32, Vec<Day>> = BTreeMap::new();
    for day in std::mem::take(&mut list.rows) {
        years.entry(day.day.year()).or_default().push(day);
    }
    if list.summary.rejected == 0 {
        years.iter().try_for_each(ensure_whole)?;
    }
    list.undone |= list.summary.rejected > 0;
    list.withheld |= list.undone;
    let mut conn = services.db.read().await?;
    for (year, days) in &mut years {
        let known = calendar::of_year(&mut conn, *year).await?;
        list.summary.unchanged += days.iter().filter(|day| known.contains(day)).count() as u64;
        for day in days.iter().filter(|day| !known.contains(day)) {
            let is_new = known.iter().all(|old| old.day != day.day);
            *list.summary.counter(is_new) += 1;
        }
        days.sort_by_key(|day| day.day);
        if *days == known {
            days.clear();
        }
    }
    drop(conn);
    // A year as it was is not announced again.
    years.retain(|_, days| !days.is_empty());
    if !list.withheld {
        let source = options
            .file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        announce(services, &years, &source, &list.actor).await?;
    }
    Ok(list.finish())
}

fn ensure_whole((year, days): (&i32, &Vec<Day>)) -> Result<(), RunError> {
    let holidays = days.iter().filter(|day| day.kind == DayKind::Holiday).count();
    let expected = least_holidays(*year);
    if holidays >= expected {
        return Ok(());
    }
    Err(RunError::ShortYear {
        year: *year,
        found: holidays,
        expected,
    })
}

fn parse(row: &Texts<'_>) -> Result<Day, Problem> {
    let text = row.require("day", "日期")?;
    let day = date("day", "日期", &text, Strictness::Table)?;
    let kind = match row
        .require("kind", "种类（holiday 放假，workday 上班）")?
        .as_str()
    {
        "holiday" | "放假" | "休" => DayKind::Holiday,
        "workday" | "上班" | "班" => DayKind::Workday,
        other => {
            return Err(Problem::column(
                "kind",
                format!("“{other}”应写成 holiday（放假）或 workday（上班）"),
            ));
        }
    };
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    if kind == DayKind::Workday && !weekend {
        return Err(Problem::column(
            "kind",
            "这一天本来就是工作日，不需要写成上班；请核对日期",
        ));
    }
    Ok(Day {
        day,
        kind,
        name: row.get("name").unwrap_or_default(),
    })
}
