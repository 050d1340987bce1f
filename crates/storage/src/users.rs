//! Staff accounts.

use crate::{Conn, Error, Result, Tx, on_db};
use chrono::{DateTime, Utc};
use domain::ids::{UnitId, UserId};
use domain::role::{Role, Staff};
use uuid::Uuid;

/// An account with what signing in needs.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who it is.
    pub staff: Staff,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// When it was disabled, if it was.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// Who somebody is, in a row of the table.
#[derive(sqlx::FromRow)]
pub(crate) struct StaffRow {
    id: Uuid,
    username: String,
    display_name: String,
    role: String,
    unit_id: Uuid,
    badge: Option<String>,
}

impl TryFrom<StaffRow> for Staff {
    type Error = Error;
    fn try_from(row: StaffRow) -> Result<Self> {
        Ok(Self {
            id: UserId(row.id),
            role: Role::parse(&row.role).ok_or_else(|| Error::inconsistent("users", "role", &row.role))?,
            username: row.username,
            display_name: row.display_name,
            unit: UnitId(row.unit_id),
            badge: row.badge,
        })
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    staff: StaffRow,
    password_hash: String,
    disabled_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Account {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            staff: row.staff.try_into()?,
            password_hash: row.password_hash,
            disabled_at: row.disabled_at,
        })
    }
}

/// By user name.
pub async fn find(conn: &mut Conn, username: &str) -> Result<Option<Account>> {
    const SQL: &str = "SELECT id, username, display_name, role, unit_id, badge, password_hash, disabled_at \
                       FROM users WHERE username = $1";
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(username)
        .fetch_optional(c)
        .await?);
    row.map(Account::try_from).transpose()
}

/// Every account, by user name.
pub async fn all(conn: &mut Conn) -> Result<Vec<Account>> {
    const SQL: &str = "SELECT id, username, display_name, role, unit_id, badge, password_hash, disabled_at \
                       FROM users ORDER BY username";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?);
    rows.into_iter().map(Account::try_from).collect()
}

/// By row id, disabled or not.
pub async fn find_by_id(conn: &mut Conn, id: UserId) -> Result<Option<Account>> {
    const SQL: &str = "SELECT id, username, display_name, role, unit_id, badge, password_hash, disabled_at \
                       FROM users WHERE id = $1";
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await?);
    row.map(Account::try_from).transpose()
}

/// Adds an account; a user name in use is [`Error::Conflict`].
pub async fn insert(tx: &mut Tx, account: &Account, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "INSERT INTO users (id, username, display_name, role, unit_id, badge, password_hash, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let staff = &account.staff;
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(staff.id.0)
        .bind(&staff.username)
        .bind(&staff.display_name)
        .bind(staff.role.as_str())
        .bind(staff.unit.0)
        .bind(&staff.badge)
        .bind(&account.password_hash)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Sets the password anew and ends every session of the account.
pub async fn set_password(tx: &mut Tx, id: UserId, password_hash: &str) -> Result<()> {
    const SQL: &str = "UPDATE users SET password_hash = $2 WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(password_hash)
        .execute(c)
        .await
        .map(drop)?);
    crate::sessions::delete_of_user(tx, id).await
}

/// Disables the account and ends its sessions.
pub async fn disable(tx: &mut Tx, id: UserId, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "UPDATE users SET disabled_at = $2 WHERE id = $1";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(id.0)
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    crate::sessions::delete_of_user(tx, id).await
}
