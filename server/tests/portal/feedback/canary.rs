//! Canaries: who wrote is nowhere to be read but in the mail to that person and with the custodian's key.

use crate::command_line::{mingjing, run};
use crate::process::Portal;
use serde_json::{Value, json};
use service::keys::KeyFolder;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use testkit::connection::Connection;

/// Name, telephone, mail: by form and through the API.
const BY_FORM: [&str; 3] = ["鹮鹱鸊", "13987650001", "canary-form-7f3a@example.test"];
const BY_API: [&str; 3] = ["鶌鶋鵳", "13987650002", "canary-api-91bc@example.test"];
/// By whoever objects to a record.
const BY_OBJECTION: [&str; 3] = ["鸂鶒鶵", "13987650003", "canary-objection-2c6d@example.test"];
/// What that person writes: kept in the database alone.
const WORDS: &str = "请撤下鷫鷞鹍鸡";
/// Whoever is anonymous may leave a way to be reached all the same.
const ANONYMOUS: &str = "canary-anonymous-5d2e@example.test";
const TITLE: &str = "投诉处理太慢而且没有回音";

fn by_form(connection: &mut Connection) -> String {
    let [name, phone, email] = BY_FORM;
    let fields = [
        ("kind", "complaint"),
        ("title", TITLE),
        ("body", "等了三个月"),
        ("anonymous", "false"),
        ("contact_name", name),
        ("contact_phone", phone),
        ("contact_email", email),
        ("idempotency_key", "0123456789abcdef-canary"),
    ];
    posted(connection, "/feedback/new", &fields, "F-2")
}

/// An objection to a record that is imported beside the running portal.
fn by_objection(connection: &mut Connection, data: &Path, folder: &Path) -> String {
    let row = json!({"kind": "penalty", "unit": "county", "title": "蓝天网吧未核对登记案", "document_number": "明公网罚〔2024〕3号",
        "decided_on": "2024-07-08", "party_name": "明镜县蓝天网吧", "party_type": "organization"});
    let file = folder.join("rows.jsonl");
    fs::write(&file, row.to_string()).unwrap();
    let file = file.to_str().unwrap();
    let (code, _, stderr) = run(data, &["import", "records", file, "--publish"]);
    assert_eq!(code, 0, "{stderr}");
    let found = connection.send(("GET", "/api/v1/records"), &[], "").unwrap().1;
    let found: Value = serde_json::from_str(&found).unwrap();
    let record = found["items"][0]["ref"].as_str().unwrap();
    let [name, phone, email] = BY_OBJECTION;
    let fields = [
        ("kind", "dispute"),
        ("asker", "party"),
        ("passage", "整条记录"),
        ("request", WORDS),
        ("contact_name", name),
        ("contact_phone", phone),
        ("contact_email", email),
        ("idempotency_key", "0123456789abcdef-canary-objection"),
    ];
    posted(
        connection,
        &format!("/records/{record}/objection"),
        &fields,
        "Y-2",
    )
}

/// Posts a form and gives the reference that its receipt shows.
fn posted(connection: &mut Connection, path: &str, fields: &[(&str, &str)], starts: &str) -> String {
    let body = app::link::Query::new("/");
    let body = fields
        .iter()
        .fold(body, |body, (name, value)| body.with(name, value))
        .href();
    let headers = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    let answer = connection.send(("POST", path), &headers, body.trim_start_matches("/?"));
    let (status, page) = answer.unwrap();
    assert_eq!(status, 201, "{page}");
    let at = page.find(starts).expect("the receipt shows the reference");
    page[at..at + 14].to_owned()
}

