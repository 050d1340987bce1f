//! `[limits]`: how much one client may ask for.

use super::section::section;
use super::{Http, Problem, check};

section! {
    /// 访问频率限制。
    pub struct Limits = "limits" {
        /// 关闭频率限制，只供在本机上测量性能；监听地址不是本机时拒绝启动。
        disabled: bool = false;
    }
}

impl Limits {
    pub(super) fn validate(&self, http: &Http) -> Result<(), Problem> {
        check(
            !self.disabled || http.addr.ip().is_loopback(),
            "limits",
            "disabled",
            || {
                (
                    format!("监听地址 {} 不是本机，不能关闭频率限制", http.addr),
                    "请去掉这一项，或把监听地址改为 127.0.0.1".into(),
                )
            },
        )
    }
}
