//! From the question to what the citizen reads of the answer, and what happens to a wrong or late one.

use super::{accepted, ask, ask_at, turn};
use crate::feedback::{complaint, follow, post, staff, units};
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;

on_both!(
    the_centre_asks_the_unit_answers_and_the_citizen_reads_what_was_released,
    without_consent_only_the_unit_above_is_asked,
    a_unit_returns_a_wrong_assignment_once_with_a_reason,
    an_overdue_demand_is_counted_for_whoever_may_see_it_and_leads_to_it,
);

#[expect(
    clippy::too_many_lines,
    reason = "one walk from the case to the answer the citizen reads"
)]
async fn the_centre_asks_the_unit_answers_and_the_citizen_reads_what_was_released(app: TestApp) {
    let (receipt, center, path) = accepted(&app).await;
    let reference = receipt["reference"].as_str().unwrap();
    let form = app.get_as(&center, &format!("{path}/demand")).await;
    let typed = form
        .body
        .split("<textarea")
        .nth(1)
        .unwrap()
        .split("</textarea>")
        .next()
        .unwrap();
    assert_eq!(form.status, StatusCode::OK);
    assert!(
        !typed.contains("赵明明") && !typed.contains("13812345678"),
        "{typed}"
    );

    let refused = ask(&app, &center, &path, "ps01", &format!("见{reference}")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("编号，请删去"));
    let contact = ask(&app, &center, &path, "ps01", "请致电13812345678说明").await;
    assert_eq!(contact.status, StatusCode::UNPROCESSABLE_ENTITY);
    let elsewhere = ask(&app, &center, &path, "ps02", "请说明").await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = ask(&app, &center, &path, "ps01", "请说明何时告知了进展").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let demand = sent.led_to().to_owned();

    let unit = staff(&app, "handler", Role::Handler, "ps01").await;
    let other = staff(&app, "handler2", Role::Handler, "ps02").await;
    let shown = app.get_as(&unit, &demand).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains("请说明何时告知了进展"));
    for hidden in [reference, "赵明明", "13812345678", "报案没有回音"] {
        assert!(!shown.body.contains(hidden), "{hidden}");
    }
    assert!(app.get_as(&unit, "/staff/queue").await.body.contains(&demand));
    assert_eq!(
        app.get_as(&unit, &path).await.status,
        StatusCode::NOT_FOUND,
        "the case stays hidden"
    );
    assert_eq!(app.get_as(&other, &demand).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        turn(&app, &other, &demand, "1", "answer", "插话").await,
        StatusCode::NOT_FOUND
    );

    assert_eq!(
        turn(&app, &center, &demand, "1", "release", "太早").await,
        StatusCode::CONFLICT
    );
    assert_eq!(
        turn(&app, &unit, &demand, "1", "answer", "").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        turn(&app, &unit, &demand, "1", "answer", "当时忘了").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        turn(&app, &unit, &demand, "2", "release", "自己放行").await,
        StatusCode::FORBIDDEN
    );
    for telling in ["请致电13812345678核实", reference] {
        assert_eq!(
            turn(&app, &center, &demand, "2", "send-back", telling).await,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    assert_eq!(
        turn(&app, &center, &demand, "2", "send-back", "请写明日期").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        turn(&app, &unit, &demand, "3", "answer", "11月20日已告知").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        turn(&app, &center, &demand, "3", "release", "旧页面").await,
        StatusCode::CONFLICT
    );
    let released = "派出所已于11月20日补告进展，并向您致歉";
    assert_eq!(
        turn(&app, &center, &demand, "4", "release", released).await,
        StatusCode::SEE_OTHER
    );

    let case = follow(&app, &receipt).await.json();
    assert_eq!(
        (case["status"].as_str(), case["messages"][0]["text"].as_str()),
        (Some("answered"), Some(released))
    );
    assert!(
        !case.to_string().contains("当时忘了"),
        "only what was released reaches the citizen"
    );
}

/// A double click, or two people at one case.
async fn a_form_of_a_demand_sends_one(app: TestApp) {
    let (_, center, path) = accepted(&app).await;
    let send = async |text| ask_at(&app, &center, &path, "2", "ps01", text).await;
    let (one, two) = tokio::join!(send("请说明进展"), send("请说明进展"));
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    let late = send("请再说明一次").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.body.contains("请再说明一次") && late.body.contains("value=\"3\""),
        "the text is kept, and the form knows the case of now: {}",
        late.body
    );
    let again = ask(&app, &center, &path, "ps01", "请再说明一次").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "on purpose it can be sent");
}

#[tokio::test]
async fn a_form_of_a_demand_sends_one_on_sqlite() {
    a_form_of_a_demand_sends_one(TestApp::sqlite().await).await;
}

