//! `[session]`: how long a sign-in lasts.

use super::section::section;
use super::{Problem, check};

section! {
    /// 工作台登录。
    pub struct Session = "session" {
        /// 多少分钟没有操作就退出登录。
        idle_minutes: u32 = 15;
        /// 登录后最长多少小时必须重新登录。
        absolute_hours: u32 = 12;
    }
}

impl Session {
    pub(super) fn validate(&self) -> Result<(), Problem> {
        for (name, value, most) in [
            ("idle_minutes", self.idle_minutes, 24 * 60),
            ("absolute_hours", self.absolute_hours, 7 * 24),
        ] {
            check((1..=most).contains(&value), "session", name, || {
                (
                    format!("{value} 超出范围"),
                    format!("请填 1 到 {most} 之间的整数"),
                )
            })?;
        }
        Ok(())
    }
}
