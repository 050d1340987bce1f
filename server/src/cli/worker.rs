//! `worker`.

use super::{Context, Failure, Outcome};
use crate::worker;
use clap::Args;
use service::lifecycle::OlderSchema;
use std::sync::Arc;

/// 只运行后台任务（邮件、索引、每日工作）；通常由 serve 自动启动
#[derive(Debug, Args)]
pub(super) struct Worker {
    /// Ends when standard input closes: how a worker follows the `serve` that started it, even one that was killed.
    #[arg(long, hide = true)]
    until_stdin_closes: bool,
}

impl Worker {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let mut services = context.open_at_once(OlderSchema::Refuse).await?;
        services.post = context.post_office(&services).await?.map(Arc::new);
        let stop = worker::stop_signal(self.until_stdin_closes);
        Box::pin(worker::run(services, stop)).await?;
        Ok(Outcome::Done)
    }
}
