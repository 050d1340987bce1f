//! What only one process at a time may do on a database, whatever machine it runs on.

use crate::{Db, Driver, Result, Tx};
use sqlx::{Connection, PgConnection};
use std::time::Duration;

/// The server ends a lock when it notices that the connection is gone, which takes it a moment.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(200);

/// Held until dropped. It ends with its process, however that ends, because the server ends it with the connection.
#[derive(Debug)]
pub struct Exclusive(#[expect(dead_code, reason = "held for its lock")] Option<PgConnection>);

/// The work that is exclusive. The numbers are the lock's keys on PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Importing: a batch left open by others is then nobody's.
    Import = 0x6d69_6e67,
}

impl Db {
    /// Takes the lock on `work`; `None` while another process has it. On SQLite there is one machine and one
    /// data folder, and the file lock there is enough.
    pub async fn try_exclusive(&self, work: Work) -> Result<Option<Exclusive>> {
        let Self::Postgres(pool) = self else {
            return Ok(Some(Exclusive(None)));
        };
        // A connection of its own: back in the pool it would keep the lock for whoever gets it next.
        let mut connection = pool.acquire().await?.detach();
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                tokio::time::sleep(PAUSE).await;
            }
            let (taken,): (bool,) = sqlx::query_as("SELECT pg_try_advisory_lock($1)")
                .bind(work as i64)
                .fetch_one(&mut connection)
                .await?;
            if taken {
                return Ok(Some(Exclusive(Some(connection))));
            }
        }
        connection.close().await?;
        Ok(None)
    }
}

/// What transactions do one after the other. The numbers are the lock's keys on PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Adding hits of saved searches.
    SearchHits = 7262,
    /// Confirming subscriptions, of which so many may run.
    Confirmations = 7263,
}

impl Tx {
    /// Waits for every other transaction that has this turn, until commit. On SQLite there is one writer anyway.
    pub(crate) async fn take_turn(&mut self, turn: Turn) -> Result<()> {
        if let Driver::Postgres(c) = self.driver() {
            sqlx::query("SELECT pg_advisory_xact_lock($1)")
                .bind(turn as i64)
                .execute(c)
                .await?;
        }
        Ok(())
    }
}
