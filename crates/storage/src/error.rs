//! What can go wrong with the database, as far as callers decide on it.

use std::io::ErrorKind;

/// A database error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value that must be unique already exists.
    #[error("数据库中已有相同的键")]
    Conflict(#[source] sqlx::Error),
    /// The row changed since it was read.
    #[error("这条数据刚被别人改动，请刷新后重试")]
    Stale,
    /// A row that its type cannot hold: the data was changed by other hands.
    #[error("数据库表 {table} 的列 {column} 有无法理解的值 “{value}”")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What stands there, shortened.
        value: String,
    },
    /// The address of the database is not understood.
    #[error("数据库地址 “{0}” 无法识别，应以 sqlite: 或 postgres:// 开头")]
    Address(String),
    /// PostgreSQL elsewhere offers no encryption, or could not prove its name.
    #[error(
        "与数据库服务器的连接没有加密，或者它的证书没有通过验证：{0}。请在数据库服务器上开启 TLS；证书由自己的机构签发时，\
         在地址里用 sslrootcert=文件 指明；只有网络本身可信时才写 sslmode=disable。"
    )]
    Tls(#[source] sqlx::Error),
    /// Migration failed.
    #[error("数据库结构升级失败：{0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Whoever worked on it ended before it was done.
    #[error("没有做完就中断了，请重试")]
    Interrupted,
    /// What failed for several at once.
    #[error(transparent)]
    Shared(std::sync::Arc<Self>),
    /// The driver's error.
    #[error("数据库出错：{0}")]
    Driver(#[source] sqlx::Error),
}

/// Short for this crate's results.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Conflict(error),
            sqlx::Error::Tls(_) => Self::Tls(error),
            // What rustls says of a certificate.
            sqlx::Error::Io(inner) if inner.kind() == ErrorKind::InvalidData => Self::Tls(error),
            _ => Self::Driver(error),
        }
    }
}

impl Error {
    /// A value in a row that its type cannot hold.
    pub fn inconsistent(table: &'static str, column: &'static str, value: impl Into<String>) -> Self {
        Self::Inconsistent {
            table,
            column,
            value: value.into().chars().take(80).collect(),
        }
    }

    /// Whether waiting a little and trying again may help (busy, connection lost).
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Interrupted
            | Self::Driver(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed) => true,
            // SQLITE_BUSY (5), SQLITE_LOCKED (6); PostgreSQL classes 08, 40 and 57.
            Self::Driver(sqlx::Error::Database(inner)) => inner.code().is_some_and(|code| {
                matches!(&*code, "5" | "6" | "261" | "517")
                    || ["08", "40", "57"]
                        .iter()
                        .any(|class| code.len() == 5 && code.starts_with(class))
            }),
            Self::Shared(error) => error.is_transient(),
            _ => false,
        }
    }
}

/// [`Error::Stale`] unless exactly one row was changed.
pub(crate) const fn one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}
