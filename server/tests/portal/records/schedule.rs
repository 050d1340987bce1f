//! Publishing at an hour.

use super::fixtures::{import, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use chrono::Duration;
use domain::event::SubjectKind;
use domain::role::Role;
use serde_json::Value;
use service::jobs::run_due;
use storage::records::{self, Found};

on_both!(
    an_approved_record_becomes_public_at_its_hour_and_not_before,
    an_hour_that_was_given_up_or_moved_publishes_nothing_then,
    what_was_mended_after_approval_waits_for_people,
    whoever_publishes_no_longer_publishes_nothing_by_the_clock,
    an_hour_is_set_for_what_is_approved_alone_and_lies_ahead,
    an_hour_lies_before_the_last_day_until_which_the_record_is_due,
);

struct Desk<'a> {
    app: &'a TestApp,
    publisher: String,
    reference: String,
}

impl<'a> Desk<'a> {
    /// With one record, approved; it was due long ago.
    async fn open(app: &'a TestApp) -> Self {
        Self::of(app, &rows()[0]).await
    }

    /// With this record, approved.
    async fn of(app: &'a TestApp, row: &Value) -> Self {
        import(app, std::slice::from_ref(row), false).await;
        let publisher = app.sign_in(Role::Publisher).await;
        let reviewer = app.sign_in(Role::Reviewer).await;
        let drafts = app.get_as(&publisher, "/staff/records?list=drafts").await.body;
        let reference = drafts.split("href=\"/staff/records/R-").nth(1).unwrap();
        let reference = format!("R-{}", reference.split('"').next().unwrap());
        let desk = Self {
            app,
            publisher,
            reference,
        };
        desk.post("submit", &[("revision", "1")]).await;
        let path = format!("/staff/records/{}/review", desk.reference);
        let approve = [("revision", "1"), ("verdict", "approve")];
        let done = app.post_form_as(&reviewer, &path, &approve).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        desk
    }

    async fn post(&self, act: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/staff/records/{}/{act}", self.reference);
        self.app.post_form_as(&self.publisher, &path, fields).await
    }

    /// The mock clock stands at 2026-11-22 09:00.
    async fn set(&self, revision: &str, day: &str, time: &str) -> Answer {
        let fields = [
            ("revision", revision),
            ("act", "schedule"),
            ("publish_day", day),
            ("publish_time", time),
        ];
        self.post("schedule", &fields).await
    }

    async fn found(&self) -> Found {
        let mut conn = self.app.services.db.read().await.unwrap();
        let today = self.app.services.clock.today();
        let found = records::find_by_reference(&mut conn, &self.reference, today).await;
        found.unwrap().unwrap()
    }

    async fn is_public(&self) -> bool {
        self.found().await.is_public
    }

    async fn events(&self) -> Vec<String> {
        let id = self.found().await.id.0;
        let mut conn = self.app.services.db.read().await.unwrap();
        let events = storage::events::list(&mut conn, (SubjectKind::Record, id))
            .await
            .unwrap();
        events.iter().map(|recorded| recorded.event.name()).collect()
    }

    async fn work_after(&self, time: Duration) {
        self.app.clock.advance(time);
        while run_due(&self.app.services).await.unwrap() > 0 {}
    }
}

async fn an_approved_record_becomes_public_at_its_hour_and_not_before(app: TestApp) {
    let desk = Desk::open(&app).await;
    assert_eq!(
        desk.set("1", "2026-11-23", "08:30").await.status,
        StatusCode::SEE_OTHER
    );
    let list = app
        .get_as(&desk.publisher, "/staff/records?list=approved")
        .await
        .body;
    assert!(list.contains("2026年11月23日 08:30"), "{list}");
    let page = app
        .get_as(&desk.publisher, &format!("/staff/records/{}", desk.reference))
        .await
        .body;
    assert!(page.contains("已排定自动发布") && page.contains("取消定时发布"));
    desk.work_after(Duration::minutes(23 * 60 + 29)).await;
    assert!(!desk.is_public().await);
    desk.work_after(Duration::minutes(1)).await;
    assert!(desk.is_public().await);
    assert_eq!(desk.events().await[3..], ["record-scheduled", "record-published"]);
    let (waiting, dead) = storage::jobs::count(&mut app.services.db.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!((waiting, dead), (0, 0));
}

async fn an_hour_that_was_given_up_or_moved_publishes_nothing_then(app: TestApp) {
    let desk = Desk::open(&app).await;
    desk.set("1", "2026-11-22", "09:10").await;
    desk.set("1", "2026-11-22", "09:20").await;
    desk.work_after(Duration::minutes(12)).await;
    assert!(!desk.is_public().await, "it was moved");
    let cancel = [("revision", "1"), ("act", "cancel")];
    assert_eq!(desk.post("schedule", &cancel).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.post("schedule", &cancel).await.status, StatusCode::CONFLICT);
    desk.work_after(Duration::hours(5)).await;
    assert!(!desk.is_public().await);
    assert_eq!(desk.found().await.stage.label(), "审核通过，待发布");
}

async fn what_was_mended_after_approval_waits_for_people(app: TestApp) {
    let desk = Desk::open(&app).await;
    desk.set("1", "2026-11-22", "10:00").await;
    let mut changed = rows()[0].clone();
    changed["fine_yuan"] = "1000".into();
    import(&app, &[changed], false).await;
    desk.work_after(Duration::hours(2)).await;
    assert!(!desk.is_public().await, "nobody approved the new original");
    assert_eq!(desk.found().await.scheduled, None);
}

async fn whoever_publishes_no_longer_publishes_nothing_by_the_clock(app: TestApp) {
    let desk = Desk::open(&app).await;
    desk.set("1", "2026-11-22", "10:00").await;
    service::accounts::disable(&app.services, "publisher")
        .await
        .unwrap();
    desk.work_after(Duration::hours(2)).await;
    assert!(!desk.is_public().await);
    assert_eq!(desk.events().await.last().unwrap(), "record-unscheduled");
}

async fn an_hour_lies_before_the_last_day_until_which_the_record_is_due(app: TestApp) {
    let mut row = rows()[0].clone();
    row["decided_on"] = "2026-11-19".into();
    row["document_number"] = "明公交罚〔2026〕1号".into();
    let desk = Desk::of(&app, &row).await;
    // Seven working days from a Thursday.
    let late = desk.set("1", "2026-12-01", "09:00").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.body.contains("最迟应当在 2026-11-30 公开") && late.body.contains("2026-12-01"),
        "{}",
        late.body
    );
    let timely = desk.set("1", "2026-11-30", "09:00").await;
    assert_eq!(timely.status, StatusCode::SEE_OTHER, "{}", timely.body);
}

async fn an_hour_is_set_for_what_is_approved_alone_and_lies_ahead(app: TestApp) {
    let desk = Desk::open(&app).await;
    for (day, time, why) in [
        ("2026-11-22", "09:00", "这个时刻已经过去"),
        ("", "25:00", "请填写发布日期"),
        ("", "25:00", "09:30 这样的形式"),
    ] {
        let refused = desk.set("1", day, time).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(why), "{why}: {}", refused.body);
    }
    assert_eq!(
        desk.set("2", "2026-11-23", "09:00").await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        desk.post("publish", &[("revision", "1")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        desk.set("1", "2026-11-23", "09:00").await.status,
        StatusCode::CONFLICT
    );
}
