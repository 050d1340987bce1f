//! How much a database holds: for the demo's care, and to compare a backup with what it was made from.

use crate::{Conn, Result, on_db};
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
    events,
);

impl Census {
    /// Whether anything was entered besides accounts: what a fresh folder has is one unit.
    pub fn holds_data(&self) -> bool {
        self.units > 1 || self.officers + self.records + self.feedback + self.incidents > 0
    }
}
