//! Life of the index: generations below one folder, one writer, readers that follow.
//!
//! ```text
//! index/CURRENT            name of the generation in use, replaced atomically
//! index/g000001/           tantivy's files
//! index/g000001.json       fingerprint of schema, normaliser and dictionary
//! index/writer.lock        held by the one writer of this data folder
//! ```

mod dir;
mod reader;
mod state;
mod writer;

pub use dir::IndexDir;
pub(crate) use dir::guarded;
pub(crate) use reader::ColumnsBySegment;
pub use reader::{IndexReader, Searcher};
pub use state::IndexState;
pub use writer::{Applied, IndexWriter, Rebuild, WriterLock, WriterOptions};

#[cfg(test)]
mod tests;
