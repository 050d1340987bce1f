//! What rows state and no event tells of.

use crate::{Conn, Result, on_db};
use uuid::Uuid;

/// Rows that state a fact of which no event tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// The subject's word in the events.
    pub subject_kind: &'static str,
    /// The event that is missing.
    pub event: &'static str,
    /// How many subjects lack it.
    pub count: i64,
    /// The first of them.
    pub examples: Vec<Uuid>,
}

macro_rules! told {
    ($(($rows:literal, $kind:literal, $event:literal)),+ $(,)?) => {
        [$(($kind, $event, concat!(
            "SELECT w.id, COUNT(*) OVER () FROM (", $rows, ") w WHERE NOT EXISTS (SELECT 1 FROM events e \
             WHERE e.subject_kind = '", $kind, "' AND e.subject_id = w.id AND e.name = '", $event, "') \
             ORDER BY w.id LIMIT 5"
        ))),+]
    };
}

/// Which fact each event must tell of: what is written in one transaction with it.
const TOLD: [(&str, &str, &str); 37] = told![
    (
        "SELECT id FROM records WHERE batch_id IS NOT NULL",
        "record",
        "record-imported"
    ),
    (
        "SELECT id FROM records WHERE batch_id IS NULL",
        "record",
        "record-entered"
    ),
    (
        "SELECT DISTINCT record_id AS id FROM record_originals WHERE batch_id IS NULL AND revision > 1",
        "record",
        "record-mended"
    ),
    (
        "SELECT record_id AS id FROM record_public",
        "record",
        "record-published"
    ),
    (
        "SELECT id FROM records WHERE withdrawn_at IS NOT NULL",
        "record",
        "record-withdrawn"
    ),
    (
        "SELECT id FROM records WHERE owed_code IS NOT NULL",
        "record",
        "record-withdrawal-owed"
    ),
    (
        "SELECT DISTINCT record_id AS id FROM record_rounds",
        "record",
        "record-submitted"
    ),
    (
        "SELECT DISTINCT record_id AS id FROM record_rounds WHERE verdict = 'approved'",
        "record",
        "record-approved"
    ),
    (
        "SELECT DISTINCT record_id AS id FROM record_exceptions",
        "record",
        "record-exception-proposed"
    ),
    (
        "SELECT DISTINCT record_id AS id FROM record_exceptions WHERE granted IS NOT NULL",
        "record",
        "record-exception-answered"
    ),
    (
        "SELECT DISTINCT record_id AS id FROM record_rounds WHERE verdict = 'sent-back'",
        "record",
        "record-sent-back"
    ),
    ("SELECT id FROM objections", "objection", "objection-received"),
    (
        "SELECT id FROM objections WHERE outcome IS NOT NULL",
        "objection",
        "objection-answered"
    ),
    (
        "SELECT id FROM subscriptions",
        "subscription",
        "subscription-asked"
    ),
    (
        "SELECT id FROM subscriptions WHERE confirmed_at IS NOT NULL",
        "subscription",
        "subscription-confirmed"
    ),
    ("SELECT id FROM spot_checks", "spot-check", "spot-check-drawn"),
    (
        "SELECT DISTINCT check_id AS id FROM spot_check_items WHERE judged_at IS NOT NULL",
        "spot-check",
        "spot-check-judged"
    ),
    (
        "SELECT DISTINCT check_id AS id FROM spot_check_findings WHERE outcome IS NOT NULL",
        "spot-check",
        "spot-check-finding-settled"
    ),
    ("SELECT id FROM cases", "case", "case-imported"),
    ("SELECT id FROM feedback", "feedback", "feedback-received"),
    (
        "SELECT id FROM feedback WHERE status = 'answered'",
        "feedback",
        "feedback-answered"
    ),
    (
        "SELECT id FROM feedback WHERE status = 'closed'",
        "feedback",
        "feedback-closed"
    ),
    (
        "SELECT id FROM feedback WHERE status = 'not-accepted'",
        "feedback",
        "feedback-not-accepted"
    ),
    (
        "SELECT id FROM feedback WHERE status = 'passed-on'",
        "feedback",
        "feedback-passed-on"
    ),
    (
        "SELECT id FROM feedback WHERE status = 'withdrawn'",
        "feedback",
        "feedback-withdrawn"
    ),
    ("SELECT id FROM demands", "demand", "demand-sent"),
    (
        "SELECT id FROM demands WHERE status IN ('answered', 'released')",
        "demand",
        "demand-answered"
    ),
    (
        "SELECT id FROM demands WHERE status = 'released'",
        "demand",
        "demand-released"
    ),
    ("SELECT incident_id AS id FROM ratings", "incident", "rated"),
    ("SELECT id FROM follow_ups", "follow-up", "follow-up-opened"),
    (
        "SELECT id FROM follow_ups WHERE state <> 'open'",
        "follow-up",
        "follow-up-decided"
    ),
    ("SELECT id FROM units", "unit", "unit-created"),
    (
        "SELECT DISTINCT unit_id AS id FROM number_gaps",
        "unit",
        "numbers-explained"
    ),
    ("SELECT id FROM officers", "officer", "officer-added"),
    ("SELECT id FROM users", "user", "user-created"),
    (
        "SELECT id FROM users WHERE disabled_at IS NOT NULL",
        "user",
        "user-disabled"
    ),
    (
        "SELECT id FROM import_batches WHERE released_at IS NOT NULL AND kind IN ('records', 'incidents')",
        "import",
        "import-finished"
    ),
];

/// What rows state and no event tells of.
pub async fn untold(conn: &mut Conn) -> Result<Vec<Untold>> {
    let mut all = Vec::new();
    for (subject_kind, event, sql) in TOLD {
        let found: Vec<(Uuid, i64)> = on_db!(conn, |c| sqlx::query_as(sql).fetch_all(c).await?);
        if let Some((_, count)) = found.first() {
            all.push(Untold {
                subject_kind,
                event,
                count: *count,
                examples: found.into_iter().map(|(id, _)| id).collect(),
            });
        }
    }
    Ok(all)
}
