//! PostgreSQL's own tools: they know what a consistent dump is.

use super::BackupError;
use std::path::Path;
use tokio::process::Command;

pub(super) async fn dump(database_url: &str, file: &Path) -> Result<(), BackupError> {
    let mut command = Command::new("pg_dump");
    command
        .args(["--format=custom", "--no-owner", "--file"])
        .arg(file)
        .arg("--dbname")
        .arg(database_url);
    run("pg_dump", command).await
}

pub(super) async fn restore(database_url: &str, file: &Path) -> Result<(), BackupError> {
    let mut command = Command::new("pg_restore");
    command
        .args([
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            "--dbname",
        ])
        .arg(database_url)
        .arg(file);
    run("pg_restore", command).await
}

async fn run(program: &'static str, mut command: Command) -> Result<(), BackupError> {
    let output = command.output().await.map_err(|error| BackupError::Tool {
        program,
        reason: error.to_string(),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(BackupError::Tool {
        program,
        reason: said.lines().next().unwrap_or_default().to_owned(),
    })
}
