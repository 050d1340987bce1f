//! What a command says and with which code it ends.

use super::{assert_refused, folder, mingjing, run};
use std::process::Command;

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
