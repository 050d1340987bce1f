//! `reindex`.

use super::settle::settle;
use super::{Context, Failure, Outcome};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use service::lifecycle::OlderSchema;
use service::search::{self, Progress};
use std::time::Instant;

/// 重建搜索索引：在旧索引旁边建好再替换，期间搜索照常
#[derive(Debug, Args)]
pub(super) struct Reindex {}

impl Reindex {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Refuse).await?;
        let began = Instant::now();
        let bar = bar();
        let mut records = 0;
        let mut progress = |Progress { done, total }: Progress| {
            records = done;
            bar.set_length(total);
            bar.set_position(done);
        };
        let sequence = search::reindex(&services, &mut progress).await.map_err(|error| {
            Failure::new(format!(
                "{error}。请检查数据目录的权限和磁盘空间后重试；旧索引没有改动。"
            ))
        })?;
        bar.finish_and_clear();
        let outcome = settle(&services).await?;
        let seconds = began.elapsed().as_secs_f64();
        let text = format!("索引已重建：{records} 条记录，用时 {seconds:.1} 秒。");
        context.report(
            &text,
            &serde_json::json!({ "records": records, "sequence": sequence, "seconds": seconds }),
        );
        services.db.close().await;
        Ok(outcome)
    }
}

/// A bar with rate and time left; nothing where standard error is no terminal.
pub(super) fn bar() -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:30} {human_pos}/{human_len} 条 {per_sec} 剩余 {eta} {msg}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
