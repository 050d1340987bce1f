//! The warning that a public text makes somebody findable.

use super::desk::listed;
use super::fixtures::{import, rows};
use super::masking::Desk;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;
use serde_json::Value;

on_both!(
    the_page_tells_what_makes_somebody_findable_until_it_is_masked,
    it_passes_alone_and_where_the_reviewer_says_that_it_is_meant,
    like_decisions_of_the_unit_in_the_month_count_and_no_others,
    of_what_is_public_it_says_who_can_mend_it,
);

const WARNING: &str = "公开文本可能让人认出是谁";

/// A drunk driver whom a village knows.
fn row(person: &str) -> Value {
    let mut row = rows()[0].clone();
    row["facts"] = format!("李小龙，{person}，饮酒后驾驶机动车。").into();
    row
}

async fn the_page_tells_what_makes_somebody_findable_until_it_is_masked(app: TestApp) {
    let desk = Desk::with(&app, row("45岁，系柳溪镇柳河村村医"), false).await;
    let page = desk.page().await;
    for shown in [
        WARNING,
        "村名＋年龄＋职业；本单位当月同类决定仅 1 件",
        "“柳河村”（村名）",
        "<mark>柳河村</mark>",
        "<mark>45岁</mark>",
        "由公示发布员隐去其中几处",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("hide_passage"), "the reviewer masks nothing");
    assert!(!page.contains("请打回"), "there is nothing to send back yet");
    let drafts = app
        .get_as(&desk.publisher, "/staff/records?list=drafts")
        .await
        .body;
    assert!(drafts.contains("可能认出当事人"), "{drafts}");
    let own = format!("/staff/records/{}", desk.reference);
    let own = app.get_as(&desk.publisher, &own).await.body;
    assert!(
        own.contains("name=\"hide_passage\" value=\"柳河村\"") && own.contains("隐去“柳河村”"),
        "{own}"
    );

    let fields = [
        ("revision", "1"),
        ("act", "hide"),
        ("hide_passage", "柳河村"),
        ("hide_kind", "address"),
        ("hide_reason", "与公开文本里的其他内容合在一起，可能让人认出是谁"),
    ];
    let done = desk.post(&desk.publisher, "masking", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(!desk.page().await.contains(WARNING));
    let drafts = app
        .get_as(&desk.publisher, "/staff/records?list=drafts")
        .await
        .body;
    assert!(drafts.contains(&desk.reference) && !drafts.contains("可能认出当事人"));
}

async fn it_passes_alone_and_where_the_reviewer_says_that_it_is_meant(app: TestApp) {
    let desk = Desk::with(&app, row("45岁，系柳溪镇柳河村村医"), false).await;
    desk.post(&desk.publisher, "submit", &[("revision", "1")]).await;
    let judge = "请打回，写明要隐去哪几处";
    assert!(desk.page().await.contains(judge));
    let leader = app.sign_in(Role::Leader).await;
    let path = format!("/staff/records/{}", desk.reference);
    let read = app.get_as(&leader, &path).await.body;
    assert!(read.contains(WARNING) && !read.contains(judge), "{read}");
    let list = app
        .get_as(&desk.reviewer, "/staff/records?list=in-review")
        .await
        .body;
    assert!(
        list.contains("须逐件核对：含可能认出当事人的内容（村名＋年龄＋职业"),
        "{list}"
    );
    let one = format!("{}:1", desk.reference);
    let told = app
        .post_form_as(&desk.reviewer, "/staff/records/approve", &[("record", &one)])
        .await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("1 件没有通过") && told.body.contains("这条记录里有可能认出当事人的内容"));

    let approve = [("revision", "1"), ("verdict", "approve")];
    let refused = desk.post(&desk.reviewer, "review", &approve).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("确需这样公开的，请勾选说明"),
        "{}",
        refused.body
    );
    let meant = [("revision", "1"), ("verdict", "approve"), ("meant", "yes")];
    let done = desk.post(&desk.reviewer, "review", &meant).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(desk.trail().await.contains("\"findable_meant\":true"));
}

async fn like_decisions_of_the_unit_in_the_month_count_and_no_others(app: TestApp) {
    let like = |number: usize, day: &str, unit: &str, violation: &str| {
        let mut row = rows()[0].clone();
        row["document_number"] = format!("明公交罚〔2025〕{number}号").into();
        row["decided_on"] = day.into();
        row["unit"] = unit.into();
        row["violation"] = violation.into();
        row
    };
    let drunk = "饮酒后驾驶机动车";
    let desk = Desk::with(&app, row("45岁，在柳溪镇柳河村"), false).await;
    let others = [
        like(11, "2025-02-28", "county", drunk),
        like(12, "2025-04-01", "county", drunk),
        like(13, "2025-03-09", "ps99", drunk),
        like(14, "2025-03-09", "county", "无证驾驶机动车"),
    ];
    import(&app, &others, true).await;
    assert!(desk.page().await.contains("本单位当月同类决定仅 1 件"));
    let public = [
        like(21, "2025-03-01", "county", drunk),
        like(22, "2025-03-31", "county", drunk),
    ];
    import(&app, &public, true).await;
    let mut minor = like(23, "2025-03-05", "county", drunk);
    minor["withhold"] = "minor".into();
    import(&app, &[minor], true).await;
    let mut expired = like(26, "2025-03-07", "county", drunk);
    expired["published_on"] = "2026-10-01".into();
    expired["publish_until"] = "2026-11-20".into();
    import(&app, &[expired], true).await;
    import(&app, &[like(24, "2025-03-05", "county", drunk)], false).await;
    assert!(
        desk.page().await.contains("本单位当月同类决定仅 3 件"),
        "a draft hides nobody, nor does what is public no longer"
    );
    approve_others(&app, &desk).await;
    assert!(desk.page().await.contains("本单位当月同类决定仅 4 件"));
    import(&app, &[like(25, "2025-03-06", "county", drunk)], true).await;
    assert!(
        !desk.page().await.contains(WARNING),
        "five hide who differs in age alone"
    );
}

/// Sends every other draft through legal review, and no further.
async fn approve_others(app: &TestApp, desk: &Desk<'_>) {
    for reference in listed(app, &desk.publisher, "drafts").await {
        if reference == desk.reference {
            continue;
        }
        for (cookie, act, more) in [
            (&desk.publisher, "submit", ("correction", "factual")),
            (&desk.reviewer, "review", ("verdict", "approve")),
        ] {
            let path = format!("/staff/records/{reference}/{act}");
            let done = app.post_form_as(cookie, &path, &[("revision", "1"), more]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}: {}", done.body);
        }
    }
}

async fn of_what_is_public_it_says_who_can_mend_it(app: TestApp) {
    let desk = Desk::with(&app, row("45岁，系柳溪镇柳河村村医"), true).await;
    let page = desk.page().await;
    assert!(
        page.contains(WARNING) && page.contains("已经公开：请告知公示发布员更正或者撤回。"),
        "{page}"
    );
    assert!(!page.contains("请打回"));
}
