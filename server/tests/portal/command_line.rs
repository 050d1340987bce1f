//! The binary as a person at a terminal meets it: exit codes and what it says.

mod data;
mod said;
mod serving;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

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
