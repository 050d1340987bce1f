//! The contract of the feedback tables, the same on both databases: kept as given, guarded by version, and seen
//! only by those whom it does not concern.
#![expect(clippy::unwrap_used, reason = "in a test, failing is the message")]

mod kept;
mod queue;
mod sight;

use chrono::{DateTime, NaiveDate, Utc};
use domain::deadline::ClockKind;
use domain::demand::{DemandKind, DemandStatus};
use domain::event::SubjectKind;
use domain::feedback::{FeedbackKind, Outcome, Status};
use domain::ids::{DemandId, FeedbackId, UnitId, UserId};
use domain::person::Concerned;
use domain::receipt::FeedbackReference;
use domain::role::{Role, Staff};
use domain::statistics::Listed;
use domain::unit::{Unit, UnitCode};
use storage::demands::{self, Demand};
use storage::events::When;
use storage::feedback::{Case, Change, Filter};
use storage::idempotency::Known;
use storage::messages::Sender;
use storage::sealed::Envelope;
use storage::visibility::Sight;
use storage::{Db, Error, Tx, clocks, feedback, idempotency, messages, sealed, units};
use uuid::Uuid;

const ALL: feedback::Part = feedback::Part {
    offset: 0,
    limit: 100,
};

const ROOT: UnitId = unit_id(1);
const CENTER: UnitId = unit_id(2);
const INSPECTION: UnitId = unit_id(3);
const PS01: UnitId = unit_id(4);
/// A post below `PS01`.
const POST: UnitId = unit_id(5);

const fn unit_id(number: u128) -> UnitId {
    UnitId(Uuid::from_u128(number))
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_795_309_200_123_456).unwrap()
}

fn today() -> NaiveDate {
    domain::clock::legal_day(now())
}

/// Runs a check on an empty SQLite file and on an empty PostgreSQL database.
async fn on_both(check: impl AsyncFn(Db)) {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = format!("sqlite:{}", folder.path().join("test.db").display());
    for url in [sqlite, testkit::postgres::fresh_database()] {
        let db = Db::open(&url).await.unwrap();
        db.migrate().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        for (id, code, parent) in [
            (ROOT, "county", None),
            (CENTER, "center", Some(ROOT)),
            (INSPECTION, "inspection", Some(ROOT)),
            (PS01, "ps01", Some(ROOT)),
            (POST, "post", Some(PS01)),
        ] {
            let unit = Unit {
                id,
                code: UnitCode::parse(code).unwrap(),
                name: code.into(),
                parent,
                incomplete: false,
                address: None,
                phone: None,
            };
            units::insert(&mut tx, &unit, None, now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        check(db.clone()).await;
        db.close().await;
    }
}

fn case(number: u8, queue: UnitId) -> Case {
    Case {
        id: FeedbackId(Uuid::from_u128(1000 + u128::from(number))),
        reference: FeedbackReference::parse(&format!("F-2026-000000{number}")).unwrap(),
        kind: FeedbackKind::Complaint,
        anonymous: false,
        title: "报案没有回音 '\"\\%".into(),
        body: "第一行\n第二行 😀".into(),
        occurred_on: Some("2026-11-01".parse().unwrap()),
        unit: Some(PS01),
        record: Some("R-00000000".into()),
        incident: Some("J-1".into()),
        officer_name: None,
        officer_badge: None,
        tell_unit: true,
        status: Status::Received,
        queue,
        queued_on: today(),
        rule: "complaint".into(),
        returned: false,
        has_news: true,
        received_on: today(),
        received_at: Some(now()),
        version: 1,
    }
}

async fn insert(tx: &mut Tx, case: &Case, units: &[UnitId], badges: &[&str]) {
    let concerned = Concerned {
        units: units.to_vec(),
        badges: badges.iter().map(|badge| (*badge).to_owned()).collect(),
        ..Concerned::default()
    };
    feedback::insert(tx, case, b"hash", &concerned).await.unwrap();
}

fn sight(role: Role, unit: UnitId) -> Sight {
    sight_of(role, unit, None, "王某")
}

fn sight_of(role: Role, unit: UnitId, badge: Option<&str>, name: &str) -> Sight {
    Sight::of(&staff(role, unit, badge, name))
}

fn staff(role: Role, unit: UnitId, badge: Option<&str>, name: &str) -> Staff {
    Staff {
        id: UserId(Uuid::nil()),
        username: "x".into(),
        display_name: name.into(),
        role,
        unit,
        badge: badge.map(str::to_owned),
    }
}

async fn sees(db: &Db, sight: &Sight, case: &Case) -> bool {
    let mut conn = db.read().await.unwrap();
    let found = feedback::find(&mut conn, sight, case.reference).await.unwrap();
    let by_id = feedback::find_by_id(&mut conn, sight, case.id).await.unwrap();
    let mut queue = feedback::queue(&mut conn, sight, Filter::default(), ALL)
        .await
        .unwrap();
    queue.retain(|row| row.case.id == case.id);
    assert_eq!(found.is_some(), by_id.is_some());
    assert_eq!(found.is_some(), queue.len() == 1, "page and queue show the same");
    found.is_some()
}
