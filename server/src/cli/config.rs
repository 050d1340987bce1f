//! `config check|example`.

use super::{Failure, Options, Outcome};
use crate::config;
use clap::{Args, Subcommand};

/// 检查设置，或打印带说明的配置样例
#[derive(Debug, Args)]
pub(super) struct Config {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 检查配置文件和环境变量
    Check,
    /// 打印带说明的配置样例
    Example,
}

impl Config {
    pub(super) fn run(self, options: &Options) -> Result<Outcome, Failure> {
        match self.action {
            Action::Example => {
                print!("{}", config::example());
                Ok(Outcome::Done)
            }
            Action::Check => check(options),
        }
    }
}

fn check(options: &Options) -> Result<Outcome, Failure> {
    let context = super::Context::load(options)?;
    let unknown = config::unknown_variables(&config::process_environment());
    for name in &unknown {
        eprintln!(
            "警告：环境变量 {name} 不是明镜的设置，没有起作用。请检查拼写，或用 mingjing config example 查看全部设置。"
        );
    }
    let summary = serde_json::json!({ "valid": true, "unknown_variables": unknown });
    context.report("设置没有错误。", &summary);
    Ok(if unknown.is_empty() {
        Outcome::Done
    } else {
        Outcome::Findings
    })
}
