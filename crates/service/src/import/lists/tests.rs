use super::*;
use crate::lifecycle::{OlderSchema, Opening};
use crate::services::Services;
use domain::event::{Event, SubjectKind};
use storage::officers::Officer;
use storage::{events, officers, units};

struct Bureau {
    folder: tempfile::TempDir,
    services: Services,
}

impl Bureau {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("mingjing.db").display());
        let opening = Opening::new(folder.path().to_owned(), url, OlderSchema::Refuse);
        let services = opening.open().await.unwrap();
        Self { folder, services }
    }

    fn options(&self, rows: &str) -> Options {
        let file = self.folder.path().join("list.csv");
        std::fs::write(&file, rows).unwrap();
        Options::of(file, "tester")
    }

    async fn officers(&self, rows: &str) -> Summary {
        let options = self.options(&format!("badge,name,unit,leader\n{rows}"));
        run_officers(&self.services, &options).await.unwrap().summary
    }

    async fn units(&self, rows: &str) -> Summary {
        let options = self.options(&format!("code,name,parent\n{rows}"));
        run_units(&self.services, &options).await.unwrap().summary
    }

    async fn officer(&self, badge: &str) -> Officer {
        let mut conn = self.services.db.read().await.unwrap();
        officers::find(&mut conn, Some(badge), None)
            .await
            .unwrap()
            .remove(0)
    }

    async fn told(&self, officer: &Officer) -> Vec<Event> {
        let mut conn = self.services.db.read().await.unwrap();
        let told = events::list(&mut conn, (SubjectKind::Officer, officer.id.0)).await;
        told.unwrap().into_iter().map(|one| one.event).collect()
    }

    /// The code of the unit above.
    async fn above(&self, code: &str) -> Option<String> {
        let all = units::all(&mut self.services.db.read().await.unwrap())
            .await
            .unwrap();
        all.above(all.by_code(code)?).map(|unit| unit.code.to_string())
    }
}

#[tokio::test]
async fn who_becomes_and_ceases_to_be_a_leader_is_an_event() {
    let bureau = Bureau::new().await;
    let first = bureau.officers("001,王一,county,否\n002,李二,county,否\n").await;
    assert_eq!((first.new, first.changed), (2, 0));
    let second = bureau.officers("001,王一,county,是\n002,李二,county,否\n").await;
    assert_eq!((second.new, second.changed, second.unchanged), (0, 1, 1));
    bureau.officers("001,王一,county,否\n").await;
    assert_eq!(
        bureau.told(&bureau.officer("001").await).await,
        [
            Event::OfficerAdded { is_leader: false },
            Event::OfficerChanged { is_leader: true },
            Event::OfficerChanged { is_leader: false },
        ]
    );
    assert_eq!(bureau.told(&bureau.officer("002").await).await.len(), 1);
}

#[tokio::test]
async fn a_list_longer_than_a_transaction_is_stored_whole() {
    let bureau = Bureau::new().await;
    let many = |row: &dyn Fn(usize) -> String| (0..ROWS + 50).map(row).collect::<Vec<_>>().concat();
    let rows = many(&|n| format!("{n:04},某某,county,否\n"));
    let (first, again) = (bureau.officers(&rows).await, bureau.officers(&rows).await);
    let all = (ROWS + 50) as u64;
    assert_eq!((first.new, again.new, again.unchanged), (all, 0, all));
    let rows = many(&|n| format!("p{n},某所{n},\n"));
    let (first, again) = (bureau.units(&rows).await, bureau.units(&rows).await);
    assert_eq!((first.new, again.changed, again.unchanged), (all, 0, all));
}

/// Somebody else holds the write lock all the time.
#[tokio::test]
async fn a_dry_run_takes_no_write_lock() {
    let bureau = Bureau::new().await;
    let _held = bureau.services.db.begin().await.unwrap();
    let dry = |rows: &str| Options {
        dry_run: true,
        ..bureau.options(rows)
    };
    let services = &bureau.services;
    let officers = run_officers(services, &dry("badge,name,unit\n001,王一,county\n"))
        .await
        .unwrap();
    let units = run_units(services, &dry("code,name\nps01,城关派出所\n"))
        .await
        .unwrap();
    let days = run_calendar(services, &dry(&days_off(2027, 13))).await.unwrap();
    assert_eq!(
        (officers.summary.new, units.summary.new, days.summary.new),
        (1, 1, 13)
    );
}

