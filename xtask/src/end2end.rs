//! Walks in a real browser against the real binary.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Result, project,
    steps::{apt_install, run as run_command, step},
};

const BROWSERS: [&str; 2] = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/// Installs what is missing and runs every walk against the development build.
pub(crate) fn run_walks(binary: &Path) -> Result<()> {
    let browser = step("Chromium", ensure_browser)?;
    let folder = project::root().join("end2end");
    step("npm 包", || {
        run_command(
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                .current_dir(&folder),
        )
        .map_err(|error| format!("{error}；需要 node 20 或更新的版本和可用的 npm 源").into())
    })?;
    run_command(
        Command::new("npx")
            .args(["--no-install", "playwright", "test"])
            .current_dir(&folder)
            .env("MINGJING_BIN", binary)
            .env("CHROMIUM", browser),
    )
}

/// As a step of `cargo xtask test`, after the workspace was built.
pub(crate) fn run() -> Result<()> {
    run_walks(&project::target()?.join("debug/mingjing"))
}

fn ensure_browser() -> Result<PathBuf> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    apt_install(&["chromium", "fonts-noto-cjk"])?;
    find_browser().ok_or_else(|| "缺少 Chromium；请安装后再运行，或用环境变量 CHROMIUM 指明其路径".into())
}

fn find_browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named
        .into_iter()
        .chain(BROWSERS.map(PathBuf::from))
        .find(|path| path.is_file())
}
