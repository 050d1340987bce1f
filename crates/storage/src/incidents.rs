//! Incidents (警情/办件): what callbacks are about.
//!
//! Rows of an import stay invisible until their batch is released: every query below asks for `VISIBLE`.

use crate::{Conn, Db, Error, Result, Tx, imports, on_db};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::callback::{Facts, IncidentKind, NotDue};
use domain::clock::legal_day;
use domain::ids::{BatchId, IncidentId, UnitId};
use uuid::Uuid;

/// An incident to be stored; the contact is sealed apart.
#[derive(Debug, Clone)]
pub struct NewIncident {
    /// Drawn by the caller.
    pub id: IncidentId,
    /// 接警编号.
    pub number: String,
    /// What kind.
    pub kind: IncidentKind,
    /// The responsible unit, from now on frozen.
    pub unit: UnitId,
    /// When it was closed, from now on frozen.
    pub closed_at: DateTime<Utc>,
    /// 警号.
    pub officer_badge: Option<String>,
    /// A few words.
    pub subject: Option<String>,
    /// Why nobody is asked; `None` when somebody is.
    pub not_due: Option<NotDue>,
    /// The file's own reason.
    pub exclude_reason: Option<String>,
    /// HMAC of the contact.
    pub contact_hash: Option<[u8; 32]>,
    /// HMAC of what is frozen.
    pub frozen_hash: [u8; 32],
    /// The import it came with.
    pub batch: Option<BatchId>,
}

/// An incident that is already stored, as far as an import compares.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Known {
    /// Row id.
    pub id: Uuid,
    /// HMAC of what is frozen.
    pub frozen_hash: Vec<u8>,
    /// 警号.
    pub officer_badge: Option<String>,
    /// A few words.
    pub subject: Option<String>,
    /// The import it came with.
    pub batch_id: Option<Uuid>,
    /// Why nobody is asked about it, if nobody is.
    pub not_due: Option<String>,
}

/// By number, also when its batch is not released yet.
pub async fn find_known(conn: &mut Conn, number: &str) -> Result<Option<Known>> {
    const SQL: &str = "SELECT id, frozen_hash, officer_badge, subject, batch_id, not_due FROM incidents WHERE incident_number = $1";
    Ok(on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(number)
        .fetch_optional(c)
        .await?))
}

/// What is known about a person from other incidents closed within `repeat_days` of `closed_on`.
pub async fn facts(
    conn: &mut Conn,
    contact_hash: &[u8],
    closed_on: NaiveDate,
    repeat_days: u32,
) -> Result<Facts> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM opt_outs WHERE contact_hash = $1), \
                       EXISTS (SELECT 1 FROM incidents WHERE contact_hash = $1 AND not_due IS NULL \
                       AND closed_on > $2 AND closed_on < $3)";
    let days = Days::new(u64::from(repeat_days));
    let (opted_out, asked_lately): (bool, bool) = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(contact_hash)
        .bind(closed_on.checked_sub_days(days).unwrap_or(NaiveDate::MIN))
        .bind(closed_on.checked_add_days(days).unwrap_or(NaiveDate::MAX))
        .fetch_one(c)
        .await?);
    Ok(Facts {
        opted_out,
        asked_lately,
    })
}

