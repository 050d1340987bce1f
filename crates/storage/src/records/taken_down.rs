//! Who took records down, when and why.

use crate::{Conn, Error, Result, many, on_db};
use chrono::{DateTime, Utc};
use domain::event::{Actor, SubjectKind};
use domain::ids::RecordId;
use domain::record::WithdrawalCode;
use std::collections::HashMap;
use uuid::Uuid;

/// A withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenDown {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub code: WithdrawalCode,
    /// Who, as far as the trail tells.
    pub by: Option<Actor>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    withdrawn_at: DateTime<Utc>,
    withdrawn_code: String,
    actor: Option<String>,
}

/// Those of the records that were taken down.
pub async fn taken_down(conn: &mut Conn, ids: &[RecordId]) -> Result<HashMap<RecordId, TakenDown>> {
    const SQL: &str = "SELECT r.id, r.withdrawn_at, r.withdrawn_code, e.actor FROM records r \
                       LEFT JOIN events e ON e.subject_kind = $1 AND e.subject_id = r.id AND e.name = 'record-withdrawn' \
                       WHERE r.withdrawn_at IS NOT NULL AND r.id IN";
    let mut all = HashMap::new();
    for (sql, ids) in many::listed(SQL, ids) {
        let rows: Vec<Row> = on_db!(conn, |c| {
            let query = sqlx::query_as(sql).bind(SubjectKind::Record.as_str());
            let query = ids.iter().fold(query, |query, id| query.bind(id.0));
            query.fetch_all(c).await?
        });
        for row in rows {
            all.insert(RecordId(row.id), read(&row)?);
        }
    }
    Ok(all)
}

fn read(row: &Row) -> Result<TakenDown> {
    let by = row
        .actor
        .as_deref()
        .map(|actor| Actor::parse(actor).ok_or_else(|| Error::inconsistent("events", "actor", actor)));
    Ok(TakenDown {
        at: row.withdrawn_at,
        code: WithdrawalCode::parse(&row.withdrawn_code)
            .ok_or_else(|| Error::inconsistent("records", "withdrawn_code", &row.withdrawn_code))?,
        by: by.transpose()?,
    })
}
