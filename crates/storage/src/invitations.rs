//! Invitations: single-use links, of which the database holds only the HMAC.

use crate::{Conn, Error, Result, Tx, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::callback::{Contact, IncidentKind, Invitation, Round};
use domain::ids::{IncidentId, InvitationId, UnitId};
use uuid::Uuid;

/// An invitation to be stored.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// HMAC of its token.
    pub token_hash: [u8; 32],
    /// How the link reaches the person.
    pub channel: Contact,
    /// When the incident was closed.
    pub closed_on: NaiveDate,
}

/// Adds an invitation; a second one for the same incident and round is [`Error::Conflict`].
pub async fn insert(tx: &mut Tx, new: &NewInvitation) -> Result<()> {
    const SQL: &str = "INSERT INTO invitations (id, incident_id, round, attempt, token_hash, channel, unit_id, closed_on, \
                       expires_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let invitation = &new.invitation;
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(invitation.id.0)
        .bind(invitation.incident.0)
        .bind(invitation.round.number())
        .bind(i32::try_from(invitation.attempt).unwrap_or(i32::MAX))
        .bind(new.token_hash.as_slice())
        .bind(new.channel.as_str())
        .bind(invitation.unit.0)
        .bind(new.closed_on)
        .bind(invitation.expires_on)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// What a link leads to.
#[derive(Debug, Clone)]
pub struct Found {
    /// The invitation.
    pub invitation: Invitation,
    /// HMAC of the form key that answered it.
    pub form_hash: Option<Vec<u8>>,
    /// Whether the answer was "do not ask me again".
    pub opted_out: bool,
    /// The kind of matter.
    pub kind: IncidentKind,
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// The name of the unit.
    pub unit_name: String,
    /// The code of the unit.
    pub unit_code: String,
    /// HMAC of the person's contact.
    pub contact_hash: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    incident_id: Uuid,
    round: i32,
    attempt: i32,
    unit_id: Uuid,
    closed_on: NaiveDate,
    expires_on: NaiveDate,
    used_at: Option<DateTime<Utc>>,
    used_for: Option<String>,
    form_hash: Option<Vec<u8>>,
    kind: String,
    name: String,
    code: String,
    contact_hash: Option<Vec<u8>>,
}

impl TryFrom<Row> for Found {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            invitation: Invitation {
                id: InvitationId(row.id),
                incident: IncidentId(row.incident_id),
                unit: UnitId(row.unit_id),
                round: round(row.round)?,
                attempt: attempt(row.attempt)?,
                expires_on: row.expires_on,
                used_at: row.used_at,
            },
            form_hash: row.form_hash,
            opted_out: row.used_for.as_deref() == Some("opt-out"),
            kind: crate::incidents::kind(&row.kind)?,
            closed_on: row.closed_on,
            unit_name: row.name,
            unit_code: row.code,
            contact_hash: row.contact_hash,
        })
    }
}

/// By the HMAC of the token; not before the incident's import was released.
pub async fn find_by_token(conn: &mut Conn, token_hash: &[u8]) -> Result<Option<Found>> {
    const SQL: &str = "SELECT v.id, v.incident_id, v.round, v.attempt, v.unit_id, v.closed_on, v.expires_on, v.used_at, \
                       v.used_for, v.form_hash, i.kind, u.name, u.code, i.contact_hash FROM invitations v \
                       JOIN incidents i ON i.id = v.incident_id JOIN units u ON u.id = v.unit_id \
                       WHERE v.token_hash = $1 AND (i.batch_id IS NULL OR EXISTS \
                       (SELECT 1 FROM import_batches b WHERE b.id = i.batch_id AND b.released_at IS NOT NULL))";
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(token_hash)
        .fetch_optional(c)
        .await?);
    row.map(Found::try_from).transpose()
}

/// What the link was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A rating.
    Rating,
    /// "Do not ask me again."
    OptOut,
}

/// Uses the link up; false when somebody was faster or its last day has passed. Of any number of parallel
/// calls exactly one gets true.
pub async fn use_up(
    tx: &mut Tx,
    id: InvitationId,
    what: Use,
    form_hash: Option<&[u8]>,
    at: DateTime<Utc>,
) -> Result<bool> {
    const SQL: &str = "UPDATE invitations SET used_at = $2, used_for = $3, form_hash = $4 \
                       WHERE id = $1 AND used_at IS NULL AND expires_on >= $5";
    let word = match what {
        Use::Rating => "rating",
        Use::OptOut => "opt-out",
    };
    let used = on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(at)
        .bind(word)
        .bind(form_hash)
        .bind(domain::clock::legal_day(at))
        .execute(c)
        .await?
        .rows_affected());
    Ok(used == 1)
}

