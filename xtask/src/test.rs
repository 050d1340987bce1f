//! Everything continuous integration runs. Dependencies are built once for linting and once for all tests: every
//! cargo call selects the same packages, so that features are the same.

use crate::{
    Result, end2end, postgres,
    project::{self, SERVER_SIDE, cargo},
    site,
    steps::{run, step},
};

/// Runs every check and stops at the first that fails.
pub(crate) fn test() -> Result<()> {
    step("格式", || run(&mut cargo(&["fmt", "--all", "--check"])))?;
    step("PostgreSQL", postgres::ensure)?;
    step("页面资源", site::build)?;
    step("检查：服务端", || {
        run(cargo(&["clippy"])
            .args(SERVER_SIDE)
            .args(["--all-targets", "--", "-D", "warnings"]))
    })?;
    step("检查：浏览器端", lint_browser_side)?;
    step("编译测试", || {
        run(cargo(&["build"])
            .args(SERVER_SIDE)
            .args(["--lib", "--bins", "--tests", "--examples"]))
    })?;
    step("测试", run_tests)?;
    step("文档测试", || run(cargo(&["test", "--doc"]).args(SERVER_SIDE)))?;
    step("浏览器走查", end2end::run)
}

fn lint_browser_side() -> Result<()> {
    if !crate::wasm_target::ensure()? {
        return Err(
            "没有 wasm 目标，无法检查浏览器端；请运行 rustup target add wasm32-unknown-unknown".into(),
        );
    }
    let target = [
        "--target",
        "wasm32-unknown-unknown",
        "--features",
        "app/hydrate",
        "--",
        "-D",
        "warnings",
    ];
    run(cargo(&["clippy", "-p", "hydrate", "-p", "app"]).args(target))
}

fn run_tests() -> Result<()> {
    let has_nextest = project::command("cargo-nextest", &["--version"]).output().is_ok();
    let mut command = if has_nextest {
        cargo(&["nextest", "run"])
    } else {
        cargo(&["test", "--lib", "--bins", "--tests"])
    };
    let database = postgres::Cluster::start();
    // A changed snapshot is a failure here, never a new file.
    run(command
        .args(SERVER_SIDE)
        .env(postgres::VARIABLE, database.url())
        .env("INSTA_UPDATE", "no")
        .env("CI", "true"))
}
