//! `import records|incidents|cases|units|officers|calendar FILE`.

use super::{Context, Failure, Outcome, os_user};
use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use service::import::{self, Format, OnError, Options, Progress, RunError};
use service::lifecycle::OlderSchema;
use service::services::Services;
use std::path::PathBuf;
use std::time::Duration;

/// 导入记录、警情、案件进展、单位、民警或节假日
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 执法决定（公示记录）
    Records(Records),
    /// 待回访的警情和办件
    Incidents(Common),
    /// 供当事人查询的案件进展：case_number query_code unit kind contact_person contact_phone 和各阶段日期
    Cases(Common),
    /// 单位：code name parent address phone
    Units(Common),
    /// 民警：badge name unit leader
    Officers(Common),
    /// 节假日和调休：day kind name
    Calendar(Common),
}

#[derive(Debug, Args)]
struct Common {
    /// 要导入的文件
    file: PathBuf,
    /// 文件格式
    #[arg(long, value_enum, default_value_t = FileFormat::Auto)]
    format: FileFormat,
    /// 行里没有写单位时用的单位（代码或全称）
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    /// 自动建立不存在的单位
    #[arg(long)]
    create_units: bool,
    /// 有退回的行时：keep 保留其余各行，undo 全部撤回
    #[arg(long, value_enum, default_value_t = Errors::Keep)]
    on_error: Errors,
    /// 只检查，不写入
    #[arg(long)]
    dry_run: bool,
    /// 把退回的行按导入文件的格式写到这个文件，改正后可以再导入
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Records {
    #[command(flatten)]
    common: Common,
    /// 外来文件的列布局：native、内置名称或布局文件
    #[arg(long, default_value = "native", value_name = "LAYOUT")]
    layout: String,
    /// 脱敏并公开（依法不能公开的仍然不公开）
    #[arg(long)]
    publish: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FileFormat {
    Auto,
    Jsonl,
    Csv,
    Xlsx,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Errors {
    Keep,
    Undo,
}

impl Common {
    fn options(&self) -> Options {
        Options {
            file: self.file.clone(),
            format: match self.format {
                FileFormat::Auto => None,
                FileFormat::Jsonl => Some(Format::Jsonl),
                FileFormat::Csv => Some(Format::Csv),
                FileFormat::Xlsx => Some(Format::Xlsx),
            },
            layout: None,
            unit: self.unit.clone(),
            create_units: self.create_units,
            publish: false,
            on_error: match self.on_error {
                Errors::Keep => OnError::Keep,
                Errors::Undo => OnError::Undo,
            },
            dry_run: self.dry_run,
            rejects: self.rejects.clone(),
            os_user: os_user::name(),
        }
    }
}

impl Import {
    pub(super) async fn run(self, context: Context) -> Result<Outcome, Failure> {
        let services = context.open(OlderSchema::Refuse).await?;
        let bar = bar();
        let outcome = self.what.run(&services, &bar).await;
        bar.finish_and_clear();
        let outcome = outcome?;
        let changes_index =
            matches!(self.what, What::Records(_) | What::Units(_)) && !self.what.common().dry_run;
        tell(&context, &outcome, &self.what);
        if changes_index && !outcome.undone {
            let newest = storage::index_changes::newest(&mut services.db.read().await?).await?;
            if let Err(late) = service::search::wait_until_indexed(&services, newest).await {
                eprintln!("{late}");
                return Ok(Outcome::Findings);
            }
        }
        Ok(if outcome.summary.rejected > 0 {
            Outcome::Findings
        } else {
            Outcome::Done
        })
    }
}

impl What {
    fn common(&self) -> &Common {
        match self {
            Self::Records(records) => &records.common,
            Self::Incidents(common)
            | Self::Cases(common)
            | Self::Units(common)
            | Self::Officers(common)
            | Self::Calendar(common) => common,
        }
    }

    /// What happened to the accepted rows, in the words of their kind.
    fn became_of(&self, s: &import::Summary) -> String {
        match self {
            Self::Records(_) if s.to_look_at > 0 => format!(
                "；本次公开 {}，未公开 {}（其中 {} 件写到不满十八周岁的人，留待法制审核）",
                s.published, s.held, s.to_look_at
            ),
            Self::Records(_) => format!("；本次公开 {}，未公开 {}", s.published, s.held),
            Self::Incidents(_) => format!("；列入回访 {}，不列入 {}", s.published, s.held),
            Self::Cases(_) | Self::Units(_) | Self::Officers(_) | Self::Calendar(_) => String::new(),
        }
    }

    async fn run(&self, services: &Services, bar: &ProgressBar) -> Result<import::Outcome, RunError> {
        let options = self.common().options();
        let mut progress = |progress: Progress| {
            show_total(bar, progress.total);
            bar.set_position(progress.read);
            bar.set_message(format!("退回 {} 行", progress.rejected));
        };
        match self {
            Self::Records(records) => {
                let layout = (records.layout != "native").then(|| records.layout.clone());
                let options = Options {
                    layout,
                    publish: records.publish,
                    ..options
                };
                import::run_import(services, &options, &mut progress).await
            }
            Self::Incidents(_) => import::run_incidents(services, &options, &mut progress).await,
            Self::Cases(_) => import::run_cases(services, &options).await,
            Self::Units(_) => import::run_units(services, &options).await,
            Self::Officers(_) => import::run_officers(services, &options).await,
            Self::Calendar(_) => import::run_calendar(services, &options).await,
        }
    }
}

/// Until the number of rows is known: a spinner with count, rate and time.
pub(super) fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} 已读 {pos} 行，{per_sec}，用时 {elapsed}，{msg}");
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// With the number of rows: share and time left as well.
fn show_total(bar: &ProgressBar, total: Option<u64>) {
    let Some(total) = total else { return };
    if bar.length().is_none() {
        let template = "{bar:24} {percent}% 已读 {pos} 行，{per_sec}，剩余 {eta}，{msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
    }
    bar.set_length(total);
}

fn tell(context: &Context, outcome: &import::Outcome, what: &What) {
    let common = what.common();
    let s = &outcome.summary;
    let mut text = format!(
        "读入 {} 行：新增 {}，变更 {}，未变 {}，退回 {}{}。",
        s.read,
        s.new,
        s.changed,
        s.unchanged,
        s.rejected,
        what.became_of(s)
    );
    if outcome.undone && matches!(what, What::Calendar(_)) {
        text.push_str(
            "\n有退回的行：节假日整年一起才能生效，数据没有任何改动。请在原文件里改正，再整份导入。",
        );
    } else if outcome.undone {
        text.push_str("\n有退回的行，已按 --on-error undo 全部撤回，数据没有任何改动。");
    } else if common.dry_run {
        text.push_str("\n只检查，没有写入。");
    }
    if s.rejected > 0 {
        match &common.rejects {
            Some(file) => {
                let file = file.display().to_string();
                text.extend(["\n退回的行和原因在 ", &file, "，改正后可以再次导入。"]);
            }
            None => text.push_str("\n加上 --rejects FILE 可以得到退回的行和原因。"),
        }
    }
    for (column, rows) in &outcome.unknown_columns {
        eprintln!("提醒：列“{column}”没有用到（{rows} 行）。");
    }
    context.report(&text, &serde_json::json!(s));
}
