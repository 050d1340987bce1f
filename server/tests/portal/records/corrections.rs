//! What the public reads of a record that was corrected.

use super::desk::{Desk, listed};
use super::fixtures::{follow, import, rows};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;

on_both!(
    a_factual_correction_keeps_the_earlier_text_with_the_difference,
    a_privacy_correction_leaves_nothing_of_what_was_there,
    a_withdrawal_takes_the_earlier_texts_along,
    a_tombstone_tells_the_number_that_was_public_and_no_unreviewed_one,
    a_publisher_deletes_earlier_texts,
    the_desk_reads_what_a_correction_would_change,
    a_reason_does_not_name_whom_the_replaced_text_hid,
    the_reason_of_a_factual_correction_is_public_and_goes_with_the_text,
);

/// The first record of the fixtures, with a fine of `yuan`.
async fn import_fine(app: &TestApp, yuan: &str, publish: bool) {
    let mut row = rows()[0].clone();
    row["fine_yuan"] = yuan.into();
    row["penalty_text"] = format!("对李小龙罚款{yuan}元").into();
    import(app, &[row], publish).await;
}

/// A public record, corrected `fines.len()` times in those ways on a later day.
async fn corrected<'a>(app: &'a TestApp, fines: &[(&str, &str)]) -> (Desk<'a>, String) {
    import_fine(app, "1500", true).await;
    app.clock.advance(TimeDelta::days(30));
    let desk = Desk::open(app).await;
    let reference = listed(app, &desk.publisher, "published").await.remove(0);
    for (place, (fine, correction)) in fines.iter().enumerate() {
        let revision = (place + 2).to_string();
        import_fine(app, fine, false).await;
        let done = desk.correct(&reference, &revision, correction).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(desk.approve(&reference, &revision).await, StatusCode::SEE_OTHER);
        assert_eq!(
            desk.publisher(&reference, "publish", &revision).await,
            StatusCode::SEE_OTHER
        );
    }
    (desk, reference)
}

async fn status(app: &TestApp, reference: &str, version: &str) -> StatusCode {
    let path = format!("/records/{reference}/history/{version}");
    app.get(&path).await.status
}

