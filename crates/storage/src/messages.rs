//! What citizen and unit write to each other.

use crate::events::When;
use crate::{Conn, Error, Result, Tx, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::FeedbackId;

/// Who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// The person who sent the feedback.
    Citizen,
    /// The bureau, whoever it was.
    Unit,
}

impl Sender {
    /// The word in the API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Unit => "unit",
        }
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who wrote.
    pub sender: Sender,
    /// What.
    pub text: String,
    /// On which day.
    pub on_day: NaiveDate,
    /// When, where it may be known.
    pub at: Option<DateTime<Utc>>,
}

/// Adds a message behind the others. The caller holds the case's row.
pub async fn append(tx: &mut Tx, case: FeedbackId, sender: Sender, text: &str, when: When) -> Result<()> {
    const SQL: &str = "INSERT INTO feedback_messages (feedback_id, ordinal, sender, text, on_day, at) \
                       SELECT $1, COALESCE(MAX(ordinal), 0) + 1, $2, $3, $4, $5 \
                       FROM feedback_messages WHERE feedback_id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(case.0)
        .bind(sender.as_str())
        .bind(text)
        .bind(when.day())
        .bind(when.instant())
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// All messages of a case, first to last. Whoever asks has been let through to the case itself.
pub async fn list(conn: &mut Conn, case: FeedbackId) -> Result<Vec<Message>> {
    const SQL: &str =
        "SELECT sender, text, on_day, at FROM feedback_messages WHERE feedback_id = $1 ORDER BY ordinal";
    let rows: Vec<(String, String, NaiveDate, Option<DateTime<Utc>>)> =
        on_db!(conn, |c| sqlx::query_as(SQL).bind(case.0).fetch_all(c).await?);
    rows.into_iter()
        .map(|(sender, text, on_day, at)| {
            let sender = match sender.as_str() {
                "citizen" => Sender::Citizen,
                "unit" => Sender::Unit,
                _ => return Err(Error::inconsistent("feedback_messages", "sender", sender)),
            };
            Ok(Message {
                sender,
                text,
                on_day,
                at,
            })
        })
        .collect()
}
