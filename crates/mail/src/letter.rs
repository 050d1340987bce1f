//! What the portal writes to people, compiled in: no template language can be injected into.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::clock::shanghai;
use domain::receipt::CaseReference;

/// A mail's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Letter {
    /// Feedback or an objection was received. The reference and where to look; the code is on the receipt alone.
    Acknowledgement {
        /// The bureau's name.
        bureau: String,
        /// The case.
        reference: CaseReference,
        /// The page where reference and code are entered.
        status_url: String,
    },
    /// Something happened in a case: only that, and where to look.
    News {
        /// The bureau's name.
        bureau: String,
        /// The case.
        reference: CaseReference,
        /// The page where reference and code are entered.
        status_url: String,
    },
    /// An invitation to rate how a matter was handled.
    CallbackInvitation {
        /// The bureau's name.
        bureau: String,
        /// The single-use link.
        url: String,
        /// The last day on which the link works.
        expires_on: NaiveDate,
    },
    /// Asks the owner of a mailbox whether a saved search is wanted there. What is searched stands on the page alone: a
    /// stranger may have typed it to have it sent.
    ConfirmSubscription {
        /// The bureau's name.
        bureau: String,
        /// The page with the button.
        url: String,
        /// Until when it works.
        until: DateTime<Utc>,
    },
    /// What a saved search found.
    NewRecords(NewRecords),
    /// `mingjing mail test`.
    TestMail {
        /// The bureau's name.
        bureau: String,
    },
}

/// New records of a saved search: titles and addresses, never their text, which may be corrected or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRecords {
    /// The bureau's name.
    pub bureau: String,
    /// The search in words.
    pub searched: String,
    /// Title and address of each.
    pub lines: Vec<(String, String)>,
    /// How many more there are.
    pub more: u64,
    /// The search itself, last published first.
    pub search_url: String,
    /// Where the subscription is seen and changed.
    pub page_url: String,
    /// Where one click ends it.
    pub stop_url: String,
}

impl NewRecords {
    fn subject(&self) -> String {
        let count = self.lines.len() as u64 + self.more;
        let searched = single_line(&self.searched);
        format!(
            "{}：“{searched}”有 {count} 件新公开的决定",
            single_line(&self.bureau)
        )
    }

    fn body(&self) -> String {
        let line = |(title, url): &(String, String)| format!("{}\n{}", single_line(title), address(url));
        let lines: Vec<String> = self.lines.iter().map(line).collect();
        let more = match self.more {
            0 => String::new(),
            more => format!("\n\n还有 {more} 件，见检索结果。"),
        };
        format!(
            "您好！\n\n您订阅的检索“{}”有新公开的执法决定：\n\n{}{more}\n\n全部检索结果（新公开的在前）：\n{}\n\n\
             看这个订阅、改为每天或者立即通知：\n{}\n\n不想再收到，打开下面的网址按“退订”，邮箱地址随即删除：\n{}",
            single_line(&self.searched),
            lines.join("\n\n"),
            address(&self.search_url),
            address(&self.page_url),
            address(&self.stop_url),
        )
    }
}

impl Letter {
    /// Where one click ends this kind of letters (RFC 8058): letters that nobody asked for just now have such an address.
    pub fn stop_url(&self) -> Option<&str> {
        match self {
            Self::NewRecords(letter) => Some(&letter.stop_url),
            Self::Acknowledgement { .. }
            | Self::News { .. }
            | Self::CallbackInvitation { .. }
            | Self::ConfirmSubscription { .. }
            | Self::TestMail { .. } => None,
        }
    }

    /// The subject line.
    pub fn subject(&self) -> String {
        let bureau = single_line(self.bureau());
        match self {
            Self::Acknowledgement { reference, .. } => {
                format!("{bureau}：已收到您的{}（{reference}）", reference.label())
            }
            Self::News { reference, .. } => {
                format!("{bureau}：您的{}（{reference}）有新进展", reference.label())
            }
            Self::CallbackInvitation { .. } => format!("{bureau}：请评价我们的工作"),
            Self::ConfirmSubscription { .. } => format!("{bureau}：请确认您的订阅"),
            Self::NewRecords(letter) => letter.subject(),
            Self::TestMail { .. } => format!("{bureau}：明镜邮件测试"),
        }
    }

