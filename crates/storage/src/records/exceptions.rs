//! Exceptions from the publication policy: proposals and what came of them.

use crate::{Conn, Error, Result, Tx, many, on_db, one};
use chrono::{DateTime, Utc};
use domain::ids::{RecordId, UserId};
use domain::publication::exception::{Answer, Answered, Ground, Proposed};
use std::collections::HashMap;
use uuid::Uuid;

/// A proposal as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastException {
    /// `R-…`.
    pub reference: String,
    /// 文号.
    pub document_number: Option<String>,
    /// Why it shall be shown.
    pub ground: String,
    /// Who proposed it, by display name, and when.
    pub proposed: (String, DateTime<Utc>),
    /// Whether a leader consented, who said so, by display name, and when.
    pub answered: Option<(bool, String, DateTime<Utc>)>,
    /// Why not.
    pub comment: Option<String>,
}

/// Adds a proposal. [`Error::Conflict`] while another is open.
pub async fn propose(tx: &mut Tx, id: RecordId, proposed: &Proposed, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "INSERT INTO record_exceptions (record_id, number, ground, proposed_by, proposed_at) \
                       SELECT $1, COUNT(*) + 1, $2, $3, $4 FROM record_exceptions WHERE record_id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(proposed.ground().as_str())
        .bind(proposed.by().0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The proposal of a record that waits for its answer.
pub async fn proposed(conn: &mut Conn, id: RecordId) -> Result<Option<Proposed>> {
    const SQL: &str =
        "SELECT proposed_by, ground FROM record_exceptions WHERE record_id = $1 AND granted IS NULL";
    let row: Option<(Uuid, String)> =
        on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await?);
    row.map(|(by, ground)| Ok(Proposed::stored(UserId(by), read(&ground)?)))
        .transpose()
}

fn read(ground: &str) -> Result<Ground> {
    Ground::parse("ground", "ground", ground)
        .map_err(|_| Error::inconsistent("record_exceptions", "ground", ground))
}

/// Notes the answer. [`Error::Stale`] when nothing waits for one.
pub async fn answer(tx: &mut Tx, id: RecordId, answered: &Answered, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE record_exceptions SET granted = $2, comment = $3, answered_by = $4, answered_at = $5 \
                       WHERE record_id = $1 AND granted IS NULL AND proposed_by <> $4";
    let (granted, comment) = match &answered.answer {
        Answer::Granted => (true, None),
        Answer::Refused(why) => (false, Some(why.as_str())),
    };
    let rows = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(granted)
        .bind(comment)
        .bind(answered.by.0)
        .bind(at)
        .execute(c)
        .await?
        .rows_affected());
    one(rows)
}

/// The ground on which a record is shown against the policy, if a leader consented.
pub async fn granted(conn: &mut Conn, id: RecordId) -> Result<Option<String>> {
    const SQL: &str =
        "SELECT ground FROM record_exceptions WHERE record_id = $1 AND granted ORDER BY number DESC LIMIT 1";
    let row: Option<(String,)> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await?);
    Ok(row.map(|(ground,)| ground))
}

/// The same of several records at once: those that have one.
pub async fn granted_among(conn: &mut Conn, ids: &[RecordId]) -> Result<HashMap<RecordId, String>> {
    const SQL: &str =
        "SELECT number, record_id, ground FROM record_exceptions WHERE granted = $1 AND record_id IN";
    let mut granted: Vec<(i32, Uuid, String)> = Vec::new();
    for (sql, ids) in many::listed(SQL, ids) {
        granted.extend(on_db!(conn, |c| {
            let query = sqlx::query_as(sql).bind(true);
            let query = ids.iter().fold(query, |query, id| query.bind(id.0));
            query.fetch_all(c).await?
        }));
    }
    // The last one counts.
    granted.sort_unstable();
    Ok(granted
        .into_iter()
        .map(|(_, id, ground)| (RecordId(id), ground))
        .collect())
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(rename = "ref")]
    reference: String,
    document_number: Option<String>,
    ground: String,
    proposed_by: String,
    proposed_at: DateTime<Utc>,
    granted: Option<bool>,
    comment: Option<String>,
    answered_by: Option<String>,
    answered_at: Option<DateTime<Utc>>,
}

macro_rules! exceptions {
    ($rest:literal) => {
        concat!(
            "SELECT r.ref, r.document_number, e.ground, a.display_name AS proposed_by, e.proposed_at, e.granted, e.comment, \
             v.display_name AS answered_by, e.answered_at FROM record_exceptions e JOIN records r ON r.id = e.record_id \
             JOIN users a ON a.id = e.proposed_by LEFT JOIN users v ON v.id = e.answered_by ",
            $rest
        )
    };
}

/// Every proposal about a record, first to last.
pub async fn exceptions_of(conn: &mut Conn, id: RecordId) -> Result<Vec<PastException>> {
    const SQL: &str = exceptions!("WHERE e.record_id = $1 ORDER BY e.number");
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    Ok(rows.into_iter().map(PastException::from).collect())
}

/// The register: what waits for an answer first, then the newest.
pub async fn exceptions(conn: &mut Conn, limit: i64, offset: i64) -> Result<Vec<PastException>> {
    const SQL: &str =
        exceptions!("ORDER BY e.granted IS NOT NULL, e.proposed_at DESC, r.ref LIMIT $1 OFFSET $2");
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    Ok(rows.into_iter().map(PastException::from).collect())
}

/// How many proposals there are.
pub async fn count_exceptions(conn: &mut Conn) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM record_exceptions";
    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL).fetch_one(c).await?);
    Ok(count)
}

/// How many proposals wait for a leader.
pub async fn count_proposed(conn: &mut Conn) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM record_exceptions WHERE granted IS NULL";
    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL).fetch_one(c).await?);
    Ok(count)
}

impl From<Row> for PastException {
    fn from(row: Row) -> Self {
        let answered = match (row.granted, row.answered_by, row.answered_at) {
            (Some(granted), Some(by), Some(at)) => Some((granted, by, at)),
            _ => None,
        };
        Self {
            reference: row.reference,
            document_number: row.document_number,
            ground: row.ground,
            proposed: (row.proposed_by, row.proposed_at),
            answered,
            comment: row.comment,
        }
    }
}
