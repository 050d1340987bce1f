//! The API against its own description: schemathesis calls every operation of a demo portal with sound and
//! unsound values. Apart from `test`, because its packages take longer to install than it runs.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::{
    Result,
    project::{self, cargo},
    steps::{run as run_command, step},
};

const SCHEMATHESIS: &str = "schemathesis==4.32.5";
/// Values that fit the description one by one may still not fit together (from after to): 422 is right there.
const NOT_CHECKED: &str = "positive_data_acceptance";

/// Builds, loads a demo into a folder of its own, and checks.
pub(crate) fn run() -> Result<()> {
    step("编译", || {
        run_command(cargo(&["build", "--workspace", "--exclude", "hydrate"]).arg("--bins"))
    })?;
    let target = project::target()?;
    let schemathesis = step("schemathesis", || install(&target.join("schemathesis")))?;
    let (binary, data) = (target.join("debug/mingjing"), target.join("api-demo"));
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    step("载入演示数据", || {
        run_command(Command::new(&binary).arg("--data").arg(&data).arg("demo"))
    })?;
    let portal = Portal::start(&binary, &data)?;
    step("接口与其说明", || {
        run_command(
            Command::new(schemathesis)
                .arg("run")
                .arg(format!("{}/api/openapi.json", portal.address))
                .args(["--phases", "examples,coverage,fuzzing", "--max-examples", "60"])
                // With two, Python 3.11 now and then fails in compiling two expressions at once.
                .args(["--workers", "1", "--continue-on-failure"])
                .args(["--exclude-checks", NOT_CHECKED])
                .current_dir(&target),
        )
    })
}

fn install(folder: &Path) -> Result<PathBuf> {
    let program = folder.join("bin/schemathesis");
    if !program.is_file() {
        run_command(Command::new("python3").args(["-m", "venv"]).arg(folder))
            .map_err(|error| format!("{error}；需要 python3 和它的 venv 模块"))?;
        run_command(Command::new(folder.join("bin/pip")).args(["install", "--quiet", SCHEMATHESIS]))
            .map_err(|error| format!("{error}；需要可用的 PyPI 源"))?;
    }
    Ok(program)
}

/// A portal on a free port, ended with this value.
struct Portal {
    process: Child,
    address: String,
}

impl Portal {
    fn start(binary: &Path, data: &Path) -> Result<Self> {
        let mut process = Command::new(binary)
            .arg("--data")
            .arg(data)
            .args(["serve", "--addr", "127.0.0.1:0"])
            .env("MINGJING_LIMITS_DISABLED", "true")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(stdout) = &mut process.stdout {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let address = line.find("http://").map(|at| line[at..].trim().to_owned());
        let address = address.ok_or_else(|| format!("门户没有启动：{line}"))?;
        Ok(Self { process, address })
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
