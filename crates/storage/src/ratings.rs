//! Ratings: recorded once for each incident and round, never changed.

use crate::{Conn, Error, Result, Tx, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::callback::{Dimensions, Integrity, Invitation, Level, Rating, Reason, Round};
use domain::ids::{IncidentId, RatingId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A rating as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Row id.
    pub id: RatingId,
    /// Which callback.
    pub round: Round,
    /// What was answered.
    pub rating: Rating,
    /// When.
    pub rated_at: DateTime<Utc>,
}

/// Records a rating; a second one for the same incident and round is [`Error::Conflict`].
pub async fn insert(
    tx: &mut Tx,
    id: RatingId,
    invitation: &Invitation,
    closed_on: NaiveDate,
    rating: &Rating,
    at: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO ratings (id, incident_id, round, unit_id, closed_on, level, speed, attitude, lawfulness, \
                       outcome, integrity, text, wants_contact, may_tell_unit, rated_at, rated_on) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    const REASON: &str = "INSERT INTO rating_reasons (rating_id, reason, round, unit_id, closed_on) VALUES ($1, $2, $3, $4, $5)";
    let number = |level: Option<Level>| level.map(|level| i32::from(level.number()));
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(invitation.incident.0)
        .bind(invitation.round.number())
        .bind(invitation.unit.0)
        .bind(closed_on)
        .bind(i32::from(rating.level.number()))
        .bind(number(rating.dimensions.speed))
        .bind(number(rating.dimensions.attitude))
        .bind(number(rating.dimensions.lawfulness))
        .bind(number(rating.dimensions.outcome))
        .bind(rating.integrity.map(Integrity::as_str))
        .bind(&rating.text)
        .bind(rating.wants_contact)
        .bind(rating.may_tell_unit)
        .bind(at)
        .bind(domain::clock::legal_day(at))
        .execute(c)
        .await
        .map(drop)?);
    for reason in &rating.reasons {
        on_db!(tx, |c| sqlx::query(REASON)
            .bind(id.0)
            .bind(reason.as_str())
            .bind(invitation.round.number())
            .bind(invitation.unit.0)
            .bind(closed_on)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    round: i32,
    level: i32,
    speed: Option<i32>,
    attitude: Option<i32>,
    lawfulness: Option<i32>,
    outcome: Option<i32>,
    integrity: Option<String>,
    text: Option<String>,
    wants_contact: bool,
    may_tell_unit: bool,
    rated_at: DateTime<Utc>,
}

/// The ratings of an incident, first round first.
pub async fn of_incident(conn: &mut Conn, incident: IncidentId) -> Result<Vec<Stored>> {
    const SQL: &str = "SELECT id, round, level, speed, attitude, lawfulness, outcome, integrity, text, wants_contact, \
                       may_tell_unit, rated_at FROM ratings WHERE incident_id = $1 ORDER BY round";
    const REASONS: &str = "SELECT rating_id, reason FROM rating_reasons WHERE rating_id IN \
                           (SELECT id FROM ratings WHERE incident_id = $1)";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(incident.0)
        .fetch_all(c)
        .await?);
    let reasons: Vec<(Uuid, String)> = on_db!(conn, |c| sqlx::query_as(REASONS)
        .bind(incident.0)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(|row| stored(row, &reasons)).collect()
}

fn stored(row: Row, reasons: &[(Uuid, String)]) -> Result<Stored> {
    let own = reasons.iter().filter(|(rating, _)| *rating == row.id);
    let reasons = own
        .map(|(_, word)| reason(word))
        .collect::<Result<BTreeSet<_>>>()?;
    let integrity = row
        .integrity
        .as_deref()
        .map(|word| Integrity::parse(word).ok_or_else(|| Error::inconsistent("ratings", "integrity", word)));
    let optional = |number: Option<i32>| number.map(level).transpose();
    Ok(Stored {
        id: RatingId(row.id),
        round: crate::invitations::round(row.round)?,
        rating: Rating {
            level: level(row.level)?,
            dimensions: Dimensions {
                speed: optional(row.speed)?,
                attitude: optional(row.attitude)?,
                lawfulness: optional(row.lawfulness)?,
                outcome: optional(row.outcome)?,
            },
            integrity: integrity.transpose()?,
            reasons,
            text: row.text,
            wants_contact: row.wants_contact,
            may_tell_unit: row.may_tell_unit,
        },
        rated_at: row.rated_at,
    })
}

pub(crate) fn level(number: i32) -> Result<Level> {
    let level = u8::try_from(number)
        .ok()
        .and_then(|number| Level::try_from(number).ok());
    level.ok_or_else(|| Error::inconsistent("ratings", "level", number.to_string()))
}

pub(crate) fn reason(word: &str) -> Result<Reason> {
    Reason::parse(word).ok_or_else(|| Error::inconsistent("rating_reasons", "reason", word))
}
