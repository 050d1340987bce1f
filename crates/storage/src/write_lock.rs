//! Whose turn it is to write on SQLite, where several processes may want to: the portal and an import, say.

use sqlx::sqlite::SqlitePool;
use sqlx::{Sqlite, SqliteConnection, Transaction};
use std::time::{Duration, Instant};

/// How long somebody else's write is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// How long SQLite waits before it says that somebody else is writing; then it is asked again. By itself it would look ten
/// times a second at last, and an import that begins its next part at once would hardly ever be met between two.
const WAIT_IN_SQLITE: Duration = Duration::from_millis(2);
/// Long enough for whoever asks again and again to find the lock free, as a rule.
const LET_OTHERS: Duration = Duration::from_millis(3);

/// A transaction that has the write lock from its beginning: one that takes it later would fail without waiting.
pub(crate) async fn begin(write: &SqlitePool) -> sqlx::Result<Transaction<'static, Sqlite>> {
    let mut refused: Option<Instant> = None;
    loop {
        match write.begin_with("BEGIN IMMEDIATE").await {
            // Not counted from the call: the turns of this process itself may have come before.
            Err(error) if is_busy(&error) && refused.is_none_or(|first| first.elapsed() < PATIENCE) => {
                refused.get_or_insert_with(Instant::now);
            }
            other => return other,
        }
    }
}

/// Lets whoever waits have a turn.
pub(crate) async fn leave_to_others() {
    tokio::time::sleep(LET_OTHERS).await;
}

/// Has the connection of a pool of one wait by itself meanwhile, for statements that [`begin`] does not stand before.
pub(crate) async fn patiently<T>(write: &SqlitePool, work: impl Future<Output = T>) -> sqlx::Result<T> {
    wait_at_most(&mut *write.acquire().await?, PATIENCE).await?;
    let done = work.await;
    // A connection that broke is opened anew, which sets it right; what broke it says more than that it did.
    if let Ok(mut conn) = write.acquire().await {
        let _ = wait_at_most(&mut conn, WAIT_IN_SQLITE).await;
    }
    Ok(done)
}

/// Makes a new connection ready for [`begin`].
pub(crate) async fn ask_often(conn: &mut SqliteConnection) -> sqlx::Result<()> {
    wait_at_most(conn, WAIT_IN_SQLITE).await
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
        assert!(!importing.is_finished(), "the import goes on");
        importing.abort();
        // Ten where the machine has nothing else to do; with SQLite's own waiting more than eighty.
        let parts = parts.load(Ordering::Relaxed);
        assert!(parts <= 5 * TURNS, "{parts} parts of an import for {TURNS} turns");
    }
}
