//! PostgreSQL's own tools: they know what a consistent dump is.

use super::BackupError;
use percent_encoding::percent_decode_str;
use std::path::Path;
use tokio::process::Command;
use url::Url;

/// Every user of the machine reads the arguments of a process, but not its environment.
fn tool(program: &str, database_url: &str) -> Command {
    let (address, password) = apart(database_url);
    let mut command = Command::new(program);
    command.arg("--dbname").arg(address);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    if storage::must_verify_server(database_url) {
        command.env("PGSSLMODE", "verify-full");
    }
    command
}

/// The address without its password, and the password.
fn apart(database_url: &str) -> (String, Option<String>) {
    let Ok(mut url) = Url::parse(database_url) else {
        return (database_url.to_owned(), None);
    };
    let mut password = url
        .password()
        .map(|encoded| percent_decode_str(encoded).decode_utf8_lossy().into_owned());
    if password.is_some() && url.set_password(None).is_err() {
        return (database_url.to_owned(), None);
    }
    let (named, others): (Vec<_>, Vec<_>) = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(str::to_owned)
        .partition(|pair| pair.starts_with("password="));
    if let Some((_, encoded)) = named.last().and_then(|pair| pair.split_once('=')) {
        password = Some(percent_decode_str(encoded).decode_utf8_lossy().into_owned());
        url.set_query(
            Some(&others.join("&"))
                .filter(|query| !query.is_empty())
                .map(String::as_str),
        );
    }
    (url.to_string(), password)
}

pub(super) async fn dump(database_url: &str, file: &Path) -> Result<(), BackupError> {
    let mut command = tool("pg_dump", database_url);
    command
        .args(["--format=custom", "--no-owner", "--file"])
        .arg(file);
    run("pg_dump", command).await
}

pub(super) async fn restore(database_url: &str, file: &Path) -> Result<(), BackupError> {
    let mut command = tool("pg_restore", database_url);
    command
        .args(["--no-owner", "--exit-on-error", "--single-transaction"])
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_elsewhere_has_to_prove_its_name_to_the_tools_as_well() {
        let mode = |url| {
            let command = tool("pg_dump", url);
            let mut modes = command
                .as_std()
                .get_envs()
                .filter(|(name, _)| *name == "PGSSLMODE");
            modes.find_map(|(_, value)| value?.to_str().map(str::to_owned))
        };
        assert_eq!(mode("postgres://mj:p@db/mj").as_deref(), Some("verify-full"));
        assert_eq!(mode("postgres://mj:p@db/mj?sslmode=require"), None);
        assert_eq!(mode("postgres:///mj?host=/run"), None);
    }

    #[test]
    fn the_password_is_no_argument() {
        for (url, address) in [
            (
                "postgres://mj:p%40s%20s+@db:5432/mj?sslmode=require",
                "postgres://mj@db:5432/mj?sslmode=require",
            ),
            (
                "postgres:///mj?host=/run&password=p%40s%20s+&user=mj",
                "postgres:///mj?host=/run&user=mj",
            ),
            ("postgres://mj@db/mj?password=p%40s%20s+", "postgres://mj@db/mj"),
        ] {
            assert_eq!(
                apart(url),
                (address.to_owned(), Some("p@s s+".to_owned())),
                "{url}"
            );
        }
        let plain = "postgres:///mj?host=/run/postgresql";
        assert_eq!(apart(plain), (plain.to_owned(), None));
    }
}
