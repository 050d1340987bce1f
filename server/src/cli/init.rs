//! `init`.

use super::{Context, Failure, Outcome, password};
use clap::Args;
use domain::role::Role;
use service::accounts::{self, NewAccount};
use service::keys::KeyFolder;
use service::lifecycle::OlderSchema;
use service::services::Services;

/// 命名本局并建立第一个管理员；可以以后再运行
#[derive(Debug, Args)]
pub(super) struct Init {
    /// 本局名称，例如“明镜县公安局”
    #[arg(long, value_name = "NAME")]
    bureau: Option<String>,
    /// 第一个系统管理员的用户名
    #[arg(long, value_name = "USER")]
    admin: Option<String>,
}

impl Init {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Refuse).await?;
        let mut told = vec![format!("数据文件夹已就绪：{}", services.data.display())];
        if let Some(name) = &self.bureau {
            let name = name.trim();
            if name.is_empty() || name.chars().count() > 60 {
                return Err(Failure::new(
                    "本局名称应为 1 到 60 个字。请用 --bureau 重新填写。",
                ));
            }
            accounts::name_bureau(&services, name).await?;
            told.push(format!("本局名称：{name}"));
        }
        let mut file = None;
        if let Some(username) = &self.admin {
            let chosen = password::choose(&services, username)?;
            let account = NewAccount {
                username: username.clone(),
                display_name: Role::Admin.label().to_owned(),
                role: Role::Admin,
                unit: domain::unit::UnitCode::COUNTY.to_owned(),
                badge: None,
            };
            accounts::add(&services, &account, &chosen.password).await?;
            told.push(format!(
                "已建立管理员 {username}。{}",
                password::advice(chosen.file.as_ref())
            ));
            file = chosen.file;
        }
        told.extend(custody_advice(&services));
        let summary = serde_json::json!({ "data": services.data.display().to_string(), "bureau": self.bureau, "admin": self.admin, "password_file": file });
        context.report(&told.join("\n"), &summary);
        services.db.close().await;
        Ok(Outcome::Done)
    }
}

/// What to do with the custodian's key while it lies on this machine.
pub(super) fn custody_advice(services: &Services) -> Option<String> {
    let passphrase = KeyFolder::of(&services.data).passphrase_left_here()?;
    Some(format!(
        "请把 {} 和同一文件夹里的 custodian.age 移到本机以外由身份保管员保管，并另行备份整个 keys 文件夹。",
        passphrase.display()
    ))
}
