//! The command line. Exit 0: done; 1: done, with rejected rows or findings; 2: wrong use, or cannot run.

mod audit;
mod backup;
mod chinese;
mod config;
mod context;
mod demo;
mod doctor;
mod export;
mod export_invitations;
mod export_records;
mod failure;
mod identity;
mod import;
mod init;
mod mail;
mod mask;
mod migrate;
mod os_user;
mod password;
mod reindex;
mod restore;
mod rules;
mod serve;
mod settle;
mod user;
mod verify_backup;
mod withdraw;
mod worker;

pub use context::Context;
pub use failure::Failure;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use rustix::fs::Mode;
use std::path::PathBuf;
use std::process::ExitCode;

/// 明镜：执法公示与群众反映平台。
#[derive(Debug, Parser)]
#[command(name = "mingjing", version)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// 配置文件（TOML）
    #[arg(long, global = true, value_name = "FILE", env = "MINGJING_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// 数据文件夹 [默认：data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// 数据库地址：sqlite:… 或 postgres://…
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// 标准输出的最后一行是 JSON 摘要
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Demo(demo::Demo),
    Serve(serve::Serve),
    Worker(worker::Worker),
    Migrate(migrate::Migrate),
    User(user::User),
    Mask(mask::Mask),
    Mail(mail::Mail),
    Identity(identity::Identity),
    Import(import::Import),
    Audit(audit::Audit),
    Backup(backup::Backup),
    VerifyBackup(verify_backup::VerifyBackup),
    Restore(restore::Restore),
    Doctor(doctor::Doctor),
    Withdraw(withdraw::Withdraw),
    Reindex(reindex::Reindex),
    Export(export::Export),
    Config(config::Config),
    Rules(rules::Rules),
}

/// How a command ended that could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit 0.
    Done,
    /// Exit 1: rejected rows or findings.
    Findings,
}

/// Reads the command line and runs it.
pub fn main() -> ExitCode {
    make_files_private();
    let matches = command().try_get_matches();
    let cli = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = cli.unwrap_or_else(|error| failure::explain_usage(&error));
    match run(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(2)
        }
    }
}

/// The command line, its help in Chinese.
fn command() -> clap::Command {
    chinese::in_chinese(Cli::command())
}

/// Database, exports, reject files and dumps hold what only the bureau's own account may read, wherever they stand.
fn make_files_private() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

fn run(cli: Cli) -> Result<Outcome, Failure> {
    let options = cli.options;
    match cli.command {
        Command::Config(command) => command.run(&options),
        Command::Mask(command) => command.run(&options),
        Command::Init(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Demo(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Serve(command) => command.run(&options),
        Command::Worker(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Migrate(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::User(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Withdraw(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Rules(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Reindex(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Export(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Audit(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Backup(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::VerifyBackup(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Restore(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Doctor(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Mail(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Identity(command) => Context::load(&options)?.block_on(|context| command.run(context)),
        Command::Import(command) => Context::load(&options)?.block_on(|context| command.run(context)),
    }
}
