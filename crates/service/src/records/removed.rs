//! What is told of records that are public no more.

use crate::paging::part;
use crate::search::beside;
use crate::services::Services;
use chrono::Days;
use domain::clock::{legal_day, start_of};
use domain::ids::UnitId;
use domain::unit::{Unit, Units};
use search::Query;
use search::text::number::compact;
use storage::public::{self, Lookup};
use storage::removed::{self, Removal, Tombstone};

/// Tombstones on one page.
pub const PER_PAGE: u64 = 50;
/// Who keeps a copy by a feed looks at least once in so many days.
const TOLD_FOR: Days = Days::new(90);
/// The most withdrawals that a feed tells of a unit, and the most ended terms: a run of these hides none of those.
const MOST: i64 = 1_000;

/// Units that a feed asks for one by one.
const MOST_UNITS: usize = 8;
/// So many removals are looked through for a number; older ones are in the register.
const LOOKED_THROUGH: i64 = 20_000;
/// A part of a number that more decisions share says too little.
const MOST_UNDER: usize = 5;

/// How many records left a tombstone, and one page of them, from 1.
pub async fn tombstones(services: &Services, page: u64) -> Result<(u64, Vec<Tombstone>), storage::Error> {
    let (limit, offset) = part(page, PER_PAGE);
    let mut conn = services.db.read().await?;
    let (total, stones) = removed::tombstones(&mut conn, limit, offset).await?;
    Ok((total.unsigned_abs(), stones))
}

/// Tombstones of decisions whose number is sought, in any writing, or in part where it is nobody's whole number; the
/// last withdrawn first. Nothing where `typed` is no document number.
pub async fn withdrawn_under(services: &Services, typed: &str) -> Result<Vec<Tombstone>, storage::Error> {
    let Some(sought) = Query::parse(typed).ok().and_then(|query| query.number_sought()) else {
        return Ok(Vec::new());
    };
    let mut conn = services.db.read().await?;
    let numbers = removed::numbers(&mut conn, LOOKED_THROUGH).await?;
    drop(conn);
    let meant = beside(services, move || bearing(numbers, &sought)).await;
    let mut conn = services.db.read().await?;
    let mut stones = Vec::new();
    for reference in meant {
        if let Lookup::Tombstone(stone) =
            public::look_up(&mut conn, &reference, services.clock.today()).await?
        {
            stones.push(stone);
        }
    }
    Ok(stones)
}

/// References of the decisions that bear a number; where none does, of those that it is a part of, unless these are too
/// many to be meant.
pub(super) fn bearing(numbers: Vec<(String, String)>, sought: &str) -> Vec<String> {
    let bare = |number: &str| number.trim_end_matches('号').to_owned();
    let written = numbers
        .into_iter()
        .map(|(reference, number)| (reference, compact(&number)));
    let holding = written.filter(|(_, number)| number.contains(sought));
    let (bearing, parts): (Vec<_>, Vec<_>) = holding.partition(|(_, number)| bare(number) == bare(sought));
    let meant = match (bearing.is_empty(), parts.len() > MOST_UNDER) {
        (false, _) => bearing,
        (true, false) => parts,
        (true, true) => Vec::new(),
    };
    let references = meant.into_iter().map(|(reference, _)| reference);
    references.take(MOST_UNDER).collect()
}

/// Records that left the public in the last ninety days, last first: of the units with those codes and below them, or of
/// all where none is named. What else a record said went with its text (ADR 7).
pub async fn removals(
    services: &Services,
    codes: &[String],
    units: &Units,
) -> Result<Vec<Removal>, storage::Error> {
    let now = services.clock.now();
    let period = (start_of(legal_day(now) - TOLD_FOR), now);
    let named: Vec<&Unit> = codes.iter().filter_map(|code| units.by_code(code)).collect();
    let is_below = |unit: &Unit| {
        units
            .path(unit)
            .iter()
            .skip(1)
            .any(|above| named.iter().any(|one| one.id == above.id))
    };
    let mut meant: Vec<Option<UnitId>> = named
        .iter()
        .filter(|unit| !is_below(unit))
        .map(|unit| Some(unit.id))
        .collect();
    // Of so many units it may as well tell all: a removal of another does no harm (ADR 7).
    if meant.is_empty() || meant.len() > MOST_UNITS {
        meant = vec![None];
    }
    let mut conn = services.db.read().await?;
    let mut all = Vec::new();
    for unit in meant {
        all.extend(removed::removals(&mut conn, unit, period, MOST).await?);
    }
    all.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.reference.cmp(&b.reference)));
    // A unit may be named twice.
    all.dedup();
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(sought: &str) -> Vec<String> {
        let numbers = (1..=12).map(|n| (format!("R-{n}"), format!("明公罚决字〔2024〕{n}号")));
        bearing(numbers.collect(), &compact(sought))
    }

    #[test]
    fn a_number_is_its_own_alone_and_a_part_of_one_is_told_where_few_have_it() {
        assert_eq!(meant("明公罚决字〔2024〕1号"), ["R-1"]);
        assert_eq!(meant("明公罚决字〔2024〕1"), ["R-1"]);
        assert_eq!(meant("2024 0012号"), ["R-12"]);
        assert_eq!(meant("罚决字2024 3号"), ["R-3"]);
        assert!(meant("明公罚决字").is_empty() && meant("明公罚决字〔2025〕1号").is_empty());
    }
}
