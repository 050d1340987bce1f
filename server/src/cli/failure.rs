//! Why a command cannot run: what is wrong, then how to mend it.

use super::chinese::with_chinese_colons;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::fmt;

/// Shown on standard error; exit 2.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// The whole text: what is wrong, then how to mend it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "错误：{}", self.0)
    }
}

macro_rules! from {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self(error.to_string())
            }
        }
    )+};
}

from!(
    crate::config::ConfigError,
    service::lifecycle::OpenError,
    service::accounts::AccountError,
    service::audit::AuditError,
    service::backup::BackupError,
    service::demo::DemoError,
    service::keys::KeyError,
    service::identity::IdentityError,
    service::import::RunError,
    mail::MailSettingsError,
    service::records::WithdrawError,
    service::rules::RulesError,
    service::export::TableError,
);

impl From<storage::Error> for Failure {
    fn from(error: storage::Error) -> Self {
        service::lifecycle::OpenError::from(error).into()
    }
}

/// Help and version go to standard output with exit 0; a slip on the command line is explained with exit 2.
pub(super) fn explain_usage(error: &clap::Error) -> ! {
    if !error.use_stderr() {
        print!("{}", with_chinese_colons(&error.to_string()));
        std::process::exit(0);
    }
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let argument = said(ContextKind::InvalidArg);
    let wrong = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 {argument} 这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有 {} 这个命令", said(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有写要做什么".into()
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{}”不能用作 {argument} 的值", said(ContextKind::InvalidValue))
        }
        ErrorKind::ArgumentConflict => format!("{argument} 不能与 {} 同时使用", said(ContextKind::PriorArg)),
        _ => format!("命令写法不对（{}）", error.kind()),
    };
    let suggestion = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
        ContextKind::ValidValue,
    ]
    .into_iter()
    .map(said)
    .find(|text| !text.is_empty());
    let suggestion = suggestion
        .map(|text| format!("是不是想写 {text}？"))
        .unwrap_or_default();
    eprintln!("错误：{wrong}。{suggestion}用 mingjing --help 或 mingjing <命令> --help 查看写法。");
    std::process::exit(2)
}
