//! Maskings that are refused or warned of before they are made.

use super::{Desk, row};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;

on_both!(
    what_is_hidden_already_is_told_with_the_way_to_change_it,
    a_public_record_says_that_a_masking_is_a_correction,
);

async fn what_is_hidden_already_is_told_with_the_way_to_change_it(app: TestApp) {
    let desk = Desk::with(&app, row(), false).await;
    for (passage, way) in [
        ("王大力", "请先在“不隐去一处”里选它"),
        ("大力", "请先在“不隐去一处”里选它"),
        ("李小龙", "而且必须隐去"),
        ("11010519491231", "而且必须隐去"),
        ("大力的证言", "“王大力”已经作为姓名隐去"),
    ] {
        let refused = desk.hide("1", passage).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{passage}");
        assert!(refused.body.contains(way), "{passage}: {}", refused.body);
        assert!(
            refused.body.contains(&format!("value=\"{passage}\""))
                && refused.body.contains("外号，看得出是谁</textarea>"),
            "what was typed is kept: {passage}"
        );
    }
    assert_eq!(desk.hide("1", "小二黑").await.status, StatusCode::SEE_OTHER);
    let within = desk.hide("2", "二黑").await;
    assert_eq!(within.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        within.body.contains("请先在表里取消对它的调整"),
        "{}",
        within.body
    );
    let again = desk.hide("2", "小二黑").await;
    assert_eq!(
        again.status,
        StatusCode::SEE_OTHER,
        "the same choice may be changed"
    );
    assert_eq!(desk.show("3", "王大力").await.status, StatusCode::SEE_OTHER);
    let instead = desk.hide("4", "王大力的证言").await;
    assert_eq!(instead.status, StatusCode::SEE_OTHER, "{}", instead.body);
}

async fn a_public_record_says_that_a_masking_is_a_correction(app: TestApp) {
    let warning = "会成为一次更正";
    let desk = Desk::with(&app, row(), true).await;
    let path = format!("/staff/records/{}", desk.reference);
    let page = app.get_as(&desk.publisher, &path).await.body;
    assert!(page.contains(warning), "{page}");
    assert!(!desk.page().await.contains(warning), "a reviewer masks nothing");
}
