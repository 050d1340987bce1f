//! Objections found by what the person holds, and what the worker needs of one.

use super::{Objection, Row, selected};
use crate::{Conn, Result, on_db};
use chrono::NaiveDate;
use domain::ids::ObjectionId;
use domain::receipt::ObjectionReference;

#[derive(sqlx::FromRow)]
struct Hashed {
    #[sqlx(flatten)]
    row: Row,
    hash: Vec<u8>,
}

impl Hashed {
    fn open(self, today: NaiveDate) -> Result<(Objection, Vec<u8>)> {
        Ok((self.row.objection(today)?, self.hash))
    }
}

macro_rules! hashed {
    ($hash:literal, $condition:literal) => {
        concat!(
            "SELECT ",
            $crate::objections::columns!(),
            $hash,
            $crate::objections::joined!(),
            $condition
        )
    };
}

/// An objection with the keyed hash that its code must give.
pub async fn find(
    conn: &mut Conn,
    reference: ObjectionReference,
    today: NaiveDate,
) -> Result<Option<(Objection, Vec<u8>)>> {
    const SQL: &str = hashed!(", o.code_hash AS hash", " WHERE o.reference = $1");
    let found: Option<Hashed> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(reference.to_string())
        .fetch_optional(c)
        .await?);
    found.map(|found| found.open(today)).transpose()
}

/// What was sent before under the key of a form, with the keyed hash of its fields.
pub async fn by_key(
    conn: &mut Conn,
    key_hash: &[u8],
    today: NaiveDate,
) -> Result<Option<(Objection, Vec<u8>)>> {
    const SQL: &str = hashed!(", o.body_hash AS hash", " WHERE o.key_hash = $1");
    let found: Option<Hashed> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(key_hash)
        .fetch_optional(c)
        .await?);
    found.map(|found| found.open(today)).transpose()
}

/// The objection of a row id.
pub async fn by_id(conn: &mut Conn, id: ObjectionId, today: NaiveDate) -> Result<Option<Objection>> {
    const SQL: &str = selected!(" WHERE o.id = $1");
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await?);
    row.map(|row| row.objection(today)).transpose()
}
