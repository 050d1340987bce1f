//! `restore DIR`.

use super::{Context, Failure, Outcome};
use clap::Args;
use service::backup::{self, Target};
use std::path::PathBuf;

/// 从备份恢复到空的数据文件夹或空的数据库；从不覆盖
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// 备份所在的文件夹
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Restore {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let (data, url) = (&context.config.data.dir, context.config.database_url());
        let (manifest, has_keys) = backup::restore(
            &self.folder,
            Target {
                data,
                database_url: &url,
            },
        )
        .await?;
        let keys = if has_keys {
            "所需的密钥已在数据文件夹里，可以启动服务。".to_owned()
        } else {
            format!(
                "还需要密钥：请从密钥保管处取回指纹为 {} 的 keys 文件夹，原样放到 {}，再启动服务。切勿另造新密钥。",
                manifest.keys,
                data.join("keys").display()
            )
        };
        let text = format!(
            "已恢复 {} 制作的备份。{keys}检索索引会在启动时重建。",
            manifest.made_at.to_rfc3339()
        );
        context.report(
            &text,
            &serde_json::json!({ "restored": true, "keys_needed": manifest.keys, "keys_here": has_keys }),
        );
        Ok(Outcome::Done)
    }
}
