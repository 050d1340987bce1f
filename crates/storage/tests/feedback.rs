//! The contract of the feedback tables, the same on both databases: kept as given, guarded by version, and seen
//! only by those whom it does not concern.
#![expect(clippy::unwrap_used, reason = "in a test, failing is the message")]

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

#[tokio::test]
async fn a_case_is_kept_as_given_and_its_reference_is_unique() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = case(1, CENTER);
        insert(&mut tx, &case, &[PS01], &["012345"]).await;
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let (found, hash) = feedback::receipt::find(&mut conn, case.reference)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found, hash.as_slice()), (case.clone(), b"hash".as_slice()));
        assert_eq!(
            feedback::receipt::concerned(&mut conn, case.id).await.unwrap(),
            [PS01]
        );
        drop(conn);
        let twin = Case {
            id: FeedbackId(Uuid::from_u128(77)),
            ..case
        };
        let mut tx = db.begin().await.unwrap();
        let refused = feedback::insert(&mut tx, &twin, b"hash", &Concerned::default()).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn an_anonymous_case_cannot_hold_a_time_of_day() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = Case {
            anonymous: true,
            ..case(1, CENTER)
        };
        assert!(
            feedback::insert(&mut tx, &case, b"hash", &Concerned::default())
                .await
                .is_err()
        );
    })
    .await;
}

#[tokio::test]
async fn a_change_of_an_older_version_is_stale() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = case(1, CENTER);
        insert(&mut tx, &case, &[], &[]).await;
        let change = Change {
            status: Status::Closed(Outcome::Upheld),
            queue: INSPECTION,
            queued_on: today(),
            returned: true,
            has_news: false,
        };
        feedback::update(&mut tx, case.id, 1, &change).await.unwrap();
        let again = feedback::update(&mut tx, case.id, 1, &change).await;
        assert!(matches!(again, Err(Error::Stale)), "{again:?}");
        let changed = feedback::receipt::by_id(&mut tx, case.id).await.unwrap().unwrap();
        assert_eq!((changed.status, changed.queue), (change.status, INSPECTION));
        assert_eq!(
            (changed.returned, changed.has_news, changed.version),
            (true, false, 2)
        );
    })
    .await;
}

