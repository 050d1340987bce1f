//! How much a database holds: for the demo's care, and to compare a backup with what it was made from.

use crate::{Conn, Result, on_db};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

macro_rules! counts {
    ($($(#[$doc:meta])* $table:ident),+ $(,)?) => {
        /// Rows by table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the fields are named by their tables")]
        pub struct Census {
            $($(#[$doc])* pub $table: i64,)+
        }

        /// Counts, in one read transaction on SQLite only if the caller holds one.
        pub async fn take(conn: &mut Conn) -> Result<Census> {
            Ok(Census {
                $($table: {
                    const SQL: &str = concat!("SELECT COUNT(*) FROM ", stringify!($table));
                    let (count,): (i64,) = on_db!(conn, |c| sqlx::query_as(SQL).fetch_one(c).await?);
                    count
                },)+
            })
        }
    };
}

counts!(
    units,
    officers,
    users,
    records,
    record_originals,
    record_public,
    feedback,
    feedback_messages,
    sealed_contacts,
    demands,
    incidents,
    invitations,
    ratings,
    follow_ups,
    saved_searches,
    subscriptions,
    events,
);

impl Census {
    /// Whether anything was entered besides accounts: what a fresh folder has is one unit.
    pub fn holds_data(&self) -> bool {
        self.units > 1 || self.officers + self.records + self.feedback + self.incidents > 0
    }
}

/// How much work stands in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// `feedback`, `demands` or `follow_ups`.
    pub table: String,
    /// The word of the state.
    pub state: String,
    /// Rows in it.
    pub rows: i64,
    /// Of them with a running clock.
    pub running: i64,
    /// Of them with a clock that has run out.
    pub overdue: i64,
}

/// How all work stands on `today`.
pub async fn work(conn: &mut Conn, today: NaiveDate) -> Result<Vec<Standing>> {
    const SQL: &str = "SELECT w.name, w.state, COUNT(*), COUNT(c.due_on), \
         COUNT(CASE WHEN c.due_on < $1 THEN 1 END) FROM \
         (SELECT 'feedback' AS name, 'feedback' AS kind, id, status AS state FROM feedback \
         UNION ALL SELECT 'demands', 'demand', id, status FROM demands \
         UNION ALL SELECT 'follow_ups', 'follow-up', id, state FROM follow_ups) w \
         LEFT JOIN (SELECT subject_kind, subject_id, MIN(due_on) AS due_on FROM clocks WHERE met_on IS NULL \
         GROUP BY subject_kind, subject_id) c ON c.subject_kind = w.kind AND c.subject_id = w.id \
         GROUP BY w.name, w.state ORDER BY w.name, w.state";
    let rows: Vec<(String, String, i64, i64, i64)> =
        on_db!(conn, |c| sqlx::query_as(SQL).bind(today).fetch_all(c).await?);
    Ok(rows
        .into_iter()
        .map(|(table, state, rows, running, overdue)| Standing {
            table,
            state,
            rows,
            running,
            overdue,
        })
        .collect())
}
