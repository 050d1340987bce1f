//! The publisher's desk.

use super::fixtures::{follow, import, rows};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;

on_both!(
    a_publisher_makes_a_draft_public_corrects_it_and_takes_it_down,
    what_policy_holds_back_cannot_be_published_by_anybody,
);

/// The references linked from a list of the desk.
async fn listed(app: &TestApp, cookie: &str, list: &str) -> Vec<String> {
    let page = app.get_as(cookie, &format!("/staff/records?list={list}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let links = page.body.split("href=\"/staff/records/").skip(1);
    links
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

async fn a_publisher_makes_a_draft_public_corrects_it_and_takes_it_down(app: TestApp) {
    import(&app, &rows()[..1], false).await;
    let cookie = app.sign_in(Role::Publisher).await;
    let drafts = listed(&app, &cookie, "drafts").await;
    let [reference] = &drafts[..] else {
        panic!("{drafts:?}")
    };
    let desk = format!("/staff/records/{reference}");
    let page = app.get_as(&cookie, &desk).await;
    assert!(
        page.body.contains("李小龙")
            && page.body.contains("李某")
            && page.header("cache-control") == "no-store"
    );
    assert_eq!(
        app.get(&format!("/records/{reference}")).await.status,
        StatusCode::NOT_FOUND
    );

    let publish = async |revision: &str| {
        let path = format!("{desk}/publish");
        let answer = app.post_form_as(&cookie, &path, &[("revision", revision)]).await;
        answer.status
    };
    assert_eq!(publish("2").await, StatusCode::CONFLICT);
    assert_eq!(publish("1").await, StatusCode::SEE_OTHER);
    let public = async || app.get(&format!("/records/{reference}")).await;
    assert_eq!(public().await.status, StatusCode::OK);

    let mut changed = rows()[0].clone();
    changed["fine_yuan"] = "1000".into();
    import(&app, &[changed], true).await;
    assert_eq!(listed(&app, &cookie, "corrections").await, [reference.as_str()]);
    assert!(public().await.body.contains("罚款 1,500 元"));
    assert_eq!(publish("2").await, StatusCode::SEE_OTHER);
    assert!(public().await.body.contains("罚款 1,000 元"));
    let history = app.get(&format!("/records/{reference}/json")).await.json()["history"].clone();
    assert_eq!(
        (&history[0]["event"], &history[1]["event"]),
        (&"published".into(), &"updated".into())
    );

    let withdraw = format!("{desk}/withdraw");
    let refused = app
        .post_form_as(&cookie, &withdraw, &[("reason", "revoked")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = app
        .post_form_as(&cookie, &withdraw, &[("reason", "revoked"), ("confirmed", "yes")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(public().await.status, StatusCode::GONE);
    follow(&app).await;
    assert_eq!(listed(&app, &cookie, "withdrawn").await, [reference.as_str()]);
}

async fn what_policy_holds_back_cannot_be_published_by_anybody(app: TestApp) {
    import(&app, &rows()[3..], false).await;
    let cookie = app.sign_in(Role::Reviewer).await;
    let reference = listed(&app, &cookie, "drafts").await.remove(0);
    let publish = format!("/staff/records/{reference}/publish");
    assert_eq!(
        app.post_form_as(&cookie, &publish, &[("revision", "1")])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        app.get(&format!("/records/{reference}")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(listed(&app, &cookie, "held").await, [reference]);
}
