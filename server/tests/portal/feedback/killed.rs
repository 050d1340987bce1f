//! kill -9 in the middle of many submissions: what was acknowledged is there after the restart.

use crate::process::{Connection, Portal};
use serde_json::{Value, json};
use service::rng::Rng;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const ROUNDS: usize = 3;
const SUBMISSIONS: usize = 1_000;
const CONNECTIONS: usize = 6;

/// What clients know when the portal is gone.
#[derive(Default)]
struct Known {
    receipts: Vec<Value>,
    /// Submissions without an answer: the client cannot know, and will send them again.
    cut_off: Vec<(String, String)>,
}

fn submit(connection: &mut Connection, key: &str, body: &str) -> std::io::Result<Value> {
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)];
    let (status, answer) = connection.send(("POST", "/api/v1/feedback"), &headers, body)?;
    assert_eq!(status, 201, "{answer}");
    Ok(serde_json::from_str(&answer)?)
}

/// Submits over several connections until the portal, killed after `enough` answers, answers no more.
fn submit_until_killed(data: &Path, round: usize, enough: usize, then: Duration) -> Known {
    let mut portal = Portal::start(data, &[], Stdio::null());
    let (next, answered) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let known = Mutex::new(Known::default());
    let addr = portal.addr.clone();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut connection = Connection::open(&addr).unwrap();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= SUBMISSIONS {
                        return;
                    }
                    let key = format!("kill-round-{round}-number-{number:04}");
                    let body = json!({ "kind": "complaint", "title": key, "body": "没有人回我电话", "anonymous": number % 2 == 0 }).to_string();
                    match submit(&mut connection, &key, &body) {
                        Ok(receipt) => {
                            known.lock().unwrap().receipts.push(receipt);
                            answered.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(_) => return known.lock().unwrap().cut_off.push((key, body)),
                    }
                }
            });
        }
        while answered.load(Ordering::Relaxed) < enough {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(then);
        portal.kill();
    });
    assert!(
        answered.load(Ordering::Relaxed) < SUBMISSIONS,
        "killed too late to prove anything"
    );
    known.into_inner().unwrap()
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

#[test]
fn no_acknowledged_submission_is_lost_when_the_portal_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let rng = Rng::seeded(20_261_122);
    let mut acknowledged: Vec<Value> = Vec::new();
    for round in 0..ROUNDS {
        let [a, b, c, d] = rng.bytes::<4>();
        let enough = 20 + usize::from(a) + usize::from(b) / 4;
        let then = Duration::from_micros(u64::from(u16::from_be_bytes([c, d])) / 16);
        let known = submit_until_killed(&data, round, enough, then);
        assert!(known.receipts.len() >= enough);
        acknowledged.extend(known.receipts);

        let portal = Portal::start(&data, &[], Stdio::null());
        let mut connection = Connection::open(&portal.addr).unwrap();
        for receipt in &acknowledged {
            assert_opens(&mut connection, receipt);
        }
        for (key, body) in &known.cut_off {
            let receipt = submit(&mut connection, key, body).unwrap();
            let again = submit(&mut connection, key, body).unwrap();
            assert_eq!(
                receipt, again,
                "the same key gives the same answer, whether it was kept before or not"
            );
            assert_opens(&mut connection, &receipt);
            acknowledged.push(receipt);
        }
    }
    let mut references: Vec<_> = acknowledged
        .iter()
        .map(|receipt| receipt["reference"].to_string())
        .collect();
    references.sort_unstable();
    references.dedup();
    assert_eq!(
        references.len(),
        acknowledged.len(),
        "every submission has a case of its own"
    );
}
