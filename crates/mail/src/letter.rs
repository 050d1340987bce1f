//! What the portal writes to people, compiled in: no template language can be injected into.

use chrono::{Datelike, NaiveDate};
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
    /// `mingjing mail test`.
    TestMail {
        /// The bureau's name.
        bureau: String,
    },
}

impl Letter {
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
            | Self::TestMail { bureau } => bureau,
        }
    }
}

/// Text for one line: without control characters, line separators and direction marks, and without the start of
/// an encoded word, which a reader's program would decode.
pub(crate) fn single_line(text: &str) -> String {
    const LONGEST: usize = 300;
    let is_safe = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let line: String = text.chars().filter(is_safe).take(LONGEST).collect();
    line.replace("=?", "= ?").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> CaseReference {
        CaseReference::parse("F-2026-MPJTB9D").unwrap()
    }

    fn show(letter: &Letter) -> String {
        format!("{}\n\n{}", letter.subject(), letter.body())
    }

    #[test]
    fn an_acknowledgement_names_the_case_and_where_to_look() {
        insta::assert_snapshot!(show(&Letter::Acknowledgement {
            bureau: "云河县公安局".into(),
            reference: reference(),
            status_url: "https://mingjing.example.test/feedback/status".into(),
        }));
    }

    #[test]
    fn an_objection_is_called_one() {
        let letter = Letter::Acknowledgement {
            bureau: "云河县公安局".into(),
            reference: CaseReference::parse("Y-2026-MPJTB9D").unwrap(),
            status_url: "https://mingjing.example.test/feedback/status".into(),
        };
        let shown = show(&letter);
        assert!(
            shown.contains("已收到您的异议") && !shown.contains("反映"),
            "{shown}"
        );
    }

    #[test]
    fn news_says_only_that_there_is_some() {
        insta::assert_snapshot!(show(&Letter::News {
            bureau: "云河县公安局".into(),
            reference: reference(),
            status_url: "https://mingjing.example.test/feedback/status".into(),
        }));
    }

    #[test]
    fn an_invitation_carries_the_link_and_its_last_day() {
        insta::assert_snapshot!(show(&Letter::CallbackInvitation {
            bureau: "云河县公安局".into(),
            url: "https://mingjing.example.test/callback/00000000000000000000000000".into(),
            expires_on: NaiveDate::from_ymd_opt(2026, 12, 6).unwrap(),
        }));
    }

    #[test]
    fn a_test_mail_shows_whether_everything_arrives_intact() {
        insta::assert_snapshot!(show(&Letter::TestMail {
            bureau: "云河县公安局".into()
        }));
    }

    #[test]
    fn nothing_that_breaks_lines_or_turns_text_around_survives() {
        let injected = "局\r\nBcc: a@x\u{85}\u{2028}\u{202E}\0 =?utf-8?q?=0d=0aBcc:x?=";
        assert_eq!(single_line(injected), "局Bcc: a@x = ?utf-8?q?=0d=0aBcc:x?=");
    }
}
