//! A database made by a newer or an older program, met by the real one. (SQLite's own: `storage::migrations`.)

use crate::command_line::mingjing;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use testkit::postgres::{execute, fresh_database};

fn run(data: &Path, database: &str, arguments: &[&str]) -> (i32, String) {
    let output = mingjing(data)
        .env("MINGJING_DATABASE", database)
        .args(arguments)
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// The schema as it was before the step that this test names.
fn make_older(database: &str) {
    execute(
        database,
        "DELETE FROM _sqlx_migrations WHERE version = 10; ALTER TABLE records DROP COLUMN ruling_batch_id",
    );
}

#[test]
fn a_newer_database_is_left_alone_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let (data, database) = (folder.path().join("data"), fresh_database());
    assert_eq!(run(&data, &database, &["user", "list"]).0, 0);
    execute(
        &database,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (99999, 'of a newer program', TRUE, '', 0)",
    );
    for arguments in [
        &["serve", "--addr", "127.0.0.1:0"][..],
        &["migrate"],
        &["worker"],
        &["user", "list"],
        &["demo"],
        &["reindex"],
    ] {
        let (code, stderr) = run(&data, &database, arguments);
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
        assert!(
            stderr.contains("更新版本") && stderr.contains("请换用"),
            "{stderr}"
        );
    }
}

#[test]
fn an_older_database_is_migrated_by_migrate_and_serve_and_refused_by_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let (data, database) = (folder.path().join("data"), fresh_database());
    assert_eq!(run(&data, &database, &["user", "list"]).0, 0);
    make_older(&database);
    for arguments in [
        &["user", "list"][..],
        &["worker"],
        &["demo"],
        &["reindex"],
        &["import", "records", "x.csv"],
    ] {
        let (code, stderr) = run(&data, &database, arguments);
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
        assert!(stderr.contains("mingjing migrate"), "{arguments:?}: {stderr}");
    }
    let (code, stderr) = run(&data, &database, &["migrate"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(run(&data, &database, &["user", "list"]).0, 0);

    make_older(&database);
    let mut serve = mingjing(&data)
        .env("MINGJING_DATABASE", &database)
        .args(["serve", "--addr", "127.0.0.1:0", "--no-worker"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(serve.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    serve.kill().unwrap();
    serve.wait().unwrap();
    assert!(line.contains("明镜已启动"), "{line}");
    assert_eq!(
        run(&data, &database, &["user", "list"]).0,
        0,
        "serve brought it up to date"
    );
}
