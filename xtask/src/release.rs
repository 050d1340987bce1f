//! The release build: one file with its assets embedded.

use std::path::PathBuf;

use crate::{
    Result, project, site,
    steps::{run, step},
};

/// Builds wasm, stylesheet and server, and returns the binary.
pub(crate) fn build() -> Result<PathBuf> {
    // The wasm comes first: the server embeds it.
    site::build()?;
    step("编译服务程序（release）", || {
        run(&mut project::cargo(&["build", "--release", "-p", "server"]))
    })?;
    let binary = project::target()?.join("release/mingjing");
    eprintln!("程序：{}", binary.display());
    Ok(binary)
}
