//! `[mail]`: how mail leaves.

use super::section::section;
use super::{Problem, check};

section! {
    /// 邮件。
    pub struct Mail = "mail" {
        /// 发信服务器，例如 "smtps://用户:密码@smtp.example.gov.cn:465"。也可写作 MINGJING_SMTP_URL。
        /// 不填则邮件留在待发队列，其他功能不受影响。
        smtp_url: Option<String> = None;
        /// 发件人地址。
        from: String = "noreply@localhost.localdomain".into();
    }
}

impl Mail {
    pub(super) fn validate(&self) -> Result<(), Problem> {
        check(
            self.from.contains('@') && !self.from.contains(char::is_whitespace),
            "mail",
            "from",
            || {
                (
                    format!("“{}”不是邮件地址", self.from),
                    "请写成 noreply@主机名 的样子".into(),
                )
            },
        )
    }
}
