//! A new case with those who must not see it.

use super::{Case, concern};
use crate::{Result, Tx, on_db};
use domain::feedback::Outcome;
use domain::person::Concerned;

/// Adds a case. A reference drawn twice is [`crate::Error::Conflict`].
pub async fn insert(tx: &mut Tx, case: &Case, code_hash: &[u8], concerned: &Concerned) -> Result<()> {
    const SQL: &str = "INSERT INTO feedback (id, reference, code_hash, kind, anonymous, title, body, occurred_on, \
        unit_id, record_ref, incident_number, officer_name, officer_badge, tell_unit, status, outcome, queue_unit, \
        queued_on, rule, received_on, received_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(case.id.0)
        .bind(case.reference.to_string())
        .bind(code_hash)
        .bind(case.kind.as_str())
        .bind(case.anonymous)
        .bind(&case.title)
        .bind(&case.body)
        .bind(case.occurred_on)
        .bind(case.unit.map(|id| id.0))
        .bind(&case.record)
        .bind(&case.incident)
        .bind(&case.officer_name)
        .bind(&case.officer_badge)
        .bind(case.tell_unit)
        .bind(case.status.as_str())
        .bind(case.status.outcome().map(Outcome::as_str))
        .bind(case.queue.0)
        .bind(case.queued_on)
        .bind(&case.rule)
        .bind(case.received_on)
        .bind(case.received_at)
        .execute(c)
        .await
        .map(drop)?);
    concern(tx, case.id, concerned).await
}
