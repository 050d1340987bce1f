//! `demo`.

use super::init::custody_advice;
use super::{Context, Failure, Outcome};
use chrono::NaiveDate;
use clap::Args;
use domain::receipt::RecordRef;
use indicatif::{ProgressBar, ProgressStyle};
use service::demo::{self, Demo as Plan, Examples, Progress, Stage, State};
use service::lifecycle::{FolderLock, OlderSchema};
use service::passwords::NewPassword;
use service::private_file;
use service::services::Services;
use std::io::Write;
use std::path::PathBuf;

/// 装入演示数据：虚构的明镜县公安局；相同的种子、条数和日期得到相同的内容
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// 公示记录的条数
    #[arg(long, default_value_t = 2000, value_name = "N")]
    records: u64,
    /// 种子
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// 各演示账号的密码，至少 12 个字符；不写则生成一个，写入只有当前用户可读的文件
    #[arg(long, value_name = "P")]
    password: Option<String>,
    /// 演示数据截至哪一天 [默认：今天]
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
}

impl Demo {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let mut services = context.open(OlderSchema::Refuse).await?;
        let today = self.today.unwrap_or_else(|| services.clock.today());
        let plan = Plan {
            seed: self.seed,
            records: self.records,
            today,
        };
        let mut state = demo::state(&services, &plan, self.today.is_some()).await?;
        if state == State::Unfinished {
            services = begin_anew(&context, services).await?;
            state = State::Fresh;
        }
        match state {
            State::Fresh => self.load(&context, &services, &plan).await?,
            State::Loaded => context.report(
                "演示数据已经在这里，没有改动任何内容。",
                &serde_json::json!({ "loaded": false }),
            ),
            State::Other(described) => {
                return Err(Failure::new(format!(
                    "数据文件夹里已有另一份演示数据（{described}）。请用 --data 指定另一个文件夹。"
                )));
            }
            State::Real | State::Unfinished => {
                return Err(Failure::new(
                    "数据库里已有真实数据，不能再装演示数据。请用 --data 指定一个新的文件夹。",
                ));
            }
        }
        services.db.close().await;
        Ok(Outcome::Done)
    }

    async fn load(self, context: &Context, services: &Services, plan: &Plan) -> Result<(), Failure> {
        let (password, file) = self.password(services)?;
        let bar = progress_bar();
        let summary = demo::load(services, plan, &password, &mut |progress| show(&bar, progress)).await?;
        bar.finish_and_clear();
        let told = match &file {
            Some(path) => format!("密码写在 {}（只有当前用户可读）。", path.display()),
            None => "密码就是 --password 所给的。".to_owned(),
        };
        let text = format!(
            "已装入演示数据：{} 个单位、{} 个账号、公示记录 {} 条（公开 {}、封存或不公开 {}、已撤回 {}、待发布 {}）。\n\
             账号：admin auditor publisher reviewer handler handler2 center inspector supervisor leader monitor custodian。{told}",
            summary.units,
            summary.accounts,
            summary.records,
            summary.published,
            summary.held,
            summary.withdrawn,
            summary.waiting
        );
        let corrected = corrected(&summary.corrected);
        let mut json = serde_json::json!({ "loaded": true, "seed": plan.seed, "today": plan.today, "password_file": file });
        if let (Some(json), Ok(serde_json::Value::Object(counts))) =
            (json.as_object_mut(), serde_json::to_value(summary))
        {
            json.extend(counts);
        }
        let told: Vec<String> = [text, slips(plan), mail(services, plan)]
            .into_iter()
            .chain(corrected)
            .chain(custody_advice(services))
            .collect();
        context.report(&told.join("\n"), &json);
        Ok(())
    }

    /// The password given, or one drawn and written to a file of mode 0600.
    fn password(&self, services: &Services) -> Result<(NewPassword, Option<PathBuf>), Failure> {
        let checked =
            |text: &str| NewPassword::long_enough(text).map_err(|rule| Failure::new(rule.to_string()));
        if let Some(given) = &self.password {
            return Ok((checked(given)?, None));
        }
        let drawn = services.rng.symbols::<20>().to_string();
        let path = services.data.join("demo-password.txt");
        private_file::create(&path)
            .and_then(|mut file| {
                writeln!(file, "{drawn}")?;
                file.sync_all()
            })
            .map_err(|error| {
                let path = path.display();
                Failure::new(format!(
                    "不能把密码写入 {path}：{error}。请检查文件夹权限和磁盘空间。"
                ))
            })?;
        Ok((checked(&drawn)?, Some(path)))
    }
}

/// A load that was interrupted left nothing but half a demo: on SQLite its file goes and a new one is made.
async fn begin_anew(context: &Context, services: Services) -> Result<Services, Failure> {
    let interrupted = || {
        Failure::new(
            "上一次装入演示数据时中断了，数据不完整。请停止正在运行的服务，清空数据库后重新运行 mingjing demo。",
        )
    };
    let url = context.config.database_url();
    let (Some(path), Ok(_serving)) = (url.strip_prefix("sqlite:"), FolderLock::serving(&services.data))
    else {
        return Err(interrupted());
    };
    services.db.close().await;
    for ending in ["", "-wal", "-shm"] {
        match std::fs::remove_file(format!("{path}{ending}")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(interrupted()),
            _ => {}
        }
    }
    context.open(OlderSchema::Refuse).await
}

/// What the slips of one administrative and one criminal case say.
fn slips(plan: &Plan) -> String {
    let slips = demo::case_slips(plan).into_iter().take(2);
    let slips: Vec<_> = slips
        .map(|(number, code)| format!("{number} 查询码 {code}"))
        .collect();
    format!("可在 /progress 查进展的案件：{}。", slips.join("；"))
}

/// Whose search by mail it is, and where it is managed.
fn mail(services: &Services, plan: &Plan) -> String {
    let demo::Subscribed { address, words, page } = demo::subscribed(services, plan);
    format!("邮件订阅：{address} 订阅了“{words}”，信里的网址是 {page}。")
}

/// Where the records that were corrected are.
fn corrected(examples: &Examples) -> Option<String> {
    let told = |how: &str, record: Option<RecordRef>, rest: &str| {
        record.map(|record| format!("{how} /records/{record}/history{rest}"))
    };
    let both = [
        told("事实更正", examples.factual, "/1"),
        told("隐私更正", examples.privacy, ""),
    ];
    let both: Vec<String> = both.into_iter().flatten().collect();
    (!both.is_empty()).then(|| format!("更正过的公示记录：{}。", both.join("；")))
}

fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} {elapsed}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_message(match progress.stage {
        Stage::Records => "公示记录",
        Stage::Feedback => "群众反映",
        Stage::Incidents => "警情与回访",
    });
    bar.set_length(progress.total);
    bar.set_position(progress.done);
}
