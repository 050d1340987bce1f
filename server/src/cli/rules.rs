//! `rules show|set`.

use super::{Context, Failure, Outcome, os_user};
use clap::{Args, Subcommand};
use service::lifecycle::OlderSchema;
use service::rules::{self, RuleSet};
use service::services::Services;
use std::path::{Path, PathBuf};

/// 查看或修改本局自定的规则：期限、分派、回访
#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 打印一项规则（JSON）；不写名称则列出全部
    Show {
        /// 规则的名称
        #[arg(value_parser = set)]
        name: Option<RuleSet>,
    },
    /// 用文件里的规则（JSON）替换一项；正在计时的期限不变
    Set {
        /// 规则的名称
        #[arg(value_parser = set)]
        name: RuleSet,
        /// 规则文件
        file: PathBuf,
    },
}

fn set(text: &str) -> Result<RuleSet, String> {
    let all: Vec<_> = RuleSet::ALL.iter().map(|set| set.as_str()).collect();
    RuleSet::parse(text).ok_or_else(|| format!("可用的名称：{}", all.join(" ")))
}

impl Rules {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Refuse).await?;
        let (text, summary) = match self.action {
            Action::Show { name: None } => listed(&services).await?,
            Action::Show { name: Some(set) } => {
                let (rules, is_own) = rules::show(&services, set).await?;
                let summary = serde_json::json!({ "name": set.as_str(), "own": is_own, "rules": rules });
                (format!("{rules:#}"), summary)
            }
            Action::Set { name, file } => {
                let rules = rules::replace(&services, name, &read(&file)?, &os_user::name()).await?;
                let text = format!("已修改{}，即刻生效；正在计时的期限不变。", name.label());
                (text, serde_json::json!({ "name": name.as_str(), "rules": rules }))
            }
        };
        services.db.close().await;
        context.report(&text, &summary);
        Ok(Outcome::Done)
    }
}

async fn listed(services: &Services) -> Result<(String, serde_json::Value), Failure> {
    let (mut lines, mut names) = (Vec::new(), Vec::new());
    for set in RuleSet::ALL {
        let (_, is_own) = rules::show(services, *set).await?;
        let origin = if is_own { "本局自定" } else { "默认" };
        lines.push(format!("{}  {}（{origin}）", set.as_str(), set.label()));
        names.push(serde_json::json!({ "name": set.as_str(), "own": is_own }));
    }
    Ok((lines.join("\n"), serde_json::json!({ "rules": names })))
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| {
        Failure::new(format!(
            "读不了文件 {}：{error}。请检查路径和权限。",
            file.display()
        ))
    })
}
