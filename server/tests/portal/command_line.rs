//! The binary as a person at a terminal meets it: exit codes and what it says.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

pub(crate) fn mingjing(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingjing"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MINGJING_")) {
        command.env_remove(name);
    }
    command
        .env("MINGJING_DATA", data)
        .stdin(Stdio::null())
        .current_dir(std::env::temp_dir());
    command
}

pub(crate) fn run(data: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = mingjing(data).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// Exit 2, saying what is wrong and how to mend it.
fn assert_refused(data: &Path, arguments: &[&str], says: &[&str]) {
    let (code, _, stderr) = run(data, arguments);
    assert_eq!(code, 2, "{arguments:?}: {stderr}");
    for text in says {
        assert!(stderr.contains(text), "{arguments:?}: {stderr}");
    }
}

/// A `serve` of its own, killed at the end.
struct Server {
    child: Child,
    addr: String,
}

impl Server {
    fn start(data: &Path, addr: &str) -> Self {
        Self::start_with(data, addr, &[])
    }

    fn start_with(data: &Path, addr: &str, settings: &[(&str, &str)]) -> Self {
        let mut child = mingjing(data)
            .args(["serve", "--addr", addr])
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let addr = line.trim().rsplit("//").next().unwrap().to_owned();
        assert!(line.contains("明镜已启动"), "{line}");
        Self { child, addr }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.addr).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.addr
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    (folder, data)
}

#[test]
fn wrong_use_is_exit_2_and_says_how_to_mend_it() {
    let (_folder, data) = folder();
    assert_refused(&data, &[], &["没有写要做什么", "--help"]);
    assert_refused(&data, &["sevre"], &["没有 sevre 这个命令", "serve"]);
    assert_refused(&data, &["serve", "--adr", "x"], &["--adr", "--addr"]);
    assert_refused(&data, &["serve", "--addr", "here"], &["“here”", "--addr"]);
    assert_refused(&data, &["user", "add", "wang", "--role", "king"], &["“king”"]);
    assert_refused(
        &data,
        &["user", "disable", "nobody"],
        &["没有用户“nobody”", "user list"],
    );
    assert_refused(
        &data,
        &["--database", "mysql://x", "migrate"],
        &["sqlite:", "postgres://"],
    );
    assert_refused(&data, &["--config", "missing.toml", "migrate"], &["missing.toml"]);
}

#[test]
fn help_and_version_are_exit_0() {
    let (_folder, data) = folder();
    for arguments in [["--help"], ["--version"]] {
        let (code, stdout, _) = run(&data, &arguments);
        assert!(code == 0 && stdout.contains("mingjing"), "{stdout}");
    }
}

#[test]
fn a_fresh_folder_is_made_by_any_command_and_init_may_run_later() {
    let (_folder, data) = folder();
    let (code, stdout, stderr) = run(&data, &["--json", "user", "list"]);
    assert_eq!(
        (code, stdout.lines().last().unwrap()),
        (0, "{\"users\":[]}"),
        "{stderr}"
    );
    let (code, stdout, stderr) = run(
        &data,
        &["--json", "init", "--bureau", "明镜县公安局", "--admin", "admin"],
    );
    assert_eq!(code, 0, "{stderr}");
    let summary: serde_json::Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
    let file = Path::new(summary["password_file"].as_str().unwrap());
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions()) & 0o777;
    assert_eq!(mode, 0o600);
    assert_refused(
        &data,
        &["user", "add", "admin", "--role", "admin"],
        &["已有人使用", "user reset admin"],
    );
    let (_, stdout, _) = run(&data, &["user", "list"]);
    assert!(stdout.contains("admin  系统管理员"), "{stdout}");
}

