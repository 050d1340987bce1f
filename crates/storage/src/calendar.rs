//! Legal working days as data.

use crate::{Conn, Error, Result, Tx, on_db};
use chrono::{Datelike, NaiveDate};
use domain::calendar::{Calendar, DayKind};

/// A day of a year's notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: NaiveDate,
    /// Off or worked.
    pub kind: DayKind,
    /// 春节, 国庆节 …
    pub name: String,
}

/// The whole calendar.
pub async fn load(conn: &mut Conn) -> Result<Calendar> {
    const DAYS: &str = "SELECT day, kind FROM calendar_days";
    const YEARS: &str = "SELECT year FROM calendar_years";
    let days: Vec<(NaiveDate, String)> = on_db!(conn, |c| sqlx::query_as(DAYS).fetch_all(c).await?);
    let years: Vec<(i32,)> = on_db!(conn, |c| sqlx::query_as(YEARS).fetch_all(c).await?);
    let days = days.into_iter().map(|(day, kind)| match DayKind::parse(&kind) {
        Some(kind) => Ok((day, kind)),
        None => Err(Error::inconsistent("calendar_days", "kind", kind)),
    });
    Ok(Calendar::new(
        days.collect::<Result<Vec<_>>>()?,
        years.into_iter().map(|(year,)| year),
    ))
}

/// The days of a year's notice, first to last.
pub async fn of_year(conn: &mut Conn, year: i32) -> Result<Vec<Day>> {
    const SQL: &str = "SELECT day, kind, name FROM calendar_days WHERE day >= $1 AND day < $2 ORDER BY day";
    let rows: Vec<(NaiveDate, String, String)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(first_day(year))
        .bind(first_day(year + 1))
        .fetch_all(c)
        .await?);
    let day = |(day, kind, name): (NaiveDate, String, String)| match DayKind::parse(&kind) {
        Some(kind) => Ok(Day { day, kind, name }),
        None => Err(Error::inconsistent("calendar_days", "kind", kind)),
    };
    rows.into_iter().map(day).collect()
}

fn first_day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX)
}

/// Announces `year`: replaces its days by those given, all of which lie in it.
pub async fn replace_year(tx: &mut Tx, year: i32, source: &str, days: &[Day]) -> Result<()> {
    const FORGET: &str = "DELETE FROM calendar_days WHERE day >= $1 AND day < $2";
    const YEAR: &str = "INSERT INTO calendar_years (year, source) VALUES ($1, $2) \
                        ON CONFLICT (year) DO UPDATE SET source = excluded.source";
    const DAY: &str = "INSERT INTO calendar_days (day, kind, name) VALUES ($1, $2, $3)";
    on_db!(tx, |c| sqlx::query(FORGET)
        .bind(first_day(year))
        .bind(first_day(year + 1))
        .execute(c)
        .await
        .map(drop)?);
    on_db!(tx, |c| sqlx::query(YEAR)
        .bind(year)
        .bind(source)
        .execute(c)
        .await
        .map(drop)?);
    for day in days.iter().filter(|day| day.day.year() == year) {
        let kind = day.kind.as_str();
        on_db!(tx, |c| sqlx::query(DAY)
            .bind(day.day)
            .bind(kind)
            .bind(&day.name)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}
