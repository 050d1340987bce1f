//! The developer's commands: `cargo xtask build|run|test|api|bench|check-real`.

mod api;
mod bench;
mod check_real;
mod css;
mod end2end;
mod islands;
mod postgres;
mod project;
#[cfg(test)]
mod punctuation;
mod release;
mod run;
mod site;
mod steps;
mod test;
#[cfg(test)]
mod walls;
mod wasm_target;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Any failure, already in words.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "明镜 Mingjing 的开发命令")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 发布构建：target/release/mingjing，一个文件，资源在内
    Build,
    /// 只做页面资源：wasm、样式、图标
    Assets,
    /// 从全新克隆到可用的演示平台：http://127.0.0.1:3000
    Run,
    /// 持续集成所做的一切：格式、检查、测试、浏览器走查
    Test,
    /// 用 schemathesis 逐项检查接口是否如其说明（首次运行从 PyPI 安装）
    Api,
    /// 性能测量；不写名称则全部
    Bench {
        /// 测量的名称：import、search、intake、pages、masking
        name: Option<String>,
        /// 交给测量程序的参数，例如 --records 1000000
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// 导入真实文件，与独立统计逐项核对
    CheckReal {
        /// XLSX 文件
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Build => release::build().map(drop),
        Command::Assets => site::build(),
        Command::Run => run::run(),
        Command::Test => test::test(),
        Command::Api => api::run(),
        Command::Bench { name, arguments } => bench::run(name.as_deref(), &arguments),
        Command::CheckReal { file } => check_real::run(&file),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n✘ {error}");
            ExitCode::FAILURE
        }
    }
}
