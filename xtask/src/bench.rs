//! Benchmarks: example programs named `bench-…` of any crate, run with the release profile. Each prints its table.

use crate::{
    Result, project,
    steps::{run as run_command, step},
};

const PREFIX: &str = "bench-";

/// Runs one benchmark by its name without the prefix, or all of them.
pub(crate) fn run(name: Option<&str>) -> Result<()> {
    let known = benchmarks()?;
    let wanted: Vec<&(String, String)> = known
        .iter()
        .filter(|(_, bench)| name.is_none_or(|name| bench.strip_prefix(PREFIX) == Some(name)))
        .collect();
    if wanted.is_empty() {
        let names: Vec<&str> = known
            .iter()
            .filter_map(|(_, bench)| bench.strip_prefix(PREFIX))
            .collect();
        return Err(format!("没有这项测量;现有:{}", names.join("、")).into());
    }
    for (package, bench) in wanted {
        step(bench, || {
            run_command(&mut project::cargo(&[
                "run",
                "--quiet",
                "--release",
                "-p",
                package,
                "--example",
                bench,
            ]))
        })?;
    }
    Ok(())
}

/// Package and example name of every benchmark of the workspace.
fn benchmarks() -> Result<Vec<(String, String)>> {
    let metadata = cargo_metadata::MetadataCommand::new()
        .current_dir(project::root())
        .no_deps()
        .exec()?;
    let mut found = Vec::new();
    for package in &metadata.packages {
        for target in &package.targets {
            if target.name.starts_with(PREFIX) && target.is_example() {
                found.push((package.name.to_string(), target.name.clone()));
            }
        }
    }
    found.sort();
    Ok(found)
}
