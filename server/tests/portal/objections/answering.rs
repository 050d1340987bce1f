//! What is done to a record before an answer says so, in which order answers are due, and who gives none.

use super::{answer, fields, fined, look, object, queue, receipt, withdraw};
use crate::records::fixtures::{import, published, rows};
use crate::support::{TestApp, on_both};
use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use domain::role::Role;

on_both!(
    what_an_answer_says_is_done_to_the_record_first,
    nobody_refuses_what_is_held_against_the_own_work,
    privacy_comes_first_and_what_is_late_is_marked,
    a_record_taken_down_leaves_its_objections_to_be_answered,
);

async fn what_an_answer_says_is_done_to_the_record_first(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let publisher = app.sign_in(Role::Publisher).await;
    let wrong = object(&app, &record, "correction", "0123456789abcdef-first-1").await;
    let repair = object(&app, &record, "credit-repair", "0123456789abcdef-first-2").await;
    for (outcome, says) in [
        ("corrected", "还没有更正"),
        ("masked-more", "还没有隐去更多"),
        ("withdrawn", "还在公开"),
        ("credit-repaired", "信用修复"),
    ] {
        let early = answer(&app, &publisher, &wrong.0, outcome).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "{outcome}");
        assert!(early.body.contains(says) && early.body.contains("经核实，答复如下。"));
        for way in ["/edit\"", "#choices\"", "#withdraw\""] {
            let link = format!("href=\"/staff/records/{record}{way}");
            assert_eq!(early.body.matches(&link).count(), 1, "{outcome}: {link}");
        }
    }

    republish(&app, &publisher, &record).await;
    let other = answer(&app, &publisher, &wrong.0, "masked-more").await;
    assert_eq!(other.status, StatusCode::CONFLICT, "another fine hides nobody");
    let done = answer(&app, &publisher, &wrong.0, "corrected").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(look(&app, &wrong).await.body.contains("公开的内容已经更正"));

    withdraw(&app, &publisher, &record, "credit-repair").await;
    let done = answer(&app, &publisher, &repair.0, "credit-repaired").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(look(&app, &repair).await.body.contains("已按信用修复停止公示"));
}

/// A mended original goes through legal review to the public.
async fn republish(app: &TestApp, publisher: &str, record: &str) {
    let mut mended = rows()[0].clone();
    mended["fine_yuan"] = "1000".into();
    import(app, &[mended], false).await;
    let reviewer = app.sign_in(Role::Reviewer).await;
    let path = format!("/staff/records/{record}");
    let seen = ("revision", "2");
    for (cookie, act, fields) in [
        (publisher, "submit", vec![seen, ("correction", "factual")]),
        (&reviewer, "review", vec![seen, ("verdict", "approve")]),
        (publisher, "publish", vec![seen]),
    ] {
        let done = app.post_form_as(cookie, &format!("{path}/{act}"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
    }
}

async fn nobody_refuses_what_is_held_against_the_own_work(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let publisher = app.sign_in(Role::Publisher).await;
    republish(&app, &publisher, &record).await;
    let mine = object(&app, &record, "dispute", "0123456789abcdef-own").await;
    let refused = answer(&app, &publisher, &mine.0, "refused").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("您本人送审或审核"), "{}", refused.body);
    withdraw(&app, &publisher, &record, "published-in-error").await;
    let upheld = answer(&app, &publisher, &mine.0, "withdrawn").await;
    assert_eq!(upheld.status, StatusCode::SEE_OTHER);
}

async fn privacy_comes_first_and_what_is_late_is_marked(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let wrong = object(&app, &record, "correction", "0123456789abcdef-late-1").await;
    app.clock.advance(TimeDelta::days(3));
    let seen = object(&app, &record, "privacy", "0123456789abcdef-late-2").await;
    let later = object(&app, &record, "dispute", "0123456789abcdef-late-3").await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(
        queue(&app, &supervisor, "").await,
        [seen.0.as_str(), &wrong.0, &later.0]
    );
    let page = app.get_as(&supervisor, "/staff/objections").await;
    assert!(page.body.contains("先办") && !page.body.contains("已超期"));
    app.clock.advance(TimeDelta::days(3));
    let supervisor = sign_in_again(&app, Role::Supervisor).await;
    let page = app.get_as(&supervisor, "/staff/objections").await;
    assert!(
        page.body.contains("1 件已超期") && page.body.contains("已超期 1 天"),
        "{}",
        page.body
    );
}

/// Sessions end while days pass.
async fn sign_in_again(app: &TestApp, role: Role) -> String {
    let typed = [
        ("username", role.as_str()),
        ("password", crate::support::PASSWORD),
    ];
    app.post_form("/staff/sign-in", &typed).await.cookie()
}

async fn a_record_taken_down_leaves_its_objections_to_be_answered(app: TestApp) {
    let app = published(app).await;
    let record = fined(&app).await;
    let mine = object(&app, &record, "privacy", "0123456789abcdef-gone").await;
    let publisher = app.sign_in(Role::Publisher).await;
    let title = format!(r#"<a href="/records/{record}">李某饮酒后驾驶机动车案</a>"#);
    let shown = look(&app, &mine).await.body;
    assert!(shown.contains(&title), "{shown}");
    withdraw(&app, &publisher, &record, "privacy").await;
    let shown = look(&app, &mine).await.body;
    assert!(shown.contains(&record) && !shown.contains("李某"), "{shown}");
    let path = format!("/records/{record}/objection");
    assert_eq!(app.get(&path).await.status, StatusCode::GONE);
    let late = app
        .post_form(&path, &fields("privacy", "0123456789abcdef-gone-2"))
        .await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("请按决定书改正"), "the words are given back");
    let same = app
        .post_form(&path, &fields("privacy", "0123456789abcdef-gone"))
        .await;
    assert_eq!(receipt(&same), mine, "a reload gives the receipt all the same");

    assert_eq!(queue(&app, &publisher, "").await, [mine.0.as_str()]);
    let opened = app
        .get_as(&publisher, &format!("/staff/objections/{}", mine.0))
        .await;
    assert!(opened.body.contains("异议仍需答复"));
    let done = answer(&app, &publisher, &mine.0, "withdrawn").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(look(&app, &mine).await.body.contains("已经撤下，不再公开"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_nothing_to_do_with_objections_sees_none() {
    let app = published(TestApp::sqlite().await).await;
    let record = fined(&app).await;
    let (reference, _) = object(&app, &record, "dispute", "0123456789abcdef-roles").await;
    let path = format!("/staff/objections/{reference}");
    for role in Role::ALL.iter().copied() {
        let cookie = app.sign_in(role).await;
        let seen = app.get_as(&cookie, &path).await;
        let may = matches!(
            role,
            Role::Publisher | Role::Reviewer | Role::Leader | Role::Supervisor
        );
        let expected = if may {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(seen.status, expected, "{role:?}");
        assert_eq!(seen.body.contains("异议金丝雀"), may, "{role:?}");
        if role != Role::Publisher {
            let refused = answer(&app, &cookie, &reference, "refused").await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }
    let nobody = app.request(Method::GET, &path, &[], String::new()).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
}
