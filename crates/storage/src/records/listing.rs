//! The publisher's lists.

use super::{Found, Row, columns, last_round};
use crate::{Conn, Result, on_db};
use chrono::{DateTime, NaiveDate, Utc};
use domain::publication::DeskList;

/// A line of the publisher's list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The record.
    pub found: Found,
    /// When it came in.
    pub created_at: DateTime<Utc>,
    /// The ground of the policy, once it ruled.
    pub ground: Option<String>,
    /// The last day of the clock that runs until it is public, or until it is gone where that is what is waited for.
    pub due_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    #[sqlx(flatten)]
    row: Row,
    created_at: DateTime<Utc>,
    ground: Option<String>,
    due_on: Option<NaiveDate>,
    withdraw_by: Option<NaiveDate>,
}

/// Submitted and neither public nor held.
macro_rules! under_way {
    () => {
        "r.withdrawn_at IS NULL AND ((r.version = 0 AND COALESCE(r.ruling, '') NOT IN ('sealed', 'never')) \
         OR (r.revision > 1 AND p.revision < r.revision))"
    };
}

/// One condition for each list, over `r` and its public row `p`; batches under way, of which there are few, are
/// not there yet. A record that was never public has version 0: each condition has an index of its own. `s` is the last
/// round of the newest original.
macro_rules! listed {
    ($list:expr, $select:expr, $joined:literal, $by_due:literal, $by_withdrawal:literal, $newest:literal) => {{
        macro_rules! sql {
            ($condition:expr, $rest:literal) => {
                concat!(
                    $select,
                    " FROM records r LEFT JOIN record_public p ON p.record_id = r.id",
                    last_round!(),
                    $joined,
                    " WHERE r.id NOT IN (SELECT b.record_id FROM record_originals b \
                     JOIN import_batches i ON i.id = b.batch_id WHERE i.released_at IS NULL) AND ",
                    $condition,
                    $rest
                )
            };
        }
        match $list {
            DeskList::Drafts => sql!(
                "r.version = 0 AND r.withdrawn_at IS NULL AND COALESCE(r.ruling, '') NOT IN ('sealed', 'never') \
                 AND s.record_id IS NULL",
                $by_due
            ),
            DeskList::Corrections => {
                sql!("r.revision > 1 AND p.revision < r.revision AND s.record_id IS NULL", $by_due)
            }
            DeskList::SentBack => sql!(concat!("s.verdict = 'sent-back' AND ", under_way!()), $by_due),
            DeskList::InReview => sql!(concat!("s.record_id IS NOT NULL AND s.verdict IS NULL AND ", under_way!()), $by_due),
            DeskList::Approved => sql!(concat!("s.verdict = 'approved' AND ", under_way!()), $by_due),
            DeskList::ToWithdraw => {
                sql!("r.owed_code IS NOT NULL AND p.record_id IS NOT NULL", $by_withdrawal)
            }
            DeskList::Held => {
                sql!("r.version = 0 AND r.withdrawn_at IS NULL AND r.ruling IN ('sealed', 'never')", $newest)
            }
            DeskList::Published => sql!("p.record_id IS NOT NULL", $newest),
            DeskList::Withdrawn => sql!("r.withdrawn_at IS NOT NULL", $newest),
        }
    }};
}

/// A list of the desk: what waits by due date, the rest newest first.
pub async fn list(
    conn: &mut Conn,
    list: DeskList,
    today: NaiveDate,
    limit: i64,
    offset: i64,
) -> Result<Vec<Listed>> {
    let sql = listed!(
        list,
        concat!(
            "SELECT ",
            columns!(),
            ", r.created_at, r.ground, k.due_on, k.withdraw_by"
        ),
        "JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision \
         LEFT JOIN (SELECT c.subject_id, MIN(CASE WHEN c.clock <> 'withdraw' THEN c.due_on END) AS due_on, \
         MIN(CASE WHEN c.clock = 'withdraw' THEN c.due_on END) AS withdraw_by FROM clocks c WHERE c.subject_kind = 'record' \
         AND c.met_on IS NULL GROUP BY c.subject_id) k ON k.subject_id = r.id",
        " ORDER BY k.due_on IS NULL, k.due_on, r.created_at DESC, r.ref LIMIT $1 OFFSET $2",
        " ORDER BY k.withdraw_by IS NULL, k.withdraw_by, r.created_at DESC, r.ref LIMIT $1 OFFSET $2",
        " ORDER BY r.created_at DESC, r.ref LIMIT $1 OFFSET $2"
    );
    let rows: Vec<ListRow> = on_db!(conn, |c| sqlx::query_as(sql)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    let listed = |line: ListRow| {
        Ok(Listed {
            found: line.row.found(today)?,
            created_at: line.created_at,
            ground: line.ground,
            due_on: match list {
                DeskList::ToWithdraw => line.withdraw_by,
                _ => line.due_on,
            },
        })
    };
    rows.into_iter().map(listed).collect()
}

/// How many records the publisher's list holds.
pub async fn count(conn: &mut Conn, list: DeskList) -> Result<i64> {
    let sql = listed!(list, "SELECT COUNT(*)", "", "", "", "");
    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(sql).fetch_one(c).await?);
    Ok(count)
}
