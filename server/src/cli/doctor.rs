//! `doctor`: what an administrator should look at.

use super::{Context, Failure, Outcome};
use chrono::Datelike;
use clap::Args;
use service::keys::KeyFolder;
use service::lifecycle::{FolderLock, OlderSchema};
use service::services::Services;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// 检查运行情况，列出需要管理员处理的事
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// 把搁置的后台任务重新排队，原因排除以后使用
    #[arg(long)]
    retry: bool,
}

impl Doctor {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Refuse).await?;
        let revived = if self.retry {
            service::jobs::revive(&services).await?
        } else {
            0
        };
        let mut findings = settings(&context);
        findings.extend(folder(&services)?);
        findings.extend(database(&services).await?);
        findings.extend(index(&services));
        services.db.close().await;
        let text = if findings.is_empty() {
            "没有发现需要处理的事。".to_owned()
        } else {
            findings
                .iter()
                .enumerate()
                .map(|(i, finding)| format!("{}. {finding}", i + 1))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let text = if self.retry {
            format!("搁置的 {revived} 项后台任务已重新排队。\n{text}")
        } else {
            text
        };
        context.report(
            &text,
            &serde_json::json!({ "findings": findings, "revived": revived }),
        );
        Ok(if findings.is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

fn settings(context: &Context) -> Vec<String> {
    let config = &context.config;
    let mut findings = Vec::new();
    if config.http.public_url.is_none() {
        findings.push(
            "没有设置公众访问的网址：邮件里的链接在别处打不开（不是只在本机运行时，带链接的邮件留在待发队列），只能在本机登录工作台。请设置 MINGJING_PUBLIC_URL。"
                .into(),
        );
    }
    if config.mail.smtp_url.is_none() {
        findings.push(
            "没有设置邮件服务器：邮件留在待发队列。请设置 MINGJING_SMTP_URL，再用 mingjing mail test 检查。"
                .into(),
        );
    }
    findings
}

fn folder(services: &Services) -> Result<Vec<String>, Failure> {
    let keys = KeyFolder::of(&services.data);
    let mut findings = Vec::new();
    if let Some(file) = keys.passphrase_left_here() {
        findings.push(format!(
            "保管人口令 {} 还在本机。请连同 custodian.age 移到本机以外由身份保管员保管。",
            file.display()
        ));
    }
    findings.extend(readable(&services.data));
    // The worker's key must open what the web process seals.
    keys.load_worker()?;
    if !FolderLock::has_worker(&services.data)? {
        findings.push(
            "后台任务进程没有运行：邮件不发、检索不更新。请启动 mingjing serve（或 mingjing worker）。"
                .into(),
        );
    }
    Ok(findings)
}

/// What accounts other than the portal's own can reach: folders copied or made by hand seldom are private.
fn readable(data: &Path) -> Option<String> {
    let open_to_others =
        |path: &Path| std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0);
    if !open_to_others(data) {
        return None;
    }
    let mut files: Vec<String> = std::fs::read_dir(data)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| open_to_others(path))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    files.sort_unstable();
    (!files.is_empty()).then(|| {
        format!(
            "本机其他用户可以读取数据文件夹 {} 中的 {}。请运行 chmod -R go= {}。",
            data.display(),
            files.join("、"),
            data.display()
        )
    })
}

/// Reads the whole index: damage that no search has met yet is found here.
fn index(services: &Services) -> Option<String> {
    let why = services.search.fault()?;
    Some(format!(
        "{why}。请运行 mingjing reindex 重建；公示照常可读，搜索暂时较慢。"
    ))
}

fn failing(failing: &storage::jobs::Failing) -> String {
    let storage::jobs::Failing {
        kind,
        waiting,
        dead,
        last_error,
    } = failing;
    let waiting = format!("后台任务 {kind} 有 {waiting} 项等待重试");
    if *dead == 0 {
        format!("{waiting}。原因：{last_error}")
    } else {
        format!(
            "{waiting}、{dead} 项搁置。原因：{last_error}。排除后请运行 mingjing doctor --retry 重新排队。"
        )
    }
}

/// Days that the longest term of a case may run, with the days by which holidays move its end.
const LONGEST_TERM: u64 = 75;

async fn database(services: &Services) -> Result<Vec<String>, Failure> {
    let mut findings = Vec::new();
    let mut conn = services.db.read().await?;
    findings.extend(storage::jobs::failing(&mut conn).await?.iter().map(failing));
    let calendar = storage::calendar::load(&mut conn).await?;
    let today = services.clock.today();
    // The longest term begun today reaches as far as this.
    let reached = today + chrono::Days::new(LONGEST_TERM);
    for year in (today.year()..=reached.year()).filter(|year| !calendar.is_announced(*year)) {
        findings.push(format!(
            "{year} 年的节假日安排还没有导入，期限暂按周末推算。公布后请用 mingjing import calendar 导入。"
        ));
    }
    let broken = service::rules::broken(&mut conn).await?;
    findings.extend(
        broken
            .iter()
            .map(|error| format!("本局自定的规则没有起作用，现按默认规则办理：{error}")),
    );
    if storage::users::all(&mut conn).await?.is_empty() {
        findings.push("还没有工作人员账号。请用 mingjing init --admin 用户名 建立第一个管理员。".into());
    }
    Ok(findings)
}
