//! `migrate`.

use super::{Context, Failure, Outcome};
use clap::Args;
use service::lifecycle::OlderSchema;

/// 把数据库升级到本程序的结构
#[derive(Debug, Args)]
pub(super) struct Migrate {}

impl Migrate {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Migrate).await?;
        services.db.close().await;
        context.report(
            "数据库已是本程序的结构。",
            &serde_json::json!({ "status": "current" }),
        );
        Ok(Outcome::Done)
    }
}
