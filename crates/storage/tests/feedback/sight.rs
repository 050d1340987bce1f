//! Who sees a case or a demand, and who does not.

use super::*;

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
