//! `rules show|set`.

use super::{Context, Failure, Outcome, os_user};
use clap::{Args, Subcommand};
use service::lifecycle::OlderSchema;
use service::policy::{self, Effect, Group};
use service::rules::{self, RuleSet, RulesError};
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
        /// 已经核对过新的公开政策会撤下、放开哪些记录
        #[arg(long)]
        yes: bool,
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
            Action::Set { name, file, yes } => {
                let text = read(&file)?;
                if name == RuleSet::Policy && !yes {
                    let effect = effect_of(&services, &text, &file).await?;
                    if !effect.is_none() {
                        services.db.close().await;
                        context.report(&told(&effect), &serde_json::json!({ "effect": effect }));
                        return Ok(Outcome::Findings);
                    }
                }
                let rules = rules::replace(&services, name, &text, &os_user::name()).await;
                let rules = rules.map_err(|error| in_file(&file, error))?;
                let text = format!("已修改{}，即刻生效；正在计时的期限不变。", name.label());
                (text, serde_json::json!({ "name": name.as_str(), "rules": rules }))
            }
        };
        services.db.close().await;
        context.report(&text, &summary);
        Ok(Outcome::Done)
    }
}

/// What a new publication policy would change, before anything is changed.
async fn effect_of(services: &Services, text: &str, file: &Path) -> Result<Effect, Failure> {
    let policy = rules::read_policy(text).map_err(|error| in_file(file, error))?;
    let bar = super::import::bar();
    let effect = policy::effect(services, &policy, &mut |read| bar.set_position(read)).await;
    bar.finish_and_clear();
    Ok(effect?)
}

/// Names the file where it is the file that must be mended.
fn in_file(file: &Path, error: RulesError) -> Failure {
    match error {
        RulesError::Database(_) => error.into(),
        _ => Failure::new(format!("{}：{error}", file.display())),
    }
}

fn told(effect: &Effect) -> String {
    let mut lines = vec![format!("核对了 {} 条记录。这项公开政策会：", effect.read)];
    let line = |what: &str, ground: &str, group: &Group| {
        let more = if group.count > group.references.len() as u64 {
            "……"
        } else {
            ""
        };
        format!(
            "  {what} {} 条{ground}：{}{more}",
            group.count,
            group.references.join(" ")
        )
    };
    for (ground, group) in &effect.hides {
        lines.push(line("撤下", &format!("（{ground}）"), group));
    }
    for (ground, group) in &effect.releases {
        lines.push(line("退回草稿待送审", &format!("（{ground}）"), group));
    }
    if effect.terms.count > 0 {
        lines.push(line("改变公示期", "", &effect.terms));
    }
    lines
        .push("还没有改动任何内容。撤下的记录不能再由导入公开。核对无误后加上 --yes 再运行一次。".to_owned());
    lines.join("\n")
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
