//! Benchmarks: example programs, run with the release profile. Each prints its table.

mod relevance;

use crate::{
    Result, project,
    steps::{run as run_command, step},
};

/// Name, package and example. Some hold several and are told which.
const BENCHES: [(&str, &str, &str); 9] = [
    ("import", "storage", "bench-data"),
    ("search", "storage", "bench-data"),
    ("intake", "storage", "bench-data"),
    ("pages", "server", "bench-portal"),
    ("withdrawal", "server", "bench-portal"),
    ("hostile", "server", "bench-portal"),
    ("masking", "domain", "bench-masking"),
    ("relevance", "search", "bench-relevance"),
    ("alerts", "search", "bench-alerts"),
];

/// Runs one benchmark with the arguments meant for it, or all of them.
pub(crate) fn run(name: Option<&str>, arguments: &[String]) -> Result<()> {
    let wanted: Vec<_> = BENCHES
        .iter()
        .filter(|(bench, ..)| name.is_none_or(|name| name == *bench))
        .collect();
    if wanted.is_empty() {
        let names = BENCHES.map(|(bench, ..)| bench);
        return Err(format!("没有这项测量；现有：{}", names.join("、")).into());
    }
    step("编译测量程序（release）", build)?;
    let programs = project::target()?.join("release/examples");
    for (bench, _, example) in wanted {
        let mut command = project::command(programs.join(example).to_str().ok_or("路径不是 UTF-8")?, &[]);
        command.arg(bench).args(arguments);
        if *bench == "relevance" && arguments.is_empty() {
            command.arg(step("准备问题和文书", relevance::own_set)?);
        }
        step(bench, || run_command(&mut command))?;
    }
    Ok(())
}

/// All at once: packages that are built together share their dependencies' features.
fn build() -> Result<()> {
    let mut command = project::cargo(&["build", "--quiet", "--release"]);
    for (_, package, example) in BENCHES {
        command.args(["-p", package, "--example", example]);
    }
    run_command(&mut command)
}
