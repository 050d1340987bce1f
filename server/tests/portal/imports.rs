//! Imports by the real program: beside citizens who write, and killed in the middle.

use crate::command_line::mingjing;
use crate::process::Portal;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use testkit::connection::Connection;

/// Posts during the import, and its rows; `MINGJING_TEST_IMPORT_ROWS=100000` is the contract's size.
const POSTS: usize = 1_000;
const ROWS: usize = 4_000;
const ROWS_VARIABLE: &str = "MINGJING_TEST_IMPORT_ROWS";

/// So much in the log of the database means that two chunks are surely committed.
const STORED: u64 = 2_500_000;

fn rows() -> usize {
    std::env::var(ROWS_VARIABLE).map_or(ROWS, |rows| rows.parse().unwrap())
}

/// Decisions with texts of some hundred characters.
fn file_of(folder: &Path, rows: usize) -> PathBuf {
    let facts = "当事人在经营活动中未按规定核对、登记上网消费者的有效身份证件，经查证属实。".repeat(8);
    let mut text = String::new();
    for row in 1..=rows {
        let row = json!({ "kind": "penalty", "title": format!("第{row}号案"), "unit": "county", "decided_on": "2025-03-04",
            "document_number": format!("明公罚〔2025〕{row}号"), "party_name": "明镜县蓝天网吧", "facts": facts, "fine_yuan": "100" });
        writeln!(text, "{row}").unwrap();
    }
    let file = folder.join(format!("{rows}.jsonl"));
    std::fs::write(&file, text).unwrap();
    file
}

fn start_import(data: &Path, file: &Path) -> Child {
    let mut import = mingjing(data);
    import
        .args(["--json", "import", "records", "--publish"])
        .arg(file);
    import
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn summary(import: Child) -> Value {
    let output = import.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    let stdout = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(stdout.lines().last().unwrap()).unwrap()
}

/// One submission: its status and how long it took.
fn submit(connection: &mut Connection, number: usize) -> (u16, Duration) {
    let key = format!("beside-an-import-{number:05}");
    let body = json!({ "kind": "complaint", "title": key, "body": "没有人回我电话", "anonymous": number.is_multiple_of(2) });
    let headers = [
        ("Content-Type", "application/json"),
        ("Idempotency-Key", key.as_str()),
    ];
    let started = Instant::now();
    let (status, _) = connection
        .send(("POST", "/api/v1/feedback"), &headers, &body.to_string())
        .unwrap();
    (status, started.elapsed())
}

#[test]
fn citizens_are_answered_while_an_import_runs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = file_of(folder.path(), rows());
    let portal = Portal::start(&data, &[], Stdio::null());
    let mut import = start_import(&data, &file);
    let mut connection = Connection::open(&portal.addr).unwrap();
    let mut beside = 0;
    let mut times = Vec::with_capacity(POSTS);
    for number in 0..POSTS {
        beside += usize::from(import.try_wait().unwrap().is_none());
        let (status, time) = submit(&mut connection, number);
        assert_eq!(status, 201, "post {number}");
        times.push(time);
    }
    let summary = summary(import);
    assert_eq!(
        (&summary["new"], &summary["published"]),
        (&json!(rows()), &json!(rows()))
    );
    assert!(
        beside >= POSTS / 20,
        "only {beside} posts while the import ran: make it longer"
    );
    times.sort_unstable();
    let p99 = times[POSTS * 99 / 100];
    println!(
        "{} rows: {POSTS} posts, {beside} of them beside the import, p50 {:?}, p99 {p99:?}, longest {:?}",
        rows(),
        times[POSTS / 2],
        times[POSTS - 1]
    );
    // The contract's figure (Imports): no import may hold the write lock for long.
    assert!(p99 <= Duration::from_secs(1), "p99 {p99:?}");
}

/// Kills an import once some of its rows are stored; what the database then holds of it.
fn killed(data: &Path, file: &Path) {
    let mut import = start_import(data, file);
    let database = data.join("mingjing.db-wal");
    let size = || std::fs::metadata(&database).map_or(0, |file| file.len());
    let before = size();
    while size() < before + STORED {
        assert!(
            import.try_wait().unwrap().is_none(),
            "it ended before it could be killed"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    import.kill().unwrap();
    import.wait().unwrap();
}

fn stored(data: &Path) -> (i64, usize) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = storage::Db::open(&format!("sqlite:{}", data.join("mingjing.db").display()))
            .await
            .unwrap();
        let mut conn = db.read().await.unwrap();
        let records = storage::census::take(&mut conn).await.unwrap().records;
        (
            records,
            storage::imports::unfinished(&mut conn).await.unwrap().len(),
        )
    })
}

#[test]
fn an_import_that_was_killed_is_taken_back_at_the_next_command() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = file_of(folder.path(), ROWS);
    assert!(mingjing(&data).arg("migrate").output().unwrap().status.success());
    killed(&data, &file);
    let (records, unfinished) = stored(&data);
    assert!(
        records > 0 && unfinished == 1,
        "{records} rows of {unfinished} batches were there to take back"
    );
    let output = mingjing(&data).args(["user", "list"]).output().unwrap();
    assert!(output.status.success());
    assert_eq!(stored(&data), (0, 0), "any command takes it back");

    killed(&data, &file);
    let summary = summary(start_import(&data, &file));
    assert_eq!(
        (&summary["new"], &summary["published"]),
        (&json!(ROWS), &json!(ROWS)),
        "as if for the first time"
    );
}

#[test]
fn a_portal_started_after_a_killed_import_takes_it_back_by_its_worker() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(mingjing(&data).arg("migrate").output().unwrap().status.success());
    killed(&data, &file_of(folder.path(), ROWS));
    let portal = Portal::start(&data, &[], Stdio::null());
    let mut connection = Connection::open(&portal.addr).unwrap();
    let (status, body) = connection.send(("GET", "/api/v1/records"), &[], "").unwrap();
    let found: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (status, &found["total"]),
        (200, &json!(0)),
        "unreleased rows are invisible"
    );
    let deadline = Instant::now() + Duration::from_secs(30);
    while stored(&data) != (0, 0) {
        assert!(Instant::now() < deadline, "{:?}", stored(&data));
        std::thread::sleep(Duration::from_millis(50));
    }
}
