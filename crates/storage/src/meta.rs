//! Single values: the bureau's name, whether this is a demo.

use crate::{Conn, Result, Tx, on_db};

/// The bureau's name.
pub const BUREAU: &str = "bureau";
/// Present when the database holds demo data; its value describes the demo's seed, size and day.
pub const DEMO: &str = "demo";

/// The value of `key`.
pub async fn find(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    const SQL: &str = "SELECT value FROM meta WHERE key = $1";
    let row: Option<(String,)> = on_db!(conn, |c| sqlx::query_as(SQL).bind(key).fetch_optional(c).await?);
    Ok(row.map(|(value,)| value))
}

/// Sets `key`.
pub async fn set(tx: &mut Tx, key: &str, value: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    on_db!(tx, |c| sqlx::query(SQL)
        .bind(key)
        .bind(value)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}