/// A calendar with so many days off, from the first of January.
fn days_off(year: i32, count: u32) -> String {
    let days = (1..=count).map(|day| format!("{year}-01-{day:02},holiday\n"));
    std::iter::once("day,kind\n".to_owned()).chain(days).collect()
}

#[tokio::test]
async fn a_year_with_fewer_days_off_than_the_law_gives_is_refused() {
    let bureau = Bureau::new().await;
    let services = &bureau.services;
    let import = async |rows: &str| run_calendar(services, &bureau.options(rows)).await;
    let calendar = async || {
        storage::calendar::load(&mut services.db.read().await.unwrap())
            .await
            .unwrap()
    };
    let before = calendar().await;
    // A holiday of a year that is known already would be all that is left of it.
    for (rows, told) in [
        (
            "day,kind\n2026-10-01,holiday\n".to_owned(),
            ["2026 年只有 1 个", "至少应有 13 个"],
        ),
        (days_off(2027, 12), ["2027 年只有 12 个", "至少应有 13 个"]),
        (days_off(2024, 10), ["2024 年只有 10 个", "至少应有 11 个"]),
    ] {
        let refused = import(&rows).await.unwrap_err().to_string();
        assert!(told.iter().all(|told| refused.contains(told)), "{refused}");
    }
    assert_eq!(calendar().await, before);
    assert!(import(&days_off(2027, 13)).await.is_ok());
    assert!(calendar().await.is_announced(2027));
}

#[tokio::test]
async fn a_calendar_with_a_reject_announces_no_year_and_changes_no_day() {
    let bureau = Bureau::new().await;
    let services = &bureau.services;
    let known = async || {
        storage::calendar::load(&mut services.db.read().await.unwrap())
            .await
            .unwrap()
    };
    let before = known().await;
    let rows = days_off(2027, 13) + "2027-02-30,holiday\n";
    let outcome = run_calendar(services, &bureau.options(&rows)).await.unwrap();
    assert_eq!((outcome.summary.rejected, outcome.undone), (1, true));
    assert_eq!(known().await, before);
    assert!(!before.is_announced(2027));
    let mended = bureau.options(&rows.replace("02-30", "02-05"));
    assert!(!run_calendar(services, &mended).await.unwrap().undone);
    assert!(known().await.is_announced(2027));
}

#[tokio::test]
async fn a_calendar_imported_again_is_unchanged_and_announces_nothing() {
    let bureau = Bureau::new().await;
    let services = &bureau.services;
    let announced = async || {
        let mut conn = services.db.read().await.unwrap();
        let portal = (SubjectKind::Portal, uuid::Uuid::nil());
        let events = storage::events::list(&mut conn, portal).await.unwrap();
        events
            .iter()
            .filter(|one| one.event.name() == "calendar-imported")
            .count()
    };
    let counts = |summary: Summary| (summary.new, summary.changed, summary.unchanged);
    let rows = days_off(2027, 14);
    let first = run_calendar(services, &bureau.options(&rows)).await.unwrap();
    assert_eq!(counts(first.summary), (14, 0, 0));
    let before = announced().await;
    let again = run_calendar(services, &bureau.options(&rows)).await.unwrap();
    assert_eq!(counts(again.summary), (0, 0, 14));
    assert_eq!(announced().await, before);
    let moved = rows.replace("02,holiday", "02,workday");
    let moved = run_calendar(services, &bureau.options(&moved)).await.unwrap();
    assert_eq!(counts(moved.summary), (0, 1, 13));
    assert_eq!(announced().await, before + 1);
}

#[tokio::test]
async fn units_are_moved_and_no_circle_arises() {
    let bureau = Bureau::new().await;
    bureau.units("a,甲,\nb,乙,a\nc,丙,b\n").await;
    assert_eq!(bureau.above("c").await.as_deref(), Some("b"));

    let circle = bureau.units("a,甲,b\n").await;
    assert_eq!((circle.rejected, circle.changed), (1, 0), "b stands below a");
    let itself = bureau.units("a,甲,a\n").await;
    assert_eq!(itself.rejected, 1);
    let in_two_steps = bureau.units("b,乙,county\na,甲,c\n").await;
    assert_eq!(
        (in_two_steps.rejected, in_two_steps.changed),
        (0, 2),
        "b left a first"
    );
    assert_eq!(bureau.above("a").await.as_deref(), Some("c"));
    // The second row of c is rejected, and does not count for those behind it.
    let twice = bureau.units("c,丙,county\nc,丙,b\nb,乙,c\n").await;
    assert_eq!((twice.rejected, twice.changed), (1, 2));
    assert_eq!(bureau.above("b").await.as_deref(), Some("c"));
}
