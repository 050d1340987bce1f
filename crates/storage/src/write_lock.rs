//! Whose turn it is to write on SQLite, where several processes may want to: the portal and an import, say.

use sqlx::sqlite::SqlitePool;
use sqlx::{Sqlite, SqliteConnection, Transaction};
use std::time::{Duration, Instant};

/// How long somebody else's write is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// SQLite by itself looks ten times a second whether the other one is done. An import that begins its next part at once
/// would hardly ever be met between two.
const LOOK_EVERY: Duration = Duration::from_millis(2);
/// Long enough to be met by everybody who looks.
const LET_OTHERS: Duration = Duration::from_millis(3);

/// A transaction that has the write lock from its beginning: one that takes it later would fail without waiting.
pub(crate) async fn begin(write: &SqlitePool) -> sqlx::Result<Transaction<'static, Sqlite>> {
    let start = Instant::now();
    loop {
        match write.begin_with("BEGIN IMMEDIATE").await {
            Err(error) if is_busy(&error) && start.elapsed() < PATIENCE => {}
            other => return other,
        }
    }
}

/// Lets whoever waits have a turn.
pub(crate) async fn leave_to_others() {
    tokio::time::sleep(LET_OTHERS).await;
}

/// Has a connection say at once that somebody else is writing.
pub(crate) async fn look_often(conn: &mut SqliteConnection) -> sqlx::Result<()> {
    wait_at_most(conn, LOOK_EVERY).await
}

/// Has a connection wait by itself, for statements that [`begin`] does not stand before.
pub(crate) async fn be_patient(conn: &mut SqliteConnection) -> sqlx::Result<()> {
    wait_at_most(conn, PATIENCE).await
}

async fn wait_at_most(conn: &mut SqliteConnection, time: Duration) -> sqlx::Result<()> {
    let pragma = format!("PRAGMA busy_timeout = {}", time.as_millis());
    sqlx::raw_sql(sqlx::AssertSqlSafe(pragma))
        .execute(conn)
        .await
        .map(drop)
}

/// SQLITE_BUSY and SQLITE_BUSY_RECOVERY.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| matches!(&*code, "5" | "261"))
}

#[cfg(test)]
mod tests {
    use crate::Db;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    #[tokio::test(flavor = "multi_thread")]
    async fn who_writes_for_minutes_is_met_between_two_parts() {
        const TURNS: u32 = 10;
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
        let (import, portal) = (Db::open(&url).await.unwrap(), Db::open(&url).await.unwrap());
        let parts = Arc::new(AtomicU32::new(0));
        let done = Arc::clone(&parts);
        let importing = tokio::spawn(async move {
            loop {
                let tx = import.begin().await.unwrap();
                tokio::time::sleep(Duration::from_millis(100)).await;
                tx.commit().await.unwrap();
                done.fetch_add(1, Ordering::Relaxed);
                import.let_others_write().await;
            }
        });
        for _ in 0..TURNS {
            portal.begin().await.unwrap().commit().await.unwrap();
            // Asks again while the next part is being written.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        importing.abort();
        // Looking ten times a second, as SQLite does by itself, it would be some thirty parts a turn.
        let parts = parts.load(Ordering::Relaxed);
        assert!(parts <= 3 * TURNS, "{parts} parts of an import for {TURNS} turns");
    }
}
