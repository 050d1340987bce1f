//! The data folder: made by any command, for its own account alone, and explained where it cannot be written.

use super::{assert_refused, folder, run};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

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