fn by_api(connection: &mut Connection, contact: &Value, anonymous: bool) -> String {
    let body = json!({ "kind": "complaint", "title": TITLE, "body": "等了三个月", "anonymous": anonymous, "contact": contact });
    let headers = [
        ("Content-Type", "application/json"),
        ("Idempotency-Key", "0123456789abcdef-canary-api"),
    ];
    let headers = if anonymous { &headers[..1] } else { &headers[..] };
    let answer = connection.send(("POST", "/api/v1/feedback"), headers, &body.to_string());
    let (status, receipt) = answer.unwrap();
    assert_eq!(status, 201, "{receipt}");
    let receipt: Value = serde_json::from_str(&receipt).unwrap();
    receipt["reference"].as_str().unwrap().to_owned()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// A canary as it may be written: plain, in an address, in JSON that escapes.
fn spellings(canary: &str) -> [String; 3] {
    let in_address = app::link::Query::new("/").with("x", canary).href();
    let escaped = canary
        .encode_utf16()
        .fold(String::new(), |text, unit| text + &format!("\\u{unit:04x}"));
    [
        canary.to_owned(),
        in_address.trim_start_matches("/?x=").to_owned(),
        escaped,
    ]
}

fn assert_nobody_can_be_read(folders: &[&Path]) -> usize {
    let mut all = Vec::new();
    for folder in folders {
        files(folder, &mut all);
    }
    for file in &all {
        // The index replaces its files while we look.
        let Ok(bytes) = fs::read(file) else { continue };
        for canary in BY_FORM
            .iter()
            .chain(&BY_API)
            .chain(&BY_OBJECTION)
            .chain(&[ANONYMOUS])
        {
            for spelling in spellings(canary) {
                assert!(!holds(&bytes, &spelling), "{} holds {spelling}", file.display());
            }
        }
    }
    all.len()
}

/// What is written against a record is in no log and no index.
fn assert_words_are_nowhere_in(folders: &[&Path]) {
    let mut all = Vec::new();
    for folder in folders {
        files(folder, &mut all);
    }
    for file in all {
        let bytes = fs::read(&file).unwrap_or_default();
        let is_held = spellings(WORDS).iter().any(|text| holds(&bytes, text));
        assert!(!is_held, "{}", file.display());
    }
}

fn wait_for_mails(outbox: &Path, count: usize) -> Vec<String> {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let mut found = Vec::new();
        if outbox.is_dir() {
            files(outbox, &mut found);
        }
        found.retain(|path| path.extension().is_some_and(|end| end == "eml"));
        if found.len() >= count {
            return found
                .iter()
                .map(|path| fs::read_to_string(path).unwrap())
                .collect();
        }
        assert!(Instant::now() < deadline, "{} of {count} mails came", found.len());
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn assert_each_got_one_mail(outbox: &Path, addresses: &[&str]) {
    let mails = wait_for_mails(outbox, addresses.len());
    for address in addresses {
        let to: Vec<_> = mails.iter().filter(|mail| mail.contains(address)).collect();
        assert_eq!(
            to.len(),
            1,
            "the worker opened the address {address} and wrote once"
        );
    }
}

fn identity(data: &Path, reference: &str, passphrase: &str) -> (bool, String) {
    let key = KeyFolder::of(data).custodian_file();
    let mut child = mingjing(data)
        .args([
            "--json",
            "identity",
            "open",
            reference,
            "--reason",
            "局长批准〔2026〕1 号",
            "--key",
        ])
        .arg(key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{passphrase}").unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn nobody_who_reads_files_logs_or_backups_learns_who_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let [data, outbox, logs, backup] =
        ["data", "outbox", "logs", "backup"].map(|name| folder.path().join(name));
    fs::create_dir(&logs).unwrap();
    fs::create_dir(&outbox).unwrap();
    let log = File::create(logs.join("portal.log")).unwrap();
    let mail = format!("file:{}", outbox.display());
    // Everything that any library would ever log.
    let settings = [
        ("MINGJING_SMTP_URL", mail.as_str()),
        ("MINGJING_LOG_LEVEL", "trace"),
    ];
    let mut portal = Portal::start(&data, &settings, log.into());
    let mut connection = Connection::open(&portal.addr).unwrap();
    let named = by_form(&mut connection);
    let [name, phone, email] = BY_API;
    by_api(
        &mut connection,
        &json!({ "name": name, "phone": phone, "email": email }),
        false,
    );
    let anonymous = by_api(&mut connection, &json!({ "email": ANONYMOUS }), true);

    let objection = by_objection(&mut connection, &data, folder.path());

    assert_each_got_one_mail(&outbox, &[BY_FORM[2], BY_API[2], BY_OBJECTION[2], ANONYMOUS]);
    let output = mingjing(&data).arg("backup").arg(&backup).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        data.join("mingjing.db-wal").exists(),
        "the test reads the log of changes too"
    );
    assert!(assert_nobody_can_be_read(&[&data, &backup, &logs]) > 5);
    assert_words_are_nowhere_in(&[&logs, &data.join("index")]);

    let passphrase = fs::read_to_string(KeyFolder::of(&data).passphrase_left_here().unwrap()).unwrap();
    for (reference, canaries) in [(&named, BY_FORM), (&objection, BY_OBJECTION)] {
        let (opened, shown) = identity(&data, reference, passphrase.trim());
        assert!(
            opened && canaries.iter().all(|canary| shown.contains(canary)),
            "{shown}"
        );
    }
    assert!(!identity(&data, &named, "not the passphrase").0);
    let (opened, shown) = identity(&data, &anonymous, passphrase.trim());
    assert!(
        !opened && !shown.contains(ANONYMOUS),
        "an anonymous person's address is for the mail alone"
    );
    portal.kill();
    assert_nobody_can_be_read(&[&data, &backup, &logs]);
}
