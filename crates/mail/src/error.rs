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
    /// This mail will never be accepted, for what we are, how it looks or whatever else: stop, and show it to the
    /// administrator.
    #[error("此邮件无法投递：{0}")]
    Never(String),
    /// There is no such mailbox, or none that takes mail: stop, and do not write there again and again.
    #[error("此邮件无法投递：{0}")]
    NoMailbox(String),
}

/// Answers that say nothing about this mail: the account or the connection is not set up as the server wants.
const SET_UP: [&str; 5] = ["530", "534", "535", "538", "523"];

/// The codes of RFC 3463 (and RFC 7505) that say that there is no such mailbox, or none that takes mail any more. One that
/// is full, a letter that displeases and an answer without such a code say nothing of the kind.
const NO_MAILBOX: [&str; 6] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];

/// What a lasting refusal blames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blamed {
    /// The sender's standing: class 5.7 (relaying denied, signature missing, bad reputation). Then every mail would be
    /// refused alike.
    Us,
    /// The mailbox: see [`NO_MAILBOX`].
    Mailbox,
    /// Something else, or it does not say.
    Unsaid,
}

impl Blamed {
    /// From the words of an answer. Servers write the code in brackets, too, or behind a `#`.
    fn read(said: &str) -> Self {
        let codes: Vec<&str> = said
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()))
            .filter(|word| is_code(word))
            .collect();
        if codes.iter().any(|code| code.starts_with("5.7.")) {
            Self::Us
        } else if codes.first().is_some_and(|code| NO_MAILBOX.contains(code)) {
            Self::Mailbox
        } else {
            Self::Unsaid
        }
    }

    fn of(error: &lettre::transport::smtp::Error) -> Self {
        std::error::Error::source(error).map_or(Self::Unsaid, |said| Self::read(&said.to_string()))
    }
}

/// Whether a word is a code of lasting failure: three numbers, the first a 5.
fn is_code(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts[0] == "5" && parts.iter().all(is_number)
}

impl From<lettre::transport::smtp::Error> for SendError {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        let status = error.status().map(|code| code.to_string());
        match status {
            Some(code) if SET_UP.contains(&code.as_str()) => Self::Unavailable(format!(
                "邮件服务器要求登录或加密（SMTP {code}），请检查 MINGJING_SMTP_URL"
            )),
            Some(code) if error.is_permanent() => match Blamed::of(&error) {
                Blamed::Us => Self::Never(format!(
                    "邮件服务器不接受本站发信（SMTP {code}），请核对发信域名和登录设置"
                )),
                Blamed::Mailbox => Self::NoMailbox(format!("邮件服务器拒收（SMTP {code}）")),
                Blamed::Unsaid => Self::Never(format!("邮件服务器拒收（SMTP {code}）")),
            },
            Some(code) => Self::Later(format!("邮件服务器暂不接收（SMTP {code}）")),
            None if error.is_timeout() => Self::Unavailable("邮件服务器没有及时回应".into()),
            None if error.is_tls() => Self::Unavailable("与邮件服务器建立加密连接失败，请检查证书".into()),
            None if error.is_client() => Self::Later("邮件服务器不支持加密、登录方式或此类地址".into()),
            None => Self::Unavailable("连不上邮件服务器".into()),
        }
    }
}

/// A mail that could not be put together: that is our fault and no mailbox's, and it would be no different the next time.
impl From<lettre::error::Error> for SendError {
    fn from(error: lettre::error::Error) -> Self {
        Self::Never(format!("本站没能写成这封邮件（{error}），请告知维护人员"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_cannot_be_put_together_blames_no_mailbox() {
        use lettre::error::Error;
        for error in [Error::MissingFrom, Error::MissingTo, Error::NonAsciiChars] {
            let told = error.to_string();
            let sent = SendError::from(error);
            assert!(
                matches!(&sent, SendError::Never(why) if why.contains(&told)),
                "{sent:?}"
            );
        }
    }

    #[test]
    fn a_mailbox_is_blamed_for_nothing_but_that_it_is_not_there() {
        for (said, blamed) in [
            ("5.1.1 <citizen@example.test> unknown", Blamed::Mailbox),
            ("5.1.2 bad destination system", Blamed::Mailbox),
            ("5.1.3 bad syntax", Blamed::Mailbox),
            ("5.1.6 moved", Blamed::Mailbox),
            ("#5.1.10 null MX", Blamed::Mailbox),
            ("[5.2.1] disabled", Blamed::Mailbox),
            ("no such user (#5.1.1)", Blamed::Mailbox),
            ("5.2.2 mailbox full", Blamed::Unsaid),
            ("5.2.3 message too long", Blamed::Unsaid),
            ("5.1.7 bad sender", Blamed::Unsaid),
            ("5.1.8 bad sender's system", Blamed::Unsaid),
            ("5.3.4 too big", Blamed::Unsaid),
            ("5.5.1 bad sequence", Blamed::Unsaid),
            ("5.6.0 bad content", Blamed::Unsaid),
            ("5.1.10.7 is an address", Blamed::Unsaid),
            ("5.0.0 <5.1.1@example.test> refused", Blamed::Unsaid),
            ("mailbox unavailable", Blamed::Unsaid),
            ("", Blamed::Unsaid),
            ("5.7.1 relaying denied", Blamed::Us),
            ("5.1.1 refused [5.7.26]", Blamed::Us),
        ] {
            assert_eq!(Blamed::read(said), blamed, "{said}");
        }
    }
}
