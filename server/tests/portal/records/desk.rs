//! The desk of publishers and reviewers.

mod way;

use super::fixtures::{import, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use domain::publication::{Authors, Comment, Publisher, Reviewer, Stage};
use domain::role::{Role, Staff};
use service::records::{DeskError, Seen, approve, send_back, submit};
use storage::records;

on_both!(
    nobody_judges_what_he_submitted_in_any_round,
    plain_records_pass_together_and_others_are_told,
    what_policy_holds_back_cannot_be_published_by_anybody,
    what_waits_is_listed_by_its_last_day,
);

/// The references linked from a list of the desk.
pub(crate) async fn listed(app: &TestApp, cookie: &str, list: &str) -> Vec<String> {
    let page = app.get_as(cookie, &format!("/staff/records?list={list}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let links = page.body.split("href=\"/staff/records/R-").skip(1);
    links
        .map(|rest| format!("R-{}", rest.split('"').next().unwrap()))
        .collect()
}

/// A desk with a publisher and a reviewer signed in.
pub(crate) struct Desk<'a> {
    app: &'a TestApp,
    pub(crate) publisher: String,
    pub(crate) reviewer: String,
}

impl<'a> Desk<'a> {
    pub(crate) async fn open(app: &'a TestApp) -> Self {
        Self {
            app,
            publisher: app.sign_in(Role::Publisher).await,
            reviewer: app.sign_in(Role::Reviewer).await,
        }
    }

    /// Posts as the publisher.
    pub(crate) async fn publisher(&self, reference: &str, act: &str, revision: &str) -> StatusCode {
        let path = format!("/staff/records/{reference}/{act}");
        let fields = [("revision", revision)];
        self.app
            .post_form_as(&self.publisher, &path, &fields)
            .await
            .status
    }

    /// Submits the correction of a public record.
    pub(crate) async fn correct(&self, reference: &str, revision: &str, correction: &str) -> Answer {
        let path = format!("/staff/records/{reference}/submit");
        let fields = [("revision", revision), ("correction", correction)];
        self.app.post_form_as(&self.publisher, &path, &fields).await
    }

    async fn judge(&self, cookie: &str, reference: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/staff/records/{reference}/review");
        self.app.post_form_as(cookie, &path, fields).await
    }

    pub(crate) async fn approve(&self, reference: &str, revision: &str) -> StatusCode {
        let fields = [("revision", revision), ("verdict", "approve")];
        self.judge(&self.reviewer, reference, &fields).await.status
    }

    async fn public(&self, reference: &str) -> Answer {
        self.app.get(&format!("/records/{reference}")).await
    }
}

/// The account of a role, moved to another role.
pub(crate) async fn moved(app: &TestApp, role: Role, to: Role) -> Staff {
    let mut conn = app.services.db.read().await.unwrap();
    let account = storage::users::find(&mut conn, role.as_str())
        .await
        .unwrap()
        .unwrap();
    Staff {
        role: to,
        ..account.staff
    }
}

async fn nobody_judges_what_he_submitted_in_any_round(app: TestApp) {
    import(&app, &rows()[..1], false).await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "drafts").await.remove(0);
    let seen = Seen {
        reference: reference.clone(),
        revision: 1,
    };
    desk.publisher(&reference, "submit", "1").await;
    let same = Reviewer::of(&moved(&app, Role::Publisher, Role::Reviewer).await).unwrap();
    let services = &app.services;
    assert!(matches!(
        approve(services, same, &seen, false).await,
        Err(DeskError::OwnWork(_))
    ));
    let comment = Comment::parse("改").unwrap();
    let refused = send_back(services, same, &seen, comment.clone()).await;
    assert!(matches!(refused, Err(DeskError::OwnWork(_))));

    // Another account sends it back and submits it: the first is still an author.
    let other = moved(&app, Role::Reviewer, Role::Reviewer).await;
    send_back(services, Reviewer::of(&other).unwrap(), &seen, comment)
        .await
        .unwrap();
    let publisher = Publisher::of(&moved(&app, Role::Reviewer, Role::Publisher).await).unwrap();
    submit(services, publisher, &seen, None).await.unwrap();
    assert!(matches!(
        approve(services, same, &seen, false).await,
        Err(DeskError::OwnWork(_))
    ));

    // And the database says so even to those who forget the earlier rounds.
    let mut tx = services.db.begin().await.unwrap();
    let found = records::find_by_reference(&mut tx, &reference, services.clock.today()).await;
    let found = found.unwrap().unwrap();
    let Stage::Submitted(submitted) = found.stage else {
        panic!("{:?}", found.stage)
    };
    let approved = submitted.approve(same, &Authors::default()).unwrap();
    let stored = records::approve(&mut tx, (found.id, 1), &approved, services.clock.now()).await;
    assert!(matches!(stored, Err(storage::Error::Stale)), "{stored:?}");
}

