//! Sessions of staff. The database holds only the SHA-256 of a token.

use crate::users::StaffRow;
use crate::{Conn, Result, Tx, on_db};
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use domain::role::Staff;

/// A session of an account that is not disabled.
#[derive(Debug, Clone)]
pub struct Session {
    /// Whose.
    pub staff: Staff,
    /// When it began: the absolute limit counts from here.
    pub created_at: DateTime<Utc>,
    /// When it was last used: the idle limit counts from here.
    pub seen_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    staff: StaffRow,
    created_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
}

/// The session of a token; none when the account was disabled.
pub async fn find(conn: &mut Conn, token_hash: &[u8]) -> Result<Option<Session>> {
    const SQL: &str = "SELECT u.id, u.username, u.display_name, u.role, u.unit_id, u.badge, s.created_at, s.seen_at \
                       FROM sessions s JOIN users u ON u.id = s.user_id \
                       WHERE s.token_hash = $1 AND u.disabled_at IS NULL";
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(token_hash)
        .fetch_optional(c)
        .await?);
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Session {
        staff: row.staff.try_into()?,
        created_at: row.created_at,
        seen_at: row.seen_at,
    }))
}

/// Begins a session.
pub async fn insert(tx: &mut Tx, token_hash: &[u8], user: UserId, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str =
        "INSERT INTO sessions (token_hash, user_id, created_at, seen_at) VALUES ($1, $2, $3, $3)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(token_hash)
        .bind(user.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Notes that a session was used.
pub async fn touch(tx: &mut Tx, token_hash: &[u8], at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(token_hash)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Ends a session.
pub async fn delete(tx: &mut Tx, token_hash: &[u8]) -> Result<()> {
    const SQL: &str = "DELETE FROM sessions WHERE token_hash = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(token_hash)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Ends every session of an account.
pub async fn delete_of_user(tx: &mut Tx, user: UserId) -> Result<()> {
    const SQL: &str = "DELETE FROM sessions WHERE user_id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(user.0)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Forgets sessions that began before `created_before` or were last used before `seen_before`.
pub async fn delete_expired(
    tx: &mut Tx,
    created_before: DateTime<Utc>,
    seen_before: DateTime<Utc>,
) -> Result<()> {
    const SQL: &str = "DELETE FROM sessions WHERE created_at < $1 OR seen_at < $2";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(created_before)
        .bind(seen_before)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}