#[tokio::test]
async fn whoever_works_the_queue_sees_a_case_unless_it_concerns_them() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let at_center = case(1, CENTER);
        insert(&mut tx, &at_center, &[PS01], &["012345"]).await;
        let in_own_queue = case(2, PS01);
        insert(&mut tx, &in_own_queue, &[PS01], &[]).await;
        let below = case(3, POST);
        insert(&mut tx, &below, &[PS01], &[]).await;
        let named = case(4, CENTER);
        let accused = Concerned {
            badges: vec!["000777".into()],
            names: vec!["李某".into()],
            ..Concerned::default()
        };
        feedback::insert(&mut tx, &named, b"hash", &accused)
            .await
            .unwrap();
        let about_nobody = case(5, PS01);
        insert(&mut tx, &about_nobody, &[], &[]).await;
        tx.commit().await.unwrap();

        assert!(sees(&db, &sight(Role::Center, CENTER), &at_center).await);
        assert!(
            !sees(&db, &sight(Role::Inspector, INSPECTION), &at_center).await,
            "another queue"
        );
        assert!(
            !sees(&db, &sight(Role::Handler, PS01), &in_own_queue).await,
            "the unit concerned"
        );
        assert!(
            !sees(&db, &sight(Role::Handler, POST), &below).await,
            "a unit below the one concerned"
        );
        assert!(sees(&db, &sight(Role::Handler, PS01), &about_nobody).await);
        let officer = |badge, name| sight_of(Role::Center, CENTER, badge, name);
        assert!(
            !sees(&db, &officer(Some("012345"), "王某"), &at_center).await,
            "a badge found by routing"
        );
        assert!(
            !sees(&db, &officer(Some("000777"), "王某"), &named).await,
            "a badge"
        );
        assert!(!sees(&db, &officer(None, "李某"), &named).await, "a name");
        assert!(sees(&db, &officer(Some("000778"), "王某"), &named).await);
        for role in [
            Role::Admin,
            Role::Auditor,
            Role::Publisher,
            Role::Leader,
            Role::Custodian,
        ] {
            assert!(!sees(&db, &sight(role, CENTER), &at_center).await, "{role:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_demand_is_hidden_from_whoever_its_case_names() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let source = case(1, CENTER);
        let accused = Concerned {
            badges: vec!["880011".into()],
            names: vec!["胡玲副大队长".into()],
            ..Concerned::default()
        };
        feedback::insert(&mut tx, &source, b"hash", &accused)
            .await
            .unwrap();
        let demand = Demand {
            id: DemandId(Uuid::from_u128(7)),
            kind: DemandKind::Feedback,
            title: "请说明".into(),
            text: "请说明".into(),
            unit: PS01,
            reviewer: CENTER,
            status: DemandStatus::Sent,
            sent_on: today(),
            version: 1,
        };
        let sources = [(SubjectKind::Feedback, source.id.0)];
        demands::insert(&mut tx, &demand, &sources).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        for (badge, name, is_named) in [
            (None, "司马平", false),
            (None, "胡玲", true),
            (None, "胡 玲警官", true),
            (None, "民警胡玲副大队长", true),
            (Some("880011"), "司马平", true),
            (Some("警号 ８８００１１"), "司马平", true),
            (Some("880012"), "司马平", false),
            (None, "胡", false),
        ] {
            let staff = staff(Role::Handler, PS01, badge, name);
            let found = demands::find(&mut conn, &staff, demand.id).await.unwrap();
            let waiting = demands::waiting(&mut conn, &staff).await.unwrap();
            let listed = demands::list(&mut conn, &staff, demand.kind, 10).await.unwrap();
            assert_eq!(
                [found.is_none(), waiting.is_empty(), listed.is_empty()],
                [is_named; 3],
                "{badge:?} {name}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_monitor_sees_complaints_but_no_report_and_nothing_that_inspection_holds() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let complaint = case(1, CENTER);
        insert(&mut tx, &complaint, &[PS01], &[]).await;
        let report = Case {
            kind: FeedbackKind::Report,
            ..case(2, CENTER)
        };
        insert(&mut tx, &report, &[], &[]).await;
        let held = case(3, INSPECTION);
        insert(&mut tx, &held, &[], &[]).await;
        tx.commit().await.unwrap();
        assert!(sees(&db, &sight(Role::Monitor, ROOT), &complaint).await);
        assert!(!sees(&db, &sight(Role::Monitor, ROOT), &report).await);
        assert!(!sees(&db, &sight(Role::Monitor, ROOT), &held).await);
        assert!(
            !sees(&db, &sight(Role::Monitor, PS01), &complaint).await,
            "of the unit concerned"
        );
    })
    .await;
}

#[tokio::test]
async fn the_queue_is_ordered_by_the_next_day_and_counts_what_is_overdue() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let cases = [case(1, CENTER), case(2, CENTER), case(3, CENTER)];
        for case in &cases {
            insert(&mut tx, case, &[], &[]).await;
        }
        let due = |days: i64| domain::calendar::Counted {
            on: today() + chrono::TimeDelta::days(days),
            provisional: false,
        };
        for (case, clock, days) in [
            (&cases[0], ClockKind::Answer, 40),
            (&cases[1], ClockKind::Answer, 60),
            (&cases[1], ClockKind::Notice, -1),
        ] {
            let subject = (SubjectKind::Feedback, case.id.0);
            clocks::start(&mut tx, subject, clock, today(), due(days))
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let (center, mut conn) = (sight(Role::Center, CENTER), db.read().await.unwrap());
        let queue = feedback::queue(&mut conn, &center, Filter::default(), ALL)
            .await
            .unwrap();
        let order: Vec<_> = queue
            .iter()
            .map(|row| (row.case.id, row.due.map(|(clock, _)| clock)))
            .collect();
        assert_eq!(
            order,
            [
                (cases[1].id, Some(ClockKind::Notice)),
                (cases[0].id, Some(ClockKind::Answer)),
                (cases[2].id, None)
            ]
        );
        let counts = feedback::queue_counts(&mut conn, &center, today()).await.unwrap();
        assert_eq!(counts, [(Status::Received, 3, 1)]);
        for (kind, finished) in [(Some(FeedbackKind::Report), false), (None, true)] {
            let filter = Filter {
                kind,
                finished,
                ..Filter::default()
            };
            let queue = feedback::queue(&mut conn, &center, filter, ALL).await.unwrap();
            assert!(queue.is_empty(), "{filter:?}");
        }
    })
    .await;
}

