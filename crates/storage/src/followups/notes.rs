//! What was written down while a follow-up was looked into.

use crate::{Conn, Result, Tx, on_db};
use chrono::{DateTime, Utc};
use domain::ids::{FollowUpId, UserId};

/// What somebody wrote down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// `contact`, `verify`, `dismiss`, `handle-here` or `settle`: what was done when it was written.
    pub kind: String,
    /// The words.
    pub text: String,
    /// The writer's name.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds a note behind the others. The caller holds the follow-up's row.
pub async fn add_note(
    tx: &mut Tx,
    id: FollowUpId,
    kind: &str,
    text: &str,
    author: UserId,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO follow_up_notes (follow_up_id, ordinal, kind, text, author, at) \
                       SELECT $1, COALESCE(MAX(ordinal), 0) + 1, $2, $3, $4, $5 FROM follow_up_notes WHERE follow_up_id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(kind)
        .bind(text)
        .bind(author.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The notes of a follow-up, first to last.
pub async fn notes(conn: &mut Conn, id: FollowUpId) -> Result<Vec<Note>> {
    const SQL: &str = "SELECT n.kind, n.text, u.display_name, n.at FROM follow_up_notes n \
                       JOIN users u ON u.id = n.author WHERE n.follow_up_id = $1 ORDER BY n.ordinal";
    let rows: Vec<(String, String, String, DateTime<Utc>)> =
        on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    Ok(rows
        .into_iter()
        .map(|(kind, text, author, at)| Note {
            kind,
            text,
            author,
            at,
        })
        .collect())
}
