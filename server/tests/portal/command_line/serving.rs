//! `serve` as a process: one at a time, ended in order or killed, and stopped by no client.

use super::{Server, assert_refused, folder, mingjing, run};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

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
