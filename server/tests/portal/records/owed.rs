//! Public decisions that must go within three working days.

use super::fixtures::{import, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::deadline::{ClockKind, Due};
use domain::event::SubjectKind;
use domain::ids::RecordId;
use domain::role::Role;
use storage::records;

on_both!(
    a_note_starts_three_working_days_and_the_withdrawal_meets_them,
    what_is_wrong_with_a_note_is_told_beside_its_field,
    another_form_of_the_page_leaves_the_day_as_it_was,
    a_note_by_mistake_is_struck_out_and_made_again,
    a_correction_does_not_meet_what_is_owed,
    only_what_is_public_must_go,
    what_must_go_is_listed_by_its_last_day,
);

async fn reference(app: &TestApp, title: &str) -> (String, RecordId) {
    let mut conn = app.services.db.read().await.unwrap();
    let today = app.services.clock.today();
    let list = domain::publication::DeskList::Published;
    let all = records::list(&mut conn, list, today, 30, 0).await.unwrap();
    let one = all
        .into_iter()
        .find(|line| line.found.original.title == title)
        .unwrap();
    (one.found.reference, one.found.id)
}

async fn post(app: &TestApp, cookie: &str, reference: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/staff/records/{reference}/owed");
    app.post_form_as(cookie, &path, fields).await
}

async fn clock(app: &TestApp, id: RecordId) -> Option<Due> {
    let mut conn = app.services.db.read().await.unwrap();
    let all = storage::clocks::of(&mut conn, (SubjectKind::Record, id.0))
        .await
        .unwrap();
    all.into_iter().find(|due| due.clock == ClockKind::Withdraw)
}

/// On which day it became known: always a Friday before the mock clock's present.
fn known(app: &TestApp) -> String {
    use chrono::{Datelike, Days, Weekday};
    let mut day = app.services.clock.today();
    while day.weekday() != Weekday::Fri {
        day = day - Days::new(1);
    }
    day.to_string()
}

const DRIVER: &str = "李小龙饮酒后驾驶机动车案";

async fn a_note_starts_three_working_days_and_the_withdrawal_meets_them(app: TestApp) {
    import(&app, &rows()[..1], true).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let (reference, id) = reference(&app, DRIVER).await;
    let known = known(&app);
    let note = [
        ("act", "note"),
        ("owed_ground", "revoked"),
        ("owed_known_on", &known),
    ];
    assert_eq!(
        post(&app, &reviewer, &reference, &note).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        post(&app, &reviewer, &reference, &note).await.status,
        StatusCode::CONFLICT
    );
    let due = clock(&app, id).await.unwrap();
    let mut conn = app.services.db.read().await.unwrap();
    let calendar = storage::calendar::load(&mut conn).await.unwrap();
    drop(conn);
    assert_eq!(due.on, calendar.add_working_days(known.parse().unwrap(), 3).on);
    assert_eq!(due.met_on, None);
    let page = page(&app, &reviewer, &reference).await;
    assert!(page.contains("这条记录应当撤回") && !page.contains("登记应当撤回"));
    assert!(
        page.contains("value=\"revoked\" checked"),
        "the ground is chosen already: {page}"
    );
    let gone = [("reason", "revoked"), ("confirmed", "yes")];
    let path = format!("/staff/records/{reference}/withdraw");
    assert_eq!(
        app.post_form_as(&reviewer, &path, &gone).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        clock(&app, id).await.unwrap().met_on,
        Some(app.services.clock.today())
    );
    let list = app
        .get_as(&reviewer, "/staff/records?list=to-withdraw")
        .await
        .body;
    assert!(!list.contains(&reference));
    let mut conn = app.services.db.read().await.unwrap();
    let untold = storage::audit::untold(&mut conn).await.unwrap();
    assert!(
        untold.iter().all(|untold| untold.subject_kind != "record"),
        "{untold:?}"
    );
}

async fn page(app: &TestApp, cookie: &str, reference: &str) -> String {
    let path = format!("/staff/records/{reference}");
    app.get_as(cookie, &path).await.body
}

async fn what_is_wrong_with_a_note_is_told_beside_its_field(app: TestApp) {
    import(&app, &rows()[..1], true).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let (reference, id) = reference(&app, DRIVER).await;
    assert!(page(&app, &reviewer, &reference).await.contains("登记应当撤回"));
    let typed = [("act", "note"), ("owed_known_on", "昨天")];
    let wrong = post(&app, &reviewer, &reference, &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("请选择撤回的依据") && wrong.body.contains("value=\"昨天\""));
    assert_eq!(clock(&app, id).await, None);
}

async fn another_form_of_the_page_leaves_the_day_as_it_was(app: TestApp) {
    import(&app, &rows()[..1], true).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let (reference, _) = reference(&app, DRIVER).await;
    let path = format!("/staff/records/{reference}/withdraw");
    let refused = app
        .post_form_as(&publisher, &path, &[("reason", "revoked")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let today = format!("name=\"owed_known_on\" value=\"{}\"", app.services.clock.today());
    assert!(refused.body.contains(&today), "{}", refused.body);
    let wrong = [
        ("act", "note"),
        ("owed_ground", "void"),
        ("owed_known_on", "2026-02-30"),
    ];
    let refused = post(&app, &publisher, &reference, &wrong).await;
    assert!(
        refused
            .body
            .contains("name=\"owed_known_on\" value=\"2026-02-30\""),
        "as it was typed"
    );
}

async fn a_note_by_mistake_is_struck_out_and_made_again(app: TestApp) {
    import(&app, &rows()[..1], true).await;
    let leader = app.sign_in(Role::Leader).await;
    let (reference, id) = reference(&app, DRIVER).await;
    let known = known(&app);
    let note = [
        ("act", "note"),
        ("owed_ground", "void"),
        ("owed_known_on", &known),
    ];
    post(&app, &leader, &reference, &note).await;
    let wordless = post(
        &app,
        &leader,
        &reference,
        &[("act", "strike"), ("strike_reason", " ")],
    )
    .await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let strike = [("act", "strike"), ("strike_reason", "看错了文号")];
    assert_eq!(
        post(&app, &leader, &reference, &strike).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        post(&app, &leader, &reference, &strike).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        clock(&app, id).await,
        None,
        "nobody was late for what was no duty"
    );
    assert_eq!(
        post(&app, &leader, &reference, &note).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(clock(&app, id).await.is_some());
    let mut conn = app.services.db.read().await.unwrap();
    let events = storage::events::list(&mut conn, (SubjectKind::Record, id.0))
        .await
        .unwrap();
    let names: Vec<_> = events.iter().map(|recorded| recorded.event.name()).collect();
    assert_eq!(
        names[2..],
        [
            "record-withdrawal-owed",
            "record-withdrawal-not-owed",
            "record-withdrawal-owed"
        ]
    );
}

async fn a_correction_does_not_meet_what_is_owed(app: TestApp) {
    import(&app, &rows()[..1], true).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let (reference, id) = reference(&app, DRIVER).await;
    let known = known(&app);
    let note = [
        ("act", "note"),
        ("owed_ground", "changed"),
        ("owed_known_on", &known),
    ];
    post(&app, &publisher, &reference, &note).await;
    let mut changed = rows()[0].clone();
    changed["fine_yuan"] = "1000".into();
    import(&app, &[changed], false).await;
    for (cookie, act, more) in [
        (&publisher, "submit", ("correction", "factual")),
        (&reviewer, "review", ("verdict", "approve")),
        (&publisher, "publish", ("", "")),
    ] {
        let path = format!("/staff/records/{reference}/{act}");
        let done = app.post_form_as(cookie, &path, &[("revision", "2"), more]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
    }
    assert_eq!(clock(&app, id).await.unwrap().met_on, None);
}

async fn only_what_is_public_must_go(app: TestApp) {
    import(&app, &rows()[..1], false).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let drafts = app.get_as(&publisher, "/staff/records?list=drafts").await.body;
    let reference = drafts.split("href=\"/staff/records/R-").nth(1).unwrap();
    let reference = format!("R-{}", reference.split('"').next().unwrap());
    let page = app
        .get_as(&publisher, &format!("/staff/records/{reference}"))
        .await
        .body;
    assert!(!page.contains("登记应当撤回"));
    let known = known(&app);
    let note = [
        ("act", "note"),
        ("owed_ground", "void"),
        ("owed_known_on", &known),
    ];
    assert_eq!(
        post(&app, &publisher, &reference, &note).await.status,
        StatusCode::CONFLICT
    );
}

async fn what_must_go_is_listed_by_its_last_day(app: TestApp) {
    import(&app, &rows()[..3], true).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let late = (app.services.clock.today() - chrono::Days::new(40)).to_string();
    let today = app.services.clock.today().to_string();
    for (title, since) in [(DRIVER, &today), ("蓝天网吧未核对登记案", &late)] {
        let (reference, _) = reference(&app, title).await;
        let note = [
            ("act", "note"),
            ("owed_ground", "unlawful"),
            ("owed_known_on", since),
        ];
        assert_eq!(
            post(&app, &publisher, &reference, &note).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let page = app
        .get_as(&publisher, "/staff/records?list=to-withdraw")
        .await
        .body;
    let place = |title: &str| page.find(title).unwrap();
    assert!(place("蓝天网吧未核对登记案") < place(DRIVER), "{page}");
    assert!(page.contains("已超期") && page.contains("决定被确认违法") && !page.contains("王大力"));
}
