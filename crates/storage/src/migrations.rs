//! The schema: which version a database has, and how it is brought up to date.

use crate::db::{Db, on_db};
use crate::error::Result;
use sqlx::migrate::Migrator;

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// How the database's schema compares with this program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaState {
    /// No schema yet.
    Empty,
    /// Made by an older program: `migrate` brings it up to date.
    Older,
    /// Exactly this program's.
    Current,
    /// Made by a newer program: this one must not touch it.
    Newer,
}

/// Compares without changing anything.
pub async fn schema_state(db: &Db) -> Result<SchemaState> {
    const EXISTS_SQLITE: &str =
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";
    const EXISTS_POSTGRES: &str = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = '_sqlx_migrations'";
    const NEWEST: &str = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success";

    let exists = if db.is_sqlite() {
        EXISTS_SQLITE
    } else {
        EXISTS_POSTGRES
    };
    let mut conn = db.read().await?;
    let (tables,): (i64,) = on_db!(conn, |c| sqlx::query_as(exists).fetch_one(c).await?);
    if tables == 0 {
        return Ok(SchemaState::Empty);
    }
    let (newest,): (i64,) = on_db!(conn, |c| sqlx::query_as(NEWEST).fetch_one(c).await?);
    let ours = migrator(db)
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0);
    Ok(match newest.cmp(&ours) {
        _ if newest == 0 => SchemaState::Empty,
        std::cmp::Ordering::Less => SchemaState::Older,
        std::cmp::Ordering::Equal => SchemaState::Current,
        std::cmp::Ordering::Greater => SchemaState::Newer,
    })
}

fn migrator(db: &Db) -> &'static Migrator {
    if db.is_sqlite() { &SQLITE } else { &POSTGRES }
}

impl Db {
    /// Brings the schema up to date. The caller holds the data folder's lock: sqlx's own lock does nothing on
    /// SQLite.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => SQLITE.run(write).await?,
            Self::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(())
    }
}
