//! What is told of records that are public no more.

use crate::paging::part;
use crate::services::Services;
use chrono::Days;
use domain::clock::start_of;
use search::Query;
use search::text::number::compact;
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
    let (_, stones) = removed::tombstones(&mut conn, LOOKED_THROUGH, 0).await?;
    let is_sought = |stone: &Tombstone| {
        let number = stone.document_number.as_deref();
        number.is_some_and(|number| compact(number).contains(&sought))
    };
    Ok(stones.into_iter().filter(is_sought).take(MOST_UNDER).collect())
}

/// Records that left the public in the last ninety days, last first.
pub async fn removals(services: &Services) -> Result<Vec<Removal>, storage::Error> {
    let today = services.clock.today();
    let since = start_of(today - TOLD_FOR);
    let mut conn = services.db.read().await?;
    removed::removals(&mut conn, since, today, MOST).await
}
