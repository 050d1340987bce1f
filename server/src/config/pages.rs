//! `[pages]`: finished public pages kept in memory.

use super::section::section;
use super::{Problem, check};

section! {
    /// 公开页面的内存副本：内容未变时直接发出，不再查库和排版。
    pub struct Pages = "pages" {
        /// 最多占用多少 MiB 内存；0 为不保留副本。
        memory_mib: u64 = 32;
        /// 命令、后台任务和其他机器改动公开内容后，最迟多少毫秒页面随之改变；0 为每次访问都查。
        look_ms: u64 = 200;
    }
}

impl Pages {
    pub(super) fn validate(&self) -> Result<(), Problem> {
        // A withdrawn text is gone within a second (contract); the look itself takes its time as well.
        for (name, value, most) in [
            ("memory_mib", self.memory_mib, 4096),
            ("look_ms", self.look_ms, 500),
        ] {
            check(value <= most, "pages", name, || {
                (
                    format!("{value} 超出范围"),
                    format!("请填 0 到 {most} 之间的整数"),
                )
            })?;
        }
        Ok(())
    }
}
