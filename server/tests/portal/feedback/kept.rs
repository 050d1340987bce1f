//! Somebody was faster: the page comes again as it is now, with what was typed (409).

use super::{complaint, post, staff, units};
use crate::support::{Answer, TestApp, on_both};
use axum::http::StatusCode;
use domain::role::Role;

const WORDS: &str = "核实了三天才写完的一段话";

on_both!(
    a_step_on_a_case_changed_meanwhile_keeps_its_words,
    an_answer_to_a_demand_answered_meanwhile_keeps_its_words,
    a_message_to_a_case_that_takes_none_keeps_its_words,
);

/// The words stand in a field of the form, or below why it was refused where there is no such form any more.
fn assert_kept(answer: &Answer, in_field: bool) {
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    let field = format!("\n{WORDS}</textarea>");
    assert_eq!(answer.body.contains(&field), in_field, "{}", answer.body);
    assert!(answer.body.contains(WORDS), "{}", answer.body);
    assert!(answer.body.contains("role=\"alert\""), "{}", answer.body);
}

async fn a_step_on_a_case_changed_meanwhile_keeps_its_words(app: TestApp) {
    units(&app).await;
    let receipt = post(&app, &complaint(false), None).await.json();
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    let center = staff(&app, "center", Role::Center, "center").await;
    let step = async |version: &str, action: &str, text: &str| {
        let fields = [
            ("version", version),
            ("action", action),
            ("text", text),
            ("reason", text),
        ];
        app.post_form_as(&center, &path, &fields).await
    };
    assert_eq!(step("1", "accept", "").await.status, StatusCode::SEE_OTHER);
    assert_kept(&step("1", "answer", WORDS).await, true);
    // What was accepted can no longer be refused: there is no form for it.
    assert_kept(&step("1", "refuse", WORDS).await, false);
    let demand = [
        ("version", "1"),
        ("unit", "ps01"),
        ("title", "说明"),
        ("text", WORDS),
    ];
    let refused = app
        .post_form_as(&center, &format!("{path}/demand"), &demand)
        .await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY || refused.status == StatusCode::CONFLICT);
    assert!(refused.body.contains(WORDS), "{}", refused.body);
}

async fn an_answer_to_a_demand_answered_meanwhile_keeps_its_words(app: TestApp) {
    units(&app).await;
    let mut sent = complaint(false);
    sent["tell_unit"] = true.into();
    let receipt = post(&app, &sent, None).await.json();
    let path = format!("/staff/feedback/{}", receipt["reference"].as_str().unwrap());
    let center = staff(&app, "center", Role::Center, "center").await;
    app.post_form_as(&center, &path, &[("version", "1"), ("action", "accept")])
        .await;
    let ask = |version: &'static str| {
        [
            ("version", version),
            ("unit", "ps01"),
            ("title", "没有告知进展"),
            ("text", WORDS),
        ]
    };
    let to = format!("{path}/demand");
    assert_kept(&app.post_form_as(&center, &to, &ask("1")).await, true);
    let demand = app.post_form_as(&center, &to, &ask("2")).await;
    assert_eq!(demand.status, StatusCode::SEE_OTHER, "{}", demand.body);
    let demand = demand.led_to();
    let unit = staff(&app, "handler", Role::Handler, "ps01").await;
    let answer = [("version", "1"), ("action", "answer"), ("text", WORDS)];
    let first = [("version", "1"), ("action", "answer"), ("text", "当时忘了告知")];
    assert_eq!(
        app.post_form_as(&unit, demand, &first).await.status,
        StatusCode::SEE_OTHER
    );
    assert_kept(&app.post_form_as(&unit, demand, &answer).await, false);
}

async fn a_message_to_a_case_that_takes_none_keeps_its_words(app: TestApp) {
    units(&app).await;
    let receipt = post(&app, &complaint(false), None).await.json();
    let with = |name, value| {
        let (reference, code) = (&receipt["reference"], &receipt["code"]);
        [
            ("reference", reference.as_str().unwrap()),
            ("code", code.as_str().unwrap()),
            (name, value),
        ]
    };
    let path = "/feedback/status/messages";
    let withdrawn = app.post_form(path, &with("action", "withdraw")).await;
    assert_eq!(withdrawn.status, StatusCode::OK);
    assert_kept(&app.post_form(path, &with("text", WORDS)).await, false);
}
