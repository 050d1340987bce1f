//! Police officers as subjects of feedback: badge, name, unit, and whether they lead.

use crate::{Conn, Result, Tx, on_db};
use domain::ids::{OfficerId, UnitId};
use domain::person::name_key;
use uuid::Uuid;

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Row id.
    pub id: OfficerId,
    /// 警号.
    pub badge: String,
    /// Name.
    pub name: String,
    /// Where the officer serves.
    pub unit: UnitId,
    /// 领导: complaints about one go outside the bureau.
    pub is_leader: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    badge: String,
    name: String,
    unit_id: Uuid,
    is_leader: bool,
}

impl From<Row> for Officer {
    fn from(row: Row) -> Self {
        let Row {
            id,
            badge,
            name,
            unit_id,
            is_leader,
        } = row;
        Self {
            id: OfficerId(id),
            badge,
            name,
            unit: UnitId(unit_id),
            is_leader,
        }
    }
}

/// By badge or, when no badge is given, every officer of that name; both as [`domain::person`] writes them.
pub async fn find(conn: &mut Conn, badge: Option<&str>, name: Option<&str>) -> Result<Vec<Officer>> {
    const SQL: &str = "SELECT id, badge, name, unit_id, is_leader FROM officers \
                       WHERE badge = $1 OR (CAST($1 AS TEXT) IS NULL AND name_key = $2) ORDER BY badge";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(badge)
        .bind(name)
        .fetch_all(c)
        .await?);
    Ok(rows.into_iter().map(Officer::from).collect())
}

/// Everybody.
pub async fn all(conn: &mut Conn) -> Result<Vec<Officer>> {
    const SQL: &str = "SELECT id, badge, name, unit_id, is_leader FROM officers ORDER BY badge";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?);
    Ok(rows.into_iter().map(Officer::from).collect())
}

/// Everybody marked as leader.
pub async fn leaders(conn: &mut Conn) -> Result<Vec<Officer>> {
    const SQL: &str = "SELECT id, badge, name, unit_id, is_leader FROM officers WHERE is_leader";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?);
    Ok(rows.into_iter().map(Officer::from).collect())
}

/// Adds an officer or replaces the particulars of the badge.
pub async fn upsert(tx: &mut Tx, officer: &Officer) -> Result<()> {
    const SQL: &str = "INSERT INTO officers (id, badge, name, unit_id, is_leader, name_key) \
                       VALUES ($1, $2, $3, $4, $5, $6) \
                       ON CONFLICT (badge) DO UPDATE SET \
                       name = excluded.name, name_key = excluded.name_key, unit_id = excluded.unit_id, is_leader = excluded.is_leader";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(officer.id.0)
        .bind(&officer.badge)
        .bind(&officer.name)
        .bind(officer.unit.0)
        .bind(officer.is_leader)
        .bind(name_key(&officer.name))
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}