/// Of the centre's cases: one overdue, one answered with news, two that ended yesterday and today; and one more that is
/// overdue and concerns the centre itself.
async fn overdue_news_and_ends(db: &Db) -> [Case; 4] {
    let mut tx = db.begin().await.unwrap();
    let numbered = |number, status| Case {
        status,
        ..case(number, CENTER)
    };
    let cases = [
        numbered(1, Status::Received),
        numbered(2, Status::Answered),
        numbered(3, Status::Closed(Outcome::Upheld)),
        numbered(4, Status::Closed(Outcome::Upheld)),
    ];
    for case in &cases {
        insert(&mut tx, case, &[], &[]).await;
    }
    let concerned = case(5, CENTER);
    insert(&mut tx, &concerned, &[CENTER], &[]).await;
    let yesterday = today().pred_opt().unwrap();
    let ran_out = domain::calendar::Counted {
        on: yesterday,
        provisional: false,
    };
    for case in [&cases[0], &concerned] {
        let subject = (SubjectKind::Feedback, case.id.0);
        clocks::start(&mut tx, subject, ClockKind::Answer, yesterday, ran_out)
            .await
            .unwrap();
    }
    messages::append(
        &mut tx,
        cases[1].id,
        Sender::Citizen,
        "还是不满意",
        When::On(today()),
    )
    .await
    .unwrap();
    for (case, day) in [(&cases[2], yesterday), (&cases[3], today())] {
        let event = domain::event::Event::IdentityOpened {
            reason: String::new(),
        };
        let subject = (SubjectKind::Feedback, case.id.0);
        let actor = domain::event::Actor::System("test".into());
        storage::events::append(&mut tx, subject, When::On(day), &actor, &event)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    cases
}

#[tokio::test]
async fn news_stand_on_top_overdue_are_counted_as_listed_and_the_newest_end_comes_first() {
    on_both(async |db| {
        let cases = overdue_news_and_ends(&db).await;
        let (center, mut conn) = (sight(Role::Center, CENTER), db.read().await.unwrap());
        let mut ids = async |filter| {
            let queue = feedback::queue(&mut conn, &center, filter, ALL).await.unwrap();
            queue
                .into_iter()
                .map(|row| (row.case.id, row.news_on))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ids(Filter::default()).await,
            [(cases[1].id, Some(today())), (cases[0].id, None)]
        );
        let finished = Filter {
            finished: true,
            ..Filter::default()
        };
        assert_eq!(ids(finished).await, [(cases[3].id, None), (cases[2].id, None)]);
        let overdue = |unit| Filter {
            overdue_on: Some(today()),
            unit: Some(unit),
            ..Filter::default()
        };
        assert_eq!(ids(overdue(CENTER)).await, [(cases[0].id, None)]);
        assert_eq!(ids(overdue(PS01)).await, []);
        let counted = feedback::overdue_by_unit(&mut conn, &center, today())
            .await
            .unwrap();
        let of_centre = |all, listed| [(CENTER, Listed { all, listed })];
        assert_eq!(
            counted,
            of_centre(1, 1),
            "as many as are listed: none that concerns the unit"
        );
        let supervisor = sight(Role::Supervisor, PS01);
        let counted = feedback::overdue_by_unit(&mut conn, &supervisor, today())
            .await
            .unwrap();
        assert_eq!(
            counted,
            of_centre(2, 0),
            "counted for those who watch, not listed"
        );
    })
    .await;
}

#[tokio::test]
async fn a_key_is_remembered_to_its_last_day_and_a_form_key_for_ever() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = case(1, CENTER);
        insert(&mut tx, &case, &[], &[]).await;
        let known = Known {
            body_hash: b"body".to_vec(),
            case: case.id,
            answer_due: today(),
        };
        let tomorrow = today().succ_opt().unwrap();
        let after = tomorrow.succ_opt().unwrap();
        idempotency::insert(&mut tx, b"api", &known, today(), Some(tomorrow))
            .await
            .unwrap();
        idempotency::insert(&mut tx, b"form", &known, today(), None)
            .await
            .unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        let twice = idempotency::insert(&mut tx, b"api", &known, tomorrow, None).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(
            idempotency::find(&mut tx, b"api", tomorrow).await.unwrap(),
            Some(known.clone())
        );
        assert_eq!(idempotency::find(&mut tx, b"api", after).await.unwrap(), None);
        assert_eq!(idempotency::purge(&mut tx, tomorrow, 10).await.unwrap(), 0);
        assert_eq!(idempotency::purge(&mut tx, after, 10).await.unwrap(), 1);
        assert_eq!(
            idempotency::find(&mut tx, b"form", after).await.unwrap(),
            Some(known)
        );
    })
    .await;
}

