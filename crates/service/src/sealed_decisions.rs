//! Sealed decisions as everybody may know them (治安管理处罚法 第一百三十六条): fixed tables by year, in which no figure
//! of a few stands and none can be reckoned from the others.
//!
//! A month is told when it is over, and what comes in late when the month of its coming is: from day to day each new
//! decision would show as a difference.

use crate::latest::Latest;
use crate::services::Services;
use chrono::{Datelike, NaiveDate};
use domain::record::PenaltyKind;
use domain::statistics::{PUBLIC_MIN, withheld};
use std::collections::BTreeMap;
use std::sync::Arc;
use storage::sealed_decisions::{self, Alike};
use storage::units;

/// One table: what is told, the largest first, and what is withheld together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Told lines.
    pub told: Vec<(String, u64)>,
    /// All withheld ones together, nobody or enough.
    pub others: u64,
}

impl Counts {
    fn of(counts: BTreeMap<String, u64>) -> Self {
        let withheld = withheld(&counts.values().copied().collect::<Vec<_>>());
        let mut table = Self::default();
        for ((name, count), withheld) in counts.into_iter().zip(withheld) {
            if withheld {
                table.others += count;
            } else {
                table.told.push((name, count));
            }
        }
        table
    }

    fn largest_first(mut self) -> Self {
        self.told
            .sort_by(|(one, a), (other, b)| b.cmp(a).then_with(|| one.cmp(other)));
        self
    }
}

/// The sealed decisions of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Which.
    pub year: i32,
    /// The last month that is counted.
    pub through: u32,
    /// How many; `None` when there are too few to tell, and then no table tells anything.
    pub total: Option<u64>,
    /// By month, `01` to `12`.
    pub months: Counts,
    /// By 违法行为.
    pub violations: Counts,
    /// By the heaviest class of penalty, as the annual statistics count.
    pub penalties: Counts,
    /// By unit.
    pub units: Counts,
}

/// What was counted last.
#[derive(Debug, Default)]
pub struct Counted(Latest<(i64, NaiveDate), Vec<Year>>);

/// Every year that has sealed decisions, the last one first, up to the last month that is over.
pub async fn years(services: &Services) -> Result<Arc<Vec<Year>>, storage::Error> {
    let today = services.clock.today();
    let this_month = today.with_day(1).unwrap_or(today);
    let count = sealed_decisions::count(&mut services.db.read().await?, this_month).await?;
    services
        .sealed_decisions
        .0
        .at((count, this_month), async move || {
            let mut conn = services.db.read().await?;
            let alike = sealed_decisions::counted(&mut conn, this_month).await?;
            let known = units::all(&mut conn).await?;
            let mut by_year: BTreeMap<i32, Vec<(String, Alike)>> = BTreeMap::new();
            for alike in alike {
                let unit = known.name_of(alike.unit);
                by_year.entry(alike.month.year()).or_default().push((unit, alike));
            }
            let years = by_year.into_iter().rev();
            Ok(years
                .map(|(year, alike)| Year::of(year, &alike, last_month(year, this_month)))
                .collect())
        })
        .await
}

/// The last month of the year that is over.
fn last_month(year: i32, this_month: NaiveDate) -> u32 {
    if year < this_month.year() {
        12
    } else {
        this_month.month() - 1
    }
}

impl Year {
    fn of(year: i32, alike: &[(String, Alike)], through: u32) -> Self {
        let total: u64 = alike.iter().map(|(_, alike)| alike.count).sum();
        let total = Some(total).filter(|total| *total >= PUBLIC_MIN);
        let table = |name: &dyn Fn(&(String, Alike)) -> String| {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            for one in alike {
                *counts.entry(name(one)).or_default() += one.1.count;
            }
            total.map(|_| Counts::of(counts)).unwrap_or_default()
        };
        Self {
            year,
            through,
            total,
            months: table(&|(_, alike)| format!("{:02}", alike.month.month())),
            violations: table(&|(_, alike)| alike.violation.clone().unwrap_or_default()).largest_first(),
            penalties: table(&|(_, alike)| heaviest(&alike.penalty_kinds)).largest_first(),
            units: table(&|(unit, _)| unit.clone()).largest_first(),
        }
    }
}

/// Several penalties of one decision count once, as the heaviest.
fn heaviest(kinds: &[PenaltyKind]) -> String {
    let heaviest = kinds.iter().max().copied().unwrap_or(PenaltyKind::Other);
    heaviest.label().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::UnitId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn alike((unit, month, violation, count): (u8, u32, u8, u64)) -> (String, Alike) {
        let alike = Alike {
            unit: UnitId(Uuid::nil()),
            month: NaiveDate::from_ymd_opt(2026, month, 1).unwrap(),
            violation: Some(format!("违法行为{violation}")),
            penalty_kinds: vec![PenaltyKind::Fine, PenaltyKind::Detention],
            count,
        };
        (format!("单位{unit}"), alike)
    }

    #[test]
    fn several_penalties_count_once_as_the_heaviest() {
        let year = Year::of(2026, &[alike((1, 1, 1, 7))], 10);
        assert_eq!(year.penalties.told, [("行政拘留".to_owned(), 7)]);
        assert_eq!(year.total, Some(7));
    }

    proptest! {
        #[test]
        fn no_table_tells_of_a_few(groups in prop::collection::vec((0..4u8, 1..=12u32, 0..4u8, 1..9u64), 0..12)) {
            let groups: Vec<_> = groups.into_iter().map(alike).collect();
            let year = Year::of(2026, &groups, 10);
            for table in [&year.months, &year.violations, &year.penalties, &year.units] {
                prop_assert!(table.told.iter().all(|(_, count)| *count >= PUBLIC_MIN));
                prop_assert!(table.others == 0 || table.others >= PUBLIC_MIN);
                let told: u64 = table.told.iter().map(|(_, count)| count).sum();
                prop_assert_eq!(told + table.others, year.total.unwrap_or_default());
            }
        }
    }
}
