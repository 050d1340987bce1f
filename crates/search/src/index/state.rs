//! What opening an index may find, and which failures mean that it must be built anew.

use std::io::ErrorKind;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};

use crate::error::SearchError;

/// What is there. Lock, permission and device errors are errors, not states: a rebuild would not mend them.
#[derive(Debug)]
pub enum IndexState<T> {
    /// No index yet.
    Missing,
    /// Files are missing or do not hold what they should.
    Damaged(String),
    /// Written for another schema, normaliser or dictionary, or by another engine.
    OtherSchema,
    /// Sound.
    Ready(T),
}

impl<T> IndexState<T> {
    /// The value, if the index is sound.
    pub fn ready(self) -> Option<T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }

    /// Why the index must be built anew, for the log; nothing if it is sound.
    pub fn why_rebuild(&self) -> Option<String> {
        match self {
            Self::Missing => Some("还没有索引".to_owned()),
            Self::Damaged(what) => Some(format!("索引损坏：{what}")),
            Self::OtherSchema => Some("索引格式与本程序不同".to_owned()),
            Self::Ready(_) => None,
        }
    }

    pub(super) fn and_then<U>(
        self,
        next: impl FnOnce(T) -> Result<IndexState<U>, SearchError>,
    ) -> Result<IndexState<U>, SearchError> {
        match self {
            Self::Missing => Ok(IndexState::Missing),
            Self::Damaged(what) => Ok(IndexState::Damaged(what)),
            Self::OtherSchema => Ok(IndexState::OtherSchema),
            Self::Ready(value) => next(value),
        }
    }
}

/// Sorts an engine's failure to open: damage and other formats are states, everything else stays an error.
pub(super) fn classify<T>(error: TantivyError) -> Result<IndexState<T>, SearchError> {
    let damaged = |error: &TantivyError| Ok(IndexState::Damaged(error.to_string()));
    match &error {
        TantivyError::IncompatibleIndex(_)
        | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_))
        | TantivyError::SchemaError(_)
        | TantivyError::FieldNotFound(_) => Ok(IndexState::OtherSchema),
        TantivyError::DataCorruption(_)
        | TantivyError::DeserializeError(_)
        | TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_))
        | TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => damaged(&error),
        TantivyError::IoError(io) if is_damage(io.kind()) => damaged(&error),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
            if is_damage(io_error.kind()) =>
        {
            damaged(&error)
        }
        _ => Err(SearchError::Engine(error)),
    }
}

fn is_damage(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::NotFound
    )
}
