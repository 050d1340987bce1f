use crate::passwords::Busy;
use crate::records::WithdrawError;

/// Why the demo was not loaded: what is wrong, then how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Too many passwords at once.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// Taking a record down failed.
    #[error(transparent)]
    Withdraw(#[from] WithdrawError),
    /// A thread of the program ended early.
    #[error("演示数据没有装完：{0}。请删除数据文件夹后重试。")]
    Stopped(#[from] tokio::task::JoinError),
    /// The database.
    #[error("数据库出错：{0}。请检查磁盘空间和数据库服务后重试。")]
    Database(#[from] storage::Error),
}
