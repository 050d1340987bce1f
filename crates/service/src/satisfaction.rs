//! Satisfaction as everybody may know it: one settled month at a time, and no figure from which that of a few
//! people could be reckoned.
//!
//! Months never overlap, so no two answers can be subtracted; a settled month hears no further rating, so that no
//! answer differs from yesterday's by one person.

use crate::callbacks::settings;
use crate::dashboard::{rate, total};
use crate::services::Services;
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::field_error::FieldError;
use domain::statistics::{PUBLIC_MIN, Rate, withheld};
use domain::unit::Unit;
use storage::dashboard::{Span, figures};
use storage::units;

/// Why nothing is told.
#[derive(Debug, thiserror::Error)]
pub enum SatisfactionError {
    /// Not one settled month.
    #[error("有几处需要改正")]
    Invalid(Vec<FieldError>),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// A unit's rate, as far as the public may know.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicLine {
    /// The unit; `None` for all together.
    pub unit: Option<Unit>,
    /// The rate; `None` when it is withheld, or nobody answered.
    pub rate: Option<Rate>,
    /// How many answered, told or not.
    n: u64,
}

impl PublicLine {
    fn new(unit: Option<Unit>, rate: Option<Rate>) -> Self {
        Self {
            unit,
            n: rate.map_or(0, |rate| rate.n),
            rate: rate.filter(|rate| rate.n >= PUBLIC_MIN),
        }
    }
}

/// All units together first, then each, of what was closed in the month from `from` to `to`; without either, in
/// the last settled month.
pub async fn satisfaction(
    services: &Services,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<(Span, Vec<PublicLine>), SatisfactionError> {
    let mut conn = services.db.read().await?;
    let link_days = settings(&mut conn).await?.link_days;
    let month = chosen(from, to, last_settled(services.clock.today(), link_days))
        .map_err(|error| SatisfactionError::Invalid(vec![error]))?;
    let units = units::all(&mut conn).await?;
    let figures = figures(&mut conn, month).await?;
    let mut lines: Vec<_> = units
        .iter()
        .filter_map(|unit| Some((unit, figures.get(&unit.id)?)))
        .map(|(unit, own)| PublicLine::new(Some(unit.clone()), rate(&own.levels)))
        .collect();
    withhold(&mut lines);
    lines.insert(0, PublicLine::new(None, rate(&total(&figures).levels)));
    Ok((month, lines))
}

/// The month of `day`.
fn month_of(day: NaiveDate) -> Span {
    let from = day - Days::new(u64::from(day.day0()));
    let to = from + Months::new(1) - Days::new(1);
    Span { from, to }
}

/// The last month whose links have run out, even those that were made a day late.
fn last_settled(today: NaiveDate, link_days: u32) -> Span {
    let this = month_of(today - Days::new(u64::from(link_days) + 1));
    month_of(this.from - Days::new(1))
}

fn chosen(from: Option<NaiveDate>, to: Option<NaiveDate>, last: Span) -> Result<Span, FieldError> {
    let Some(day) = from.or(to) else {
        return Ok(last);
    };
    let month = month_of(day);
    let whole = format!("满意度按整月公布，例如 from={}&to={}", last.from, last.to);
    if from.is_some_and(|from| from != month.from) {
        return Err(FieldError::new("from", "not-a-month", whole));
    }
    if to.is_some_and(|to| to != month.to) {
        return Err(FieldError::new("to", "not-a-month", whole));
    }
    if month.to > last.to {
        let message = format!(
            "这个月的回访还没有结束，目前公布到 {}。请改为这个月或更早的月份",
            last.to
        );
        let field = if to.is_some() { "to" } else { "from" };
        return Err(FieldError::new(field, "not-settled", message));
    }
    Ok(month)
}

/// The total is told, too.
fn withhold(units: &mut [PublicLine]) {
    let counts: Vec<u64> = units.iter().map(|line| line.n).collect();
    for (line, withheld) in units.iter_mut().zip(withheld(&counts)) {
        if withheld {
            line.rate = None;
        }
    }
}

#[cfg(test)]
mod tests;
