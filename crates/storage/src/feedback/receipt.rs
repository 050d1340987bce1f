//! Cases found by what the citizen holds, and what the worker needs of one.

use super::case::{Case, Row, columns};
use crate::{Conn, Result, on_db};
use domain::ids::{FeedbackId, UnitId};
use domain::receipt::FeedbackReference;
use uuid::Uuid;

/// A case with the keyed hash that its code must give.
pub async fn find(conn: &mut Conn, reference: FeedbackReference) -> Result<Option<(Case, Vec<u8>)>> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM feedback f WHERE f.reference = $1");
    const HASH: &str = "SELECT code_hash FROM feedback f WHERE f.reference = $1";
    let reference = reference.to_string();
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(&reference)
        .fetch_optional(c)
        .await?);
    let hash: Option<(Vec<u8>,)> = on_db!(conn, |c| sqlx::query_as(HASH)
        .bind(&reference)
        .fetch_optional(c)
        .await?);
    row.zip(hash)
        .map(|(row, (hash,))| Ok((row.try_into()?, hash)))
        .transpose()
}

/// The case of a row id: for an answer given again, and for what goes on behind the scenes.
pub async fn by_id(conn: &mut Conn, id: FeedbackId) -> Result<Option<Case>> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM feedback f WHERE f.id = $1");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await?);
    row.map(Case::try_from).transpose()
}

/// The units that must not see the case.
pub async fn concerned(conn: &mut Conn, id: FeedbackId) -> Result<Vec<UnitId>> {
    const SQL: &str = "SELECT unit_id FROM feedback_concerned WHERE feedback_id = $1 ORDER BY unit_id";
    let rows: Vec<(Uuid,)> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id,)| UnitId(id)).collect())
}
