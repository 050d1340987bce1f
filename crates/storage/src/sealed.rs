//! Sealed contacts of cases and incidents. The web process writes them and holds no key that opens them.

use crate::{Conn, Result, Tx, on_db};
use domain::event::SubjectKind;
use uuid::Uuid;

/// To whom an envelope is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Envelope {
    /// Phone and mail address, for the worker and the invitation export.
    Delivery,
    /// All contact fields, for the custodian alone.
    Identity,
}

impl Envelope {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Delivery => "delivery",
            Self::Identity => "identity",
        }
    }
}

/// Keeps an envelope of a subject; an earlier one is replaced.
pub async fn put(tx: &mut Tx, subject: (SubjectKind, Uuid), envelope: Envelope, sealed: &[u8]) -> Result<()> {
    const SQL: &str = "INSERT INTO sealed_contacts (subject_kind, subject_id, envelope, sealed) \
                       VALUES ($1, $2, $3, $4) ON CONFLICT (subject_kind, subject_id, envelope) \
                       DO UPDATE SET sealed = excluded.sealed, has_email = excluded.has_email";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
        .bind(envelope.as_str())
        .bind(sealed)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Notes that the delivery envelope holds a mail address: who cannot open it must know whether to queue mail.
pub async fn note_email(tx: &mut Tx, subject: (SubjectKind, Uuid)) -> Result<()> {
    const SQL: &str = "UPDATE sealed_contacts SET has_email = TRUE \
                       WHERE subject_kind = $1 AND subject_id = $2 AND envelope = 'delivery'";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Whether mail can reach the person behind a subject.
pub async fn has_email(conn: &mut Conn, subject: (SubjectKind, Uuid)) -> Result<bool> {
    const SQL: &str = "SELECT COUNT(*) FROM sealed_contacts \
                       WHERE subject_kind = $1 AND subject_id = $2 AND envelope = 'delivery' AND has_email";
    let (n,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
        .fetch_one(c)
        .await?);
    Ok(n > 0)
}

/// The envelope of a subject.
pub async fn find(
    conn: &mut Conn,
    subject: (SubjectKind, Uuid),
    envelope: Envelope,
) -> Result<Option<Vec<u8>>> {
    const SQL: &str =
        "SELECT sealed FROM sealed_contacts WHERE subject_kind = $1 AND subject_id = $2 AND envelope = $3";
    let row: Option<(Vec<u8>,)> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
        .bind(envelope.as_str())
        .fetch_optional(c)
        .await?);
    Ok(row.map(|(sealed,)| sealed))
}

/// Forgets both envelopes of a subject: its time of keeping has passed, or the person wished it.
pub async fn forget(tx: &mut Tx, subject: (SubjectKind, Uuid)) -> Result<()> {
    const SQL: &str = "DELETE FROM sealed_contacts WHERE subject_kind = $1 AND subject_id = $2";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(subject.0.as_str())
        .bind(subject.1)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}