async fn plain_records_pass_together_and_others_are_told(app: TestApp) {
    import(&app, &rows()[..3], false).await;
    let desk = Desk::open(&app).await;
    for reference in listed(&app, &desk.publisher, "drafts").await {
        assert_eq!(
            desk.publisher(&reference, "submit", "1").await,
            StatusCode::SEE_OTHER
        );
    }
    let bulk = async |fields: &[(&str, &str)]| {
        app.post_form_as(&desk.reviewer, "/staff/records/approve", fields)
            .await
    };
    let nothing = bulk(&[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("请先勾选"));

    let list = app.get_as(&desk.reviewer, "/staff/records").await;
    assert!(list.body.contains("须逐件核对：含证件号码"));
    let boxes: Vec<&str> = list.body.split("name=\"record\" value=\"").skip(1).collect();
    let plain: Vec<&str> = boxes.iter().map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(plain.len(), 2);
    let all = listed(&app, &desk.reviewer, "in-review").await;
    let other = all
        .iter()
        .find(|one| plain.iter().all(|value| !value.starts_with(*one)));
    let other = format!("{}:1", other.unwrap());
    let told = bulk(&[("record", plain[0]), ("record", &other)]).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("已通过 1 件，1 件没有通过") && told.body.contains("这条记录里有证件号码"));
    assert_eq!(bulk(&[("record", plain[1])]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(listed(&app, &desk.publisher, "approved").await.len(), 2);
    let left = listed(&app, &desk.reviewer, "in-review").await;
    assert_eq!(left, [other.trim_end_matches(":1")]);
}

async fn what_policy_holds_back_cannot_be_published_by_anybody(app: TestApp) {
    import(&app, &rows()[3..], false).await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "drafts").await.remove(0);
    assert_eq!(
        desk.publisher(&reference, "submit", "1").await,
        StatusCode::CONFLICT
    );
    assert_eq!(
        desk.publisher(&reference, "publish", "1").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(desk.public(&reference).await.status, StatusCode::NOT_FOUND);
    assert_eq!(listed(&app, &desk.publisher, "held").await, [reference]);
}

async fn what_waits_is_listed_by_its_last_day(app: TestApp) {
    let dated = |number: usize, kind: &str, day: &str| {
        let mut row = rows()[2].clone();
        row["document_number"] = format!("明公检〔2024〕{number}号").into();
        row["kind"] = kind.into();
        row["decided_on"] = day.into();
        row["title"] = format!("第{number}件").into();
        row
    };
    let all = [
        dated(1, "inspection", "2024-07-08"),
        dated(2, "penalty", "2024-07-10"),
        dated(3, "penalty", "2024-07-09"),
    ];
    import(&app, &all, false).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let page = app.get_as(&publisher, "/staff/records").await.body;
    let place = |title: &str| page.find(title).unwrap();
    assert!(
        place("第3件") < place("第2件") && place("第2件") < place("第1件"),
        "{page}"
    );
    // The same file again publishes: nobody waits any longer.
    import(&app, &all, true).await;
    let mut conn = app.services.db.read().await.unwrap();
    for reference in listed(&app, &publisher, "published").await {
        let today = app.services.clock.today();
        let found = records::find_by_reference(&mut conn, &reference, today)
            .await
            .unwrap()
            .unwrap();
        let clocks = storage::clocks::of(&mut conn, (SubjectKind::Record, found.id.0))
            .await
            .unwrap();
        assert!(clocks.len() == 1 && clocks[0].met_on.is_some(), "{clocks:?}");
    }
}