async fn a_factual_correction_keeps_the_earlier_text_with_the_difference(app: TestApp) {
    let (_, reference) = corrected(&app, &[("1000", "factual"), ("800", "factual")]).await;
    let history = app.get(&format!("/records/{reference}/history")).await.body;
    for version in [1, 2] {
        assert!(
            history.contains(&format!("/records/{reference}/history/{version}\"")),
            "{history}"
        );
    }
    let first = app.get(&format!("/records/{reference}/history/1")).await;
    assert_eq!(first.status, StatusCode::OK);
    for shown in [
        "<del>1,500</del>",
        "<ins>1,000</ins>",
        "<del>1500</del>",
        "noindex",
        "请以现行文本为准",
        "李某",
    ] {
        assert!(first.body.contains(shown), "{shown}: {}", first.body);
    }
    for hidden in ["800", "李小龙"] {
        assert!(!first.body.contains(hidden), "{hidden}");
    }
    let second = app.get(&format!("/records/{reference}/history/2")).await.body;
    assert!(second.contains("<ins>800</ins>"), "{second}");
    for nothing in ["3", "9", "x"] {
        assert_eq!(
            status(&app, &reference, nothing).await,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
    let document = app.get(&format!("/records/{reference}/json")).await.json();
    assert_eq!(document["history"][1]["correction"], "factual");
    assert_eq!(document["version"], 3);
    assert_eq!(
        document["published_on"], "2026-11-22",
        "the day of the first publication"
    );
}

async fn a_privacy_correction_leaves_nothing_of_what_was_there(app: TestApp) {
    let (_, reference) = corrected(&app, &[("1000", "factual"), ("800", "privacy")]).await;
    for version in ["1", "2"] {
        assert_eq!(status(&app, &reference, version).await, StatusCode::NOT_FOUND);
    }
    let history = app.get(&format!("/records/{reference}/history")).await.body;
    assert!(history.contains("为保护个人信息更正一次"), "{history}");
    assert!(!history.contains("/history/"), "{history}");
    let document = app.get(&format!("/records/{reference}/json")).await.json();
    assert_eq!(document["history"][2]["correction"], "privacy");
}

async fn a_withdrawal_takes_the_earlier_texts_along(app: TestApp) {
    let (desk, reference) = corrected(&app, &[("1000", "factual")]).await;
    assert_eq!(status(&app, &reference, "1").await, StatusCode::OK);
    let path = format!("/staff/records/{reference}/withdraw");
    let fields = [("reason", "privacy"), ("confirmed", "yes")];
    let done = app.post_form_as(&desk.publisher, &path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(status(&app, &reference, "1").await, StatusCode::GONE);
    assert_eq!(kept(&app, &reference).await, 0);
}

async fn a_tombstone_tells_the_number_that_was_public_and_no_unreviewed_one(app: TestApp) {
    let mut row = rows()[0].clone();
    row["external_id"] = "case-1".into();
    import(&app, std::slice::from_ref(&row), true).await;
    row["document_number"] = "明公交罚〔2025〕777号".into();
    row["kind"] = "license".into();
    import(&app, &[row], false).await;
    follow(&app).await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "published").await.remove(0);
    let path = format!("/staff/records/{reference}/withdraw");
    let fields = [("reason", "void"), ("confirmed", "yes")];
    let done = app.post_form_as(&desk.publisher, &path, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let sought = "/records?q=%E6%98%8E%E5%85%AC%E4%BA%A4%E7%BD%9A%E3%80%942025%E3%80%951%E5%8F%B7";
    for page in [&format!("/records/{reference}"), "/withdrawals", sought] {
        let told = app.get(page).await.body;
        assert!(
            told.contains("明公交罚〔2025〕1号") && told.contains("行政处罚"),
            "{page}: {told}"
        );
        assert!(
            !told.contains("777") && !told.contains("行政许可决定"),
            "{page}: {told}"
        );
    }
    let unreviewed = app.get("/records?q=2025%20777%E5%8F%B7").await.body;
    assert!(
        !unreviewed.contains("/withdrawals#") && !unreviewed.contains(&reference),
        "{unreviewed}"
    );
}

async fn a_publisher_deletes_earlier_texts(app: TestApp) {
    let (desk, reference) = corrected(&app, &[("1000", "factual")]).await;
    assert_eq!(kept(&app, &reference).await, 1);
    let before = app.get(&format!("/records/{reference}/history")).await;
    let stale = desk.publisher(&reference, "forget-earlier", "1").await;
    assert_eq!(stale, StatusCode::CONFLICT);
    let done = desk.publisher(&reference, "forget-earlier", "2").await;
    assert_eq!(done, StatusCode::SEE_OTHER);
    assert_eq!(status(&app, &reference, "1").await, StatusCode::NOT_FOUND);
    assert_eq!(kept(&app, &reference).await, 0);
    let after = app.get(&format!("/records/{reference}/history")).await;
    assert_ne!(before.header("etag"), after.header("etag"));
    let again = desk.publisher(&reference, "forget-earlier", "2").await;
    assert_eq!(again, StatusCode::CONFLICT);
}

async fn the_desk_reads_what_a_correction_would_change(app: TestApp) {
    import_fine(&app, "1500", true).await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "published").await.remove(0);
    let page = format!("/staff/records/{reference}");
    let heading = "这次更正会改动公开文本的哪些地方";
    let before = app.get_as(&desk.publisher, &page).await.body;
    assert!(!before.contains(heading), "{before}");
    for fact in ["明公交罚〔2025〕1号", "2025年3月4日", "罚款 1,500 元"] {
        assert!(before.contains(fact), "{fact}: {before}");
    }
    import_fine(&app, "1000", false).await;
    let done = desk.correct(&reference, "2", "factual").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let reviewed = app.get_as(&desk.reviewer, &page).await.body;
    for told in [heading, "<del>1,500</del>", "<ins>1,000</ins>", "<del>1500</del>"] {
        assert!(reviewed.contains(told), "{told}: {reviewed}");
    }
}

async fn the_reason_of_a_factual_correction_is_public_and_goes_with_the_text(app: TestApp) {
    import_fine(&app, "1500", true).await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "published").await.remove(0);
    import_fine(&app, "1000", false).await;
    let path = format!("/staff/records/{reference}/submit");
    let submit = async |revision: &str, correction: &str, reason: &str| {
        let fields = [
            ("revision", revision),
            ("correction", correction),
            ("correction_reason", reason),
        ];
        app.post_form_as(&desk.publisher, &path, &fields).await
    };
    let told = submit("2", "factual", "李小龙的罚款数额录入有误").await;
    assert_eq!(
        told.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the public would read the name"
    );
    assert!(
        told.body.contains("里面有姓名") && told.body.contains("李小龙的罚款数额录入有误</textarea>"),
        "{}",
        told.body
    );
    assert_eq!(
        submit("2", "factual", "罚款数额录入有误").await.status,
        StatusCode::SEE_OTHER
    );
    let page = app
        .get_as(&desk.reviewer, &format!("/staff/records/{reference}"))
        .await
        .body;
    assert!(page.contains("罚款数额录入有误"), "the reviewer reads it: {page}");
    let one = [("record", format!("{reference}:2"))];
    let one = one.each_ref().map(|(name, value)| (*name, value.as_str()));
    let unread = app
        .post_form_as(&desk.reviewer, "/staff/records/approve", &one)
        .await;
    assert!(
        unread.status == StatusCode::CONFLICT && unread.body.contains("对公开文本的更正"),
        "nobody lets a public reason pass unread: {}",
        unread.body
    );
    desk.approve(&reference, "2").await;
    desk.publisher(&reference, "publish", "2").await;
    let history = async || app.get(&format!("/records/{reference}/history")).await.body;
    assert!(history().await.contains("理由：罚款数额录入有误"));

    import_fine(&app, "800", false).await;
    let done = submit("3", "privacy", "露出了住址").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    desk.approve(&reference, "3").await;
    desk.publisher(&reference, "publish", "3").await;
    let after = history().await;
    assert!(
        after.contains("为保护个人信息更正一次") && !after.contains("理由："),
        "{after}"
    );
}

async fn a_reason_does_not_name_whom_the_replaced_text_hid(app: TestApp) {
    let of = |name: &str| {
        let mut row = rows()[0].clone();
        row["title"] = format!("{name}饮酒后驾驶机动车").into();
        row["party_name"] = name.into();
        row["facts"] = format!("{name}饮酒后驾驶机动车。").into();
        row
    };
    import(&app, &[of("黄河")], true).await;
    let desk = Desk::open(&app).await;
    let reference = listed(&app, &desk.publisher, "published").await.remove(0);
    import(&app, &[of("黄江")], false).await;
    let path = format!("/staff/records/{reference}/submit");
    let fields = [
        ("revision", "2"),
        ("correction", "factual"),
        ("correction_reason", "当事人误写为黄河，已更正"),
    ];
    let told = app.post_form_as(&desk.publisher, &path, &fields).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.body);
    assert!(told.body.contains("里面有姓名"), "{}", told.body);
}

/// How many earlier texts the database holds of a record, public or not.
async fn kept(app: &TestApp, reference: &str) -> usize {
    let mut conn = app.services.db.read().await.unwrap();
    let today = app.services.clock.today();
    let found = storage::records::find_by_reference(&mut conn, reference, today).await;
    let id = found.unwrap().unwrap().id;
    storage::earlier::list(&mut conn, id).await.unwrap().len()
}
