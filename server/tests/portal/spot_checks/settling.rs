//! What settles a finding: a correction that mends what was found, or that the record is public no longer.

use super::{FOUND, drawn, item_of, judge, page, publish_as, send_again};
use crate::records::desk::Desk;
use crate::records::fixtures::published;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;
use service::rules::{self, RuleSet};

on_both!(
    what_leaves_the_public_is_not_shown_and_its_findings_are_done,
    a_correction_in_name_only_settles_nothing,
    what_was_masked_as_a_fact_is_settled_once_nothing_shows_it,
    a_term_that_moves_with_the_day_corrects_nothing,
);

async fn what_leaves_the_public_is_not_shown_and_its_findings_are_done(app: TestApp) {
    let app = published(app).await;
    let (supervisor, desk) = (app.sign_in(Role::Supervisor).await, Desk::open(&app).await);
    let check = drawn(&app, &supervisor, &[]).await;
    let (judged, left) = (
        item_of(&app, &supervisor, &check, "李某").await,
        item_of(&app, &supervisor, &check, "王某").await,
    );
    judge(&app, &supervisor, &judged, &FOUND).await;
    for (name, reason) in [("李小龙", "privacy"), ("王大力", "revoked")] {
        let item = if name == "李小龙" { &judged } else { &left };
        let shown = page(&app, &supervisor, item).await;
        let reference = shown.split("href=\"/records/").nth(1).unwrap();
        let reference = reference.split('"').next().unwrap();
        let path = format!("/staff/records/{reference}/withdraw");
        let fields = [("reason", reason), ("confirmed", "yes")];
        let done = app.post_form_as(&desk.publisher, &path, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let read = app
            .post_form_as(&supervisor, &format!("{item}/original"), &[])
            .await;
        assert_eq!(read.status, StatusCode::OK);
        let gone = page(&app, &supervisor, item).await + &read.body;
        for secret in [name, "某", "殴打他人"] {
            assert!(!gone.contains(secret), "{secret}: {gone}");
        }
    }
    assert!(page(&app, &supervisor, &left).await.contains("判定前已不再公开"));
    let refused = [("version", "1"), ("verdict", "in-order")];
    let refused = app.post_form_as(&supervisor, &left, &refused).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let shown = page(&app, &supervisor, &check).await;
    for told in [
        "另有 1 件判定前已不再公开",
        "待办理的问题 0 项",
        "待判定 1 件",
        "记录已不再公开",
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let open = page(&app, &desk.publisher, "/staff/spot-checks/findings").await;
    assert!(!open.contains("金丝雀"));
    let done = page(&app, &desk.publisher, "/staff/spot-checks/findings?list=done").await;
    assert!(done.contains("金丝雀") && done.contains("记录已不再公开"));
    let path = format!("{judged}/personal");
    let late = [("outcome", "not-upheld"), ("reason", "晚了")];
    let late = app.post_form_as(&desk.publisher, &path, &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("问题随之办结") && late.body.contains("晚了"));
}

async fn a_correction_in_name_only_settles_nothing(app: TestApp) {
    let app = published(app).await;
    let (supervisor, desk) = (app.sign_in(Role::Supervisor).await, Desk::open(&app).await);
    let check = drawn(&app, &supervisor, &[]).await;
    let item = item_of(&app, &supervisor, &check, "李某").await;
    judge(&app, &supervisor, &item, &FOUND).await;
    let settle = async |kind: &str| {
        let path = format!("{item}/{kind}");
        app.post_form_as(&desk.publisher, &path, &[("outcome", "corrected")])
            .await
    };
    let refused = async |kind: &str, says: &str| {
        let answer = settle(kind).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{kind}");
        assert!(answer.body.contains(says), "{kind}: {}", answer.body);
    };
    // Another name behind the same mask: published as both, and the public is told the same.
    send_again(&app, "李大龙", &[]).await;
    publish_as(&app, &desk, "2", "factual").await;
    send_again(&app, "李中龙", &[]).await;
    publish_as(&app, &desk, "3", "privacy").await;
    refused("mismatch", "公开的内容还没有更正").await;
    refused("personal", "还没有隐去更多").await;

    // Another fine is a correction of facts, and hides nobody.
    send_again(&app, "李小龙", &[("fine_yuan", "1000")]).await;
    publish_as(&app, &desk, "4", "factual").await;
    refused("personal", "还没有隐去更多").await;
    assert_eq!(settle("mismatch").await.status, StatusCode::SEE_OTHER);

    // Less is seen.
    send_again(&app, "李小龙", &[("fine_yuan", "1000"), ("facts", "饮酒驾车。")]).await;
    publish_as(&app, &desk, "5", "privacy").await;
    assert_eq!(settle("personal").await.status, StatusCode::SEE_OTHER);
}

async fn what_was_masked_as_a_fact_is_settled_once_nothing_shows_it(app: TestApp) {
    let app = published(app).await;
    let (supervisor, desk) = (app.sign_in(Role::Supervisor).await, Desk::open(&app).await);
    let check = drawn(&app, &supervisor, &[]).await;
    let item = item_of(&app, &supervisor, &check, "李某").await;
    judge(&app, &supervisor, &item, &FOUND).await;
    let path = format!("{item}/personal");
    let corrected = [("outcome", "corrected")];
    send_again(&app, "李小龙", &[("facts", "饮酒驾车。")]).await;
    publish_as(&app, &desk, "2", "factual").await;
    let refused = app.post_form_as(&desk.publisher, &path, &corrected).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    // The same text again; now nothing is left of the one that showed more.
    send_again(&app, "李大龙", &[("facts", "饮酒驾车。")]).await;
    publish_as(&app, &desk, "3", "privacy").await;
    let done = app.post_form_as(&desk.publisher, &path, &corrected).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

async fn a_term_that_moves_with_the_day_corrects_nothing(app: TestApp) {
    let policy = serde_json::json!({
        "rules": [{"decision": "publish-masked", "ground": "依法公开"}],
        "terms": [{"when": {"personal": true}, "months": 24, "ground": "本局规定：自然人公示两年"}]
    });
    rules::replace(&app.services, RuleSet::Policy, &policy.to_string(), "tester")
        .await
        .unwrap();
    while service::jobs::run_due(&app.services).await.unwrap() > 0 {}
    let app = published(app).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let check = drawn(&app, &supervisor, &[]).await;
    let item = item_of(&app, &supervisor, &check, "李某").await;
    judge(&app, &supervisor, &item, &FOUND).await;
    app.clock.advance(chrono::Duration::days(1));
    let desk = Desk::open(&app).await;
    send_again(&app, "李大龙", &[]).await;
    publish_as(&app, &desk, "2", "factual").await;
    let path = format!("{item}/mismatch");
    let corrected = [("outcome", "corrected")];
    let refused = app.post_form_as(&desk.publisher, &path, &corrected).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("公开的内容还没有更正"), "{}", refused.body);
}