#[tokio::test]
async fn a_form_of_a_demand_sends_one_on_postgres() {
    a_form_of_a_demand_sends_one(TestApp::postgres().await).await;
}

async fn without_consent_only_the_unit_above_is_asked(app: TestApp) {
    units(&app).await;
    let receipt = post(&app, &complaint(false), None).await.json();
    let center = staff(&app, "center", Role::Center, "center").await;
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    let not_yet = ask(&app, &center, &path, "county", "请说明").await;
    assert_eq!(not_yet.status, StatusCode::FORBIDDEN, "not before it is accepted");
    let accept = [("version", "1"), ("action", "accept")];
    assert_eq!(
        app.post_form_as(&center, &path, &accept).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        ask(&app, &center, &path, "ps01", "请说明").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        ask(&app, &center, &path, "county", "请说明").await.status,
        StatusCode::SEE_OTHER
    );
    let county = staff(&app, "supervisor", Role::Supervisor, "county").await;
    assert!(
        app.get_as(&county, "/staff/queue")
            .await
            .body
            .contains("/staff/demands/")
    );
    assert_eq!(app.get_as(&county, &path).await.status, StatusCode::NOT_FOUND);
}

async fn a_unit_returns_a_wrong_assignment_once_with_a_reason(app: TestApp) {
    units(&app).await;
    let mut inquiry = complaint(false);
    inquiry["kind"] = "inquiry".into();
    let receipt = post(&app, &inquiry, None).await.json();
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    let unit = staff(&app, "handler", Role::Handler, "ps01").await;
    let center = staff(&app, "center", Role::Center, "center").await;
    let send = async |cookie: &str, version: &str, action: &str, unit: &str, reason: &str| {
        let fields = [
            ("version", version),
            ("action", action),
            ("unit", unit),
            ("reason", reason),
        ];
        app.post_form_as(cookie, &path, &fields).await.status
    };
    assert_eq!(
        send(&unit, "1", "return", "", "").await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "not without a reason"
    );
    assert_eq!(
        send(&unit, "1", "return", "", "不在辖区").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(app.get_as(&unit, &path).await.status, StatusCode::NOT_FOUND);
    assert!(app.get_as(&center, &path).await.body.contains("不在辖区"));
    let telling = [
        ("version", "2"),
        ("action", "assign"),
        ("unit", "ps01"),
        ("reason", "核对过13812345678，确在辖区"),
    ];
    let refused = app.post_form_as(&center, &path, &telling).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("不能写电话") && refused.body.contains("核对过13812345678"),
        "{}",
        refused.body
    );
    assert_eq!(
        send(&center, "2", "assign", "ps01", "核对过，确在辖区").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        send(&unit, "3", "return", "", "还是不在").await,
        StatusCode::FORBIDDEN,
        "once"
    );
    let shown = app.get_as(&unit, &path).await.body;
    assert!(shown.contains("确在辖区"), "{shown}");
}

const OVERDUE: &str = "/staff/queue?overdue=true&unit=ps01";

async fn an_overdue_demand_is_counted_for_whoever_may_see_it_and_leads_to_it(app: TestApp) {
    let (_, center, path) = accepted(&app).await;
    let sent = ask(&app, &center, &path, "ps01", "请说明何时告知了进展").await;
    let demand = sent.led_to().to_owned();
    let inspector = staff(&app, "inspector", Role::Inspector, "inspection").await;
    let before = app.get_as(&center, "/staff/dashboard").await;
    assert!(!before.body.contains("情况说明和整改已超期"));
    app.clock.advance(chrono::TimeDelta::days(15));
    // Sessions end before that.
    let center = again(&app, "center").await;
    let inspector_now = again(&app, "inspector").await;
    assert_ne!(inspector, inspector_now);
    let dashboard = app.get_as(&center, "/staff/dashboard").await;
    assert!(
        dashboard.body.contains("情况说明和整改已超期 1 件"),
        "{}",
        dashboard.body
    );
    assert!(
        dashboard.body.contains(&OVERDUE.replace('&', "&amp;")),
        "{}",
        dashboard.body
    );
    assert!(app.get_as(&center, OVERDUE).await.body.contains(&demand));
    let elsewhere = app.get_as(&center, "/staff/queue?overdue=true&unit=ps02").await;
    assert!(!elsewhere.body.contains(&demand));
    let dashboard = app.get_as(&inspector_now, "/staff/dashboard").await;
    assert!(!dashboard.body.contains("情况说明和整改已超期"));
    assert!(!app.get_as(&inspector_now, OVERDUE).await.body.contains(&demand));
}

/// A new session of somebody who has an account.
async fn again(app: &TestApp, username: &str) -> String {
    let typed = [("username", username), ("password", crate::support::PASSWORD)];
    app.post_form("/staff/sign-in", &typed).await.cookie()
}
