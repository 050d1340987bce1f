//! Subscriptions to saved searches. They hold no address: that is sealed apart, and here stands a keyed digest of it.

mod ending;

pub use ending::{delete, delete_lapsed, hold, lapsed};

use crate::exclusive::Turn;
use crate::{Conn, Error, Result, Tx, on_db, one};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{SearchId, SubscriptionId};
use domain::subscription::{Pace, Room, Stage};
use uuid::Uuid;

/// A subscription with its search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Row id.
    pub id: SubscriptionId,
    /// The search.
    pub search: SearchId,
    /// The query of the page of results.
    pub query: String,
    /// What is searched, in words.
    pub words: String,
    /// How often.
    pub pace: Pace,
    /// Where it stands.
    pub stage: Stage,
    /// Letters that asked for confirmation.
    pub letters: i32,
    /// Days in a row, of those with letters, on which the mailbox did not take one.
    pub undelivered: i32,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    search_id: Uuid,
    query: String,
    words: String,
    pace: String,
    letters: i32,
    undelivered: i32,
    asked_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Subscription {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: SubscriptionId(row.id),
            search: SearchId(row.search_id),
            query: row.query,
            words: row.words,
            pace: Pace::parse(&row.pace)
                .ok_or_else(|| Error::inconsistent("subscriptions", "pace", &row.pace))?,
            stage: Stage::of(row.asked_at, row.confirmed_at),
            letters: row.letters,
            undelivered: row.undelivered,
        })
    }
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT s.id, s.search_id, q.query, q.words, s.pace, s.letters, s.undelivered, s.asked_at, \
             s.confirmed_at \
             FROM subscriptions s JOIN saved_searches q ON q.id = s.search_id WHERE ",
            $condition
        )
    };
}

/// The subscription that a link's token opens.
pub async fn by_token(conn: &mut Conn, token_hash: &[u8]) -> Result<Option<Subscription>> {
    const SQL: &str = select!("s.token_hash = $1");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(token_hash)
        .fetch_optional(c)
        .await?);
    row.map(TryInto::try_into).transpose()
}

/// By row id.
pub async fn by_id(conn: &mut Conn, id: SubscriptionId) -> Result<Option<Subscription>> {
    const SQL: &str = select!("s.id = $1");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await?);
    row.map(TryInto::try_into).transpose()
}

/// Everything that an address is subscribed to or was asked about.
pub async fn of_address(conn: &mut Conn, address_hash: &[u8]) -> Result<Vec<Subscription>> {
    const SQL: &str = select!("s.address_hash = $1");
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(address_hash)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(TryInto::try_into).collect()
}

/// How many run.
pub async fn running(conn: &mut Conn) -> Result<u64> {
    const SQL: &str = "SELECT COUNT(confirmed_at) FROM subscriptions";
    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL).fetch_one(c).await?);
    Ok(count.unsigned_abs())
}

/// How much room there is for one that is to be confirmed. Until commit nobody else confirms.
pub async fn room(tx: &mut Tx, id: SubscriptionId, most: u64) -> Result<Room> {
    const SQL: &str = "SELECT COUNT(CASE WHEN s.address_hash = o.address_hash THEN 1 END), COUNT(*) \
                       FROM subscriptions s CROSS JOIN subscriptions o WHERE o.id = $1 AND s.confirmed_at IS NOT NULL";
    tx.take_turn(Turn::Confirmations).await?;
    let (of_mailbox, in_all): (i64, i64) =
        on_db!(tx, |c| sqlx::query_as(SQL).bind(id.0).fetch_one(c).await?);
    Ok(Room {
        of_mailbox: of_mailbox.unsigned_abs(),
        in_all: in_all.unsigned_abs(),
        most,
    })
}

/// The saved search of a query; `id` is the one that a new one gets. Until commit nobody deletes it.
pub async fn save_search(tx: &mut Tx, id: SearchId, query: &str, words: &str) -> Result<SearchId> {
    // The update changes nothing that matters: it holds the row.
    const SQL: &str = "INSERT INTO saved_searches (id, query, words) VALUES ($1, $2, $3) \
                       ON CONFLICT (query) DO UPDATE SET words = excluded.words RETURNING id";
    let (id,): (Uuid,) = on_db!(tx, |c| sqlx::query_as(SQL)
        .bind(id.0)
        .bind(query)
        .bind(words)
        .fetch_one(c)
        .await?);
    Ok(SearchId(id))
}