#[tokio::test]
async fn messages_keep_their_order_and_envelopes_are_replaced_and_forgotten() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let case = case(1, CENTER);
        insert(&mut tx, &case, &[], &[]).await;
        let said = [
            (Sender::Citizen, "一", When::On(today())),
            (Sender::Unit, "二", When::At(now())),
            (Sender::Citizen, "三", When::On(today())),
        ];
        for (sender, text, when) in said {
            messages::append(&mut tx, case.id, sender, text, when)
                .await
                .unwrap();
        }
        let kept = messages::list(&mut tx, case.id).await.unwrap();
        let kept: Vec<_> = kept.iter().map(|m| (m.sender, m.text.as_str(), m.at)).collect();
        assert_eq!(
            kept,
            said.map(|(sender, text, when)| (sender, text, when.instant()))
        );

        let subject = (SubjectKind::Feedback, case.id.0);
        for blob in [b"one".as_slice(), b"two"] {
            sealed::put(&mut tx, subject, Envelope::Delivery, blob)
                .await
                .unwrap();
        }
        sealed::put(&mut tx, subject, Envelope::Identity, b"three")
            .await
            .unwrap();
        let found = sealed::find(&mut tx, subject, Envelope::Delivery).await.unwrap();
        assert_eq!(found.as_deref(), Some(b"two".as_slice()));
        assert!(!sealed::has_email(&mut tx, subject).await.unwrap());
        sealed::note_email(&mut tx, subject).await.unwrap();
        assert!(sealed::has_email(&mut tx, subject).await.unwrap());
        sealed::put(&mut tx, subject, Envelope::Delivery, b"four")
            .await
            .unwrap();
        assert!(
            !sealed::has_email(&mut tx, subject).await.unwrap(),
            "another envelope is another fact"
        );
        sealed::forget(&mut tx, subject).await.unwrap();
        for envelope in [Envelope::Delivery, Envelope::Identity] {
            assert_eq!(sealed::find(&mut tx, subject, envelope).await.unwrap(), None);
        }
    })
    .await;
}
