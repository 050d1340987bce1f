//! The files of the index, read and written beside the runtime.

use super::follow::FollowError;
use search::{IndexDir, IndexState, IndexWriter, SearchError, WriterLock, WriterOptions};

/// How far the index in the folder has come; nothing if it must be built anew.
pub(super) async fn reached(dir: IndexDir) -> Result<Option<i64>, FollowError> {
    Ok(extent(dir).await?.map(|extent| extent.sequence))
}

/// What an index holds. While a large batch is put in, only its records grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) sequence: i64,
    pub(super) records: u64,
}

/// What the index in the folder holds; nothing if it must be built anew.
pub(super) async fn extent(dir: IndexDir) -> Result<Option<Extent>, FollowError> {
    blocking(move || {
        Ok(dir.open_reader()?.ready().map(|reader| Extent {
            sequence: reader.applied_sequence(),
            records: reader.searcher().records(),
        }))
    })
    .await
}

pub(super) async fn lock(dir: IndexDir) -> Result<WriterLock, FollowError> {
    blocking(move || dir.lock()).await
}

pub(super) async fn open_writer(
    lock: WriterLock,
    options: WriterOptions,
) -> Result<Option<IndexWriter>, FollowError> {
    blocking(move || match lock.open_writer(options)? {
        IndexState::Ready(writer) => Ok(Some(writer)),
        _ => Ok(None),
    })
    .await
}

/// The engine waits for its threads when a writer is dropped.
pub(super) async fn drop_in_background(writer: IndexWriter) {
    let _ = tokio::task::spawn_blocking(move || drop(writer)).await;
}

/// Lets the engine end the merges that it began, which takes as long as they do.
pub(super) async fn finish_merges(writer: IndexWriter) -> Result<(), FollowError> {
    blocking(move || writer.finish_merges()).await
}

/// Runs what reads or writes files, or computes for long, beside the runtime.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, FollowError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => Ok(result?),
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}
