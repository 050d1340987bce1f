//! From a fresh clone to a working portal with demo data.

use std::{fs, path::Path, process::Command};

use crate::{
    Result, project, release,
    steps::{run as run_command, step},
};

const ADDRESS: &str = "127.0.0.1:3000";

/// Builds, loads the demo on the first start, and serves until it is stopped.
pub(crate) fn run() -> Result<()> {
    let binary = release::build()?;
    let data = project::root().join("data");
    load_demo(&binary, &data)?;
    announce(&data)?;
    run_command(
        Command::new(&binary)
            .arg("--data")
            .arg(&data)
            .args(["serve", "--addr", ADDRESS]),
    )
}

/// The mark stays while the demo loads, so that an interrupted first start is made good at the next.
fn load_demo(binary: &Path, data: &Path) -> Result<()> {
    let unfinished = project::target()?.join("demo-unfinished");
    if data.exists() && !unfinished.exists() {
        return Ok(());
    }
    fs::write(&unfinished, "")?;
    step("载入演示数据", || {
        run_command(Command::new(binary).arg("--data").arg(data).arg("demo"))
    })?;
    Ok(fs::remove_file(&unfinished)?)
}

fn announce(data: &Path) -> Result<()> {
    eprintln!("\n明镜已就绪：http://{ADDRESS} （按 Ctrl+C 停止）");
    eprintln!("工作台：http://{ADDRESS}/staff/sign-in");
    eprintln!(
        "演示账号：admin auditor publisher reviewer handler handler2 center inspector supervisor leader monitor custodian"
    );
    for entry in fs::read_dir(data)? {
        let path = entry?.path();
        if path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().contains("password"))
        {
            eprintln!("各账号的密码在：{}", path.display());
        }
    }
    Ok(())
}
