//! How subscriptions end: the row goes with everything that is kept for it.

use crate::{Conn, Result, Tx, jobs, on_db, sealed};
use chrono::{DateTime, Utc};
use domain::event::SubjectKind;
use domain::ids::{SearchId, SubscriptionId};
use uuid::Uuid;

/// Deletes a subscription with its address and its letters that were set aside; with the last of its kind the search goes,
/// too. Says whether there was one.
pub async fn delete(tx: &mut Tx, id: SubscriptionId, search: SearchId) -> Result<bool> {
    const SQL: &str = "DELETE FROM subscriptions WHERE id = $1";
    hold(tx, vec![search]).await?;
    let deleted = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .execute(c)
        .await?
        .rows_affected());
    clear(tx, (id, search), deleted).await
}

/// The same for one of those that [`lapsed`] found, if it still is one: it may be asked for again at this very moment.
pub async fn delete_lapsed(
    tx: &mut Tx,
    id: SubscriptionId,
    search: SearchId,
    asked_before: DateTime<Utc>,
) -> Result<bool> {
    const SQL: &str = "DELETE FROM subscriptions WHERE id = $1 AND confirmed_at IS NULL AND asked_at < $2";
    hold(tx, vec![search]).await?;
    let deleted = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(asked_before)
        .execute(c)
        .await?
        .rows_affected());
    clear(tx, (id, search), deleted).await
}

/// Deletes what was kept for a row that was deleted, and says whether one was.
async fn clear(tx: &mut Tx, (id, search): (SubscriptionId, SearchId), deleted: u64) -> Result<bool> {
    const UNUSED: &str = "DELETE FROM saved_searches WHERE id = $1 \
                          AND NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.search_id = saved_searches.id)";
    if deleted == 0 {
        return Ok(false);
    }
    sealed::forget(tx, (SubjectKind::Subscription, id.0)).await?;
    jobs::forget_letters(tx, id).await?;
    on_db!(tx, |c| sqlx::query(UNUSED)
        .bind(search.0)
        .execute(c)
        .await
        .map(drop)?);
    Ok(true)
}

/// Holds searches until commit. Whoever subscribes to one of them at this moment is waited for, and seen by later
/// statements. Rows of subscriptions come behind those of searches, and several searches in the order of their ids:
/// otherwise two transactions could wait for each other.
pub async fn hold(tx: &mut Tx, mut searches: Vec<SearchId>) -> Result<()> {
    const HOLD: &str = "UPDATE saved_searches SET words = words WHERE id = $1";
    searches.sort_unstable();
    searches.dedup();
    for search in searches {
        on_db!(tx, |c| sqlx::query(HOLD)
            .bind(search.0)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

/// Some that were never confirmed and were last asked for before `asked_before`.
pub async fn lapsed(
    conn: &mut Conn,
    asked_before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(SubscriptionId, SearchId)>> {
    const SQL: &str = "SELECT id, search_id FROM subscriptions WHERE confirmed_at IS NULL AND asked_at < $1 \
                       ORDER BY asked_at LIMIT $2";
    let rows: Vec<(Uuid, Uuid)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(asked_before)
        .bind(limit)
        .fetch_all(c)
        .await?);
    Ok(rows
        .into_iter()
        .map(|(id, search)| (SubscriptionId(id), SearchId(search)))
        .collect())
}
