//! What is wrong with a setting: which one, where it stands, and how to mend it.

use super::Problem;
use std::fmt;
use std::path::PathBuf;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    File { path: PathBuf, line: usize },
    Variable(String),
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line } => write!(f, "{} 第 {line} 行", path.display()),
            Self::Variable(name) => write!(f, "环境变量或命令行选项 {name}"),
            Self::Default => f.write_str("默认值"),
        }
    }
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("读不到配置文件 {}：{source}。请检查路径和权限，或去掉 --config 使用默认设置。", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The file, or a value in it, has the wrong form or a wrong value.
    #[error("{0}")]
    Setting(String),
}

impl ConfigError {
    pub(crate) fn setting(name: &str, origin: &Origin, wrong: &str, mend: &str) -> Self {
        Self::Setting(format!("设置 {name}（{origin}）：{wrong}。{mend}。"))
    }

    pub(crate) fn of(problem: &Problem, origin: &Origin) -> Self {
        Self::setting(
            &format!("{}.{}", problem.section, problem.key),
            origin,
            &problem.wrong,
            &problem.mend,
        )
    }
}