/// A subscription that begins.
#[derive(Debug)]
pub struct NewSubscription<'a> {
    /// Row id, drawn by the caller.
    pub id: SubscriptionId,
    /// The keyed hash of its link's token.
    pub token_hash: &'a [u8],
    /// The keyed digest of the address.
    pub address_hash: &'a [u8],
    /// The search.
    pub search: SearchId,
    /// How often.
    pub pace: Pace,
    /// When it was asked for.
    pub at: DateTime<Utc>,
}

/// Adds a subscription with its first letter. [`Error::Conflict`] when the address has one to this search.
pub async fn insert(tx: &mut Tx, new: &NewSubscription<'_>) -> Result<()> {
    const SQL: &str = "INSERT INTO subscriptions (id, token_hash, address_hash, search_id, pace, letters, asked_at) \
                       VALUES ($1, $2, $3, $4, $5, 1, $6)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(new.id.0)
        .bind(new.token_hash)
        .bind(new.address_hash)
        .bind(new.search.0)
        .bind(new.pace.as_str())
        .bind(new.at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Asks once more for the confirmation of one that waits for it.
pub async fn ask_again(tx: &mut Tx, id: SubscriptionId, pace: Pace, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE subscriptions SET letters = letters + 1, pace = $2, asked_at = $3 \
                       WHERE id = $1 AND confirmed_at IS NULL";
    one(on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(pace.as_str())
        .bind(at)
        .execute(c)
        .await?
        .rows_affected()))
}

/// Confirms one that waits for it. [`Error::Stale`] when it does not.
pub async fn confirm(tx: &mut Tx, id: SubscriptionId, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE subscriptions SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL";
    one(on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(at)
        .execute(c)
        .await?
        .rows_affected()))
}

/// Changes how often.
pub async fn set_pace(tx: &mut Tx, id: SubscriptionId, pace: Pace) -> Result<()> {
    const SQL: &str = "UPDATE subscriptions SET pace = $2 WHERE id = $1";
    one(on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(pace.as_str())
        .execute(c)
        .await?
        .rows_affected()))
}

/// Counts a day on which a letter of one was not taken by its mailbox, for all of that mailbox, and each day once; gives
/// them back if the days are too many by now.
pub async fn count_undelivered(
    tx: &mut Tx,
    id: SubscriptionId,
    day: NaiveDate,
    most: i32,
) -> Result<Vec<(SubscriptionId, SearchId)>> {
    const SEARCHES: &str = "SELECT s.search_id FROM subscriptions s \
                            JOIN subscriptions o ON o.address_hash = s.address_hash WHERE o.id = $1";
    const SQL: &str = "UPDATE subscriptions SET undelivered = undelivered + 1, undelivered_on = $2 \
                       WHERE address_hash = (SELECT o.address_hash FROM subscriptions o WHERE o.id = $1) \
                       AND (undelivered_on IS NULL OR undelivered_on < $2) \
                       RETURNING id, search_id, undelivered";
    let searches: Vec<(Uuid,)> = on_db!(tx, |c| sqlx::query_as(SEARCHES).bind(id.0).fetch_all(c).await?);
    let searches: Vec<SearchId> = searches.into_iter().map(|(search,)| SearchId(search)).collect();
    hold(tx, searches.clone()).await?;
    let rows: Vec<(Uuid, Uuid, i32)> = on_db!(tx, |c| sqlx::query_as(SQL)
        .bind(id.0)
        .bind(day)
        .fetch_all(c)
        .await?);
    let is_too_many = rows.iter().any(|(.., undelivered)| *undelivered >= most);
    Ok(rows
        .into_iter()
        // One that was asked for in this very instant is not held.
        .filter(|(_, search, _)| is_too_many && searches.contains(&SearchId(*search)))
        .map(|(id, search, _)| (SubscriptionId(id), SearchId(search)))
        .collect())
}

/// Notes that the mailbox of one took a letter.
pub async fn note_delivered(tx: &mut Tx, id: SubscriptionId) -> Result<()> {
    const SQL: &str = "UPDATE subscriptions SET undelivered = 0 WHERE address_hash = \
                       (SELECT o.address_hash FROM subscriptions o WHERE o.id = $1)";
    on_db!(tx, |c| sqlx::query(SQL).bind(id.0).execute(c).await.map(drop)?);
    Ok(())
}
