//! kill -9 in the middle of a thousand submissions, again and again: what was acknowledged is there after the
//! restart, and what was cut off and sent again is there once.

use crate::process::Portal;
use serde_json::{Value, json};
use service::rng::Rng;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::time::Duration;
use testkit::connection::Connection;

const KILLS: usize = 4;
const SUBMISSIONS: usize = 1_000;
const CONNECTIONS: usize = 6;

/// What clients know.
struct Known {
    /// Without an answer: their clients cannot know, and send them again.
    unanswered: Vec<usize>,
    receipts: Vec<Value>,
}

fn submit(connection: &mut Connection, key: &str, body: &str) -> std::io::Result<Value> {
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)];
    let (status, answer) = connection.send(("POST", "/api/v1/feedback"), &headers, body)?;
    assert_eq!(status, 201, "{answer}");
    Ok(serde_json::from_str(&answer)?)
}

fn send(connection: &mut Connection, number: usize) -> std::io::Result<Value> {
    let key = format!("killed-submission-{number:04}");
    let body = json!({ "kind": "complaint", "title": key, "body": "没有人回我电话", "anonymous": number.is_multiple_of(2) });
    submit(connection, &key, &body.to_string())
}

/// Submits over several connections until all is answered or the portal answers no more.
fn submit_all(addr: &str, known: &Mutex<Known>) {
    let Ok(mut connection) = Connection::open(addr) else {
        return;
    };
    loop {
        let next = known.lock().unwrap().unanswered.pop();
        let Some(number) = next else { return };
        let answer = send(&mut connection, number);
        let mut known = known.lock().unwrap();
        match answer {
            Ok(receipt) => known.receipts.push(receipt),
            Err(_) => return known.unanswered.push(number),
        }
    }
}

/// Lets clients submit, and kills the portal some time after `enough` receipts.
fn submit_until_killed(data: &Path, known: &Mutex<Known>, enough: usize, then: Duration) {
    let mut portal = Portal::start(data, &[], Stdio::null());
    let addr = portal.addr.clone();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| submit_all(&addr, known));
        }
        while known.lock().unwrap().receipts.len() < enough {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(then);
        portal.kill();
    });
    let left = known.lock().unwrap().unanswered.len();
    assert!(left > 0, "killed too late to prove anything");
}

fn assert_opens(connection: &mut Connection, receipt: &Value) {
    let (reference, code) = (
        receipt["reference"].as_str().unwrap(),
        receipt["code"].as_str().unwrap(),
    );
    let path = format!("/api/v1/feedback/{reference}");
    let authorization = format!("Receipt {code}");
    let answer = connection.send(("GET", &path), &[("Authorization", &authorization)], "");
    let (status, case) = answer.unwrap();
    assert_eq!(status, 200, "{reference} was acknowledged and is lost: {case}");
    assert!(case.contains("没有人回我电话"));
}

fn cases(data: &Path) -> i64 {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let url = format!("sqlite:{}", data.join("mingjing.db").display());
        let db = storage::Db::open(&url).await.unwrap();
        let mut conn = db.read().await.unwrap();
        storage::census::take(&mut conn).await.unwrap().feedback
    })
}

#[test]
fn no_acknowledged_submission_is_lost_when_the_portal_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let rng = Rng::seeded(20_261_122);
    let known = Mutex::new(Known {
        unanswered: (0..SUBMISSIONS).collect(),
        receipts: Vec::new(),
    });
    for kill in 1..=KILLS {
        let [a, b, c] = rng.bytes::<3>();
        let enough = kill * SUBMISSIONS / (KILLS + 1) - usize::from(a) / 4;
        let then = Duration::from_micros(u64::from(u16::from_be_bytes([b, c])) / 16);
        submit_until_killed(&data, &known, enough, then);
    }
    let portal = Portal::start(&data, &[], Stdio::null());
    let mut connection = Connection::open(&portal.addr).unwrap();
    for receipt in &known.lock().unwrap().receipts {
        assert_opens(&mut connection, receipt);
    }
    // Whether the case was kept before the kill or not, the same key leads to one case.
    submit_all(&portal.addr, &known);
    let receipts = known.into_inner().unwrap().receipts;
    assert_eq!((receipts.len(), cases(&data)), (SUBMISSIONS, 1_000));
    for receipt in &receipts {
        assert_opens(&mut connection, receipt);
    }
    let mut references: Vec<_> = receipts
        .iter()
        .map(|receipt| receipt["reference"].to_string())
        .collect();
    references.sort_unstable();
    references.dedup();
    assert_eq!(
        references.len(),
        SUBMISSIONS,
        "every submission has a case of its own"
    );
}