#[test]
fn what_a_command_writes_is_for_its_own_account_alone_and_doctor_finds_what_is_not() {
    let (_folder, data) = folder();
    std::fs::create_dir(&data).unwrap();
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&data, open.clone()).unwrap();
    assert_eq!(run(&data, &["init", "--bureau", "明镜县公安局"]).0, 0);
    let database = data.join("mingjing.db");
    let incidents = data.join("incidents.jsonl");
    std::fs::write(
        &incidents,
        "{\"incident_number\":\"J1\",\"contact_phone\":\"13812345678\"}\n",
    )
    .unwrap();
    let rejects = data.join("rejects.jsonl");
    let arguments = [
        "import",
        "incidents",
        incidents.to_str().unwrap(),
        "--rejects",
        rejects.to_str().unwrap(),
    ];
    assert_eq!(run(&data, &arguments).0, 1);
    for file in [&database, &rejects] {
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    std::fs::remove_file(&incidents).unwrap();
    assert!(!run(&data, &["doctor"]).1.contains("chmod"));
    std::fs::set_permissions(&database, open).unwrap();
    let (code, found, _) = run(&data, &["doctor"]);
    assert_eq!(code, 1);
    assert!(
        found.contains("mingjing.db") && found.contains("chmod"),
        "{found}"
    );
}

#[test]
fn who_ran_a_command_is_not_taken_from_the_environment() {
    let (_folder, data) = folder();
    assert_eq!(run(&data, &["init", "--bureau", "明镜县公安局"]).0, 0);
    let file = data.with_extension("jsonl");
    std::fs::write(&file, "{}\n").unwrap();
    let forged = mingjing(&data)
        .args(["import", "records", file.to_str().unwrap()])
        .envs([
            ("USER", "zhangsan"),
            ("SUDO_USER", "zhangsan"),
            ("LOGNAME", "zhangsan"),
        ])
        .output()
        .unwrap();
    assert_eq!(forged.status.code(), Some(1));
    let named = Command::new("id").arg("-un").output().unwrap();
    let named = String::from_utf8(named.stdout).unwrap();
    let held = |text: &str| {
        std::fs::read_dir(&data).unwrap().any(|entry| {
            let path = entry.unwrap().path();
            path.is_file()
                && std::fs::read(path)
                    .unwrap()
                    .windows(text.len())
                    .any(|at| at == text.as_bytes())
        })
    };
    assert!(held(&format!("import {}", named.trim())));
    assert!(!held("zhangsan"));
}

