mod afterwards;
mod drafts;
mod work;

use super::case::Draft;
use super::drafts::Drafts;
use super::*;
use crate::lifecycle::{OlderSchema, Opening};
use crate::passwords::{Cost, Passwords};
use domain::calendar::Calendar;
use std::collections::HashSet;
use std::sync::Arc;
use storage::census;

fn demo(records: u64, today: &str) -> Demo {
    Demo {
        seed: 1,
        records,
        today: today.parse().unwrap(),
    }
}

fn drafts(demo: Demo) -> Vec<Draft> {
    Drafts::new(demo, Arc::new(Calendar::default())).collect()
}

async fn fresh(folder: &std::path::Path) -> Services {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let mut services = Opening::new(folder.to_owned(), url, OlderSchema::Refuse)
        .open()
        .await
        .unwrap();
    services.passwords = Passwords::new(services.rng.clone(), Cost::LIGHT);
    services
}

async fn loaded(services: &Services, demo: &Demo) -> Summary {
    let password = NewPassword::long_enough("雨后石桥三只鹅过河去了吗").unwrap();
    load(services, demo, &password, &mut |_| {}).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_database_takes_the_demo_once_and_a_real_one_never() {
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let demo = demo(60, "2026-11-22");
    assert_eq!(state(&services, &demo, true).await.unwrap(), State::Fresh);
    let summary = loaded(&services, &demo).await;
    assert_eq!((summary.units, summary.accounts, summary.records), (16, 21, 60));
    assert_eq!(state(&services, &demo, true).await.unwrap(), State::Loaded);
    let other = Demo { seed: 2, ..demo };
    assert!(matches!(
        state(&services, &other, true).await.unwrap(),
        State::Other(_)
    ));
    let tomorrow = Demo {
        today: demo.today + Days::new(1),
        ..demo
    };
    assert_eq!(state(&services, &tomorrow, false).await.unwrap(), State::Loaded);
    assert!(matches!(
        state(&services, &tomorrow, true).await.unwrap(),
        State::Other(_)
    ));

    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let mut tx = services.db.begin().await.unwrap();
    let all = storage::units::all(&mut tx).await.unwrap();
    let officer = storage::officers::Officer {
        id: domain::ids::OfficerId(Uuid::from_u128(1)),
        badge: "1".into(),
        name: "某".into(),
        unit: all.by_code("county").unwrap().id,
        is_leader: false,
    };
    storage::officers::upsert(&mut tx, &officer).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state(&services, &demo, true).await.unwrap(), State::Real);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_databases_of_the_same_demo_hold_the_same() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (fresh(one.path()).await, fresh(two.path()).await);
    let demo = demo(80, "2026-11-22");
    assert_eq!(loaded(&first, &demo).await, loaded(&second, &demo).await);
    let census = async |services: &Services| {
        census::take(&mut services.db.read().await.unwrap())
            .await
            .unwrap()
    };
    assert_eq!(census(&first).await, census(&second).await);
    let records = async |services: &Services| {
        let mut conn = services.db.read().await.unwrap();
        let list = domain::publication::DeskList::Published;
        let listed = storage::records::list(&mut conn, list, demo.today, 1000, 0)
            .await
            .unwrap();
        listed
            .iter()
            .map(|line| format!("{:?} {}", line.found, line.created_at))
            .collect::<Vec<_>>()
    };
    assert_eq!(records(&first).await, records(&second).await);
}

#[tokio::test]
async fn every_list_of_the_desk_holds_some() {
    use domain::publication::DeskList;
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    loaded(&services, &demo(1400, "2026-11-22")).await;
    let mut conn = services.db.read().await.unwrap();
    let today = services.clock.today();
    for list in [
        DeskList::Drafts,
        DeskList::SentBack,
        DeskList::InReview,
        DeskList::Approved,
        DeskList::ToWithdraw,
    ] {
        let count = storage::records::count(&mut conn, list, today).await.unwrap();
        assert!(count > 0, "{list:?}");
    }
    let in_review = crate::records::list(&services, DeskList::InReview, 1)
        .await
        .unwrap();
    assert!(in_review.lines.iter().any(|line| line.findable.is_some()));
    let approved = storage::records::list(&mut conn, DeskList::Approved, today, 30, 0)
        .await
        .unwrap();
    assert!(approved.iter().any(|line| line.found.scheduled.is_some()));
    let drafts = storage::records::list(&mut conn, DeskList::Drafts, today, 300, 0)
        .await
        .unwrap();
    assert!(drafts.iter().any(|line| !line.found.choices.is_empty()));
    assert!(
        drafts
            .iter()
            .any(|line| line.found.choices.is_empty() && line.found.revision > 1),
        "mended"
    );
    let said = storage::records::explanations(&mut conn, 2026).await.unwrap();
    let reasons: HashSet<&str> = said.iter().map(|one| one.2.reason.as_str()).collect();
    assert!(
        said.len() > 1 && reasons.len() == said.len(),
        "each has its own: {said:?}"
    );
}

#[tokio::test]
async fn decisions_for_measurements_are_long_different_and_the_same_at_every_call() {
    let folder = tempfile::tempdir().unwrap();
    let services = fresh(folder.path()).await;
    let rows: Vec<_> = decisions(&services, 300).await.unwrap().collect();
    let again: Vec<_> = decisions(&services, 300).await.unwrap().collect();
    assert_eq!((rows.len(), &rows), (300, &again));
    let keys: HashSet<String> = rows
        .iter()
        .map(|row| format!("{} {}", row["unit"], row["document_number"]))
        .collect();
    assert_eq!(keys.len(), 300);
    assert!(rows.iter().all(|row| row.to_string().chars().count() >= 400));
}
