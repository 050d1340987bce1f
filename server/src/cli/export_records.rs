//! `export records` and `export open-data`.

use super::reindex::bar;
use super::{Context, Failure, Outcome};
use clap::Args;
use service::export::{Scope, export_records};
use service::lifecycle::OlderSchema;
use std::path::PathBuf;

/// The file of an export.
#[derive(Debug, Args)]
pub(super) struct ExportRecords {
    /// 写到哪个文件（按结尾存为 csv、jsonl 或 xlsx）
    file: PathBuf,
}

impl ExportRecords {
    pub(super) async fn run(self, context: Context, scope: Scope) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Refuse).await?;
        let bar = bar();
        let exported = export_records(&services, scope, &self.file, &mut |done| bar.set_position(done)).await;
        bar.finish_and_clear();
        let count = exported?;
        context.report(
            &format!("已导出 {count} 条公开记录到 {}。", self.file.display()),
            &serde_json::json!({ "exported": count }),
        );
        services.db.close().await;
        Ok(Outcome::Done)
    }
}
