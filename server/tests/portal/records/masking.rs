//! Single passages that people mask or show beside the rules.

mod refused;

use super::fixtures::{import, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use domain::role::Role;
use serde_json::Value;
use storage::records::{self, Found};

on_both!(
    what_people_hide_and_show_is_in_every_text_that_becomes_public,
    a_change_after_submission_makes_a_draft_again,
    a_published_text_stays_until_the_change_was_reviewed,
    numbers_and_the_party_stay_masked_whatever_is_asked,
    a_choice_outlives_an_import_for_as_long_as_its_passage_stands_there,
    plain_records_alone_pass_in_bulk,
);

/// A drunk driver, with a nickname that no rule finds and a witness.
fn row() -> Value {
    let mut row = rows()[0].clone();
    row["facts"] =
        "李小龙，身份证号码11010519491231002X，外号小二黑，饮酒后驾驶机动车，有证人王大力的证言。".into();
    row
}

/// A publisher and a reviewer at work on one record.
pub(super) struct Desk<'a> {
    app: &'a TestApp,
    pub(super) publisher: String,
    pub(super) reviewer: String,
    pub(super) reference: String,
}

impl<'a> Desk<'a> {
    pub(super) async fn with(app: &'a TestApp, row: Value, publish: bool) -> Self {
        import(app, &[row], publish).await;
        let publisher = app.sign_in(Role::Publisher).await;
        let reviewer = app.sign_in(Role::Reviewer).await;
        let list = if publish { "published" } else { "drafts" };
        let page = app
            .get_as(&publisher, &format!("/staff/records?list={list}"))
            .await
            .body;
        let reference = page.split("href=\"/staff/records/R-").nth(1).unwrap();
        let reference = format!("R-{}", reference.split('"').next().unwrap());
        Self {
            app,
            publisher,
            reviewer,
            reference,
        }
    }

    pub(super) async fn post(&self, cookie: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/staff/records/{}/{act}", self.reference);
        self.app.post_form_as(cookie, &path, fields).await
    }

    async fn hide(&self, revision: &str, passage: &str) -> Answer {
        let fields = [
            ("revision", revision),
            ("act", "hide"),
            ("hide_passage", passage),
            ("hide_kind", "name"),
            ("hide_reason", "外号，看得出是谁"),
        ];
        self.post(&self.publisher, "masking", &fields).await
    }

    async fn show(&self, revision: &str, passage: &str) -> Answer {
        let fields = [
            ("revision", revision),
            ("act", "show"),
            ("show_passage", passage),
            ("show_reason", "办案民警，依职权出具"),
        ];
        self.post(&self.publisher, "masking", &fields).await
    }

    async fn through(&self, revision: &str) {
        for (cookie, act, more) in [
            (&self.publisher, "submit", ("correction", "factual")),
            (&self.reviewer, "review", ("verdict", "approve")),
            (&self.publisher, "publish", ("", "")),
        ] {
            let done = self.post(cookie, act, &[("revision", revision), more]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}: {}", done.body);
        }
    }

    pub(super) async fn page(&self) -> String {
        let path = format!("/staff/records/{}", self.reference);
        self.app.get_as(&self.reviewer, &path).await.body
    }

    async fn public(&self) -> String {
        self.app.get(&format!("/records/{}", self.reference)).await.body
    }

    async fn found(&self) -> Found {
        let mut conn = self.app.services.db.read().await.unwrap();
        let today = self.app.services.clock.today();
        let found = records::find_by_reference(&mut conn, &self.reference, today).await;
        found.unwrap().unwrap()
    }

    /// What the trail says, as it stands in the database.
    pub(super) async fn trail(&self) -> String {
        let id = self.found().await.id.0;
        let mut conn = self.app.services.db.read().await.unwrap();
        let events = storage::events::list(&mut conn, (SubjectKind::Record, id))
            .await
            .unwrap();
        let events: Vec<_> = events.into_iter().map(|recorded| recorded.event).collect();
        serde_json::to_string(&events).unwrap()
    }
}