    /// The plain text.
    pub fn body(&self) -> String {
        let bureau = single_line(self.bureau());
        let text = match self {
            Self::Acknowledgement { reference, status_url, .. } => format!(
                "您好！\n\n我们已收到您的{matter}，编号：{reference}\n\n\
                 办理进度、答复期限和答复内容，请在这里用编号和回执上的查询码查看：\n{}\n\n\
                 为保护您的隐私，邮件中不写{matter}的内容，也不写查询码。查询码只在提交时的回执上，请妥善保管；\
                 我们不会以任何方式向您索要查询码。",
                single_line(status_url),
                matter = reference.label()
            ),
            Self::News { reference, status_url, .. } => format!(
                "您好！\n\n您的{matter}（编号：{reference}）有新进展。\n\n\
                 请在这里用编号和回执上的查询码查看：\n{}\n\n\
                 为保护您的隐私，邮件中不写具体内容。我们不会以任何方式向您索要查询码。",
                single_line(status_url),
                matter = reference.label()
            ),
            Self::CallbackInvitation { url, expires_on, .. } => format!(
                "您好！\n\n您近日与我们有过工作上的接触。办得怎么样，请您评一评，大约需要一分钟：\n{}\n\n\
                 链接只供您本人使用一次，{}年{}月{}日前有效。评价由民意访评中心收集，办理单位看不到是谁评的。\n\
                 不想再收到这类邀请，可在页面上按“以后不要再回访我”。本链接不会要求您付款、登录或填写身份证号、银行卡号。",
                single_line(url),
                expires_on.year(),
                expires_on.month(),
                expires_on.day()
            ),
            Self::ConfirmSubscription { url, until, .. } => format!(
                "您好！\n\n有人用这个邮箱订阅了执法公示的一个检索。\n\n\
                 如果是您本人，请在 {} 之前打开下面的网址，看一看检索的内容，按“确认订阅”：\n{}\n\n\
                 确认之后，符合这个检索的执法决定新公开时，我们发邮件告诉您标题和网址。\n\
                 如果不是您，请不必理会：不确认就不会收到这个订阅的邮件，这个地址到期自动删除。",
                until.with_timezone(&shanghai()).format("%Y年%-m月%-d日 %H:%M"),
                single_line(url),
            ),
            Self::NewRecords(letter) => letter.body(),
            Self::TestMail { .. } => {
                "这是一封测试邮件。收到它，说明明镜的发信设置正确。\n\n汉字、数字 0123456789 和网址 https://example.test/ 都应显示正常。"
                    .to_owned()
            }
        };
        format!("{text}\n\n{bureau}\n（本邮件由系统自动发出，请勿直接回复。）\n")
    }

    fn bureau(&self) -> &str {
        match self {
            Self::Acknowledgement { bureau, .. }
            | Self::News { bureau, .. }
            | Self::CallbackInvitation { bureau, .. }
            | Self::ConfirmSubscription { bureau, .. }
            | Self::NewRecords(NewRecords { bureau, .. })
            | Self::TestMail { bureau } => bureau,
        }
    }
}

/// Text for one line: without control characters, line separators and direction marks, and without the start of
/// an encoded word, which a reader's program would decode.
pub(crate) fn single_line(text: &str) -> String {
    const LONGEST: usize = 300;
    safe(text)
        .chars()
        .take(LONGEST)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The same for an address, which means something else when its end is cut off.
fn address(url: &str) -> String {
    safe(url).trim().to_owned()
}

fn safe(text: &str) -> String {
    let is_safe = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let line: String = text.chars().filter(is_safe).collect();
    line.replace("=?", "= ?")
}

#[cfg(test)]
mod tests;
