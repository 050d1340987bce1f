//! The publisher's lists.

use super::{Found, Row, columns, last_round};
use crate::load::{Load, load_by};
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

/// The public text `p` is still shown on the day `$today`, if there is one.
macro_rules! in_term {
    ($today:literal) => {
        concat!("(p.publish_until IS NULL OR p.publish_until >= ", $today, ")")
    };
}

/// Submitted and neither public nor held.
macro_rules! under_way {
    ($today:literal) => {
        concat!(
            "r.withdrawn_at IS NULL AND ((r.version = 0 AND COALESCE(r.ruling, '') NOT IN ('sealed', 'never')) \
             OR (r.revision > 1 AND p.revision < r.revision AND ",
            in_term!($today),
            "))"
        )
    };
}

/// The clocks that run for `r`: until it is public, and until it is gone.
macro_rules! running_clocks {
    () => {
        "LEFT JOIN (SELECT c.subject_id, MIN(CASE WHEN c.clock <> 'withdraw' THEN c.due_on END) AS due_on, \
         MIN(CASE WHEN c.clock = 'withdraw' THEN c.due_on END) AS withdraw_by FROM clocks c WHERE c.subject_kind = 'record' \
         AND c.met_on IS NULL GROUP BY c.subject_id) k ON k.subject_id = r.id"
    };
}

/// `r` belongs to no batch under way.
macro_rules! released {
    () => {
        "r.id NOT IN (SELECT b.record_id FROM record_originals b \
         JOIN import_batches i ON i.id = b.batch_id WHERE i.released_at IS NULL)"
    };
}

/// One condition for each list, over `r` and its public row `p`; batches under way, of which there are few, are
/// not there yet. A record that was never public has version 0: each condition has an index of its own. `s` is the last
/// round of the newest original. `$page` follows the order of each list, which a count has none of.
macro_rules! listed {
    (@ $list:expr, $select:expr, $joined:expr, $today:literal,
     { due: $due:expr, to_go: $to_go:expr, newest: $newest:expr, ended: $ended:expr, gone: $gone:expr }) => {{
        macro_rules! sql {
            ($condition:expr, $rest:expr) => {
                concat!(
                    $select,
                    " FROM records r LEFT JOIN record_public p ON p.record_id = r.id",
                    last_round!(),
                    $joined,
                    " WHERE ",
                    released!(),
                    " AND ",
                    $condition,
                    $rest
                )
            };
        }
        match $list {
            DeskList::Drafts => sql!(
                "r.version = 0 AND r.withdrawn_at IS NULL AND COALESCE(r.ruling, '') NOT IN ('sealed', 'never') \
                 AND s.record_id IS NULL",
                $due
            ),
            DeskList::Corrections => sql!(
                concat!("r.revision > 1 AND p.revision < r.revision AND s.record_id IS NULL AND ", in_term!($today)),
                $due
            ),
            DeskList::SentBack => sql!(concat!("s.verdict = 'sent-back' AND ", under_way!($today)), $due),
            DeskList::InReview => sql!(
                concat!("s.record_id IS NOT NULL AND s.verdict IS NULL AND ", under_way!($today)),
                $due
            ),
            DeskList::Approved => sql!(concat!("s.verdict = 'approved' AND ", under_way!($today)), $due),
            DeskList::ToWithdraw => sql!(
                concat!("r.owed_code IS NOT NULL AND p.record_id IS NOT NULL AND ", in_term!($today)),
                $to_go
            ),
            DeskList::Held => {
                sql!("r.version = 0 AND r.withdrawn_at IS NULL AND r.ruling IN ('sealed', 'never')", $newest)
            }
            DeskList::Published => sql!(concat!("p.record_id IS NOT NULL AND ", in_term!($today)), $newest),
            DeskList::Expired => sql!(concat!("p.publish_until < ", $today), $ended),
            DeskList::Withdrawn => sql!("r.withdrawn_at IS NOT NULL", $gone),
        }
    }};
    ($list:expr, $select:expr, $joined:expr, $today:literal, $page:literal) => {
        listed!(@ $list, $select, $joined, $today, {
            due: concat!(" ORDER BY k.due_on IS NULL, k.due_on, r.created_at DESC, r.ref ", $page),
            to_go: concat!(" ORDER BY k.withdraw_by IS NULL, k.withdraw_by, r.created_at DESC, r.ref ", $page),
            newest: concat!(" ORDER BY r.created_at DESC, r.ref ", $page),
            ended: concat!(" ORDER BY p.publish_until DESC, r.ref ", $page),
            gone: concat!(" ORDER BY r.withdrawn_at DESC, r.ref ", $page)
        })
    };
    ($list:expr, $select:expr, $joined:expr, $today:literal) => {
        listed!(@ $list, $select, $joined, $today, { due: "", to_go: "", newest: "", ended: "", gone: "" })
    };
}

/// Whether the condition of a list asks for today.
const fn asks_for_today(list: DeskList) -> bool {
    !matches!(list, DeskList::Drafts | DeskList::Held | DeskList::Withdrawn)
}

/// A list of the desk: what waits by due date, what is over by the day on which it ended, the rest newest first.
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
        concat!(
            "JOIN record_originals o ON o.record_id = r.id AND o.revision = r.revision ",
            running_clocks!()
        ),
        "$3",
        "LIMIT $1 OFFSET $2"
    );
    let rows: Vec<ListRow> = on_db!(conn, |c| {
        let query = sqlx::query_as(sql).bind(limit).bind(offset);
        let query = if asks_for_today(list) {
            query.bind(today)
        } else {
            query
        };
        query.fetch_all(c).await?
    });
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

/// How many records a list of the desk holds.
pub async fn count(conn: &mut Conn, list: DeskList, today: NaiveDate) -> Result<i64> {
    if list == DeskList::Published {
        return count_published(conn, today).await;
    }
    let sql = listed!(list, "SELECT COUNT(*)", "", "$1");
    let (count,): (i64,) = on_db!(conn, |c| {
        let query = sqlx::query_as(sql);
        let query = if asks_for_today(list) {
            query.bind(today)
        } else {
            query
        };
        query.fetch_one(c).await?
    });
    Ok(count)
}

/// What is shown is all that was published but what is over: the days of a million public texts stand behind the texts,
/// and of those that are over alone in an index.
async fn count_published(conn: &mut Conn, today: NaiveDate) -> Result<i64> {
    const SQL: &str = concat!(
        "SELECT (SELECT COUNT(*) FROM records r JOIN record_public p ON p.record_id = r.id WHERE ",
        released!(),
        ") - (SELECT COUNT(*) FROM records r JOIN record_public p ON p.record_id = r.id WHERE p.publish_until < $1 AND ",
        released!(),
        ")"
    );
    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL).bind(today).fetch_one(c).await?);
    Ok(count)
}

/// What waits in a list today; `soon` is the last of the days that are near.
pub async fn load(conn: &mut Conn, list: DeskList, (today, soon): (NaiveDate, NaiveDate)) -> Result<Load> {
    let sql = if list == DeskList::ToWithdraw {
        listed!(list, load_by!("k.withdraw_by"), running_clocks!(), "$1")
    } else {
        listed!(list, load_by!("k.due_on"), running_clocks!(), "$1")
    };
    Ok(on_db!(conn, |c| sqlx::query_as(sql)
        .bind(today)
        .bind(soon)
        .fetch_one(c)
        .await?))
}
