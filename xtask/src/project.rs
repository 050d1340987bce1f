//! Where things are.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::Result;

/// The packages of the server's side; `hydrate` compiles for wasm only. Whoever builds with these shares what was
/// built: features are the same.
pub(crate) const SERVER_SIDE: [&str; 3] = ["--workspace", "--exclude", "hydrate"];

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the repository")
}

/// Cargo's target folder, wherever the environment puts it.
pub(crate) fn target() -> Result<PathBuf> {
    let metadata = cargo_metadata::MetadataCommand::new()
        .current_dir(root())
        .no_deps()
        .exec()?;
    Ok(metadata.target_directory.into_std_path_buf())
}

/// A cargo command in the repository.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(args).current_dir(root());
    cargo
}

/// Any other command in the repository.
pub(crate) fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}
