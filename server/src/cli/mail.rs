//! `mail test`.

use super::{Context, Failure, Outcome};
use clap::{Args, Subcommand};
use mail::{Letter, Post};
use service::lifecycle::OlderSchema;

/// 检查邮件设置
#[derive(Debug, Args)]
pub(super) struct Mail {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 立即发一封测试邮件
    Test {
        /// 收件地址
        address: String,
    },
}

impl Mail {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let Action::Test { address } = self.action;
        if !mail::is_address(&address) {
            return Err(Failure::new(format!(
                "“{address}”不是邮件地址。请写成 姓名@主机 的样子。"
            )));
        }
        let services = context.open(OlderSchema::Refuse).await?;
        let post = context.post_office(&services).await?.ok_or_else(|| {
            Failure::new("没有设置邮件服务器。请设置 MINGJING_SMTP_URL，例如 smtps://用户:口令@主机:465。")
        })?;
        let letter = Letter::TestMail {
            bureau: service::lifecycle::bureau_name(&services.db).await?,
        };
        let (job, at) = (services.rng.uuid_v4(), services.clock.now());
        let sent = post
            .mailer
            .send(Post {
                job,
                to: &address,
                letter: &letter,
                at,
            })
            .await;
        sent.map_err(|error| Failure::new(format!("测试邮件没有发出：{error}。请按提示检查后重试。")))?;
        let revived = service::jobs::revive(&services).await?;
        let mut text = format!("测试邮件已交给邮件服务器，请到 {address} 查收。");
        if revived > 0 {
            text = format!("{text}\n搁置的 {revived} 项后台任务已重新排队。");
        }
        context.report(&text, &serde_json::json!({ "sent": address, "revived": revived }));
        services.db.close().await;
        Ok(Outcome::Done)
    }
}
