//! What `audit verify` promises: nothing to complain of after a whole demo, and every damage by other hands found,
//! on both databases.
#![expect(clippy::unwrap_used, reason = "in a test, failing is the message")]

use service::audit::{Check, Report, verify};
use service::demo::{self, Demo};
use service::lifecycle::{OlderSchema, Opening};
use service::passwords::{Cost, NewPassword, Passwords};
use service::rng::Rng;
use service::services::Services;
use std::path::Path;
use storage::Db;

const DEMO: Demo = Demo {
    seed: 1,
    records: 60,
    today: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
};

/// What keeps the trail from being changed must go before anything in it can be.
const GUARDS_OFF_SQLITE: [&str; 2] = [
    "DROP TRIGGER events_are_kept",
    "DROP TRIGGER events_do_not_change",
];
const GUARDS_OFF_POSTGRES: [&str; 1] = ["ALTER TABLE events DISABLE TRIGGER events_are_kept"];

/// What other hands may do, and where it shows.
const DAMAGES: [(&str, Check); 9] = [
    ("DELETE FROM officers WHERE is_leader", Check::Gone),
    (
        "DELETE FROM events WHERE subject_kind = 'officer' AND subject_id IN (SELECT id FROM officers)",
        Check::Untold,
    ),
    (
        "UPDATE feedback SET status = 'withdrawn', outcome = NULL WHERE status <> 'withdrawn'",
        Check::Untold,
    ),
    (
        "DELETE FROM events WHERE subject_kind = 'feedback' AND ordinal = 2",
        Check::Order,
    ),
    (
        "UPDATE events SET ordinal = 7 WHERE name = 'demo-loaded'",
        Check::Order,
    ),
    (
        "UPDATE events SET data = '{}' WHERE name = 'demo-loaded'",
        Check::Reading,
    ),
    (
        "UPDATE events SET name = 'signed-in' WHERE subject_kind = 'user' AND ordinal = 1",
        Check::Reading,
    ),
    (
        "UPDATE events SET on_day = '2020-01-01' WHERE name = 'follow-up-opened'",
        Check::Reading,
    ),
    (
        "UPDATE sealed_contacts SET subject_id = (SELECT f.id FROM feedback f WHERE NOT EXISTS \
         (SELECT 1 FROM sealed_contacts s WHERE s.subject_id = f.id) ORDER BY f.id LIMIT 1) \
         WHERE envelope = 'delivery' AND subject_id = (SELECT subject_id FROM sealed_contacts \
         WHERE subject_kind = 'feedback' AND envelope = 'delivery' ORDER BY subject_id LIMIT 1)",
        Check::Envelopes,
    ),
];

async fn portal(folder: &Path, url: String) -> Services {
    let mut opening = Opening::new(folder.to_owned(), url, OlderSchema::Migrate);
    opening.rng = Rng::seeded(1);
    let mut services = opening.open().await.unwrap();
    services.passwords = Passwords::new(services.rng.clone(), Cost::LIGHT);
    let password = NewPassword::long_enough("雨后石桥三只鹅过河去了吗").unwrap();
    demo::load(&services, &DEMO, &password, &mut |_| {})
        .await
        .unwrap();
    services
}

async fn run(db: &Db, sql: &'static str) {
    let changed = match db {
        Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.unwrap().rows_affected(),
        Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.unwrap().rows_affected(),
    };
    let changes_rows = !sql.contains("TRIGGER");
    assert!(changed > 0 || !changes_rows, "nothing to damage: {sql}");
}

fn count(report: &Report, check: Check) -> u64 {
    let found = report.findings.iter().find(|finding| finding.check == check);
    found.map_or(0, |finding| finding.count)
}

async fn every_damage_is_found(services: Services, guards_off: &[&'static str]) {
    let whole = verify(&services).await.unwrap();
    assert_eq!(whole.findings, [], "a demo is whole");
    assert!(whole.events > 100 && whole.envelopes > 0, "{whole:?}");

    for sql in guards_off {
        run(&services.db, sql).await;
    }
    let mut before = verify(&services).await.unwrap();
    assert_eq!(count(&before, Check::Guards), guards_off.len() as u64);
    assert_eq!(before.findings.len(), 1);
    for (sql, check) in DAMAGES {
        run(&services.db, sql).await;
        let after = verify(&services).await.unwrap();
        assert!(count(&after, check) > count(&before, check), "{sql}: {after:?}");
        before = after;
    }
    services.db.close().await;
}

#[tokio::test]
async fn a_damaged_trail_is_found_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
    every_damage_is_found(portal(folder.path(), url).await, &GUARDS_OFF_SQLITE).await;
}

#[tokio::test]
async fn a_damaged_trail_is_found_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let services = portal(folder.path(), testkit::postgres::fresh_database()).await;
    every_damage_is_found(services, &GUARDS_OFF_POSTGRES).await;
}
