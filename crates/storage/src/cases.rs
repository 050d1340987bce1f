//! Cases whose progress those concerned may look up (向特定对象公开).

use crate::{Conn, Result, Tx, on_db};
use chrono::NaiveDate;
use domain::ids::{CaseId, UnitId};
use domain::progress::{CaseContact, Course};
use sqlx::types::Json;
use uuid::Uuid;

/// A case, as far as it is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Row id.
    pub id: CaseId,
    /// What its number is found under.
    pub number_key: String,
    /// The keyed hash that its query code must give.
    pub code_hash: Vec<u8>,
    /// The handling unit.
    pub unit: UnitId,
    /// Whom to ask there.
    pub contact: CaseContact,
    /// How far it has come.
    pub course: Course,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number_key: String,
    code_hash: Vec<u8>,
    unit_id: Uuid,
    contact_person: Option<String>,
    contact_phone: Option<String>,
    course: Json<Course>,
}

impl From<Row> for Case {
    fn from(row: Row) -> Self {
        Self {
            id: CaseId(row.id),
            number_key: row.number_key,
            code_hash: row.code_hash,
            unit: UnitId(row.unit_id),
            contact: CaseContact {
                person: row.contact_person,
                phone: row.contact_phone,
            },
            course: row.course.0,
        }
    }
}

/// The case of a number's key.
pub async fn find(conn: &mut Conn, number_key: &str) -> Result<Option<Case>> {
    const SQL: &str = "SELECT id, number_key, code_hash, unit_id, contact_person, contact_phone, course \
                       FROM cases WHERE number_key = $1";
    let row: Option<Row> = on_db!(conn, |c| sqlx::query_as(SQL)
        .bind(number_key)
        .fetch_optional(c)
        .await?);
    Ok(row.map(Case::from))
}

/// Adds a case, or gives the one of its id what came with it.
pub async fn put(tx: &mut Tx, case: &Case, on: NaiveDate) -> Result<()> {
    const SQL: &str = "INSERT INTO cases (id, number_key, code_hash, unit_id, contact_person, contact_phone, course, \
         updated_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET \
         code_hash = excluded.code_hash, unit_id = excluded.unit_id, contact_person = excluded.contact_person, \
         contact_phone = excluded.contact_phone, course = excluded.course, updated_on = excluded.updated_on";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(case.id.0)
        .bind(&case.number_key)
        .bind(&case.code_hash)
        .bind(case.unit.0)
        .bind(&case.contact.person)
        .bind(&case.contact.phone)
        .bind(Json(case.course))
        .bind(on)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}
