//! Changes of a case, guarded by its version.

use crate::{Result, Tx, on_db, one};
use chrono::NaiveDate;
use domain::feedback::{Outcome, Status};
use domain::ids::{FeedbackId, UnitId};
use domain::person::Concerned;

/// What a change leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Where the case stands.
    pub status: Status,
    /// In whose queue.
    pub queue: UnitId,
    /// Since which day.
    pub queued_on: NaiveDate,
    /// Whether it was returned once.
    pub returned: bool,
    /// Whether the citizen's last words wait for a reaction.
    pub has_news: bool,
}

/// Writes `change` if the case is still at `version`; else [`crate::Error::Stale`].
pub async fn update(tx: &mut Tx, id: FeedbackId, version: i32, change: &Change) -> Result<()> {
    const SQL: &str = "UPDATE feedback SET status = $3, outcome = $4, queue_unit = $5, queued_on = $6, \
                       returned = $7, has_news = $8, version = version + 1 WHERE id = $1 AND version = $2";
    let changed = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(version)
        .bind(change.status.as_str())
        .bind(change.status.outcome().map(Outcome::as_str))
        .bind(change.queue.0)
        .bind(change.queued_on)
        .bind(change.returned)
        .bind(change.has_news)
        .execute(c)
        .await?
        .rows_affected());
    one(changed)
}

/// Adds who must not see the case.
pub async fn concern(tx: &mut Tx, id: FeedbackId, concerned: &Concerned) -> Result<()> {
    const UNIT: &str =
        "INSERT INTO feedback_concerned (feedback_id, unit_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    const BADGE: &str =
        "INSERT INTO feedback_officers (feedback_id, badge) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    const NAME: &str =
        "INSERT INTO feedback_names (feedback_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    for unit in &concerned.units {
        on_db!(tx, |c| sqlx::query(UNIT)
            .bind(id.0)
            .bind(unit.0)
            .execute(c)
            .await
            .map(drop)?);
    }
    let badges = concerned.badges.iter().map(|badge| (BADGE, badge));
    let names = concerned.names.iter().map(|name| (NAME, name));
    for (sql, key) in badges.chain(names) {
        on_db!(tx, |c| sqlx::query(sql)
            .bind(id.0)
            .bind(key)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}