async fn what_people_hide_and_show_is_in_every_text_that_becomes_public(app: TestApp) {
    let desk = Desk::with(&app, row(), false).await;
    assert!(desk.page().await.contains("外号小二黑"));
    assert_eq!(desk.hide("1", "小二黑").await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.show("2", "王大力").await.status, StatusCode::SEE_OTHER);
    let page = desk.page().await;
    for shown in [
        "加隐（姓名）",
        "不隐去（原认作姓名）",
        "外号，看得出是谁",
        "外号小某",
        "证人王大力的证言",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(
        !page.contains("/masking\""),
        "the reviewer accepts by approving, and chooses nothing"
    );
    desk.through("3").await;
    let public = desk.public().await;
    assert!(
        public.contains("外号小某") && public.contains("证人王大力") && !public.contains("小龙"),
        "{public}"
    );
    assert!(public.contains("李某"));
    let trail = desk.trail().await;
    assert!(trail.contains("record-masking-added") && trail.contains("record-masking-refused"));
    assert!(
        trail.contains("外号，看得出是谁") && !trail.contains("小二黑") && !trail.contains("王大力"),
        "{trail}"
    );
}

async fn a_change_after_submission_makes_a_draft_again(app: TestApp) {
    let desk = Desk::with(&app, row(), false).await;
    desk.post(&desk.publisher, "submit", &[("revision", "1")]).await;
    assert_eq!(desk.hide("1", "小二黑").await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.found().await.stage.label(), "待送审");
    let seen = [("revision", "1"), ("verdict", "approve")];
    let late = desk.post(&desk.reviewer, "review", &seen).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "he saw another text");
    desk.post(&desk.publisher, "submit", &[("revision", "2")]).await;
    let seen = [("revision", "2"), ("verdict", "approve")];
    assert_eq!(
        desk.post(&desk.reviewer, "review", &seen).await.status,
        StatusCode::SEE_OTHER
    );
    let leave = [("revision", "2"), ("act", "leave"), ("passage", "小二黑")];
    assert_eq!(
        desk.post(&desk.publisher, "masking", &leave).await.status,
        StatusCode::SEE_OTHER
    );
    let publish = desk.post(&desk.publisher, "publish", &[("revision", "3")]).await;
    assert_eq!(publish.status, StatusCode::CONFLICT, "nobody approved this");
    assert!(desk.trail().await.contains("record-masking-left-to-rules"));
}

async fn a_published_text_stays_until_the_change_was_reviewed(app: TestApp) {
    let desk = Desk::with(&app, row(), true).await;
    assert_eq!(desk.hide("1", "小二黑").await.status, StatusCode::SEE_OTHER);
    assert!(desk.public().await.contains("小二黑"));
    let corrections = app
        .get_as(&desk.publisher, "/staff/records?list=corrections")
        .await
        .body;
    assert!(corrections.contains(&desk.reference));
    desk.through("2").await;
    assert!(!desk.public().await.contains("小二黑"));
}

async fn numbers_and_the_party_stay_masked_whatever_is_asked(app: TestApp) {
    let desk = Desk::with(&app, row(), false).await;
    for (passage, why) in [
        ("11010519491231002X", "证件号码必须隐去"),
        ("李小龙", "当事人是自然人，姓名必须隐去"),
        ("证言", "这一处现在没有隐去"),
        ("", "请选择不隐去的是哪一处"),
    ] {
        let refused = desk.show("1", passage).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{passage}");
        assert!(refused.body.contains(why) && refused.body.contains("办案民警，依职权出具</textarea>"));
    }
    for (passage, why) in [
        ("不在原文里", "原文里没有这一段"),
        ("李某", "请照原文填写"),
        ("黑", "至少两个字"),
    ] {
        let refused = desk.hide("1", passage).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{passage}");
        assert!(refused.body.contains(why), "{why}");
    }
    let bare = [
        ("revision", "1"),
        ("act", "hide"),
        ("hide_passage", "小二黑"),
        ("hide_reason", "小二黑是外号"),
    ];
    let refused = desk.post(&desk.publisher, "masking", &bare).await;
    assert!(
        refused.body.contains("请选择要隐去的是什么") && refused.body.contains("请不要写出"),
        "{}",
        refused.body
    );
    assert_eq!(desk.found().await.revision, 1);
    let own = desk.post(&desk.reviewer, "masking", &bare).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
}

async fn a_choice_outlives_an_import_for_as_long_as_its_passage_stands_there(app: TestApp) {
    let desk = Desk::with(&app, row(), false).await;
    desk.hide("1", "小二黑").await;
    let mut again = row();
    again["facts"] = "李小龙（外号小二黑）饮酒后驾驶机动车。".into();
    import(&app, &[again.clone()], true).await;
    let public = desk.public().await;
    assert!(
        public.contains("外号小某") && !public.contains("小二黑"),
        "{public}"
    );
    again["facts"] = "李小龙饮酒后驾驶机动车。".into();
    import(&app, &[again], false).await;
    assert!(desk.page().await.contains("最新一稿里没有这些文字"));
}

async fn plain_records_alone_pass_in_bulk(app: TestApp) {
    let desk = Desk::with(&app, rows()[1].clone(), false).await;
    desk.hide("1", "殴打他人").await;
    desk.post(&desk.publisher, "submit", &[("revision", "2")]).await;
    let list = app
        .get_as(&desk.reviewer, "/staff/records?list=in-review")
        .await
        .body;
    assert!(list.contains("须逐件核对：含人工调整的隐名"), "{list}");
    let one = format!("{}:2", desk.reference);
    let told = app
        .post_form_as(&desk.reviewer, "/staff/records/approve", &[("record", &one)])
        .await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("人工调整的隐名"));
}
