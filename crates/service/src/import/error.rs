//! Why an import cannot run at all (exit 2); a single bad row is a [`super::row::Reject`] instead.

use std::path::{Path, PathBuf};

/// Wrong use, or a file that cannot be read as what it should be. Each says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not there or not readable.
    #[error("读不了文件 {}：{source}。请检查路径和权限。", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// An ending that says nothing.
    #[error("看不出 {} 是什么格式。请用 --format jsonl、csv 或 xlsx 指明。", .0.display())]
    UnknownFormat(PathBuf),
    /// Not an Excel workbook, or a broken one.
    #[error("{} 不是有效的 XLSX 文件（{reason}）。请用 Excel 或 WPS 重新另存为 .xlsx，或另存为 CSV 后导入。", path.display())]
    NotXlsx {
        /// The file.
        path: PathBuf,
        /// What the reader says.
        reason: String,
    },
    /// No heading, twice the same heading, too many columns.
    #[error("{} 的表头有问题：{reason}。", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// What is wrong and how to mend it.
        reason: String,
    },
    /// Neither UTF-8 nor GB18030.
    #[error("认不出 {} 的文字编码。请另存为 UTF-8 或 GB18030 编码后重试。", .0.display())]
    Encoding(PathBuf),
    /// The file ends or breaks off in the middle.
    #[error("{} 从第 {line} 行起读不下去：{reason}。", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// The last line that was begun.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// The layout file is wrong.
    #[error("布局文件 {file} 第 {line} 行有误：{reason}。请改正后重试，写法见 layouts/nfra-penalties.toml。")]
    Layout {
        /// The layout.
        file: String,
        /// Line in it.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// The layout does not fit the file.
    #[error("布局文件 {layout} 需要的列“{column}”在表头中找不到。请检查是否选对了布局，或把列名写进布局。")]
    LayoutMisfit {
        /// The layout.
        layout: String,
        /// The heading looked for.
        column: String,
    },
}

impl ImportError {
    pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
