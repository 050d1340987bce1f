//! A throw-away `PostgreSQL`: one cluster for each test process, or the one that `MINGJING_TEST_POSTGRES` names;
//! a fresh database for each test. It fails loudly when `PostgreSQL` is not installed: a skipped test proves
//! nothing.
//!
//! Standard library and tempfile only: `xtask` includes this file and starts one cluster for a run.

use std::hash::BuildHasher;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// Names a running server to use instead of starting one.
pub const VARIABLE: &str = "MINGJING_TEST_POSTGRES";

const START_TRIES: u32 = 300;
const START_WAIT: Duration = Duration::from_millis(100);

/// Keeps the server until its standard input closes: that is, until the test process ends, however it ends.
const KEEPER: &str = r#"
trap '' INT TERM
"$2"/postgres -D "$1"/data -k "$1" -p 5432 -c listen_addresses= -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=200 -c shared_buffers=32MB >"$1"/log 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$1"
"#;

/// The URL of a new, empty database: UTF-8, C collation.
pub fn fresh_database() -> String {
    let server = server_url();
    let name = format!(
        "mingjing_{:016x}",
        std::hash::RandomState::new().hash_one(std::process::id())
    );
    let statement =
        format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
    execute(server, &statement);
    with_database(server, &name)
}

/// Whether a cluster can be started.
pub fn is_installed() -> bool {
    bin_folder().is_some()
}

/// Runs a statement: for what no program of ours would do to a database.
pub fn execute(url: &str, statement: &str) {
    let program = bin_folder().map_or_else(|| PathBuf::from("psql"), |bin| bin.join("psql"));
    run(Command::new(program).args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement]));
}

fn server_url() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    static OWN: OnceLock<Cluster> = OnceLock::new();
    SERVER.get_or_init(|| std::env::var(VARIABLE).unwrap_or_else(|_| OWN.get_or_init(Cluster::start).url()))
}

/// A running cluster. It ends, and its folder goes, with this value or with the process.
pub struct Cluster {
    folder: PathBuf,
    keeper: Child,
}

impl Cluster {
    /// Makes and starts one.
    pub fn start() -> Self {
        let bin = bin_folder().expect(
            "PostgreSQL is not installed: no `initdb` in PATH or /usr/lib/postgresql/*/bin. \
             Install it (Debian: apt-get install postgresql) or name a running server in MINGJING_TEST_POSTGRES.",
        );
        let folder = tempfile::Builder::new()
            .prefix("mj-pg-")
            .tempdir()
            .expect("there is room for a cluster")
            .keep();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        run(as_server_user(bin.join("initdb"))
            .args([
                "--auth=trust",
                "--username=postgres",
                "--data-checksums",
                "--encoding=UTF8",
            ])
            .args(["--locale=C", "--no-sync", "--no-instructions", "-D"])
            .arg(folder.join("data")));
        let keeper = as_server_user("sh".into())
            .args(["-c", KEEPER, "keeper"])
            .args([&folder, &bin])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell is there");
        let cluster = Self { folder, keeper };
        cluster.wait_until_ready(&bin);
        cluster
    }

    /// The address of its maintenance database.
    pub fn url(&self) -> String {
        format!(
            "postgres://postgres@localhost:5432/postgres?host={}",
            self.folder.display()
        )
    }

    fn wait_until_ready(&self, bin: &Path) {
        for _ in 0..START_TRIES {
            let answer = Command::new(bin.join("pg_isready"))
                .args(["-q", "-p", "5432", "-h"])
                .arg(&self.folder)
                .status();
            if answer.is_ok_and(|status| status.success()) {
                return;
            }
            std::thread::sleep(START_WAIT);
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL did not start; its log:\n{log}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Already gone is as good.
        let _ = self.keeper.wait();
    }
}

/// The newest installed version's programs.
fn bin_folder() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = installed
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists());
    let version = |bin: &PathBuf| bin.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    newest.max_by_key(version).or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path)
            .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
    })
}

/// `PostgreSQL` refuses to run as root: there its own user runs it.
fn as_server_user(program: PathBuf) -> Command {
    if is_root() {
        let mut command = Command::new("runuser");
        command
            .args(["-u", "postgres", "--"])
            .arg(program)
            .current_dir("/");
        command
    } else {
        Command::new(program)
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn run(command: &mut Command) {
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => panic!("{command:?} is not installed"),
        Err(error) => panic!("{command:?}: {error}"),
    };
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Replaces the database in a URL and keeps its parameters.
fn with_database(url: &str, name: &str) -> String {
    let (address, parameters) = url
        .split_once('?')
        .map_or((url, None), |(address, rest)| (address, Some(rest)));
    let authority = address.find("://").map_or(0, |at| at + 3);
    let server = address[authority..]
        .find('/')
        .map_or(address, |slash| &address[..authority + slash]);
    parameters.map_or_else(
        || format!("{server}/{name}"),
        |rest| format!("{server}/{name}?{rest}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_gets_another_database_and_keeps_the_rest() {
        assert_eq!(
            with_database("postgres://u:p@h:1/old?host=/tmp/x", "new"),
            "postgres://u:p@h:1/new?host=/tmp/x"
        );
        assert_eq!(with_database("postgres://h/old", "new"), "postgres://h/new");
        assert_eq!(with_database("postgres://h", "new"), "postgres://h/new");
    }

    #[test]
    fn every_call_gives_an_empty_database_of_its_own() {
        let (one, other) = (fresh_database(), fresh_database());
        assert_ne!(one, other);
        let psql = bin_folder().unwrap().join("psql");
        let ask = |sql| {
            let output = Command::new(&psql)
                .args(["-X", "-A", "-t", "-d", &one, "-c", sql])
                .output()
                .unwrap();
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        };
        assert_eq!(
            ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
            "0"
        );
        assert_eq!(ask("SHOW lc_collate"), "C");
    }

    #[test]
    fn a_cluster_leaves_nothing_behind() {
        let cluster = Cluster::start();
        let folder = cluster.folder.clone();
        assert!(folder.join("data/PG_VERSION").exists());
        drop(cluster);
        assert!(!folder.exists(), "{}", folder.display());
    }
}
