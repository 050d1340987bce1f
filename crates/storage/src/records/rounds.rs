//! Submissions to legal review and what came of them.

use crate::{Conn, Error, Result, Tx, on_db, one};
use chrono::{DateTime, Utc};
use domain::ids::{RecordId, UserId};
use domain::objection::Makers;
use domain::publication::{Approved, Authors, Correction, SentBack, Submitted, Verdict};
use uuid::Uuid;

/// A submission, as its readers see it.
#[derive(Debug, Clone)]
pub struct PastRound {
    /// Which original.
    pub revision: i32,
    /// Who submitted it, by display name.
    pub submitted_by: String,
    /// When.
    pub submitted_at: DateTime<Utc>,
    /// What becomes of the text that the public sees.
    pub correction: Option<Correction>,
    /// Why, for the public.
    pub reason: Option<String>,
    /// What came of it, who said so, by display name, and when.
    pub verdict: Option<(Verdict, String, DateTime<Utc>)>,
}

/// The verdict of a row, and whose it is.
pub(super) fn verdict(
    word: Option<&str>,
    by: Option<Uuid>,
    comment: Option<&str>,
) -> Result<Option<(Verdict, UserId)>> {
    let (Some(word), Some(by)) = (word, by) else {
        return Ok(None);
    };
    Ok(Some((parse(word, comment)?, UserId(by))))
}

fn parse(word: &str, comment: Option<&str>) -> Result<Verdict> {
    Verdict::parse(word, comment).ok_or_else(|| Error::inconsistent("record_rounds", "verdict", word))
}

/// What a row makes of the text that the public sees.
pub(super) fn correction(word: Option<&str>) -> Result<Option<Correction>> {
    let read = |word: &str| {
        Correction::parse(word).ok_or_else(|| Error::inconsistent("record_rounds", "correction", word))
    };
    word.map(read).transpose()
}

/// Opens a round for an original, of a correction with the reason that the public will read.
pub async fn submit(
    tx: &mut Tx,
    (id, revision): (RecordId, i32),
    (submitted, reason): (&Submitted, Option<&str>),
    at: DateTime<Utc>,
) -> Result<()> {
    const COUNT: &str = "UPDATE records SET round = round + 1 WHERE id = $1 RETURNING round";
    const SQL: &str = "INSERT INTO record_rounds (record_id, round, revision, submitted_by, submitted_at, correction, reason) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let (round,): (i32,) = on_db!(tx, |c| sqlx::query_as(COUNT).bind(id.0).fetch_one(c).await?);
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(round)
        .bind(revision)
        .bind(submitted.by().0)
        .bind(at)
        .bind(submitted.correction().map(Correction::as_str))
        .bind(reason)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Notes that the open round of an original was approved.
pub async fn approve(
    tx: &mut Tx,
    original: (RecordId, i32),
    approved: &Approved,
    at: DateTime<Utc>,
) -> Result<()> {
    close(tx, original, &Verdict::Approved, approved.reviewer(), at).await
}

/// Notes that the open round of an original was sent back.
pub async fn send_back(
    tx: &mut Tx,
    original: (RecordId, i32),
    sent_back: &SentBack,
    at: DateTime<Utc>,
) -> Result<()> {
    let verdict = Verdict::SentBack(sent_back.comment().clone());
    close(tx, original, &verdict, sent_back.reviewer(), at).await
}

/// [`Error::Stale`] when no round of the original is open, or the reviewer submitted one of them.
async fn close(
    tx: &mut Tx,
    (id, revision): (RecordId, i32),
    verdict: &Verdict,
    reviewer: UserId,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "UPDATE record_rounds SET verdict = $3, comment = $4, reviewed_by = $5, reviewed_at = $6 \
         WHERE record_id = $1 AND revision = $2 AND verdict IS NULL \
         AND round = (SELECT r.round FROM records r WHERE r.id = $1) \
         AND NOT EXISTS (SELECT 1 FROM record_rounds a WHERE a.record_id = $1 AND a.submitted_by = $5)";
    let closed = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(revision)
        .bind(verdict.as_str())
        .bind(verdict.comment())
        .bind(reviewer.0)
        .bind(at)
        .execute(c)
        .await?
        .rows_affected());
    one(closed)
}

/// Everybody who ever submitted the record.
pub async fn authors(conn: &mut Conn, id: RecordId) -> Result<Authors> {
    const SQL: &str = "SELECT DISTINCT submitted_by FROM record_rounds WHERE record_id = $1";
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    Ok(Authors(rows.into_iter().map(|(id,)| UserId(id)).collect()))
}

/// Who submitted or approved an original of a record, or one before it.
pub async fn makers(conn: &mut Conn, id: RecordId, revision: i32) -> Result<Makers> {
    const SQL: &str = "SELECT submitted_by FROM record_rounds WHERE record_id = $1 AND revision <= $2 \
                       UNION SELECT reviewed_by FROM record_rounds \
                       WHERE record_id = $1 AND revision <= $2 AND verdict = 'approved'";
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(id.0)
        .bind(revision)
        .fetch_all(c)
        .await?);
    Ok(Makers(rows.into_iter().map(|(id,)| UserId(id)).collect()))
}

#[derive(sqlx::FromRow)]
struct Row {
    revision: i32,
    submitted_by: String,
    submitted_at: DateTime<Utc>,
    correction: Option<String>,
    reason: Option<String>,
    verdict: Option<String>,
    reviewed_by: Option<String>,
    reviewed_at: Option<DateTime<Utc>>,
    comment: Option<String>,
}

/// Every submission of a record, first to last.
pub async fn rounds(conn: &mut Conn, id: RecordId) -> Result<Vec<PastRound>> {
    const SQL: &str = "SELECT s.revision, a.display_name AS submitted_by, s.submitted_at, s.correction, s.reason, s.verdict, \
         v.display_name AS reviewed_by, s.reviewed_at, s.comment FROM record_rounds s \
         JOIN users a ON a.id = s.submitted_by LEFT JOIN users v ON v.id = s.reviewed_by \
         WHERE s.record_id = $1 ORDER BY s.round";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    rows.into_iter()
        .map(|row| {
            let verdict = match (&row.verdict, row.reviewed_by, row.reviewed_at) {
                (Some(word), Some(by), Some(at)) => Some((parse(word, row.comment.as_deref())?, by, at)),
                _ => None,
            };
            Ok(PastRound {
                revision: row.revision,
                submitted_by: row.submitted_by,
                submitted_at: row.submitted_at,
                correction: correction(row.correction.as_deref())?,
                reason: row.reason,
                verdict,
            })
        })
        .collect()
}
