//! `withdraw`.

use super::settle::settle;
use super::{Context, Failure, Outcome, os_user};
use clap::Args;
use domain::event::Actor;
use domain::record::WithdrawalCode;
use service::lifecycle::OlderSchema;
use service::records;

/// 撤回一条公开的记录；返回时页面、接口和搜索都不再提供它
#[derive(Debug, Args)]
pub(super) struct Withdraw {
    /// 记录编号（R-…）或“单位代码:文号”
    #[arg(value_name = "REF")]
    record: String,
    /// 撤回理由：revoked changed unlawful void published-in-error privacy minor sealed credit-repair
    #[arg(long, value_name = "CODE", value_parser = code)]
    reason: WithdrawalCode,
}

fn code(text: &str) -> Result<WithdrawalCode, String> {
    let all: Vec<_> = WithdrawalCode::ALL.iter().map(|code| code.as_str()).collect();
    WithdrawalCode::parse(text).ok_or_else(|| format!("可用的理由：{}", all.join(" ")))
}

impl Withdraw {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Refuse).await?;
        let target = records::find_target(&services, &self.record).await?;
        let actor = Actor::System(format!("withdraw {}", os_user::name()));
        records::withdraw(&services, &target, self.reason, &actor).await?;
        let outcome = settle(&services).await?;
        let text = format!("已撤回 {}（{}）。", target.reference, self.reason.label());
        let summary = serde_json::json!({ "ref": target.reference, "reason": self.reason.as_str(), "indexed": outcome == Outcome::Done });
        context.report(&text, &summary);
        services.db.close().await;
        Ok(outcome)
    }
}
