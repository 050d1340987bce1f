//! Who sees what: reports, the named officer, the monitor, and whoever is sent elsewhere.

use super::{accepted, ask};
use crate::feedback::{complaint, follow, post, staff, staff_named, units};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;
use serde_json::json;

on_both!(
    a_report_is_for_inspection_alone_and_a_named_officer_never_sees_it,
    whoever_is_named_is_kept_out_of_accusations_alone,
    a_monitor_reads_complaints_masked_and_changes_nothing,
    who_is_not_accepted_reads_why_and_where_to_turn,
);

async fn a_report_is_for_inspection_alone_and_a_named_officer_never_sees_it(app: TestApp) {
    units(&app).await;
    let mut report = complaint(true);
    report["kind"] = "report".into();
    report["officer"] = serde_json::json!({ "name": "the-accused", "badge": "012345" });
    let receipt = post(&app, &report, None).await.json();
    let reference = receipt["reference"].as_str().unwrap();
    let path = format!("/staff/feedback/{reference}");
    let inspector = staff(&app, "inspector", Role::Inspector, "inspection").await;
    assert_eq!(app.get_as(&inspector, &path).await.status, StatusCode::OK);
    assert!(
        app.get_as(&inspector, "/staff/queue")
            .await
            .body
            .contains(reference)
    );
    for (name, role, unit) in [
        ("center", Role::Center, "center"),
        ("handler", Role::Handler, "ps01"),
        ("monitor", Role::Monitor, "county"),
        ("supervisor", Role::Supervisor, "county"),
        // Works in inspection, and is the one accused.
        ("the-accused", Role::Inspector, "inspection"),
    ] {
        let cookie = staff(&app, name, role, unit).await;
        assert_eq!(
            app.get_as(&cookie, &path).await.status,
            StatusCode::NOT_FOUND,
            "{name}"
        );
        assert!(
            !app.get_as(&cookie, "/staff/queue").await.body.contains(reference),
            "{name}"
        );
    }
}

/// A badge that points at somebody of 督察 by the account alone.
async fn badges_of_inspection_go_outside(app: &TestApp) {
    for officer in [
        json!({ "name": "小李", "badge": "警号880011" }),
        json!({ "badge": "８８００１１" }),
        json!({ "badge": "88 0011" }),
    ] {
        let mut sent = complaint(true);
        sent["officer"] = officer.clone();
        let refused = post(app, &sent, None).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{officer}: of 督察, known by account alone"
        );
        assert_eq!(refused.json()["type"], "/problems/outside", "{officer}");
    }
}

/// Who is accused, however name or badge are written, reads neither the case nor the demand on the unit; praise is
/// for the one it names too.
async fn whoever_is_named_is_kept_out_of_accusations_alone(app: TestApp) {
    units(&app).await;
    let handler = staff_named(&app, "handler", "胡玲", (Role::Handler, "ps01"), None).await;
    let inspector = staff(&app, "inspector", Role::Inspector, "inspection").await;
    let accused = staff_named(
        &app,
        "accused",
        "胡 玲",
        (Role::Inspector, "inspection"),
        Some("880011"),
    )
    .await;
    for officer in [
        json!({ "name": "胡玲" }),
        json!({ "name": "胡玲警官" }),
        json!({ "name": "督察胡玲" }),
        json!({ "name": "胡\u{200b}玲" }),
    ] {
        let mut sent = complaint(true);
        sent["officer"] = officer.clone();
        sent["tell_unit"] = true.into();
        let receipt = post(&app, &sent, None).await.json();
        let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
        assert_eq!(
            app.get_as(&inspector, &path).await.status,
            StatusCode::OK,
            "{officer}"
        );
        let status = app.get_as(&accused, &path).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{officer}");
    }
    badges_of_inspection_go_outside(&app).await;
    let mut sent = complaint(true);
    sent["officer"] = json!({ "name": "民警胡玲" });
    sent["tell_unit"] = true.into();
    let receipt = post(&app, &sent, None).await.json();
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    let accept = [("version", "1"), ("action", "accept")];
    app.post_form_as(&inspector, &path, &accept).await;
    let asked = ask(&app, &inspector, &path, "ps01", "请说明当时的处理经过").await;
    let demand = asked.led_to().to_owned();
    let other = staff(&app, "handler2", Role::Handler, "ps01").await;
    assert_eq!(
        app.get_as(&other, &demand).await.status,
        StatusCode::OK,
        "{demand}"
    );
    assert_eq!(app.get_as(&handler, &demand).await.status, StatusCode::NOT_FOUND);
    assert!(!app.get_as(&handler, "/staff/queue").await.body.contains(&demand));

    let praise = json!({ "kind": "praise", "unit": "ps01", "officer": { "name": "胡玲" }, "title": "谢谢", "body": "很耐心", "anonymous": true });
    let receipt = post(&app, &praise, None).await.json();
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    assert_eq!(app.get_as(&handler, &path).await.status, StatusCode::OK);
}

async fn a_monitor_reads_complaints_masked_and_changes_nothing(app: TestApp) {
    let (_, _, path) = accepted(&app).await;
    let near = staff(&app, "monitor", Role::Monitor, "ps01").await;
    assert_eq!(
        app.get_as(&near, &path).await.status,
        StatusCode::NOT_FOUND,
        "of the unit concerned"
    );
    let monitor = staff(&app, "monitor2", Role::Monitor, "county").await;
    let shown = app.get_as(&monitor, &path).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(
        !shown.body.contains("13812345678") && !shown.body.contains("赵明明"),
        "{}",
        shown.body
    );
    let accept = [("version", "2"), ("action", "close")];
    assert_eq!(
        app.post_form_as(&monitor, &path, &accept).await.status,
        StatusCode::FORBIDDEN
    );
}

async fn who_is_not_accepted_reads_why_and_where_to_turn(app: TestApp) {
    units(&app).await;
    let receipt = post(&app, &complaint(true), None).await.json();
    let center = staff(&app, "center", Role::Center, "center").await;
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    let mut refusal = vec![("version", "1"), ("action", "refuse"), ("reason", "已在复议中。")];
    let nowhere = app.post_form_as(&center, &path, &refusal).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    refusal.push(("to", "县人民政府行政复议机构"));
    let done = app.post_form_as(&center, &path, &refusal).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let case = follow(&app, &receipt).await.json();
    assert_eq!(case["status"], "not-accepted");
    let told = case["messages"][0]["text"].as_str().unwrap();
    assert!(
        told.contains("已在复议中") && told.contains("县人民政府行政复议机构"),
        "{told}"
    );
}
