use super::*;
use crate::calendar::announce;
use crate::lifecycle::{OlderSchema, Opening};
use chrono::NaiveDate;
use domain::calendar::DayKind;
use domain::deadline::{ClockKind, Period};
use std::collections::BTreeMap;
use storage::calendar::Day;
use storage::{calendar, clocks};

async fn portal() -> (tempfile::TempDir, Services) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
    portal_on(folder, url).await
}

async fn portal_on(folder: tempfile::TempDir, url: String) -> (tempfile::TempDir, Services) {
    let mut opening = Opening::new(folder.path().to_owned(), url, OlderSchema::Migrate);
    opening.clock = std::sync::Arc::new(testkit::MockClock::default());
    let services = opening.open().await.unwrap();
    (folder, services)
}

#[tokio::test]
async fn rules_are_replaced_with_an_event_and_bad_ones_refused() {
    let (_folder, services) = portal().await;
    let (before, is_set) = show(&services, RuleSet::Periods).await.unwrap();
    assert!(!is_set);
    replace(
        &services,
        RuleSet::Periods,
        r#"{"demand":{"unit":"days","n":3}}"#,
        "tester",
    )
    .await
    .unwrap();
    let (after, is_set) = show(&services, RuleSet::Periods).await.unwrap();
    assert!(
        is_set && after["answer"] == before["answer"] && after["demand"]["n"] == 3,
        "{after}"
    );

    for (set, text) in [
        (RuleSet::Periods, r#"{"anwser":{"unit":"days","n":3}}"#),
        (RuleSet::Periods, r#"{"answer":{"unit":"days","n":100000}}"#),
        (RuleSet::Desks, "nonsense"),
        (
            RuleSet::Routing,
            r#"[{"name":"x","kinds":["inquiry"],"queue":{"code":"nowhere"}}]"#,
        ),
    ] {
        assert!(replace(&services, set, text, "tester").await.is_err(), "{text}");
    }
    let mut conn = services.db.read().await.unwrap();
    let told = events::list(&mut conn, (SubjectKind::Portal, Uuid::nil()))
        .await
        .unwrap();
    let changes = told.iter().filter(|one| one.event.name() == "rules-changed");
    assert_eq!(changes.count(), 1);
    assert_eq!(
        in_force::<Periods>(&mut conn).await.unwrap().demand,
        Period::Days(3)
    );
}

#[tokio::test]
async fn rules_changed_by_other_hands_are_reported() {
    let (_folder, services) = portal().await;
    let mut tx = services.db.begin().await.unwrap();
    assert!(broken(&mut tx).await.unwrap().is_empty());
    meta::set(&mut tx, "callbacks", "{\"link_day\":3}").await.unwrap();
    tx.commit().await.unwrap();
    let broken = broken(&mut services.db.read().await.unwrap()).await.unwrap();
    let told: Vec<_> = broken.iter().map(ToString::to_string).collect();
    assert!(
        told.len() == 1 && told[0].contains("link_day") && told[0].contains("rules show callbacks"),
        "{told:?}"
    );
}

/// The clocks of follow-ups run by the settings of callbacks, when they start and when a year is announced.
async fn a_clock_is_counted_again_by_the_length_that_it_started_with(services: Services) {
    let rules = r#"{"follow_up":{"unit":"working-days","n":4}}"#;
    replace(&services, RuleSet::Callbacks, rules, "tester")
        .await
        .unwrap();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (subject, start) = ((SubjectKind::FollowUp, Uuid::from_u128(1)), day("2027-03-01"));
    let mut tx = services.db.begin().await.unwrap();
    let known = calendar::load(&mut tx).await.unwrap();
    let due = Period::WorkingDays(4).end(&known, start);
    assert_eq!((due.on, due.provisional), (day("2027-03-05"), true));
    clocks::start(&mut tx, subject, ClockKind::FollowUp, start, due)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let off = Day {
        day: day("2027-03-03"),
        kind: DayKind::Holiday,
        name: "测试".into(),
    };
    let years = BTreeMap::from([(2027, vec![off])]);
    let done = announce(&services, &years, "test", &Actor::System("test".into()))
        .await
        .unwrap();
    assert_eq!(done.moved, 1);
    let clocks = clocks::of(&mut services.db.read().await.unwrap(), subject)
        .await
        .unwrap();
    assert_eq!((clocks[0].on, clocks[0].provisional), (day("2027-03-08"), false));
    let again = announce(&services, &years, "test", &Actor::System("test".into()))
        .await
        .unwrap();
    assert_eq!(again.moved, 0);
}

#[tokio::test]
async fn a_clock_is_counted_again_by_its_length_on_sqlite() {
    let (_folder, services) = portal().await;
    a_clock_is_counted_again_by_the_length_that_it_started_with(services).await;
}

#[tokio::test]
async fn a_clock_is_counted_again_by_its_length_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let (_folder, services) = portal_on(folder, testkit::postgres::fresh_database()).await;
    a_clock_is_counted_again_by_the_length_that_it_started_with(services).await;
}
