//! `backup DIR`.

use super::{Context, Failure, Outcome};
use clap::Args;
use service::backup;
use service::lifecycle::OlderSchema;
use std::path::PathBuf;

/// 备份数据库到一个新的文件夹；服务可以照常运行，密钥不在其中
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// 存放备份的新文件夹
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Refuse).await?;
        let made = backup::backup(&services, &context.config.database_url(), &self.folder).await?;
        services.db.close().await;
        let text = format!(
            "备份已写入 {}：公示记录 {} 条、群众反映 {} 件、警情 {} 件。\n密钥不在备份里，恢复时需要指纹为 {} 的密钥（另行保管的 keys 文件夹）。",
            self.folder.display(),
            made.counts.records,
            made.counts.feedback,
            made.counts.incidents,
            made.keys
        );
        context.report(
            &text,
            &serde_json::json!({ "folder": self.folder, "manifest": made }),
        );
        Ok(Outcome::Done)
    }
}
