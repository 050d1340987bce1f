//! What is told of records that are public no more.

use crate::paging::part;
use crate::services::Services;
use chrono::Days;
use domain::clock::start_of;
use domain::ids::UnitId;
use domain::unit::Units;
use search::Query;
use search::text::number::compact;
use std::collections::HashSet;
use storage::public::{self, Lookup};
use storage::removed::{self, Removal, Tombstone};

/// Tombstones on one page.
pub const PER_PAGE: u64 = 50;
/// Who keeps a copy by a feed looks at least once in so many days.
const TOLD_FOR: Days = Days::new(90);
/// The most that one feed tells; a run of withdrawals beyond it is a matter for the whole register.
const MOST: i64 = 1_000;

/// So many tombstones are looked through for a number; older ones are in the register.
const LOOKED_THROUGH: i64 = 10_000;
/// A part of a number that more decisions share says too little.
const MOST_UNDER: usize = 5;

/// How many records left a tombstone, and one page of them, from 1.
pub async fn tombstones(services: &Services, page: u64) -> Result<(u64, Vec<Tombstone>), storage::Error> {
    let (limit, offset) = part(page, PER_PAGE);
    let mut conn = services.db.read().await?;
    let (total, stones) = removed::tombstones(&mut conn, limit, offset).await?;
    Ok((total.unsigned_abs(), stones))
}

/// Tombstones of decisions whose number is sought, in any writing, whole or in part; the last withdrawn first. Nothing
/// where `typed` is no document number.
pub async fn withdrawn_under(services: &Services, typed: &str) -> Result<Vec<Tombstone>, storage::Error> {
    let Some(sought) = Query::parse(typed).ok().and_then(|query| query.number_sought()) else {
        return Ok(Vec::new());
    };
    let mut conn = services.db.read().await?;
    let numbers = removed::numbers(&mut conn, LOOKED_THROUGH).await?;
    let meant = numbers
        .iter()
        .filter(|(_, number)| compact(number).contains(&sought));
    let mut stones = Vec::new();
    for (reference, _) in meant.take(MOST_UNDER) {
        if let Lookup::Tombstone(stone) =
            public::look_up(&mut conn, reference, services.clock.today()).await?
        {
            stones.push(stone);
        }
    }
    Ok(stones)
}

/// Records that left the public in the last ninety days, last first: of the units with those codes and below them, or of
/// all where none is named. What else a record said went with its text (ADR 7).
pub async fn removals(
    services: &Services,
    codes: &[String],
    units: &Units,
) -> Result<Vec<Removal>, storage::Error> {
    let today = services.clock.today();
    let since = start_of(today - TOLD_FOR);
    let mut conn = services.db.read().await?;
    let mut all = removed::removals(&mut conn, since, today, MOST).await?;
    if !codes.is_empty() {
        let named = codes.iter().filter_map(|code| units.by_code(code));
        let meant: HashSet<UnitId> = named.flat_map(|unit| units.with_descendants(unit.id)).collect();
        all.retain(|removal| meant.contains(&removal.unit));
    }
    Ok(all)
}
