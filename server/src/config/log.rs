//! `[log]`: what is written to standard error.

use super::section::section;
use serde::{Deserialize, Serialize};

/// The form of the log's lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people.
    Text,
    /// For log collectors.
    Json,
}

section! {
    /// 运行日志（写到标准错误输出；不含地址、正文和身份）。
    pub struct Log = "log" {
        /// 详细程度："error" "warn" "info" "debug"，也可按模块写，例如 "info,server=debug"。
        level: String = "info".into();
        /// 形式："text" 给人看，"json" 给日志系统收。
        format: Format = Format::Text;
    }
}
