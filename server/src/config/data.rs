//! `[data]`: where everything is kept.

use super::section::section;
use std::path::PathBuf;

section! {
    /// 数据文件夹：数据库、密钥、检索索引、日志都在这里。
    pub struct Data = "data" {
        /// 数据文件夹的路径；相对路径从启动时所在的文件夹算起。也可写作 MINGJING_DATA。
        dir: PathBuf = PathBuf::from("data");
    }
}
