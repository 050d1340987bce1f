//! `export callback-invitations`.

use super::{Context, Failure, Outcome, os_user};
use clap::Args;
use service::callbacks::export_to_file;
use service::keys::KeyFolder;
use service::lifecycle::OlderSchema;
use std::path::PathBuf;

/// 导出待发的回访邀请，交给短信网关（按文件名结尾存为 csv、jsonl 或 xlsx）
#[derive(Debug, Args)]
pub(super) struct ExportInvitations {
    /// 写到哪个文件
    file: PathBuf,
    /// 连已经导出过、还没有回答的也再导出一次
    #[arg(long)]
    again: bool,
}

impl ExportInvitations {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let Some(public_url) = context.config.http.public_url.clone() else {
            return Err(Failure::new(
                "没有设置门户的公开网址，短信里的链接无从写起。请设置 MINGJING_PUBLIC_URL，例如 https://mingjing.example.cn。",
            ));
        };
        let services = context.open(OlderSchema::Refuse).await?;
        let keys = KeyFolder::of(&services.data).load_worker()?;
        let user = os_user::name();
        let exported = export_to_file(&services, &keys, &public_url, &self.file, self.again, &user)
            .await
            .map_err(|error| Failure::new(error.to_string()))?;
        let (count, unreadable) = (exported.rows.len(), exported.unreadable);
        let lost = match unreadable {
            0 => String::new(),
            _ => {
                format!(
                    "另有 {unreadable} 条打不开联系方式，没有导出。请核对 DIR/keys 是否为本库所用的一套。"
                )
            }
        };
        let text = format!(
            "已导出 {count} 条回访邀请到 {}。文件含电话和一次性链接，发完请删除。{lost}",
            self.file.display()
        );
        context.report(
            &text,
            &serde_json::json!({ "exported": count, "unreadable": unreadable }),
        );
        services.db.close().await;
        Ok(if unreadable > 0 {
            Outcome::Findings
        } else {
            Outcome::Done
        })
    }
}
