//! What can go wrong, told apart by what the caller must do about it.

use std::path::PathBuf;

use crate::query::QueryError;

/// A search or an index operation that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The words typed are over a limit (API 422, HTML 200 with the message).
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The page lies beyond the first 10,000 hits; a cursor reaches it.
    #[error("只能翻到前 10,000 条；更深的结果请用 cursor 逐页取")]
    TooDeep,
    /// The cursor is not one that this order gave out.
    #[error("cursor 无效：请从第一页重新开始")]
    BadCursor,
    /// Another process of this data folder holds the writer lock.
    #[error("索引正由另一个进程写入（{0}）；请等它结束再试")]
    WriterBusy(PathBuf),
    /// The folder or a file cannot be read or written.
    #[error("索引文件读写失败：{path}：{source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The engine failed; the index itself may be sound.
    #[error("搜索引擎出错：{0}")]
    Engine(#[from] tantivy::TantivyError),
}

impl SearchError {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

/// Shorthand of this crate.
pub type Result<T, E = SearchError> = std::result::Result<T, E>;
