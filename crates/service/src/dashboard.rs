//! What a supervisor sees in the morning (监测): figures from facts, by a named formula, each with its n.

use crate::callbacks::CallbackError;
use crate::services::Services;
use chrono::{Datelike, Days, NaiveDate};
use domain::callback::{Level, Reason};
use domain::ids::UnitId;
use domain::role::{Role, Staff};
use domain::statistics::{Formula, Rate};
use domain::unit::{Unit, Units};
use std::collections::BTreeMap;
use storage::dashboard::{self as blocks, Behind, Case, Figures, Group, Span, Work};
use storage::followups::Sight;
use storage::{Conn, units};

/// The formula in force.
pub const FORMULA: Formula = Formula::FiveLevelV1;
const WEEKS: u64 = 8;
const PAGE: u32 = 50;

/// One unit's line.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitLine {
    /// The unit.
    pub unit: Unit,
    /// Due, invited and answered.
    pub figures: Figures,
    /// The rate by [`FORMULA`].
    pub rate: Option<Rate>,
    /// The rate of the period before.
    pub before: Option<Rate>,
    /// Open work.
    pub work: Work,
    /// Its place among the units that may be ranked; 1 is best.
    pub rank: Option<usize>,
}

/// One week's rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Monday to Sunday.
    pub span: Span,
    /// The rate by [`FORMULA`].
    pub rate: Option<Rate>,
}

/// The whole page.
#[derive(Debug, Clone, PartialEq)]
pub struct Dashboard {
    /// The days that are counted, by closing.
    pub span: Span,
    /// Yesterday alone.
    pub yesterday: (NaiveDate, Figures, Option<Rate>),
    /// All units together.
    pub total: Figures,
    /// The rate of all units together.
    pub rate: Option<Rate>,
    /// Second ratings: the rate after rectification.
    pub second: Option<Rate>,
    /// Open work of all units together.
    pub work: Work,
    /// By unit code.
    pub units: Vec<UnitLine>,
    /// Eight weeks, oldest first.
    pub weeks: Vec<Week>,
    /// Reasons that were ticked, most often first.
    pub reasons: Vec<(Reason, u64)>,
}

/// The period when none is asked for: four weeks up to yesterday.
pub fn usual_span(today: NaiveDate) -> Span {
    Span {
        from: today - Days::new(28),
        to: today - Days::new(1),
    }
}

/// The rate of the levels counted.
pub fn rate(levels: &BTreeMap<Level, u64>) -> Option<Rate> {
    let satisfied = levels
        .iter()
        .filter(|(level, _)| FORMULA.is_satisfied(level.number()));
    Rate::new(satisfied.map(|(_, n)| n).sum(), levels.values().sum())
}

/// Counts everything for `staff` but ratings of the own unit and the own badge (回避).
pub async fn dashboard(services: &Services, staff: &Staff, span: Span) -> Result<Dashboard, CallbackError> {
    let sight = Sight::of(staff).ok_or(CallbackError::NotFound)?;
    let today = services.clock.today();
    let mut conn = services.db.read().await?;
    let units = units::all(&mut conn).await?;
    let figures = seen(&mut conn, &sight, span).await?;
    let before = seen(&mut conn, &sight, span_before(span)).await?;
    let work = open_work(&mut conn, staff, &sight, today).await?;
    let yesterday = today - Days::new(1);
    let day = Span {
        from: yesterday,
        to: yesterday,
    };
    let of_yesterday = total(&seen(&mut conn, &sight, day).await?);
    let weeks = weeks(
        &blocks::by_day(&mut conn, &sight, weeks_span(today)).await?,
        today,
    );
    let all = total(&figures);
    Ok(Dashboard {
        span,
        yesterday: (yesterday, of_yesterday.clone(), rate(&of_yesterday.levels)),
        rate: rate(&all.levels),
        total: all,
        second: rate(&blocks::second_ratings(&mut conn, &sight, span).await?),
        work: work.values().fold(Work::default(), add),
        units: lines(&units, &figures, &before, &work),
        weeks,
        reasons: blocks::reasons(&mut conn, &sight, span).await?,
    })
}

/// The figures without ratings of the viewer's own unit and of incidents that the viewer handled.
async fn seen(
    conn: &mut Conn,
    sight: &Sight,
    span: Span,
) -> Result<BTreeMap<UnitId, Figures>, storage::Error> {
    let withheld = blocks::withheld(conn, sight, span).await?;
    let none = BTreeMap::new();
    let figures = blocks::figures(conn, span).await?.into_iter();
    let seen = figures.map(|(unit, figures)| (unit, figures.without(withheld.get(&unit).unwrap_or(&none))));
    Ok(seen.collect())
}

