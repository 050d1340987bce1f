/// Why a mail was not handed over. No kind names the recipient: these texts stand in the job table and in
/// logs, and servers like to repeat the address in their answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The server, the way to it or its settings are at fault, whatever the mail: wait until that is mended.
    #[error("暂时发不出去，邮件会等待：{0}")]
    Unavailable(String),
    /// The server does not take this mail now: try again with back-off.
    #[error("暂时发不出去，稍后重试：{0}")]
    Later(String),
    /// This mail will never be accepted, for what we are or how it looks: stop, and show it to the administrator.
    #[error("此邮件无法投递：{0}")]
    Never(String),
    /// The mailbox will never accept it: stop, and do not write there again and again.
    #[error("此邮件无法投递：{0}")]
    NoMailbox(String),
}

/// Answers that say nothing about this mail: the account or the connection is not set up as the server wants.
const SET_UP: [&str; 5] = ["530", "534", "535", "538", "523"];

/// Whether the answer blames the sender's standing rather than the mailbox: class 5.7 of RFC 3463 (relaying denied,
/// signature missing, bad reputation). Then every mail would be refused alike.
fn blames_us(error: &lettre::transport::smtp::Error) -> bool {
    let said = std::error::Error::source(error).map(ToString::to_string);
    said.is_some_and(|said| said.split_whitespace().any(|word| word.starts_with("5.7.")))
}

impl From<lettre::transport::smtp::Error> for SendError {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        let status = error.status().map(|code| code.to_string());
        match status {
            Some(code) if SET_UP.contains(&code.as_str()) => Self::Unavailable(format!(
                "邮件服务器要求登录或加密（SMTP {code}），请检查 MINGJING_SMTP_URL"
            )),
            Some(code) if error.is_permanent() && blames_us(&error) => Self::Never(format!(
                "邮件服务器不接受本站发信（SMTP {code}），请核对发信域名和登录设置"
            )),
            Some(code) if error.is_permanent() => Self::NoMailbox(format!("邮件服务器拒收（SMTP {code}）")),
            Some(code) => Self::Later(format!("邮件服务器暂不接收（SMTP {code}）")),
            None if error.is_timeout() => Self::Unavailable("邮件服务器没有及时回应".into()),
            None if error.is_tls() => Self::Unavailable("与邮件服务器建立加密连接失败，请检查证书".into()),
            None if error.is_client() => Self::Later("邮件服务器不支持加密、登录方式或此类地址".into()),
            None => Self::Unavailable("连不上邮件服务器".into()),
        }
    }
}

/// Why the mail settings cannot be used: what is wrong, then how to mend it. The address is not repeated: it may
/// hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailSettingsError {
    /// Not an address of a transport.
    #[error(
        "邮件服务地址（MINGJING_SMTP_URL）看不懂。请写成 smtps://用户:口令@主机:465、smtp://主机:587（自动要求 STARTTLS）或 file:文件夹，口令中的特殊字符须作百分号编码。"
    )]
    Transport,
    /// Encryption was switched off for a server that is not on this machine.
    #[error(
        "邮件服务器不在本机，不能不加密发送。请去掉 tls=opportunistic，改用 smtps:// 或 smtp://（自动要求 STARTTLS）。"
    )]
    Unencrypted,
    /// The sender is no mail address.
    #[error("发件人地址不是邮件地址。请写成 no-reply@单位域名 的样子。")]
    Sender,
}
