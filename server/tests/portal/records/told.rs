//! What was done is told on the page that follows, by fixed words alone and only while it holds.

use super::desk::{Desk, listed};
use super::fixtures::{import, rows};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;

on_both!(
    each_step_is_told_with_the_way_on,
    what_an_address_names_is_told_only_where_it_holds,
);

/// The page to which an answer leads.
async fn next(app: &TestApp, cookie: &str, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let page = app.get_as(cookie, answer.header("location")).await;
    assert_eq!(page.status, StatusCode::OK);
    page.body
}

async fn each_step_is_told_with_the_way_on(app: TestApp) {
    import(&app, &rows()[..1], false).await;
    let desk = Desk::open(&app).await;
    let (publisher, reviewer) = (desk.publisher.as_str(), desk.reviewer.as_str());
    let reference = listed(&app, publisher, "drafts").await.remove(0);
    let seen = ("revision", "1");
    for (cookie, act, fields, told, on) in [
        (
            publisher,
            "submit",
            vec![seen],
            "已送审，等待法制审核。",
            "list=drafts",
        ),
        (
            reviewer,
            "review",
            vec![seen, ("verdict", "send-back"), ("comment", "请核对")],
            "已打回，公示发布员会看到您的审核意见。",
            "list=in-review",
        ),
        (
            publisher,
            "submit",
            vec![seen],
            "已送审，等待法制审核。",
            "list=drafts",
        ),
        (
            reviewer,
            "review",
            vec![seen, ("verdict", "approve")],
            "已通过，由公示发布员发布。",
            "list=in-review",
        ),
        (
            publisher,
            "publish",
            vec![seen],
            "已发布，公众现在可以看到。",
            "list=approved",
        ),
        (
            publisher,
            "withdraw",
            vec![("reason", "published-in-error"), ("confirmed", "yes")],
            "已撤回，公众看不到这条记录了。",
            "list=to-withdraw",
        ),
    ] {
        let path = format!("/staff/records/{reference}/{act}");
        let done = app.post_form_as(cookie, &path, &fields).await;
        let page = next(&app, cookie, &done).await;
        let main = page.split("<main").nth(1).unwrap();
        let message = main.split("</div>").next().unwrap();
        assert!(message.contains(told) && message.contains(on), "{act}: {message}");
        assert_eq!(next(&app, cookie, &done).await, page, "asked for again");
    }
}

async fn what_an_address_names_is_told_only_where_it_holds(app: TestApp) {
    import(&app, &rows()[..1], false).await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "drafts").await.remove(0);
    let page = format!("/staff/records/{reference}");
    for word in [
        "published",
        "approved",
        "withdrawn",
        "case-closed",
        "%3Cscript%3E",
        "",
    ] {
        let shown = app.get_as(&desk.publisher, &format!("{page}?done={word}")).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(
            !shown.body.contains("<p role=\"status\">"),
            "{word}: {}",
            shown.body
        );
        assert!(!shown.body.contains("<script>"), "{word}");
    }
    let public = app.get("/records?done=published").await.body;
    assert!(!public.contains("已发布"), "{public}");
}
