//! Two databases behind one type.

use crate::error::{Error, Result};
use crate::{tls, write_lock};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, pool::PoolConnection};
use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::time::Duration;

/// The database: SQLite in the data folder, or PostgreSQL for several machines.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer, several readers (WAL).
    Sqlite {
        /// Readers.
        read: SqlitePool,
        /// The one writer of this process; other processes are waited for.
        write: SqlitePool,
    },
    /// The only truth of several nodes.
    Postgres(PgPool),
}

/// A connection to read on. A [`Tx`] derefs to it.
pub struct Conn(Inner);

enum Inner {
    SqliteRead(PoolConnection<Sqlite>),
    SqliteTx(Transaction<'static, Sqlite>),
    PostgresRead(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// A write transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
pub struct Tx(Conn);

/// The connection as its own driver sees it: what [`on_db!`] matches on.
pub(crate) enum Driver<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// Expands an expression once for each driver, so that each arm is fully typed by its driver while the SQL
/// text stands once.
macro_rules! on_db {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn.driver() {
            $crate::Driver::Sqlite($c) => $body,
            $crate::Driver::Postgres($c) => $body,
        }
    };
}
pub(crate) use on_db;

/// Pages that the writer keeps, in KiB below zero: the indexes of a million records, whose keys come in any order.
const WRITER_CACHE: &str = "-65536";
/// Pages in SQLite's log (of 4 KiB) after which they are copied into the database: a page that is written again and again,
/// as an index's is, is copied once.
const CHECKPOINT_AFTER: &str = "16384";

impl Db {
    /// Opens `sqlite:PATH` (made when missing) or `postgres://…`. Nothing is created inside: see [`Db::migrate`].
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = tls::options(url).map_err(|_| Error::Address(shown(url)))?;
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(10));
            Ok(Self::Postgres(pool.connect_with(options).await?))
        } else {
            Err(Error::Address(shown(url)))
        }
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|_| Error::Address(shown(url)))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: what is acknowledged to a citizen survives a power cut; NORMAL may lose the last commits.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(write_lock::PATIENCE)
            .foreign_keys(true)
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(30))
            .after_connect(|conn, _| Box::pin(write_lock::ask_often(conn)));
        let writing = options
            .clone()
            .pragma("cache_size", WRITER_CACHE)
            .pragma("wal_autocheckpoint", CHECKPOINT_AFTER);
        let write = write.connect_with(writing).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10));
        let read = read.connect_with(options.pragma("query_only", "ON")).await?;
        Ok(Self::Sqlite { read, write })
    }

    /// A connection to read on.
    pub async fn read(&self) -> Result<Conn> {
        Ok(Conn(match self {
            Self::Sqlite { read, .. } => Inner::SqliteRead(read.acquire().await?),
            Self::Postgres(pool) => Inner::PostgresRead(pool.acquire().await?),
        }))
    }

    /// A connection that sees one moment, however long it reads.
    pub async fn snapshot(&self) -> Result<Conn> {
        const ONE_MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(Conn(match self {
            Self::Sqlite { read, .. } => Inner::SqliteTx(read.begin().await?),
            Self::Postgres(pool) => Inner::PostgresTx(pool.begin_with(ONE_MOMENT).await?),
        }))
    }

    /// A write transaction. On SQLite it takes the write lock at once.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(Tx(Conn(match self {
            Self::Sqlite { write, .. } => Inner::SqliteTx(write_lock::begin(write).await?),
            Self::Postgres(pool) => Inner::PostgresTx(pool.begin().await?),
        })))
    }

    /// For whoever writes for minutes, between one part and the next: SQLite has one writer, and nobody is to wait for
    /// all of them.
    pub async fn let_others_write(&self) {
        if self.is_sqlite() {
            write_lock::leave_to_others().await;
        }
    }

    /// Closes every connection; SQLite checkpoints its log.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Whether this is SQLite.
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite { .. })
    }
}

impl Conn {
    pub(crate) const fn is_sqlite(&self) -> bool {
        matches!(self.0, Inner::SqliteRead(_) | Inner::SqliteTx(_))
    }

    pub(crate) fn driver(&mut self) -> Driver<'_> {
        match &mut self.0 {
            Inner::SqliteRead(conn) => Driver::Sqlite(conn),
            Inner::SqliteTx(tx) => Driver::Sqlite(tx),
            Inner::PostgresRead(conn) => Driver::Postgres(conn),
            Inner::PostgresTx(tx) => Driver::Postgres(tx),
        }
    }
}

impl Tx {
    /// Makes the changes durable.
    pub async fn commit(self) -> Result<()> {
        match self.0.0 {
            Inner::SqliteTx(tx) => tx.commit().await?,
            Inner::PostgresTx(tx) => tx.commit().await?,
            Inner::SqliteRead(_) | Inner::PostgresRead(_) => {}
        }
        Ok(())
    }

    /// Marks a point to go back to; points do not nest.
    pub async fn savepoint(&mut self) -> Result<()> {
        self.tell("SAVEPOINT part").await
    }

    /// Keeps what was done since the savepoint.
    pub async fn release_savepoint(&mut self) -> Result<()> {
        self.tell("RELEASE SAVEPOINT part").await
    }

    /// Undoes what was done since the savepoint, also after an error of the database.
    pub async fn undo_to_savepoint(&mut self) -> Result<()> {
        self.tell("ROLLBACK TO SAVEPOINT part").await?;
        self.release_savepoint().await
    }

    async fn tell(&mut self, sql: &'static str) -> Result<()> {
        on_db!(self, |c| sqlx::query(sql).execute(c).await.map(drop)?);
        Ok(())
    }

    /// Undoes the changes.
    pub async fn rollback(self) -> Result<()> {
        match self.0.0 {
            Inner::SqliteTx(tx) => tx.rollback().await?,
            Inner::PostgresTx(tx) => tx.rollback().await?,
            Inner::SqliteRead(_) | Inner::PostgresRead(_) => {}
        }
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

/// The address without a password.
fn shown(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(start), Some(at)) if at > start => format!("{}://…{}", &url[..start], &url[at..]),
        _ => url.to_owned(),
    }
}
