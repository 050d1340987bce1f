//! `audit verify`.

use super::{Context, Failure, Outcome};
use clap::{Args, Subcommand};
use service::audit::{self, Finding, Report};
use service::lifecycle::OlderSchema;

/// 核对事件记录与数据是否完整、一致
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 核对事件的次序和内容、数据与事件是否相符、密封的联系方式；只读，可在运行中使用
    Verify,
}

impl Audit {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let Action::Verify = self.action;
        let services = context.open(OlderSchema::Refuse).await?;
        let report = audit::verify(&services).await?;
        services.db.close().await;
        context.report(&told(&report), &serde_json::json!(report));
        Ok(if report.findings.is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

fn told(report: &Report) -> String {
    let read = format!(
        "核对了 {} 个事件、{} 份密封的联系方式",
        report.events, report.envelopes
    );
    if report.findings.is_empty() {
        return format!("{read}，没有发现问题。");
    }
    let findings: Vec<String> = report.findings.iter().map(line).collect();
    format!(
        "{read}，发现问题：\n{}\n请保留现场：先停止写入，把数据文件夹原样复制一份，再与最近一份经过 \
         mingjing verify-backup 检查的备份比对，并报告督察和审计人员。",
        findings.join("\n")
    )
}

fn line(finding: &Finding) -> String {
    let (label, examples) = (finding.check.label(), finding.examples.join("、"));
    format!("- {label}：{} 处，例如 {examples}", finding.count)
}
