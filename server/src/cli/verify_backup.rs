//! `verify-backup DIR`.

use super::{Context, Failure, Outcome};
use clap::Args;
use service::backup::{self, BackupError};
use std::path::PathBuf;

/// 检查一份备份是否完整：校验值、每一页、引用和记录数
#[derive(Debug, Args)]
pub(super) struct VerifyBackup {
    /// 备份所在的文件夹
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl VerifyBackup {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        match backup::verify(&self.folder).await {
            Ok(manifest) => {
                let text = format!(
                    "备份完整，制作于 {}，需要指纹为 {} 的密钥。",
                    manifest.made_at.to_rfc3339(),
                    manifest.keys
                );
                context.report(&text, &serde_json::json!({ "whole": true, "manifest": manifest }));
                Ok(Outcome::Done)
            }
            Err(damaged @ BackupError::Damaged(_)) => {
                context.report(
                    &damaged.to_string(),
                    &serde_json::json!({ "whole": false, "reason": damaged.to_string() }),
                );
                Ok(Outcome::Findings)
            }
            Err(error) => Err(error.into()),
        }
    }
}
