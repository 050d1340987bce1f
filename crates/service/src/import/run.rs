//! What an import run is given, and what it answers.

use super::error::ImportError;
use super::format::Format;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What becomes of a batch with rejects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnError {
    /// The good rows are released.
    Keep,
    /// Nothing is.
    Undo,
}

/// What is imported, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The file.
    pub file: PathBuf,
    /// Its format; `None` to tell by its name.
    pub format: Option<Format>,
    /// A layout file, or the name of a built-in one; `None` for the native format.
    pub layout: Option<String>,
    /// Unit of rows that name none.
    pub unit: Option<String>,
    /// Whether unknown units are made.
    pub create_units: bool,
    /// Whether rows become public, as far as policy lets them.
    pub publish: bool,
    /// What rejects do to the rest.
    pub on_error: OnError,
    /// Whether only to say what would happen.
    pub dry_run: bool,
    /// Where rejects go.
    pub rejects: Option<PathBuf>,
    /// The operating system's user, for the record of the run.
    pub os_user: String,
}

impl Options {
    /// A file as it stands: its good rows are taken in, no unit is made for them, and nothing becomes public.
    pub fn of(file: PathBuf, os_user: &str) -> Self {
        Self {
            file,
            format: None,
            layout: None,
            unit: None,
            create_units: false,
            publish: false,
            on_error: OnError::Keep,
            dry_run: false,
            rejects: None,
            os_user: os_user.to_owned(),
        }
    }
}

/// The contract's summary: `read = new + changed + unchanged + rejected`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rows of the file.
    pub read: u64,
    /// Records that were not there.
    pub new: u64,
    /// Records with other content than before.
    pub changed: u64,
    /// Records as they were.
    pub unchanged: u64,
    /// Rows that were not taken.
    pub rejected: u64,
    /// Made public by this run.
    pub published: u64,
    /// Accepted and not public after it.
    pub held: u64,
    /// Of these, what would be public if it did not tell of somebody under eighteen: a draft, for people to look at.
    #[serde(skip)]
    pub to_look_at: u64,
}

impl Summary {
    /// Where an accepted row that changes something counts.
    pub(super) fn counter(&mut self, is_new: bool) -> &mut u64 {
        if is_new { &mut self.new } else { &mut self.changed }
    }
}

/// How a run ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The counts; of a run undone, what it would have been, but for `published`.
    pub summary: Summary,
    /// Columns that nothing was made of, with the number of rows.
    pub unknown_columns: BTreeMap<Arc<str>, u64>,
    /// Whether everything was taken back because of rejects.
    pub undone: bool,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub read: u64,
    /// Rows not taken.
    pub rejected: u64,
    /// About how many rows there are, where the file tells.
    pub total: Option<u64>,
}

/// Why a run could not be made; nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The file or the layout.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
    /// `--unit` names nothing.
    #[error("没有代码或名称为“{0}”的单位。请用 --unit 指明已有的单位，或加上 --create-units 自动建立。")]
    UnknownUnit(String),
    /// People worked on a record between its being read and written.
    #[error("导入期间有人正在办理文件里的记录，本次导入没有改动任何数据。请稍后重新运行。")]
    Overtaken,
    /// A year's notice that cannot be all of it.
    #[error(
        "{year} 年只有 {found} 个放假的日子，按《全国年节及纪念日放假办法》至少应有 {expected} 个。\
         请照国务院办公厅当年的通知写全放假和上班的日子再导入；本次没有改动任何数据。"
    )]
    ShortYear {
        /// The year.
        year: i32,
        /// Days off in the file.
        found: usize,
        /// Days off that the law gives.
        expected: usize,
    },
    /// Two imports at once.
    #[error("另一个导入正在运行。请等它结束后重试。")]
    Busy,
    /// The reject file.
    #[error("写不了退回文件 {}：{reason}。请换一个可写的路径。", path.display())]
    Rejects {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}
