//! `identity open`.

use super::{Context, Failure, Outcome, os_user};
use clap::{Args, Subcommand};
use service::identity;
use service::lifecycle::OlderSchema;
use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

/// 身份保管员打开一件反映的身份信息；每次打开都会留下记录
#[derive(Debug, Args)]
pub(super) struct Identity {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 打开一件反映的身份信息
    Open {
        /// 反映的编号，例如 F-2026-7K3M9QD
        reference: String,
        /// 保管人私钥文件（custodian.age）
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// 打开的理由：依据的审批或法律文书
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

impl Identity {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let Action::Open {
            reference,
            key,
            reason,
        } = self.action;
        let services = context.open(OlderSchema::Refuse).await?;
        let who = os_user::name();
        let opened = identity::open(&services, &reference, &key, passphrase()?, &reason, &who).await?;
        let shown = [
            ("姓名", &opened.name),
            ("电话", &opened.phone),
            ("邮箱", &opened.email),
        ];
        let lines: Vec<String> = shown
            .iter()
            .filter_map(|(label, value)| value.as_ref().map(|value| format!("{label}：{value}")))
            .collect();
        let summary = serde_json::json!({
            "reference": reference, "name": opened.name, "phone": opened.phone, "email": opened.email
        });
        context.report(&lines.join("\n"), &summary);
        services.db.close().await;
        Ok(Outcome::Done)
    }
}

/// Asked on a terminal; otherwise the first line of standard input.
fn passphrase() -> Result<String, Failure> {
    let read = if std::io::stdin().is_terminal() {
        rpassword::prompt_password("保管人口令（输入时不显示）：")
    } else {
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map(|_| line.trim_end_matches(['\r', '\n']).to_owned())
    };
    read.map_err(|error| {
        Failure::new(format!(
            "读不到口令：{error}。请在终端里运行，或把口令写到标准输入。"
        ))
    })
}
