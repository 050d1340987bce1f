//! What saved searches found, until every subscription was told.

use crate::exclusive::Turn;
use crate::{Conn, Result, Tx, on_db};
use chrono::{DateTime, Utc};
use domain::ids::{RecordId, SearchId, SubscriptionId};
use domain::subscription::Pace;
use uuid::Uuid;

/// The searches that somebody wants to hear of, each with its query.
pub async fn searches(conn: &mut Conn) -> Result<Vec<(SearchId, String)>> {
    const SQL: &str = "SELECT id, query FROM saved_searches q WHERE EXISTS (SELECT 1 FROM subscriptions s \
                       WHERE s.search_id = q.id AND s.confirmed_at IS NOT NULL)";
    let rows: Vec<(Uuid, String)> = on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?);
    Ok(rows
        .into_iter()
        .map(|(id, query)| (SearchId(id), query))
        .collect())
}

/// A record that a search found.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// The search; one that was deleted meanwhile is passed over.
    pub search: SearchId,
    /// The record.
    pub record: RecordId,
    /// When it became public.
    pub published_at: DateTime<Utc>,
    /// How many more were found with it and are not named.
    pub more: i64,
}

/// Adds hits, each record once for a search. On PostgreSQL writers wait for each other until commit, so that numbers
/// become visible in their order: whoever was told up to one has missed none before it.
pub async fn append(tx: &mut Tx, hits: &[Hit]) -> Result<()> {
    const SQL: &str = "INSERT INTO search_hits (search_id, record_id, published_at, more) \
                       SELECT q.id, $2, $3, $4 FROM saved_searches q WHERE q.id = $1 \
                       ON CONFLICT (search_id, record_id) DO NOTHING";
    tx.take_turn(Turn::SearchHits).await?;
    for hit in hits {
        on_db!(tx, |c| sqlx::query(SQL)
            .bind(hit.search.0)
            .bind(hit.record.0)
            .bind(hit.published_at)
            .bind(hit.more)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

/// A subscription with hits that it was not told of.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub struct Untold {
    id: Uuid,
    search_id: Uuid,
    confirmed_at: DateTime<Utc>,
    /// The last hit that it was told of.
    pub told: i64,
    /// The last one there is.
    pub newest: i64,
}

impl Untold {
    /// The subscription.
    pub fn id(&self) -> SubscriptionId {
        SubscriptionId(self.id)
    }
}

/// Some subscriptions of this pace with hits behind what they were told, up to the first one published at or after
/// `before`.
pub async fn untold(conn: &mut Conn, pace: Pace, before: DateTime<Utc>, limit: i64) -> Result<Vec<Untold>> {
    const SQL: &str = "SELECT * FROM (SELECT s.id, s.search_id, s.confirmed_at, s.told, MIN(h.number) AS oldest, \
                       COALESCE(MIN(CASE WHEN h.published_at >= $2 THEN h.number END) - 1, MAX(h.number)) AS newest \
                       FROM subscriptions s JOIN search_hits h ON h.search_id = s.search_id AND h.number > s.told \
                       WHERE s.confirmed_at IS NOT NULL AND s.pace = $1 \
                       GROUP BY s.id, s.search_id, s.confirmed_at, s.told) u \
                       WHERE newest >= oldest ORDER BY id LIMIT $3";
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(pace.as_str())
        .bind(before)
        .bind(limit)
        .fetch_all(c)
        .await?))
}

/// What to tell: hits published after the subscription was confirmed that are still public, and how many more were
/// found.
pub async fn of(conn: &mut Conn, untold: &Untold) -> Result<(Vec<RecordId>, i64)> {
    const SQL: &str = "SELECT h.record_id, h.more, EXISTS (SELECT 1 FROM public_records p \
                       WHERE p.record_id = h.record_id) FROM search_hits h WHERE h.search_id = $1 AND h.number > $2 \
                       AND h.number <= $3 AND h.published_at > $4 ORDER BY h.number";
    let rows: Vec<(Uuid, i64, bool)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(untold.search_id)
        .bind(untold.told)
        .bind(untold.newest)
        .bind(untold.confirmed_at)
        .fetch_all(c)
        .await?);
    let more = rows.iter().map(|(_, more, _)| more).sum();
    let public = rows.into_iter().filter(|(.., is_public)| *is_public);
    Ok((public.map(|(id, ..)| RecordId(id)).collect(), more))
}

/// Notes that a subscription was told. False when somebody else did so, or it ended.
pub async fn tell(tx: &mut Tx, untold: &Untold) -> Result<bool> {
    const SQL: &str = "UPDATE subscriptions SET told = $3 WHERE id = $1 AND told = $2";
    let told = on_db!(tx, |c| sqlx::query(SQL)
        .bind(untold.id)
        .bind(untold.told)
        .bind(untold.newest)
        .execute(c)
        .await?
        .rows_affected());
    Ok(told == 1)
}

/// Forgets the hits that every subscription of their search was told of. While something is being matched all stay: what
/// is matched once more after a crash must find them.
pub async fn forget_told(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "DELETE FROM search_hits WHERE NOT EXISTS (SELECT 1 FROM subscriptions s \
                       WHERE s.search_id = search_hits.search_id AND s.confirmed_at IS NOT NULL \
                       AND s.told < search_hits.number) AND NOT EXISTS (SELECT 1 FROM newcomers)";
    on_db!(tx, |c| sqlx::query(SQL).execute(c).await.map(drop)?);
    Ok(())
}
