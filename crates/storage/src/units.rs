//! Units (单位).

use crate::index_changes::{self, Change};
use crate::{Conn, Error, Result, Tx, on_db};
use chrono::{DateTime, Utc};
use domain::ids::{BatchId, UnitId};
use domain::unit::{Unit, UnitCode, Units};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    name: String,
    parent_id: Option<Uuid>,
    incomplete: bool,
    address: Option<String>,
    phone: Option<String>,
}

impl TryFrom<Row> for Unit {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: UnitId(row.id),
            code: UnitCode::parse(&row.code).map_err(|_| Error::inconsistent("units", "code", &row.code))?,
            name: row.name,
            parent: row.parent_id.map(UnitId),
            incomplete: row.incomplete,
            address: row.address,
            phone: row.phone,
        })
    }
}

/// Every unit.
pub async fn all(conn: &mut Conn) -> Result<Units> {
    const SQL: &str = "SELECT id, code, name, parent_id, incomplete, address, phone FROM units";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?);
    Ok(Units::new(
        rows.into_iter().map(Unit::try_from).collect::<Result<_>>()?,
    ))
}

/// Every unit but those of an import that is not released: public pages do not know these yet.
pub async fn shown(conn: &mut Conn) -> Result<Units> {
    const SQL: &str = "SELECT id, code, name, parent_id, incomplete, address, phone FROM units u WHERE u.batch_id IS NULL \
                       OR EXISTS (SELECT 1 FROM import_batches b WHERE b.id = u.batch_id AND b.released_at IS NOT NULL)";
    let rows: Vec<Row> = on_db!(conn, |c| sqlx::query_as(SQL).fetch_all(c).await?);
    Ok(Units::new(
        rows.into_iter().map(Unit::try_from).collect::<Result<_>>()?,
    ))
}

/// Adds a unit; one made by an import goes with its batch when that is dropped. Pages list it from its commit or its
/// batch's release on; the root is there before any page is.
pub async fn insert(tx: &mut Tx, unit: &Unit, batch: Option<BatchId>, at: DateTime<Utc>) -> Result<()> {
    const SQL: &str = "INSERT INTO units (id, code, name, parent_id, incomplete, address, phone, batch_id, created_at) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(unit.id.0)
        .bind(unit.code.as_str())
        .bind(&unit.name)
        .bind(unit.parent.map(|id| id.0))
        .bind(unit.incomplete)
        .bind(&unit.address)
        .bind(&unit.phone)
        .bind(batch.map(|id| id.0))
        .bind(at)
        .execute(c)
        .await
        .map(drop)?);
    if batch.is_none() && unit.parent.is_some() {
        index_changes::append(tx, Change::Pages).await?;
    }
    Ok(())
}

/// Replaces a unit's particulars; the code stays. Records are filed under their unit and those above it, and its name
/// is among the words offered: the index looks again at a renamed unit's own records, and of a moved one also at
/// those of the units below it in `all`, the tree with the change. The rest stands on pages alone.
pub async fn update(tx: &mut Tx, before: &Unit, now: &Unit, all: &Units) -> Result<()> {
    const SQL: &str =
        "UPDATE units SET name = $2, parent_id = $3, incomplete = $4, address = $5, phone = $6 WHERE id = $1";
    let steps = if before.parent != now.parent {
        all.with_descendants(now.id)
            .into_iter()
            .map(Change::Unit)
            .collect()
    } else if before.name != now.name {
        vec![Change::Unit(now.id)]
    } else {
        vec![Change::Pages]
    };
    for step in steps {
        index_changes::append(tx, step).await?;
    }
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(now.id.0)
        .bind(&now.name)
        .bind(now.parent.map(|id| id.0))
        .bind(now.incomplete)
        .bind(&now.address)
        .bind(&now.phone)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}