#[test]
fn the_example_configuration_is_accepted_and_a_mistake_in_it_is_found() {
    let (folder, data) = folder();
    let (code, example, _) = run(&data, &["config", "example"]);
    assert_eq!(code, 0);
    let file = folder.path().join("mingjing.toml");
    std::fs::write(&file, &example).unwrap();
    let path = file.to_str().unwrap();
    let (code, _, stderr) = run(&data, &["--config", path, "config", "check"]);
    assert_eq!(code, 0, "{stderr}");
    std::fs::write(&file, example.replace("idle_minutes", "idle_minuts")).unwrap();
    assert_refused(
        &data,
        &["--config", path, "config", "check"],
        &["session.idle_minuts", "行", "session.idle_minutes"],
    );
    let output = mingjing(&data)
        .env("MINGJING_ADR", "x")
        .args(["config", "check"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "an unknown variable is a finding");
}

#[test]
fn the_server_answers_and_a_second_one_is_refused_with_a_reason() {
    let (_folder, data) = folder();
    let server = Server::start(&data, "127.0.0.1:0");
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    assert_refused(
        &data,
        &["serve", "--addr", "127.0.0.1:0"],
        &["已有一个明镜服务在运行", "--data"],
    );
    let (_other_folder, other) = folder();
    assert_refused(
        &other,
        &["serve", "--addr", &server.addr],
        &["已被其他程序占用", "--addr"],
    );
    let (code, _, stderr) = run(&data, &["user", "list"]);
    assert_eq!(code, 0, "commands work beside a running server: {stderr}");
}

#[test]
fn a_killed_server_is_replaced_at_once_and_one_worker_remains() {
    let (_folder, data) = folder();
    let mut first = Server::start(&data, "127.0.0.1:0");
    let mut before = Vec::new();
    while before.is_empty() {
        before = workers(&data);
    }
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    let started = Instant::now();
    let second = Server::start(&data, "127.0.0.1:0");
    // The contract's two seconds are a figure to report, not a verdict on a busy machine.
    let deadline = started + Duration::from_mins(1);
    while !second.get("/readyz").starts_with("HTTP/1.1 200") {
        assert!(Instant::now() < deadline, "{}", second.get("/readyz"));
        std::thread::sleep(Duration::from_millis(20));
    }
    println!("ready {:?} after kill -9 and start", started.elapsed());
    let has_one_new_worker = || matches!(&workers(&data)[..], [one] if !before.contains(one));
    while !has_one_new_worker() {
        assert!(Instant::now() < deadline, "{before:?} then {:?}", workers(&data));
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The worker processes of a data folder.
fn workers(data: &Path) -> Vec<String> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let wanted = format!("MINGJING_DATA={}", data.display());
    let is_worker = |entry: &std::fs::DirEntry| {
        let read = |name| std::fs::read(entry.path().join(name)).unwrap_or_default();
        let has = |name, wanted: &str| {
            read(name)
                .split(|byte| *byte == 0)
                .any(|part| part == wanted.as_bytes())
        };
        has("cmdline", "--until-stdin-closes") && has("environ", &wanted)
    };
    processes
        .filter(is_worker)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn sigterm_ends_server_and_worker_with_exit_0() {
    let (_folder, data) = folder();
    let mut server = Server::start(&data, "127.0.0.1:0");
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    let pid = server.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    assert!(workers(&data).is_empty(), "{:?}", workers(&data));
}

#[test]
fn a_folder_that_cannot_be_written_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("file");
    std::fs::write(&blocked, "").unwrap();
    assert_refused(
        &blocked.join("data"),
        &["migrate"],
        &["不能写入数据文件夹", "--data"],
    );
}

/// Runs a command where `folder` lies on a read-only file system: root ignores permission bits. `None` where
/// this process may mount nothing.
fn run_read_only(folder: &Path, data: &Path, arguments: &[&str]) -> Option<Output> {
    const SCRIPT: &str =
        r#"mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 97; shift; exec "$@""#;
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user", "sh", "-c", SCRIPT, "sh"])
        .args([folder, Path::new(env!("CARGO_BIN_EXE_mingjing"))])
        .arg("--data")
        .arg(data)
        .args(arguments)
        .output()
        .ok()?;
    let is_refused = output.status.code() == Some(97) || output.stderr.starts_with(b"unshare:");
    (!is_refused).then_some(output)
}

#[test]
fn a_folder_on_a_read_only_disk_is_explained_and_left_as_it_is() {
    let (folder, data) = folder();
    assert_eq!(run(&data, &["migrate"]).0, 0);
    for arguments in [
        &["serve", "--addr", "127.0.0.1:0"][..],
        &["user", "list"],
        &["import", "records", "x.csv"],
    ] {
        let Some(output) = run_read_only(folder.path(), &data, arguments) else {
            eprintln!("this process may mount nothing: a read-only disk is not tried");
            return;
        };
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(
            stderr.contains("不能写入数据文件夹") && stderr.contains("磁盘是否只读"),
            "{stderr}"
        );
    }
    assert_eq!(run(&data, &["user", "list"]).0, 0, "nothing was lost");
}

#[test]
fn whoever_connects_and_says_nothing_or_too_little_is_not_waited_for() {
    let (_folder, data) = folder();
    let server = Server::start_with(&data, "127.0.0.1:0", &[("MINGJING_HTTP_HEADER_SECONDS", "1")]);
    for said in ["", "P", "GET / HTTP/1.1\r\nHost: x\r\n"] {
        let mut stream = TcpStream::connect(&server.addr).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let ended = stream.read_to_end(&mut answer);
        assert!(
            ended.is_ok(),
            "after “{said}” the connection stayed open: {ended:?}"
        );
    }
}

#[test]
fn whoever_asks_and_never_reads_is_cut_off() {
    let (_folder, data) = folder();
    let server = Server::start_with(&data, "127.0.0.1:0", &[("MINGJING_HTTP_STALLED_SECONDS", "1")]);
    let mut stream = TcpStream::connect(&server.addr).unwrap();
    stream.set_write_timeout(Some(Duration::from_mins(1))).unwrap();
    let request = b"GET /feedback/new HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100);
    let ended = loop {
        if let Err(error) = stream.write_all(&request) {
            break error;
        }
    };
    assert!(
        matches!(ended.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        "{ended}"
    );
}

#[test]
fn measuring_without_limits_is_for_loopback_only() {
    let (_folder, data) = folder();
    let mut command = mingjing(&data);
    let output = command
        .env("MINGJING_LIMITS_DISABLED", "true")
        .args(["serve", "--addr", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("limits.disabled")
    );
}
