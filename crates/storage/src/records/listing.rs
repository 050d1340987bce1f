//! The publisher's lists.

use super::{Found, Row};
use crate::{Conn, Result, on_db};
use chrono::{DateTime, NaiveDate, Utc};

/// A line of the publisher's list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The record.
    pub found: Found,
    /// When it came in.
    pub created_at: DateTime<Utc>,
    /// The ground of the policy, once it ruled.
    pub ground: Option<String>,
}

/// Which records the publisher's list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Not public and not held.
    Drafts,
    /// Public, with a newer original waiting.
    Corrections,
    /// Held back by policy.
    Held,
    /// Public.
    Published,
    /// Taken down.
    Withdrawn,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    #[sqlx(flatten)]
    row: Row,
    created_at: DateTime<Utc>,
    ground: Option<String>,
}

/// One condition for each filter, over `r` and its public row `p`; batches under way, of which there are few, are
/// not there yet. A record that was never public has version 0: each condition has an index of its own.
macro_rules! listed {
    ($filter:expr, $select:literal, $joined:literal, $rest:literal) => {{
        macro_rules! sql {
            ($condition:literal) => {
                concat!(
                    $select,
                    " FROM records r LEFT JOIN record_public p ON p.record_id = r.id ",
                    $joined,
                    " WHERE r.id NOT IN (SELECT b.record_id FROM record_originals b \
                     JOIN import_batches i ON i.id = b.batch_id WHERE i.released_at IS NULL) AND ",
                    $condition,
                    $rest
                )
            };
        }
        match $filter {
            Filter::Drafts => sql!(
                "r.version = 0 AND r.withdrawn_at IS NULL AND COALESCE(r.ruling, '') NOT IN ('sealed', 'never')"
            ),
            Filter::Corrections => sql!("r.revision > 1 AND p.revision < r.revision"),
            Filter::Held => {
                sql!("r.version = 0 AND r.withdrawn_at IS NULL AND r.ruling IN ('sealed', 'never')")
            }
            Filter::Published => sql!("p.record_id IS NOT NULL"),
            Filter::Withdrawn => sql!("r.withdrawn_at IS NOT NULL"),
        }
    }};
}

/// The publisher's list, newest first.
pub async fn list(
    conn: &mut Conn,
    filter: Filter,
    today: NaiveDate,
    limit: i64,
    offset: i64,
) -> Result<Vec<Listed>> {
    let sql = listed!(
        filter,
        "SELECT r.id, r.ref, r.unit_id, r.revision, r.ruling, r.withdrawn_at, p.revision AS public_revision, \
         p.publish_until, o.content, r.created_at, r.ground",
        "JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision",
        " ORDER BY r.created_at DESC, r.ref LIMIT $1 OFFSET $2"
    );
    let rows: Vec<ListRow> = on_db!(conn, |c| sqlx::query_as(sql)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await?);
    let listed = |line: ListRow| Listed {
        found: line.row.found(today),
        created_at: line.created_at,
        ground: line.ground,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// How many records the publisher's list holds.
pub async fn count(conn: &mut Conn, filter: Filter) -> Result<i64> {
    let sql = listed!(filter, "SELECT COUNT(*)", "", "");
    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(sql).fetch_one(c).await?);
    Ok(count)
}
