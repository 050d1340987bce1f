//! `user add|list|disable|reset`.

use super::{Context, Failure, Outcome, password};
use clap::{Args, Subcommand};
use domain::role::Role;
use serde_json::json;
use service::accounts::{self, NewAccount};
use service::lifecycle::OlderSchema;
use service::services::Services;

/// 管理工作人员账号
#[derive(Debug, Args)]
pub(super) struct User {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 新增账号
    Add(Add),
    /// 列出全部账号
    List,
    /// 停用账号并结束它的登录
    Disable {
        /// 用户名
        username: String,
    },
    /// 重设密码并结束原来的登录
    Reset {
        /// 用户名
        username: String,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// 用户名
    username: String,
    /// 角色：admin auditor publisher reviewer handler center inspector supervisor leader monitor custodian
    #[arg(long, value_parser = role)]
    role: Role,
    /// 所在单位的代码
    #[arg(long, default_value = domain::unit::UnitCode::COUNTY, value_name = "CODE")]
    unit: String,
    /// 显示的姓名；不填则用用户名
    #[arg(long)]
    name: Option<String>,
    /// 警号
    #[arg(long)]
    badge: Option<String>,
}

fn role(text: &str) -> Result<Role, String> {
    let all: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
    Role::parse(text).ok_or_else(|| format!("可用的角色：{}", all.join(" ")))
}

impl User {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Refuse).await?;
        match self.action {
            Action::Add(new) => new.run(&context, &services).await?,
            Action::List => list(&context, &services).await?,
            Action::Disable { username } => {
                accounts::disable(&services, &username).await?;
                context.report(
                    &format!("已停用 {username}，它的登录已全部结束。"),
                    &json!({ "disabled": username }),
                );
            }
            Action::Reset { username } => {
                let chosen = password::choose(&services, &username)?;
                accounts::reset(&services, &username, &chosen.password).await?;
                let told = format!(
                    "已重设 {username} 的密码。{}",
                    password::advice(chosen.file.as_ref())
                );
                context.report(&told, &json!({ "reset": username, "password_file": chosen.file }));
            }
        }
        services.db.close().await;
        Ok(Outcome::Done)
    }
}

impl Add {
    async fn run(self, context: &Context, services: &Services) -> Result<(), Failure> {
        let chosen = password::choose(services, &self.username)?;
        let display_name = self.name.unwrap_or_else(|| self.username.clone());
        let new = NewAccount {
            username: self.username,
            display_name,
            role: self.role,
            unit: self.unit,
            badge: self.badge,
        };
        accounts::add(services, &new, &chosen.password).await?;
        let told = format!(
            "已新增 {}（{}）。{}",
            new.username,
            new.role.label(),
            password::advice(chosen.file.as_ref())
        );
        context.report(
            &told,
            &json!({ "added": new.username, "role": new.role.as_str(), "password_file": chosen.file }),
        );
        Ok(())
    }
}

async fn list(context: &Context, services: &Services) -> Result<(), Failure> {
    let accounts = accounts::list(services).await?;
    let lines: Vec<String> = accounts
        .iter()
        .map(|account| {
            let staff = &account.staff;
            let state = if account.disabled_at.is_some() {
                "  已停用"
            } else {
                ""
            };
            format!(
                "{}  {}  {}{state}",
                staff.username,
                staff.role.label(),
                staff.display_name
            )
        })
        .collect();
    let rows: Vec<_> = accounts
        .iter()
        .map(|account| {
            let staff = &account.staff;
            json!({ "username": staff.username, "role": staff.role.as_str(), "name": staff.display_name, "disabled": account.disabled_at.is_some() })
        })
        .collect();
    let text = if lines.is_empty() {
        "还没有账号。用 mingjing init --admin 用户名 建立第一个。".to_owned()
    } else {
        lines.join("\n")
    };
    context.report(&text, &json!({ "users": rows }));
    Ok(())
}
