//! A record with its newest original, as a row tells it.

use super::rounds;
use crate::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{RecordId, UnitId, UserId};
use domain::masking::choice::Choices;
use domain::publication::{Facts, Owed, Round, Scheduled, Stage};
use domain::record::Content;
use sqlx::types::Json;
use uuid::Uuid;

/// A record found by its key, with its newest original.
#[derive(Debug, Clone)]
pub struct Found {
    /// Row id.
    pub id: RecordId,
    /// Public reference.
    pub reference: String,
    /// The unit.
    pub unit: UnitId,
    /// Where its newest original stands.
    pub stage: Stage,
    /// Whether the public sees a text of it, this original or an earlier one.
    pub is_public: bool,
    /// Counts the originals; the newest is this one.
    pub revision: i32,
    /// The newest original, a pending correction included.
    pub original: Content,
    /// What people chose about single passages.
    pub choices: Choices,
    /// Why it must go, if it must.
    pub owed: Option<Owed>,
    /// When it becomes public by itself, if it does.
    pub scheduled: Option<Scheduled>,
    /// The last day of its public text, if that has one.
    pub publish_until: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    #[sqlx(rename = "ref")]
    reference: String,
    unit_id: Uuid,
    revision: i32,
    ruling: Option<String>,
    withdrawn_at: Option<DateTime<Utc>>,
    public_revision: Option<i32>,
    publish_until: Option<NaiveDate>,
    submitted_by: Option<Uuid>,
    correction: Option<String>,
    verdict: Option<String>,
    reviewed_by: Option<Uuid>,
    comment: Option<String>,
    content: Json<Content>,
    maskings: Json<Choices>,
    owed_code: Option<String>,
    owed_since: Option<NaiveDate>,
    publish_at: Option<DateTime<Utc>>,
    publish_by: Option<Uuid>,
    publish_revision: Option<i32>,
}

impl Row {
    pub(super) fn found(self, today: NaiveDate) -> Result<Found> {
        let round: Option<Result<Round>> = self.submitted_by.map(|by| {
            let verdict =
                rounds::verdict(self.verdict.as_deref(), self.reviewed_by, self.comment.as_deref())?;
            let by = UserId(by);
            let correction = rounds::correction(self.correction.as_deref())?;
            Ok(Round {
                by,
                correction,
                verdict,
            })
        });
        let owed = match (&self.owed_code, self.owed_since) {
            (Some(code), Some(since)) => Some(
                Owed::of(code, since)
                    .ok_or_else(|| Error::inconsistent("records", "owed_code", code.as_str()))?,
            ),
            _ => None,
        };
        let scheduled = match (self.publish_at, self.publish_by) {
            (Some(at), Some(by)) if self.publish_revision == Some(self.revision) => {
                Some(Scheduled { at, by: UserId(by) })
            }
            _ => None,
        };
        let is_expired = self.publish_until.is_some_and(|until| until < today);
        let facts = Facts {
            is_withdrawn: self.withdrawn_at.is_some(),
            is_expired,
            is_held: matches!(self.ruling.as_deref(), Some("sealed" | "never")),
            is_public: self.public_revision.is_some(),
            has_newer: self.public_revision.is_some_and(|public| public < self.revision),
            round: round.transpose()?,
        };
        Ok(Found {
            id: RecordId(self.id),
            reference: self.reference,
            unit: UnitId(self.unit_id),
            is_public: facts.is_public && !facts.is_withdrawn && !is_expired,
            stage: Stage::of(facts),
            revision: self.revision,
            original: self.content.0,
            choices: self.maskings.0,
            owed,
            scheduled,
            publish_until: self.publish_until,
        })
    }
}