/// Open work by unit, of callbacks, feedback and demands. Overdue feedback counts wherever it lies unless it concerns
/// `staff`; the rest as far as they may see what is behind it.
async fn open_work(
    conn: &mut storage::Conn,
    staff: &Staff,
    sight: &Sight,
    today: NaiveDate,
) -> Result<BTreeMap<UnitId, Work>, storage::Error> {
    let mut work = blocks::work(conn, sight, today).await?;
    let of_cases = storage::visibility::Sight::of(staff);
    for (unit, n) in storage::feedback::overdue_by_unit(conn, &of_cases, today).await? {
        work.entry(unit).or_default().cases_overdue = n;
    }
    for (unit, n) in storage::demands::overdue_by_unit(conn, staff, today).await? {
        work.entry(unit).or_default().demands_overdue = n.unsigned_abs();
    }
    Ok(work)
}

fn add(sum: Work, one: &Work) -> Work {
    Work {
        overdue: sum.overdue + one.overdue,
        rectifying: sum.rectifying + one.rectifying,
        escalated: sum.escalated + one.escalated,
        conduct: sum.conduct + one.conduct,
        deciding: sum.deciding + one.deciding,
        cases_overdue: sum.cases_overdue + one.cases_overdue,
        demands_overdue: sum.demands_overdue + one.demands_overdue,
    }
}

pub(crate) fn total(figures: &BTreeMap<UnitId, Figures>) -> Figures {
    figures.values().fold(Figures::default(), |mut sum, one| {
        sum.add(one);
        sum
    })
}

fn lines(
    units: &Units,
    figures: &BTreeMap<UnitId, Figures>,
    before: &BTreeMap<UnitId, Figures>,
    work: &BTreeMap<UnitId, Work>,
) -> Vec<UnitLine> {
    let mut lines: Vec<_> = units
        .iter()
        .filter(|unit| figures.contains_key(&unit.id) || work.contains_key(&unit.id))
        .map(|unit| {
            let own = figures.get(&unit.id).cloned().unwrap_or_default();
            UnitLine {
                unit: unit.clone(),
                rate: rate(&own.levels),
                figures: own,
                before: before.get(&unit.id).and_then(|figures| rate(&figures.levels)),
                work: work.get(&unit.id).copied().unwrap_or_default(),
                rank: None,
            }
        })
        .collect();
    rank(&mut lines);
    lines
}

/// Ranks by the share; units with too few ratings get no rank, equal shares the same.
fn rank(lines: &mut [UnitLine]) {
    let rated = |line: &UnitLine| line.rate.filter(Rate::may_be_ranked).map(|rate| rate.share());
    let shares: Vec<f64> = lines.iter().filter_map(rated).collect();
    for line in lines {
        line.rank = rated(line).map(|own| 1 + shares.iter().filter(|other| **other > own).count());
    }
}

fn span_before(span: Span) -> Span {
    let days = Days::new((span.to - span.from).num_days().unsigned_abs() + 1);
    Span {
        from: span.from - days,
        to: span.to - days,
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// The last eight whole or running weeks.
fn weeks_span(today: NaiveDate) -> Span {
    Span {
        from: monday(today) - Days::new(7 * (WEEKS - 1)),
        to: today,
    }
}

fn weeks(by_day: &[(NaiveDate, Level, u64)], today: NaiveDate) -> Vec<Week> {
    let first = weeks_span(today).from;
    (0..WEEKS)
        .map(|week| {
            let from = first + Days::new(7 * week);
            let span = Span {
                from,
                to: from + Days::new(6),
            };
            let mut levels = BTreeMap::new();
            for (_, level, n) in by_day
                .iter()
                .filter(|(day, ..)| (span.from..=span.to).contains(day))
            {
                *levels.entry(*level).or_default() += n;
            }
            Week {
                span,
                rate: rate(&levels),
            }
        })
        .collect()
}

/// Counts of cases are no larger than this: it then means "at least".
pub const COUNTED: u64 = blocks::COUNTED.unsigned_abs();

/// The incidents behind a figure, one page of them, and how many there are (see [`COUNTED`]); `page` counts
/// from 1.
pub async fn cases(
    services: &Services,
    staff: &Staff,
    (group, span): (Group, Span),
    unit: Option<UnitId>,
    reason: Option<Reason>,
    page: u32,
) -> Result<(u64, Vec<Case>), CallbackError> {
    let sight = Sight::of(staff).ok_or(CallbackError::NotFound)?;
    let satisfied_from = (1..=5).find(|level| FORMULA.is_satisfied(*level)).unwrap_or(5);
    let behind = Behind {
        group,
        span,
        unit,
        reason,
        satisfied_from,
    };
    let offset = i64::from(page.saturating_sub(1)) * i64::from(PAGE);
    let mut conn = services.db.read().await?;
    let mut cases = blocks::cases(&mut conn, &sight, &behind, i64::from(PAGE), offset).await?;
    let total = blocks::count_cases(&mut conn, &sight, &behind).await?;
    if staff.role == Role::Monitor {
        for case in &mut cases {
            "（已隐去）".clone_into(&mut case.number);
        }
    }
    Ok((total, cases))
}

/// How many cases a page lists.
pub const fn page_size() -> u32 {
    PAGE
}

/// Due, invited and answered of all units together.
pub async fn coverage(services: &Services, span: Span) -> Result<Figures, storage::Error> {
    Ok(total(
        &blocks::figures(&mut services.db.read().await?, span).await?,
    ))
}

#[cfg(test)]
mod tests;