/// An invitation that waits to be handed over.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The invitation.
    pub id: InvitationId,
    /// Which link.
    pub attempt: u32,
    /// About which incident.
    pub incident: IncidentId,
    /// 接警编号.
    pub incident_number: String,
    /// The name of the unit.
    pub unit_name: String,
    /// The code of the unit.
    pub unit_code: String,
    /// The kind of matter.
    pub kind: IncidentKind,
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// The last day of the link.
    pub expires_on: NaiveDate,
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    id: Uuid,
    attempt: i32,
    incident_id: Uuid,
    incident_number: String,
    name: String,
    code: String,
    kind: String,
    closed_on: NaiveDate,
    expires_on: NaiveDate,
}

impl TryFrom<WaitingRow> for Waiting {
    type Error = Error;
    fn try_from(row: WaitingRow) -> Result<Self> {
        Ok(Self {
            id: InvitationId(row.id),
            attempt: attempt(row.attempt)?,
            incident: IncidentId(row.incident_id),
            incident_number: row.incident_number,
            unit_name: row.name,
            unit_code: row.code,
            kind: crate::incidents::kind(&row.kind)?,
            closed_on: row.closed_on,
            expires_on: row.expires_on,
        })
    }
}

/// Up to `limit` invitations of a channel that wait to be handed over and can still be answered, in the order
/// of their last days; with `again`, also those handed over before. `after` continues a listing.
pub async fn waiting(
    conn: &mut Conn,
    channel: Contact,
    today: NaiveDate,
    again: bool,
    after: Option<InvitationId>,
    limit: i64,
) -> Result<Vec<Waiting>> {
    const SQL: &str = "SELECT v.id, v.attempt, v.incident_id, i.incident_number, u.name, u.code, i.kind, v.closed_on, \
                       v.expires_on FROM invitations v JOIN incidents i ON i.id = v.incident_id \
                       JOIN units u ON u.id = v.unit_id \
                       WHERE v.channel = $1 AND v.expires_on >= $2 AND v.used_at IS NULL \
                       AND (v.handed_over_at IS NULL OR $3) AND ($4 IS NULL OR v.id > $4) \
                       AND (i.batch_id IS NULL OR EXISTS \
                       (SELECT 1 FROM import_batches b WHERE b.id = i.batch_id AND b.released_at IS NOT NULL)) \
                       ORDER BY v.id LIMIT $5";
    let rows: Vec<WaitingRow> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(channel.as_str())
        .bind(today)
        .bind(again)
        .bind(after.map(|id| id.0))
        .bind(limit)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(Waiting::try_from).collect()
}

/// One that can still be answered, for the mail that carries its link.
pub async fn find_open(conn: &mut Conn, id: InvitationId, today: NaiveDate) -> Result<Option<Waiting>> {
    const SQL: &str = "SELECT v.id, v.attempt, v.incident_id, i.incident_number, u.name, u.code, i.kind, v.closed_on, \
                       v.expires_on FROM invitations v JOIN incidents i ON i.id = v.incident_id \
                       JOIN units u ON u.id = v.unit_id WHERE v.id = $1 AND v.used_at IS NULL AND v.expires_on >= $2";
    let row: Option<WaitingRow> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(id.0)
        .bind(today)
        .fetch_optional(c)
        .await?);
    row.map(Waiting::try_from).transpose()
}

/// Notes that an invitation was given to the mail queue or the gateway; the first time counts.
pub async fn hand_over(tx: &mut Tx, id: InvitationId, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE invitations SET handed_over_at = COALESCE(handed_over_at, $2) WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The channel of an incident's first invitation: the second goes the same way.
pub async fn channel_of(conn: &mut Conn, incident: IncidentId) -> Result<Option<Contact>> {
    const SQL: &str = "SELECT channel FROM invitations WHERE incident_id = $1 AND round = 1";
    let row: Option<(String,)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(incident.0)
        .fetch_optional(c)
        .await?);
    row.map(|(word,)| {
        Contact::parse(&word).ok_or_else(|| Error::inconsistent("invitations", "channel", word))
    })
    .transpose()
}

/// Incidents whose second link ran out before `today` without an answer while their follow-up waits for it.
pub async fn expired_second(conn: &mut Conn, today: NaiveDate, limit: i64) -> Result<Vec<IncidentId>> {
    const SQL: &str = "SELECT v.incident_id FROM invitations v JOIN follow_ups f ON f.incident_id = v.incident_id \
                       WHERE f.state = 'calling-back' AND v.round = 2 AND v.used_at IS NULL AND v.expires_on < $1 LIMIT $2";
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(today)
        .bind(limit)
        .fetch_all(c)
        .await?);
    Ok(rows.into_iter().map(|(id,)| IncidentId(id)).collect())
}

pub(crate) fn round(number: i32) -> Result<Round> {
    Round::from_number(number).ok_or_else(|| Error::inconsistent("invitations", "round", number.to_string()))
}

fn attempt(number: i32) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::inconsistent("invitations", "attempt", number.to_string()))
}