/// Adds an incident; a number in use is [`Error::Conflict`].
pub async fn insert(tx: &mut Tx, incident: &NewIncident) -> Result<()> {
    const SQL: &str = "INSERT INTO incidents (id, incident_number, kind, unit_id, closed_at, closed_on, officer_badge, \
                       subject, not_due, exclude_reason, contact_hash, frozen_hash, batch_id) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(incident.id.0)
        .bind(&incident.number)
        .bind(incident.kind.as_str())
        .bind(incident.unit.0)
        .bind(incident.closed_at)
        .bind(legal_day(incident.closed_at))
        .bind(&incident.officer_badge)
        .bind(&incident.subject)
        .bind(incident.not_due.map(NotDue::as_str))
        .bind(&incident.exclude_reason)
        .bind(incident.contact_hash.as_ref().map(<[u8; 32]>::as_slice))
        .bind(incident.frozen_hash.as_slice())
        .bind(incident.batch.map(|batch| batch.0))
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Keeps what a later import says differently until its batch is released.
pub async fn stage_change(
    tx: &mut Tx,
    batch: BatchId,
    incident: IncidentId,
    officer_badge: Option<&str>,
    subject: Option<&str>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO incident_changes (batch_id, incident_id, officer_badge, subject) VALUES ($1, $2, $3, $4)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(batch.0)
        .bind(incident.0)
        .bind(officer_badge)
        .bind(subject)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Makes the staged changes of a batch effective, in the transaction that releases it.
pub async fn apply_changes(tx: &mut Tx, batch: BatchId) -> Result<u64> {
    const APPLY: &str = "UPDATE incidents SET officer_badge = c.officer_badge, subject = c.subject \
                         FROM incident_changes c WHERE c.batch_id = $1 AND c.incident_id = incidents.id";
    const FORGET: &str = "DELETE FROM incident_changes WHERE batch_id = $1";
    let changed = on_db!(tx, |c| sqlx::query(APPLY)
        .bind(batch.0)
        .execute(c)
        .await?
        .rows_affected());
    on_db!(tx, |c| sqlx::query(FORGET)
        .bind(batch.0)
        .execute(c)
        .await
        .map(drop)?);
    Ok(changed)
}

/// Takes back a batch that was not released, some hundred rows a transaction.
pub async fn drop_batch(db: &Db, batch: BatchId, at: DateTime<Utc>) -> Result<()> {
    while drop_chunk(db, batch).await? > 0 {}
    let mut tx = db.begin().await?;
    imports::drop_units(&mut tx, batch).await?;
    imports::mark_dropped(&mut tx, batch, at).await?;
    tx.commit().await
}

async fn drop_chunk(db: &Db, batch: BatchId) -> Result<u64> {
    const CHANGES: &str = "DELETE FROM incident_changes WHERE batch_id = $1 AND incident_id IN \
                           (SELECT incident_id FROM incident_changes WHERE batch_id = $1 LIMIT 250)";
    const INVITATIONS: &str = "DELETE FROM invitations WHERE incident_id IN \
                               (SELECT id FROM incidents WHERE batch_id = $1 ORDER BY id LIMIT 250)";
    const CONTACTS: &str = "DELETE FROM sealed_contacts WHERE subject_kind = 'incident' AND subject_id IN \
                            (SELECT id FROM incidents WHERE batch_id = $1 ORDER BY id LIMIT 250)";
    const INCIDENTS: &str = "DELETE FROM incidents WHERE id IN \
                             (SELECT id FROM incidents WHERE batch_id = $1 ORDER BY id LIMIT 250)";
    let mut tx = db.begin().await?;
    let mut removed = 0;
    for sql in [CHANGES, INVITATIONS, CONTACTS, INCIDENTS] {
        removed += on_db!(tx, |c| sqlx::query(sql)
            .bind(batch.0)
            .execute(c)
            .await?
            .rows_affected());
    }
    tx.commit().await?;
    db.let_others_write().await;
    Ok(removed)
}

/// An incident as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Row id.
    pub id: IncidentId,
    /// 接警编号.
    pub number: String,
    /// What kind.
    pub kind: IncidentKind,
    /// The responsible unit.
    pub unit: UnitId,
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// 警号 of who handled it.
    pub officer_badge: Option<String>,
    /// A few words.
    pub subject: Option<String>,
    /// HMAC of the contact.
    pub contact_hash: Option<Vec<u8>>,
}

/// One incident.
pub async fn find(conn: &mut Conn, id: IncidentId) -> Result<Option<Incident>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        incident_number: String,
        kind: String,
        unit_id: Uuid,
        closed_on: NaiveDate,
        officer_badge: Option<String>,
        subject: Option<String>,
        contact_hash: Option<Vec<u8>>,
    }
    const SQL: &str = "SELECT incident_number, kind, unit_id, closed_on, officer_badge, subject, contact_hash \
                       FROM incidents WHERE id = $1";
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await?);
    row.map(|row| {
        Ok(Incident {
            id,
            number: row.incident_number,
            kind: kind(&row.kind)?,
            unit: UnitId(row.unit_id),
            closed_on: row.closed_on,
            officer_badge: row.officer_badge,
            subject: row.subject,
            contact_hash: row.contact_hash,
        })
    })
    .transpose()
}

/// Notes that a person wants no callbacks.
pub async fn opt_out(tx: &mut Tx, contact_hash: &[u8], since: NaiveDate) -> Result<()> {
    const SQL: &str =
        "INSERT INTO opt_outs (contact_hash, since) VALUES ($1, $2) ON CONFLICT (contact_hash) DO NOTHING";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(contact_hash)
        .bind(since)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Whether a person wants no callbacks.
pub async fn has_opted_out(conn: &mut Conn, contact_hash: &[u8]) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM opt_outs WHERE contact_hash = $1)";
    let (opted_out,): (bool,) = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(contact_hash)
        .fetch_one(c)
        .await?);
    Ok(opted_out)
}

pub(crate) fn kind(word: &str) -> Result<IncidentKind> {
    IncidentKind::parse(word).ok_or_else(|| Error::inconsistent("incidents", "kind", word))
}
