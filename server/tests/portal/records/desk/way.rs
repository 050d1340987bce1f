//! The way of a record: from draft to the public, corrected, sent back, taken down.

use super::{Desk, listed};
use crate::records::fixtures::{follow, import, rows};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::event::SubjectKind;
use storage::records;

on_both!(
    a_record_goes_from_draft_to_the_public_by_review_alone,
    what_is_public_is_corrected_by_the_same_way_and_taken_down,
    what_is_sent_back_keeps_its_comment_and_comes_again,
);

async fn a_record_goes_from_draft_to_the_public_by_review_alone(app: TestApp) {
    import(&app, &rows()[..1], false).await;
    let desk = Desk::open(&app).await;
    let drafts = listed(&app, &desk.publisher, "drafts").await;
    let [reference] = &drafts[..] else {
        panic!("{drafts:?}")
    };
    let page = app
        .get_as(&desk.publisher, &format!("/staff/records/{reference}"))
        .await;
    for shown in ["李小龙", "李某", "第十四条", "证件号码 1 处", "2025年3月13日"] {
        assert!(page.body.contains(shown), "{shown}");
    }
    assert_eq!(page.header("cache-control"), "no-store");

    assert_eq!(
        desk.publisher(reference, "publish", "1").await,
        StatusCode::CONFLICT
    );
    assert_eq!(desk.approve(reference, "1").await, StatusCode::CONFLICT);
    assert_eq!(
        desk.publisher(reference, "submit", "2").await,
        StatusCode::CONFLICT
    );
    assert_eq!(
        desk.publisher(reference, "submit", "1").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        desk.publisher(reference, "submit", "1").await,
        StatusCode::CONFLICT
    );
    assert_eq!(
        desk.publisher(reference, "publish", "1").await,
        StatusCode::CONFLICT
    );
    let own = [("revision", "1"), ("verdict", "approve")];
    let refused = desk.judge(&desk.publisher, reference, &own).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(
        listed(&app, &desk.reviewer, "in-review").await,
        [reference.as_str()]
    );
    assert_eq!(desk.approve(reference, "1").await, StatusCode::SEE_OTHER);
    assert_eq!(desk.public(reference).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        listed(&app, &desk.publisher, "approved").await,
        [reference.as_str()]
    );
    assert_eq!(
        desk.publisher(reference, "publish", "1").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(desk.public(reference).await.status, StatusCode::OK);
    assert_eq!(listed(&app, &desk.publisher, "approved").await, [""; 0]);
}

async fn what_is_public_is_corrected_by_the_same_way_and_taken_down(app: TestApp) {
    import(&app, &rows()[..1], true).await;
    let desk = Desk::open(&app).await;
    let reference = &listed(&app, &desk.publisher, "published").await[0];
    let mut changed = rows()[0].clone();
    changed["fine_yuan"] = "1000".into();
    import(&app, &[changed], true).await;
    assert_eq!(
        listed(&app, &desk.publisher, "corrections").await,
        [reference.as_str()]
    );
    assert!(desk.public(reference).await.body.contains("罚款 1,500 元"));
    assert_eq!(
        desk.publisher(reference, "publish", "2").await,
        StatusCode::CONFLICT,
        "nobody reviewed it"
    );
    assert_eq!(
        desk.correct(reference, "2", "").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        desk.correct(reference, "2", "factual").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(desk.approve(reference, "2").await, StatusCode::SEE_OTHER);
    assert_eq!(
        desk.publisher(reference, "publish", "2").await,
        StatusCode::SEE_OTHER
    );
    assert!(desk.public(reference).await.body.contains("罚款 1,000 元"));
    let history = app.get(&format!("/records/{reference}/json")).await.json()["history"].clone();
    assert_eq!(
        (&history[0]["event"], &history[1]["event"]),
        (&"published".into(), &"updated".into())
    );

    let withdraw = format!("/staff/records/{reference}/withdraw");
    let reason = [("reason", "revoked")];
    let refused = app.post_form_as(&desk.publisher, &withdraw, &reason).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let confirmed = [("reason", "revoked"), ("confirmed", "yes")];
    let done = app.post_form_as(&desk.publisher, &withdraw, &confirmed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.public(reference).await.status, StatusCode::GONE);
    follow(&app).await;
    assert_eq!(
        listed(&app, &desk.publisher, "withdrawn").await,
        [reference.as_str()]
    );
}

async fn what_is_sent_back_keeps_its_comment_and_comes_again(app: TestApp) {
    import(&app, &rows()[..1], false).await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "drafts").await.remove(0);
    desk.publisher(&reference, "submit", "1").await;

    let wordless = [("revision", "1"), ("verdict", "send-back"), ("comment", " ")];
    let refused = desk.judge(&desk.reviewer, &reference, &wordless).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("请填写审核意见"));
    let undecided = [("revision", "1"), ("comment", "住址没有隐去")];
    let refused = desk.judge(&desk.reviewer, &reference, &undecided).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("住址没有隐去</textarea>"),
        "{}",
        refused.body
    );

    let said = [
        ("revision", "1"),
        ("verdict", "send-back"),
        ("comment", "住址没有隐去"),
    ];
    let done = desk.judge(&desk.reviewer, &reference, &said).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let list = app.get_as(&desk.publisher, "/staff/records?list=sent-back").await;
    assert!(list.body.contains("住址没有隐去") && list.body.contains(&reference));
    let again = desk.judge(&desk.reviewer, &reference, &said).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        again.body.contains("住址没有隐去"),
        "what was typed is given back"
    );

    assert_eq!(
        desk.publisher(&reference, "submit", "1").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(listed(&app, &desk.publisher, "sent-back").await, [""; 0]);
    assert_eq!(desk.approve(&reference, "1").await, StatusCode::SEE_OTHER);
    assert_eq!(
        desk.publisher(&reference, "publish", "1").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(desk.public(&reference).await.status, StatusCode::OK);
    let events = events(&app, &reference).await;
    assert_eq!(
        events,
        [
            "record-imported",
            "record-submitted",
            "record-sent-back",
            "record-submitted",
            "record-approved",
            "record-published"
        ]
    );
    assert!(!desk.public(&reference).await.body.contains("住址没有隐去"));
}

async fn events(app: &TestApp, reference: &str) -> Vec<String> {
    let mut conn = app.services.db.read().await.unwrap();
    let today = app.services.clock.today();
    let found = records::find_by_reference(&mut conn, reference, today)
        .await
        .unwrap()
        .unwrap();
    let events = storage::events::list(&mut conn, (SubjectKind::Record, found.id.0))
        .await
        .unwrap();
    events.iter().map(|recorded| recorded.event.name()).collect()
}
